// A server of one's own for each worker: a fresh database with the demo county, on a free port.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export type SignIn = { who: string; email: string };

/** What a server is started with: the demo county unless somebody asks for an empty register. */
export type Begin = { empty?: boolean; options?: string[] };

const root = resolve(import.meta.dirname, "../../..");

export class Server {
  private constructor(
    readonly url: string,
    readonly signIns: SignIn[],
    readonly password: string,
    /** With which the first administrator of an empty register is made. */
    readonly setUpCode: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start({ empty = false, options = [] }: Begin = {}): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "dsr-end2end-"));
    const program = process.env.DSR_SERVER || join(root, "target/debug/server");
    const site = process.env.DSR_SITE || join(root, "target/site");
    const child = spawn(
      program,
      ["serve", ...(empty ? [] : ["--demo"]), "--addr", "127.0.0.1:0", "--site", site, "--key-file", join(folder, "key"), ...options],
      { cwd: folder, env: { ...process.env, DATABASE_URL: `sqlite://${folder}/register.db`, RUST_LOG: "warn" } },
    );
    let printed = "";
    const url = await new Promise<string>((found, failed) => {
      const read = (bytes: Buffer) => {
        printed += bytes.toString();
        const line = /The register is at (http:\S+)/.exec(printed);
        if (line) found(line[1]);
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("error", failed);
      child.on("exit", (code) => failed(new Error(`The server ended at its start (${code}):\n${printed}`)));
    });
    child.removeAllListeners("exit");
    const ready = await fetch(`${url}/health/ready`);
    if (!ready.ok) throw new Error(`The server is not ready:\n${printed}`);
    const password = /password of each is "([^"]+)"/.exec(printed)?.[1] ?? "";
    const signIns = [...printed.matchAll(/^ {2}(\S+@\S+) +(.+)$/gm)].map(([, email, who]) => ({ who, email }));
    const setUpCode = /Set-up code: (\S+)/.exec(printed)?.[1] ?? "";
    return new Server(url, signIns, password, setUpCode, child, folder);
  }

  /** Who in the demo county a word means, by what the console says of them. */
  find(who: string | RegExp): SignIn {
    const wanted = typeof who === "string" ? new RegExp(who, "i") : who;
    const found = this.signIns.find((signIn) => wanted.test(signIn.who) || wanted.test(signIn.email));
    if (!found) throw new Error(`Nobody in the demo county is ${who}: ${this.signIns.map((s) => s.who).join("; ")}`);
    return found;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = new Promise((done) => this.process.once("exit", done));
      this.process.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
