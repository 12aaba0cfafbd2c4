//! A bot: `viceversa serve`, built with fail points, to be killed, frozen and asked to stop.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Longer than a start takes, even on a machine that is busy with other tests.
const START: Duration = Duration::from_secs(60);

pub struct Bot {
    pub address: SocketAddr,
    /// What it is started with.
    pub settings: BTreeMap<String, String>,
    /// A program that starts it, with its arguments; `faketime` for instance.
    pub under: Vec<String>,
    log: PathBuf,
    child: Mutex<Option<Child>>,
    /// How often it had said that it runs before it was started last.
    risen: usize,
}

impl Bot {
    pub fn at(address: SocketAddr, log: PathBuf) -> Self {
        let settings = [("SLACK_SIGNING_SECRET", SIGNING_SECRET), ("LISTEN", &address.to_string())];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Self { address, settings, under: Vec::new(), log, child: Mutex::new(None), risen: 0 }
    }

    pub fn start(&mut self) {
        self.start_with(&[]);
    }

    /// Starts it with a fail point.
    pub fn start_failing(&mut self, order: &str) {
        self.start_with(&[("FAILPOINT", order)]);
    }

    fn start_with(&mut self, more: &[(&str, &str)]) {
        assert!(!self.runs(), "it runs already");
        self.risen = self.risings();
        let log = OpenOptions::new().create(true).append(true).open(&self.log).unwrap();
        let mut command = self.command(&["serve"]);
        command.envs(more.iter().copied()).stdout(log.try_clone().unwrap()).stderr(log);
        *self.child() = Some(command.spawn().unwrap());
    }

    /// Runs another command with the same settings, beside it or without it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap()
    }

    /// The same with a fail point.
    pub fn run_failing(&self, arguments: &[&str], order: &str) -> Output {
        self.command(arguments).env("FAILPOINT", order).output().unwrap()
    }

    /// Lifts the limit on the size of its files.
    pub fn may_write_again(&self) {
        let pid = self.pid().to_string();
        let lifted = Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status().unwrap();
        assert!(lifted.success(), "prlimit");
    }

    /// Waits until it is installed and answers.
    pub async fn is_ready(&self) {
        let began = Instant::now();
        while self.risings() == self.risen || !self.get("/readyz").starts_with("HTTP/1.1 200") {
            assert!(began.elapsed() < START, "it does not become ready\n{}", self.last_words());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn kill(&mut self) {
        self.is_alive();
        let mut child = self.child().take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Waits until it has ended by itself.
    pub async fn ends(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            let ended = self.child().as_mut().expect("it runs").try_wait().unwrap();
            if let Some(status) = ended {
                *self.child() = None;
                return status;
            }
            assert!(began.elapsed() < START, "it does not end\n{}", self.last_words());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until a fail point has let it die, and nothing else.
    pub async fn dies_of(&mut self, place: &str) {
        let status = self.ends().await;
        let said = format!("failpoint {place} struck: Abort");
        assert_eq!(status.signal(), Some(6), "it ended otherwise: {status}\n{}", self.last_words());
        assert!(self.words().contains(&said), "{place} was not reached");
    }

    pub fn pid(&self) -> u32 {
        self.child().as_ref().expect("it runs").id()
    }

    /// The most memory that it has held so far, in KiB.
    pub fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("Linux tells");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    pub fn runs(&self) -> bool {
        self.child().is_some()
    }

    /// Fails where it has ended by itself.
    pub fn is_alive(&self) {
        let ended = self.child().as_mut().expect("it runs").try_wait().unwrap();
        assert!(ended.is_none(), "it ended by itself: {ended:?}\n{}", self.last_words());
    }

    /// One answer of its HTTP side, or nothing.
    pub fn get(&self, path: &str) -> String {
        let Ok(mut stream) = TcpStream::connect(self.address) else { return String::new() };
        let _patience = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let request = format!("GET {path} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        let read = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
        read.map(|_| answer).unwrap_or_default()
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn risings(&self) -> usize {
        self.words().matches("the bot is running").count()
    }

    /// Everything it ever wrote.
    pub fn words(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The last lines that it wrote.
    pub fn last_words(&self) -> String {
        let words = self.words();
        let lines: Vec<&str> = words.lines().collect();
        lines[lines.len().saturating_sub(25)..].join("\n")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_viceversa");
        let mut command = match self.under.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        // Without a configuration file, wherever the tests are run.
        command.args(arguments).current_dir(std::env::temp_dir()).envs(&self.settings);
        command
    }
}

/// What the sandbox signs with.
pub const SIGNING_SECRET: &str = "5a4db0c5e1f34e0f9a7d2c6b8e1f0a3d";

/// Sends a signal such as `STOP` to a process.
pub fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).status().unwrap();
    assert!(sent.success(), "kill -{name}");
}

impl Drop for Bot {
    fn drop(&mut self) {
        if let Some(mut child) = self.child().take() {
            let _gone = (child.kill(), child.wait());
        }
    }
}
