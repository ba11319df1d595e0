//! `cargo xtask bench`: what the browser downloads, and how fast pages come.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::{cargo, run, step};
use crate::fault::{Fault, Result, While};
use crate::postgres::free_port;
use crate::prerequisites::temporary_folder;
use crate::serve::build_server;
use crate::site;
use crate::workspace::{Profile, Workspace};

/// Bytes after Brotli, for everything the browser runs. Ward tablets and old phones come first.
const SCRIPT_BUDGET: u64 = 60_000;
const STYLE_BUDGET: u64 = 24_000;

/// On every page.
const SCRIPTS: [&str; 5] = ["frontend.js", "frontend_bg.wasm", "start.js", "drawing.js", "closing.js"];
/// Only on a person's own page, beside those; the budget holds for both together.
const OWN_PAGE: [&str; 1] = ["own.js"];
/// Only on a page with an island, beside those.
const ISLANDS: [&str; 2] = ["islands.js", "islands_bg.wasm"];
const STYLES: [&str; 1] = ["main.css"];
const PAGES: [&str; 2] = ["/", "/about/easy-read"];
/// Of somebody who is signed in, beside one record: every one of these writes to the audit log.
const STAFF_PAGES: [&str; 2] = ["/today", "/people"];
const STAFF: &str = "nia@lda.example";
const REQUESTS: usize = 200;
/// A whole county's worth, several times what a register holds: with its headings, the longest list there may be.
const LONG_LIST: usize = 4999;
const START_LIMIT: Duration = Duration::from_secs(60);

pub fn bench(workspace: &Workspace) -> Result<()> {
    site::build(workspace, Profile::Release)?;
    build_server(workspace, Profile::Release)?;

    println!("\n{:<20}{:>12}{:>12}{:>12}", "bytes", "raw", "gzip", "brotli");
    let package = workspace.site().join("pkg");
    let scripts = print_sizes(&package, &SCRIPTS)? + print_sizes(&package, &OWN_PAGE)?;
    print_sizes(&package, &ISLANDS)?;
    let styles = print_sizes(&package, &STYLES)?;
    let within = [within_budget("script", scripts, SCRIPT_BUDGET), within_budget("style", styles, STYLE_BUDGET)];

    let server = step("Starting the server with the demo county", || Server::start(workspace))?;
    println!("\n{:<20}{:>12}{:>12}", "milliseconds", "median", "95 %");
    for page in PAGES {
        print_times(page, page, &mut server.connect()?)?;
    }
    let mut staff = server.connect()?;
    staff.sign_in(&server.password()?)?;
    for page in STAFF_PAGES {
        print_times(page, page, &mut staff)?;
    }
    let record = staff.longest_record()?;
    print_times("one record", &record, &mut staff)?;
    print_times_of("search", || staff.search("zielinsky").map(drop))?;

    let taken = server.bring_in(LONG_LIST)?;
    println!("\nA list of {LONG_LIST} people brought in, in one transaction: {taken:.1} s. With them:");
    for page in STAFF_PAGES {
        print_times(page, page, &mut staff)?;
    }
    print_times("one record", &record, &mut staff)?;
    for (name, typed) in [("search, a misspelling", "zielinsky"), ("search, many of them", "davis")] {
        print_times_of(name, || staff.search(typed).map(drop))?;
    }
    println!("\nOne PDF each, of a few pages:");
    let seconds =
        ["test", "-p", "documents", "--release", "--test", "papers", "--", "--ignored", "--nocapture", "seconds"];
    run(&mut cargo(workspace, &seconds))?;
    if within.contains(&false) {
        return Err(Fault::new("More than the budget"));
    }
    Ok(())
}

/// Asks for a page again and again, and prints how long that took.
fn print_times(name: &str, page: &str, connection: &mut Connection) -> Result<()> {
    print_times_of(name, || connection.get_whole(page).map(drop))
}

/// Does something again and again, and prints how long that took.
fn print_times_of(name: &str, mut ask: impl FnMut() -> Result<()>) -> Result<()> {
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        ask()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!("{name:<24}{:>8.2}{:>12.2}", milliseconds(times[REQUESTS / 2]), milliseconds(times[REQUESTS * 95 / 100]));
    Ok(())
}

