//! A running `viceversa serve` against a sandbox in the test's own process. Both read the real clock.

use crate::network::Network;
use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use viceversa::adapters::system::SystemClock;
use viceversa::cli::slack_app;
use viceversa::ports::Clock;
use viceversa::sandbox::{
    BotEndpoints, ClockMode, Input, NewPerson, Place, Sandbox, SandboxConfig, SandboxServer, SubmitOutcome,
};

/// Longer than anything here takes, even on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Bot {
    pub sandbox: Sandbox,
    pub address: SocketAddr,
    transport: Transport,
    /// `DATABASE_URL` at its next start.
    pub database_url: String,
    /// `SLACK_API_URL` at its next start.
    pub slack_url: String,
    /// Further settings at its next start.
    pub settings: Vec<(&'static str, String)>,
    folder: PathBuf,
    child: Option<Child>,
    _server: SandboxServer,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Http,
    Socket,
}

impl Bot {
    /// On an SQLite file of its own.
    pub async fn start(transport: Transport) -> Self {
        let mut bot = Self::at_rest(transport).await;
        bot.rise().await;
        bot
    }

    /// Everything but the bot's own process, so that a test may choose another database or a worse network for it.
    pub async fn at_rest(transport: Transport) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("viceversa-wire-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let start = SystemClock.now();
        let sandbox =
            Sandbox::new(SandboxConfig { start, clock_mode: ClockMode::Flowing, ..slack_app::workspace() });
        let server =
            sandbox.serve(tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap()).await.unwrap();
        sandbox.spawn_pump();
        Self {
            address: free_address(),
            transport,
            database_url: format!("sqlite://{}", folder.join("bot.db").display()),
            slack_url: sandbox.api_url(),
            settings: Vec::new(),
            folder,
            child: None,
            sandbox,
            _server: server,
        }
    }

    /// Starts the binary, and waits until it is installed and listening.
    pub async fn rise(&mut self) {
        let known = self.calls("auth.test");
        let log = File::options().create(true).append(true).open(self.folder.join("bot.log")).unwrap();
        self.child = Some(self.command(&["serve"]).stderr(log).spawn().unwrap());
        let bot = &*self;
        eventually("the bot introduces itself", || bot.calls("auth.test") > known).await;
        eventually("the bot listens", || bot.get("/readyz").starts_with("HTTP/1.1 200")).await;
        match self.transport {
            Transport::Http => self.sandbox.connect(Self::endpoints_at(self.address)),
            Transport::Socket => {
                eventually("the socket is open", || self.sandbox.socket_connections() > 0).await
            }
        }
        // The workspace is written down right after the introduction.
        tokio::time::sleep(Duration::from_millis(300)).await;
    }

    /// From its next start on, a network lies between it and Slack.
    pub async fn moves_away_from_slack(&mut self) -> Network {
        let slack =
            self.slack_url.strip_prefix("http://").and_then(|rest| rest.strip_suffix("/api")).unwrap();
        let network = Network::to(&[slack.parse().unwrap()]).await;
        self.slack_url = format!("http://{}/api", network.address);
        network
    }

