// A voice that says nothing and writes down everything: the test decides when it comes to which word.
import type { Page } from "@playwright/test";

export type FakeVoice = { name: string; lang: string; localService: boolean; default?: boolean };
export type Said = { text: string; voice: string; rate: number };

export const LOCAL: FakeVoice = { name: "Martha", lang: "en-GB", localService: true };
export const REMOTE: FakeVoice = { name: "Cloud", lang: "en-GB", localService: false };

/** Puts it in place of the browser's, for every page that is opened from here on. */
export async function fakeSpeech(page: Page, voices: FakeVoice[], late = false): Promise<void> {
  await page.addInitScript(
    ({ voices, late }) => {
      class Utterance extends EventTarget {
        voice: unknown = null;
        rate = 1;
        lang = "";
        constructor(readonly text: string) {
          super();
        }
      }
      const said: Utterance[] = [];
      let current: Utterance | undefined;
      let there = late ? [] : voices;
      class Synthesis extends EventTarget {
        speaking = false;
        cancelled = 0;
        getVoices() {
          return there.map((voice) => ({ voiceURI: voice.name, default: false, ...voice }));
        }
        speak(utterance: Utterance) {
          said.push(utterance);
          current = utterance;
          this.speaking = true;
        }
        // As browsers do: what is called off still tells of its end, a little later.
        cancel() {
          const was = current;
          current = undefined;
          this.speaking = false;
          this.cancelled += 1;
          if (was) queueMicrotask(() => was.dispatchEvent(new Event("error")));
        }
        pause() {}
        resume() {}
      }
      const synthesis = new Synthesis();
      Object.defineProperty(window, "speechSynthesis", { value: synthesis });
      Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
      Object.assign(window, {
        speech: {
          said: () => said.map(({ text, voice, rate }) => ({ text, rate: Math.round(rate * 100) / 100, voice: (voice as { name: string } | null)?.name ?? "" })),
          now: () => current?.text ?? "",
          cancelled: () => synthesis.cancelled,
          word(charIndex: number) {
            current?.dispatchEvent(Object.assign(new Event("boundary"), { name: "word", charIndex }));
          },
          end() {
            const was = current;
            current = undefined;
            synthesis.speaking = false;
            was?.dispatchEvent(new Event("end"));
          },
          fail() {
            const was = current;
            was?.dispatchEvent(Object.assign(new Event("error"), { error: "synthesis-failed" }));
          },
          arrive() {
            there = voices;
            synthesis.dispatchEvent(new Event("voiceschanged"));
          },
        },
      });
    },
    { voices, late },
  );
}

type Speech = {
  said(): Said[];
  now(): string;
  cancelled(): number;
  word(at: number): void;
  end(): void;
  fail(): void;
  arrive(): void;
};

function call<T>(page: Page, act: (speech: Speech, argument: number) => T, argument = 0): Promise<T> {
  return page.evaluate(
    ([source, argument]) => new Function("speech", "argument", `return (${source})(speech, argument)`)((window as never as { speech: Speech }).speech, argument) as T,
    [act.toString(), argument] as const,
  );
}

export const said = (page: Page) => call(page, (speech) => speech.said());
export const now = (page: Page) => call(page, (speech) => speech.now());
export const end = (page: Page) => call(page, (speech) => speech.end());
export const fail = (page: Page) => call(page, (speech) => speech.fail());
export const arrive = (page: Page) => call(page, (speech) => speech.arrive());

/** The voice comes to the word at a place of what it says; answers which word the page marks. */
export async function comesTo(page: Page, at: number): Promise<string> {
  await call(page, (speech, at) => speech.word(at), at);
  return page.evaluate(() => [...(CSS.highlights.get("read-now") ?? [])].map(String).join(" "));
}
