//! A running `viceversa sandbox` and its control API, over plain sockets: nothing of ours but the binary takes part.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// Longer than anything here takes, even on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Slack {
    process: Child,
    address: String,
    settings: BTreeMap<String, String>,
    of_an_installation: BTreeMap<String, String>,
}

impl Slack {
    /// Starts the sandbox, and learns what it prints for the shell of whoever configures an app.
    pub fn start(options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_viceversa"))
            .args(["sandbox", "--listen", "127.0.0.1:0"])
            .args(options)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let exports =
            lines.skip_while(|line| !line.starts_with("export ")).take_while(|line| !line.is_empty());
        let (mut settings, mut of_an_installation) = (BTreeMap::new(), BTreeMap::new());
        for line in exports {
            let (line, known) = match line.strip_prefix("# ") {
                Some(line) => (line.to_owned(), &mut of_an_installation),
                None => (line, &mut settings),
            };
            if let Some((name, value)) = line.strip_prefix("export ").and_then(|line| line.split_once('=')) {
                known.insert(name.to_owned(), value.to_owned());
            }
        }
        let address = settings["SLACK_API_URL"].trim_end_matches("/api").to_owned();
        Self { process, address, settings, of_an_installation }
    }

    /// Asks it to stop, as a supervisor does.
    pub fn is_asked_to_stop(&mut self) -> ExitStatus {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.process.wait().unwrap()
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn settings(&self) -> &BTreeMap<String, String> {
        &self.settings
    }

    /// What only an app takes that other companies install.
    pub fn settings_of_an_installation(&self) -> &BTreeMap<String, String> {
        &self.of_an_installation
    }

    pub fn setting(&self, name: &str) -> &str {
        self.settings.get(name).unwrap_or_else(|| &self.of_an_installation[name])
    }

    /// The id behind a handle.
    pub fn id_of(&self, name: &str) -> String {
        let people = self.look("people");
        let person = people["people"].as_array().unwrap().iter().find(|person| person["name"] == name);
        person.unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub fn look(&self, path: &str) -> Value {
        let (status, body) = request("GET", &format!("{}/_control/{path}", self.address), &[], "");
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// Does what must succeed.
    pub fn act(&self, name: &str, body: Value) -> Value {
        let (status, answer) = self.post(name, &body);
        assert_eq!(status, 200, "{name} {body}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// Does what may fail.
    pub fn tries(&self, name: &str, body: Value) -> Option<()> {
        (self.post(name, &body).0 == 200).then_some(())
    }

    fn post(&self, name: &str, body: &Value) -> (u16, String) {
        let url = format!("{}/_control/{name}", self.address);
        request("POST", &url, &[("Content-Type", "application/json")], &body.to_string())
    }

    /// The app's calls of a method, as the ledger has them.
    pub fn calls(&self, method: &str) -> Vec<Value> {
        let entries = self.ledger();
        entries.into_iter().filter(|entry| entry["method"] == method).collect()
    }

    /// No call of the app and no delivery to it failed.
    pub fn nothing_was_refused(&self) {
        let failed: Vec<Value> = self.ledger().into_iter().filter(|entry| entry["ok"] == false).collect();
        let unheard = |entry: &Value| entry["event"] == "command" && entry["error"] == "dispatch_failed";
        let failed: Vec<&Value> = failed.iter().filter(|entry| !unheard(entry)).collect();
        assert!(failed.is_empty(), "{failed:?}");
    }

    fn ledger(&self) -> Vec<Value> {
        self.look("ledger?limit=5000")["entries"].as_array().unwrap().clone()
    }

    /// Waits for something that happens in the other processes.
    pub fn eventually<T>(&self, what: &str, mut happened: impl FnMut() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(seen) = happened() {
                return seen;
            }
            if began.elapsed() > PATIENCE {
                let ledger: Vec<String> = self.ledger().iter().map(Value::to_string).collect();
                panic!("in vain: {what}\n{}", ledger.join("\n"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Slack {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}

/// What came back over HTTP.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    /// Every header of this name.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers(name).next().unwrap_or_else(|| panic!("no {name} in {}\n{}", self.head, self.body))
    }
}

/// One exchange over HTTP: status and body.
pub fn request(verb: &str, url: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
    let answer = exchange(verb, url, headers, body);
    (answer.status, answer.body)
}

/// As [`request`], with everything that came back.
pub fn exchange(verb: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let kind = if headers.contains("Content-Type") { "" } else { "Content-Type: application/json\r\n" };
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{verb} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{kind}{headers}Content-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// Slack's `v0` signature, written down here once more so that it is not the sandbox's own that vouches for it.
pub fn signature(secret: &str, time: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{time}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}