/// Prints a line for each file and gives the sum after Brotli.
fn print_sizes(package: &Path, names: &[&str]) -> Result<u64> {
    let mut total = 0;
    for name in names {
        if !package.join(name).is_file() {
            println!("{name:<20}{:>12}", "(none)");
            continue;
        }
        let size = |ending: &str| -> Result<u64> {
            let path = package.join(format!("{name}{ending}"));
            Ok(fs::metadata(&path).or_fault(path.display())?.len())
        };
        let brotli = size(".br")?;
        println!("{name:<20}{:>12}{:>12}{brotli:>12}", size("")?, size(".gz")?);
        total += brotli;
    }
    Ok(total)
}

fn within_budget(what: &str, bytes: u64, budget: u64) -> bool {
    let within = bytes <= budget;
    let verdict = if within { "within" } else { "MORE THAN" };
    println!("All {what}: {bytes} bytes, {verdict} the budget of {budget}.");
    within
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

const SERVER_LOG: &str = "server.log";

/// The release server with the demo's people in a database of its own.
struct Server {
    child: Child,
    program: std::path::PathBuf,
    folder: std::path::PathBuf,
    address: String,
}

impl Server {
    fn start(workspace: &Workspace) -> Result<Self> {
        let folder = temporary_folder("bench")?;
        let address = format!("127.0.0.1:{}", free_port()?);
        let log = folder.join(SERVER_LOG);
        let output = fs::File::create(&log).or_fault(log.display())?;
        let errors = output.try_clone().or_fault(log.display())?;
        let program = workspace.server(Profile::Release);
        let child = Command::new(&program)
            .args(["serve", "--demo", "--addr", &address, "--site"])
            .arg(workspace.site())
            .env("DATABASE_URL", database_in(&folder))
            .env("RUST_LOG", "warn")
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .or_fault("Starting the server")?;
        let mut server = Self { child, program, folder, address };
        server.wait_until_ready().map_err(|fault| {
            let printed = fs::read_to_string(&log).unwrap_or_default();
            Fault::new(format!("{fault}\n{printed}"))
        })?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            if let Some(status) = self.child.try_wait().or_fault("The server")? {
                return Err(Fault::new(format!("The server ended at its start ({status})")));
            }
            let ready = self.connect().and_then(|mut connection| connection.get_whole("/health/ready"));
            if ready.is_ok() {
                return Ok(());
            }
            pause();
        }
        Err(Fault::new("The server was not ready after a minute"))
    }

    fn connect(&self) -> Result<Connection> {
        Connection::open(&self.address)
    }

    /// Brings a list of so many invented people in beside the running server; answers the seconds it took.
    fn bring_in(&self, people: usize) -> Result<f64> {
        let file = self.folder.join("list.csv");
        fs::write(&file, list_of(people)).or_fault(file.display())?;
        let start = Instant::now();
        let done = Command::new(&self.program)
            .args(["import", "list.csv", "--agency", "LDA"])
            .env("DATABASE_URL", database_in(&self.folder))
            .env("RUST_LOG", "warn")
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()
            .or_fault("Bringing a list in")?;
        if done.status.success() {
            Ok(start.elapsed().as_secs_f64())
        } else {
            Err(Fault::new(format!("Bringing a list in: {}", String::from_utf8_lossy(&done.stderr))))
        }
    }

    /// The demo's password, as the server itself prints it at its start.
    fn password(&self) -> Result<String> {
        let log = self.folder.join(SERVER_LOG);
        let printed = fs::read_to_string(&log).or_fault(log.display())?;
        printed
            .split_once("the password of each is \"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(password, _)| password.to_owned())
            .ok_or_else(|| Fault::new("The server printed no demo sign-ins"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and the system clears its temporary folder in time.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[expect(clippy::disallowed_methods, reason = "no other request waits for this thread")]
fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}

/// Just enough HTTP to time one request after another on one connection.
struct Connection {
    stream: BufReader<TcpStream>,
    address: String,
    /// What leads to the session of whoever signed in here; empty before.
    cookie: String,
}

/// What the server answered.
struct Answer {
    status: u16,
    cookie: Option<String>,
    body: Vec<u8>,
}

impl Connection {
    fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).or_fault("Connecting")?;
        stream.set_nodelay(true).or_fault("Connecting")?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).or_fault("Connecting")?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), cookie: String::new() })
    }

    /// Signs in with a demo account, and stays so.
    fn sign_in(&mut self, password: &str) -> Result<()> {
        let form = format!("email={STAFF}&password={}", password.replace(' ', "+"));
        let answer = self.ask("POST", "/sign-in", &form)?;
        self.cookie = answer
            .cookie
            .filter(|_| answer.status == 303)
            .ok_or_else(|| Fault::new(format!("{STAFF} cannot sign in: the answer is {}", answer.status)))?;
        Ok(())
    }

    /// Looks for somebody, as the search form does.
    fn search(&mut self, typed: &str) -> Result<Vec<u8>> {
        let answer = self.ask("POST", "/people/search", &format!("q={typed}"))?;
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(Fault::new(format!("The search answers {}", answer.status)))
        }
    }

    /// The record on the first page of people that has the most in it.
    fn longest_record(&mut self) -> Result<String> {
        let list = self.get_whole("/people")?;
        let mut longest = (0, String::new());
        for record in records_of(&String::from_utf8_lossy(&list)) {
            let length = self.get_whole(&record)?.len();
            if length > longest.0 {
                longest = (length, record);
            }
        }
        if longest.0 == 0 { Err(Fault::new("The list of people leads to no record")) } else { Ok(longest.1) }
    }

    /// Asks for a page that must be there, and reads all of it.
    fn get_whole(&mut self, path: &str) -> Result<Vec<u8>> {
        let answer = self.ask("GET", path, "")?;
        if answer.status == 200 {
            Ok(answer.body)
        } else {
            Err(Fault::new(format!("{path} answers {}", answer.status)))
        }
    }

    fn ask(&mut self, method: &str, path: &str, form: &str) -> Result<Answer> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            self.cookie,
            form.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).or_fault(path)?;

        let status_line = self.line()?;
        let status = status_line
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .ok_or_else(|| Fault::new(format!("{path} answers {status_line:?}")))?;
        let (mut length, mut chunked, mut cookie) = (0, false, None);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().or_fault(path)?,
                "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
                // Others are set beside it, and one is taken away.
                "set-cookie" if value.starts_with("session=") => {
                    cookie = value.split(';').next().map(str::to_owned);
                }
                _ => {}
            }
        }
        let mut body = Vec::new();
        if chunked {
            self.read_chunks(&mut body)?;
        } else {
            self.read(length, &mut body)?;
        }
        Ok(Answer { status, cookie, body })
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            let line = self.line()?;
            let length = u64::from_str_radix(&line, 16).or_fault("The length of a chunk")?;
            self.read(length, body)?;
            self.line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }

    fn read(&mut self, length: u64, body: &mut Vec<u8>) -> Result<()> {
        let read = std::io::copy(&mut self.stream.by_ref().take(length), body).or_fault("Reading a page")?;
        if read == length { Ok(()) } else { Err(Fault::new("The server hung up in the middle of a page")) }
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).or_fault("Reading a page")? == 0 {
            return Err(Fault::new("The server hung up"));
        }
        Ok(line.trim_end().to_owned())
    }
}

