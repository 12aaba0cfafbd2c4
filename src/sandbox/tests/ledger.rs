//! The ledger outside the process: on disk, through kill −9 and full disks, and as a stream of lines.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// A file of its own that is gone after the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("ledger-{}-{number}", std::process::id())))
    }

    fn lines(&self) -> Vec<String> {
        std::fs::read_to_string(&self.0).unwrap().lines().map(ToOwned::to_owned).collect()
    }

    fn entries(&self) -> Vec<LedgerEntry> {
        self.lines().iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn every_ended_entry_is_in_the_file_before_the_answer_is_out() {
    let (stage, scratch) = (Stage::new().await, Scratch::new());
    stage.ok("auth.test", json!({})).await;
    let found = stage.sandbox.keep_ledger(&scratch.0).unwrap();
    assert_eq!(found, LedgerTakenUp { last_seq: 0, torn: 0 });
    assert_eq!(scratch.lines().len(), 1, "what ended before is there as well");
    stage.ok("users.info", json!({"user": stage.ana})).await;
    stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
    let told: Vec<_> = stage.sandbox.ledger_since(0, 10).iter().map(LedgerEntry::to_line).collect();
    assert_eq!(scratch.lines(), told);
    assert_eq!(stage.sandbox.ledger_file().unwrap().written, 3);
}

/// A sandbox that nobody serves, and a way to put a line into its ledger.
fn quiet() -> (Sandbox, String) {
    let sandbox = Sandbox::new(SandboxConfig::default());
    let user = sandbox.add_person(NewPerson { real_name: "Ana".into(), ..NewPerson::default() }).id;
    (sandbox, user)
}

#[test]
fn a_file_is_taken_up_where_it_ended_and_its_torn_line_is_cut_off() {
    let scratch = Scratch::new();
    let (first, user) = quiet();
    first.keep_ledger(&scratch.0).unwrap();
    for _ in 0..3 {
        first.open_home(&user).unwrap();
    }
    let (second, user) = quiet();
    assert!(matches!(second.keep_ledger(&scratch.0), Err(LedgerFileError::InUse)));
    drop(first);
    std::fs::OpenOptions::new().append(true).open(&scratch.0).unwrap().write_all(b"{\"seq\":4,\"at").unwrap();
    assert_eq!(second.keep_ledger(&scratch.0).unwrap(), LedgerTakenUp { last_seq: 3, torn: 12 });
    second.open_home(&user).unwrap();
    assert_eq!(scratch.entries().iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(second.ledger_since(0, 10)[0].seq, 4, "what was before is in the file only");
    assert_eq!((second.ledger_since(3, 10).len(), second.ledger_since(4, 10).len()), (1, 0));
}

#[tokio::test]
async fn a_ledger_that_has_begun_does_not_continue_another() {
    let scratch = Scratch::new();
    std::fs::write(&scratch.0, "{\"seq\":7}\n").unwrap();
    let stage = Stage::new().await;
    stage.ok("auth.test", json!({})).await;
    assert!(matches!(stage.sandbox.keep_ledger(&scratch.0), Err(LedgerFileError::Begun)));
    let nowhere = scratch.0.join("no").join("folder");
    assert!(matches!(stage.sandbox.keep_ledger(&nowhere), Err(LedgerFileError::Io(_))));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_told_and_stops_nothing() {
    let stage = Stage::new().await;
    stage.sandbox.keep_ledger(Path::new("/dev/full")).unwrap();
    for _ in 0..2 {
        stage.ok("auth.test", json!({})).await;
    }
    let file = stage.look("ledger").await["file"].clone();
    assert_eq!((&file["written"], &file["waiting"]), (&json!(0), &json!(2)));
    assert!(file["trouble"].as_str().unwrap().contains("No space left"), "{file}");
}

#[tokio::test]
async fn the_ledger_can_be_read_as_lines() {
    let stage = Stage::with(|config| config.limits = RateLimits::Off).await;
    for _ in 0..1_203 {
        stage.sandbox.open_home(&stage.ana).unwrap();
    }
    let read = async |query: &str| {
        let url = format!("{}/_control/ledger?{query}", stage.sandbox.base_url());
        let (status, headers, body) = stage.send(Request::get(url), String::new()).await;
        (status.as_u16(), headers["content-type"].clone(), String::from_utf8(body.to_vec()).unwrap())
    };
    let (_, kind, all) = read("format=jsonl").await;
    assert_eq!(kind, "application/x-ndjson; charset=utf-8");
    let told: Vec<_> = stage.sandbox.ledger_since(0, usize::MAX).iter().map(LedgerEntry::to_line).collect();
    assert_eq!(all.lines().collect::<Vec<_>>(), told);
    assert_eq!(read("format=jsonl&since=1202").await.2.lines().collect::<Vec<_>>(), told[1_202..]);
    assert_eq!(read("format=jsonl&since=5000").await.2, "");
    assert_eq!(read("format=jsonl&since=x").await.0, 400);
}

/// Set in the process that is to be killed: the file it keeps its ledger in.
const TO_BE_KILLED: &str = "SANDBOX_TEST_LEDGER";

/// This test starts its own binary again with [`TO_BE_KILLED`] set, and that process is the sandbox.
#[tokio::test]
async fn what_a_bot_was_told_is_in_the_file_after_kill_nine() {
    if let Some(path) = std::env::var_os(TO_BE_KILLED) {
        return live_until_killed(Path::new(&path)).await;
    }
    let scratch = Scratch::new();
    let mut told = BTreeSet::new();
    for round in 0..3 {
        let mut sandbox = Victim::start(&scratch.0);
        let posts = sandbox.post_until_killed(&format!("round {round}")).await;
        assert!(posts.len() >= 150, "only {} posts were answered", posts.len());
        told.extend(posts);
    }
    // Takes up the file once more, so that a line torn by the last kill is no part of what is read.
    drop(Victim::start(&scratch.0));
    let entries = scratch.entries();
    let written: BTreeSet<_> = entries.iter().filter_map(|entry| entry.text.clone()).collect();
    assert_eq!(told.difference(&written).collect::<Vec<_>>(), [] as [&String; 0]);
    let numbers: BTreeSet<_> = entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers.len(), entries.len(), "no number is given twice");
}

async fn live_until_killed(path: &Path) {
    let sandbox = Sandbox::new(SandboxConfig { limits: RateLimits::Off, ..SandboxConfig::default() });
    let user = sandbox.add_person(NewPerson { real_name: "Ana".into(), ..NewPerson::default() }).id;
    sandbox.keep_ledger(path).unwrap();
    let server = sandbox.serve(TcpListener::bind("127.0.0.1:0").await.unwrap()).await.unwrap();
    println!("\nlistening {} {user}", server.address);
    std::future::pending().await
}

/// A sandbox in a process of its own.
struct Victim {
    child: Child,
    url: String,
    user: String,
}

impl Victim {
    fn start(ledger: &Path) -> Self {
        let me = module_path!().split_once("::").unwrap().1;
        let name = format!("{me}::what_a_bot_was_told_is_in_the_file_after_kill_nine");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &name, "--nocapture"])
            .env(TO_BE_KILLED, ledger)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.find_map(|line| line.unwrap().strip_prefix("listening ").map(ToOwned::to_owned));
        let line = line.expect("the sandbox came up");
        let (address, user) = line.split_once(' ').unwrap();
        Self { child, url: format!("http://{address}/api/chat.postMessage"), user: user.into() }
    }

    /// Posts over several connections at once and kills the process in the midst of it; answers which posts were told
    /// to have been made.
    async fn post_until_killed(&mut self, words: &str) -> BTreeSet<String> {
        let (answered, mut answers) = tokio::sync::mpsc::unbounded_channel();
        for lane in 0..4 {
            let (url, user, words) = (self.url.clone(), self.user.clone(), words.to_owned());
            let answered = answered.clone();
            tokio::spawn(async move {
                let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
                for number in 0.. {
                    let text = format!("{words}, lane {lane}, {number}");
                    let request = Request::post(&url)
                        .header("authorization", format!("Bearer {}", AppConfig::default().bot_token))
                        .header("content-type", "application/json");
                    let body = Full::from(json!({"channel": user, "text": text}).to_string());
                    let Ok(answer) = client.request(request.body(body).unwrap()).await else { return };
                    let Ok(body) = answer.into_body().collect().await else { return };
                    assert_eq!(serde_json::from_slice::<Value>(&body.to_bytes()).unwrap()["ok"], true);
                    answered.send(text).unwrap();
                }
            });
        }
        drop(answered);
        let mut told = BTreeSet::new();
        while let Some(text) = answers.recv().await {
            told.insert(text);
            if told.len() == 150 {
                // What std calls kill is SIGKILL.
                self.child.kill().unwrap();
            }
        }
        told
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