    /// Kills it as a power cut would.
    pub fn dies(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Asks it to stop, as a supervisor does; gives how it ended, and after how long.
    pub fn is_asked_to_stop(&mut self) -> (ExitStatus, Duration) {
        let asked = Instant::now();
        let pid = self.pid().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let status = self.child.take().expect("it runs").wait().unwrap();
        (status, asked.elapsed())
    }

    /// What it has logged so far, in all its lives.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("bot.log")).unwrap()
    }

    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// Runs the binary beside the running one, with the same settings.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn arrives(&self, name: &str) -> String {
        let new =
            NewPerson { name: name.into(), real_name: name.into(), tz: "UTC".into(), ..NewPerson::default() };
        self.sandbox.add_person(new).id
    }

    /// Joins, working around the clock so that nothing has to wait for the morning.
    pub async fn joins(&self, user: &str) {
        let said = self.says(user, "/mentor join").await;
        let view = self.sandbox.modal(user).unwrap_or_else(|| panic!("no modal opens, but: {said:?}"));
        for action in ["seeks", "offers"] {
            self.sandbox.suggest(user, Place::View(view.id.clone()), action, "").await.unwrap();
        }
        let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(str::to_owned).to_vec();
        let fields = [
            ("days", Input::Choices(week)),
            ("start", Input::Time("00:00".into())),
            ("end", Input::Time("23:59".into())),
        ];
        let fields = fields.into_iter().map(|(field, input)| (field.to_owned(), input)).collect();
        assert_eq!(self.sandbox.submit(user, &view.id, &fields).await.unwrap(), SubmitOutcome::Closed);
    }

    pub async fn says(&self, user: &str, command: &str) -> String {
        let outcome = self.sandbox.type_command(user, command, None).await.unwrap();
        outcome.reply.map(|message| message.text).unwrap_or_default()
    }

    pub fn introductions(&self) -> usize {
        let entries = self.sandbox.ledger_since(0, usize::MAX);
        let posted = |method: &Option<String>| method.as_deref() == Some("chat.postMessage");
        entries
            .iter()
            .filter(|entry| posted(&entry.method) && entry.members.len() == 2 && entry.ok == Some(true))
            .count()
    }

    pub fn get(&self, path: &str) -> String {
        get(self.address, path)
    }

    /// Messages that Slack has accepted.
    pub fn posts(&self) -> usize {
        let entries = self.sandbox.ledger_since(0, usize::MAX);
        let posted = |method: &Option<String>| method.as_deref() == Some("chat.postMessage");
        entries.iter().filter(|entry| posted(&entry.method) && entry.ok == Some(true)).count()
    }

    fn calls(&self, method: &str) -> usize {
        let entries = self.sandbox.ledger_since(0, usize::MAX);
        entries.iter().filter(|entry| entry.method.as_deref() == Some(method)).count()
    }

    /// Where Slack finds a bot that listens there.
    pub fn endpoints_at(address: SocketAddr) -> BotEndpoints {
        let url = |path: &str| Some(format!("http://{address}/slack/{path}"));
        BotEndpoints {
            events_url: url("events"),
            commands_url: url("commands"),
            interactivity_url: url("interactions"),
            options_url: url("options"),
        }
    }

    /// A file in the folder that goes with the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The binary with its settings, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let app = &self.sandbox.config().app;
        let mut command = Command::new(env!("CARGO_BIN_EXE_viceversa"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("SLACK_BOT_TOKEN", &app.bot_token)
            .env("SLACK_API_URL", &self.slack_url)
            .env("LISTEN", self.address.to_string())
            .env("DATABASE_URL", &self.database_url)
            .envs(self.settings.iter().map(|(name, value)| (*name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        match self.transport {
            Transport::Http => command.env("SLACK_SIGNING_SECRET", &app.signing_secret),
            Transport::Socket => command.env("SLACK_APP_TOKEN", &app.app_token),
        };
        command
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _gone = child.kill();
            let _reaped = child.wait();
        }
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

/// A page as it came, headers and all; nothing where nobody listens.
pub fn get(address: SocketAddr, path: &str) -> String {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return String::new() };
    let request = format!("GET {path} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let read = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
    read.map(|_| answer).unwrap_or_default()
}

/// Waits for something that happens in another process.
pub async fn eventually(what: &str, mut happened: impl FnMut() -> bool) {
    let began = Instant::now();
    while !happened() {
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A port that nobody uses, below those that the system hands out by itself.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let port = 20_000 + (std::process::id() % 100) * 100 + NEXT.fetch_add(1, Ordering::Relaxed) % 100;
        let address: SocketAddr = format!("127.0.0.1:{port}").parse().unwrap();
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