fn database_in(folder: &Path) -> String {
    format!("sqlite://{}/register.db", folder.display())
}

/// A list of invented people, each of whom is somebody else; the same one each time.
fn list_of(people: usize) -> String {
    const FIRST: [&str; 24] = [
        "Ada", "Bryn", "Cara", "Dev", "Elin", "Femi", "Gwen", "Hari", "Ines", "Jude", "Kofi", "Lena", "Milo", "Nadia",
        "Owen", "Priya", "Quinn", "Rhys", "Sana", "Toby", "Una", "Vera", "Wim", "Zara",
    ];
    const LAST: [&str; 30] = [
        "Abbot",
        "Barker",
        "Chaudhry",
        "Davis",
        "Eastwood",
        "Fenwick",
        "Gallagher",
        "Hussain",
        "Iqbal",
        "Jessop",
        "Kowalczyk",
        "Llewellyn",
        "Mbeki",
        "Norris",
        "Oyelaran",
        "Pickard",
        "Quigley",
        "Rahman",
        "Sinclair",
        "Thwaite",
        "Underhill",
        "Varga",
        "Whitlock",
        "Xu",
        "Yardley",
        "Zaman",
        "Ashdown",
        "Bellamy",
        "Croft",
        "Dunmore",
    ];
    let mut list = "Surname,Forename,D.O.B,NHS No.,Address,Postcode,Diagnosis,RAG,Care co-ordinator\n".to_owned();
    for at in 0..people {
        let (first, last) = (FIRST[at % FIRST.len()], LAST[at / FIRST.len() % LAST.len()]);
        // Well mixed, so that hardly two of one name were born on days that look alike.
        let mixed = at.wrapping_mul(2_654_435_761) % 4_294_967_291 / 1024;
        let (day, month, year) = (mixed % 28 + 1, mixed / 28 % 12 + 1, 1940 + mixed / 336 % 70);
        let (street, near) = (mixed % 900 + 1, mixed / 900 % 10);
        let letters = ["AB", "DE", "FG", "HJ", "LN", "PQ", "RS", "TU"][mixed / 9000 % 8];
        list.push_str(&format!(
            "{last},{first},{day:02}/{month:02}/{year},,{street} Mill Road,ZZ99 {near}{letters},LD,GREEN,\n"
        ));
    }
    list
}

