//! The app on one of Slack's SDKs: finding what it runs on, and running it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::bot::free_address;
use crate::slack::Slack;
use crate::tools::skipped;

const OLDEST_NODE: u32 = 20;

#[derive(Clone, Copy)]
pub enum Sdk {
    BoltForJavaScript,
    BoltForPython,
}

#[derive(Clone, Copy)]
pub enum Transport {
    Http,
    Socket,
}

impl Sdk {
    /// How an app of ours is started, or nothing, said aloud, where this machine has not what it needs.
    pub fn program(self, app: &str) -> Option<Command> {
        let (name, found) = match self {
            Self::BoltForJavaScript => ("JavaScript", bolt_for_javascript(app)),
            Self::BoltForPython => ("Python", bolt_for_python(app)),
        };
        match found {
            Ok(program) => Some(program),
            Err(lack) => {
                skipped(&format!("the round trip of Bolt for {name} needs {lack}"));
                None
            }
        }
    }
}

fn bolt_for_javascript(app: &str) -> Result<Command, String> {
    let newer = format!("node {OLDEST_NODE} or newer");
    let version = output("node", &["--version"]).ok_or_else(|| newer.clone())?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(newer);
    }
    let modules = tree("target/node/node_modules");
    if !modules.join("@slack/bolt").exists() {
        return Err("the packages of tests/node/package.json".into());
    }
    let mut program = Command::new("node");
    program.arg(tree("tests/sdk/bolt-js").join(app).with_extension("cjs")).env("NODE_PATH", modules);
    Ok(program)
}

fn bolt_for_python(app: &str) -> Result<Command, String> {
    let python = tree("target/python/bin/python");
    let version = output(&python, &["-c", "import slack_bolt; print(slack_bolt.version.__version__)"]);
    version.ok_or("the packages of tests/sdk/bolt-python/requirements.txt")?;
    let mut program = Command::new(python);
    program.arg(tree("tests/sdk/bolt-python").join(app).with_extension("py"));
    Ok(program)
}

fn output(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn tree(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A running app. What it says is shown where the test fails.
pub struct App {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl App {
    /// Starts it with what the sandbox printed, and waits until it listens or has dialled.
    pub fn start(mut program: Command, transport: Transport, slack: &Slack) -> Self {
        let transport = match transport {
            Transport::Http => "http",
            Transport::Socket => "socket",
        };
        program.envs(slack.settings()).env("TRANSPORT", transport);
        Self::run(program, slack)
    }

    /// Starts one that has no token yet. It has to know its own address, so it cannot take any port.
    pub fn start_to_be_installed(mut program: Command, slack: &Slack) -> Self {
        for name in ["SLACK_API_URL", "SLACK_SIGNING_SECRET"] {
            program.env(name, slack.setting(name));
        }
        program.envs(slack.settings_of_an_installation()).env("PORT", free_address().port().to_string());
        Self::run(program, slack)
    }

    fn run(mut program: Command, slack: &Slack) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("viceversa-sdk-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let log = File::create(folder.join("log")).unwrap();
        program.env("FOLDER", &folder).stdin(Stdio::null()).stderr(log.try_clone().unwrap()).stdout(log);
        let mut app = Self { process: program.spawn().unwrap(), folder, port: 0 };
        app.port = slack.eventually("the app is ready", || {
            let ended = app.process.try_wait().unwrap();
            assert!(ended.is_none(), "the app has ended: {}", app.said());
            app.said().lines().find_map(|line| line.strip_prefix("ready ")?.parse().ok())
        });
        app
    }

    /// Its Request URL, as Bolt has it.
    pub fn url(&self) -> String {
        self.page("events")
    }

    pub fn page(&self, name: &str) -> String {
        format!("http://127.0.0.1:{}/slack/{name}", self.port)
    }

    /// An SDK that stumbles over what it was sent often goes on, and says so in its log alone.
    pub fn has_nothing_to_complain_about(&self) {
        let complaints = ["ERROR", "Error", "Traceback", "Unhandled"];
        assert!(!complaints.iter().any(|word| self.said().contains(word)), "see the app's log");
    }

    fn said(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
        if std::thread::panicking() {
            eprintln!("the app said:\n{}", self.said());
        }
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}