/// The addresses of records that a list links to.
fn records_of(list: &str) -> Vec<String> {
    const LINK: &str = "href=\"/people/";
    const ID_LETTERS: usize = 36;
    let mut records: Vec<String> = list
        .split(LINK)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| id.len() == ID_LETTERS)
        .map(|id| format!("/people/{id}"))
        .collect();
    records.dedup();
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// The files that `start.js` fetches, by itself or with what it loads.
    fn imported(start: &str) -> Vec<String> {
        let between = |before: &str, after: &str| -> Vec<String> {
            let parts = start.split(before).skip(1).filter_map(|rest| rest.split_once(after));
            parts.map(|(name, _)| name.to_owned()).collect()
        };
        let plain = between("import(`./", ".js").into_iter().filter(|name| !name.starts_with('$'));
        let modules = between("load(\"", "\")").into_iter().flat_map(|name| [name.clone(), format!("{name}_bg")]);
        let ending = |name: String| if name.ends_with("_bg") { format!("{name}.wasm") } else { format!("{name}.js") };
        plain.chain(modules).map(ending).collect()
    }

    #[test]
    fn everything_that_a_page_starts_is_weighed() {
        let mut imported = imported(include_str!("../../assets/static/start.js"));
        imported.push("start.js".to_owned());
        imported.sort();
        let mut weighed: Vec<&str> = [&SCRIPTS[..], &OWN_PAGE[..], &ISLANDS[..]].concat();
        weighed.sort_unstable();
        assert_eq!(imported, weighed);
    }

    #[test]
    fn the_records_of_a_list_are_found() {
        let id = "0199aaaa-0000-7000-8000-000000000001";
        let list = format!(
            "<a href=\"/people/{id}\">A</a><a href=\"/people/search\">S</a><a href=\"/people/{id}/plan\">P</a>"
        );
        assert_eq!(records_of(&list), [format!("/people/{id}")]);
    }

    #[test]
    fn pages_in_chunks_and_pages_of_known_length_are_read_on_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut stream = BufReader::new(stream);
            for answer in [
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 404 Not Found\r\nSet-Cookie: session=abc; Path=/\r\nSet-Cookie: own=; Path=/\r\ncontent-length: 3\r\n\r\nno\n",
            ] {
                let mut line = String::new();
                while line != "\r\n" {
                    line.clear();
                    stream.read_line(&mut line).unwrap();
                }
                stream.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut connection = Connection::open(&address).unwrap();
        assert_eq!(connection.get_whole("/").unwrap(), b"hello");
        let answer = connection.ask("GET", "/none", "").unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (404, b"no\n".as_slice()));
        assert_eq!(answer.cookie.as_deref(), Some("session=abc"));
        server.join().unwrap();
    }
}
