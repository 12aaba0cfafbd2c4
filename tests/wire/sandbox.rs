//! `viceversa sandbox` as its documentation tells it: every call that stands there works, and every call stands there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::slack::{self, Slack};
use serde_json::{Value, json};

const FOLDER: &str = "src/sandbox/control";
/// What is said where the documentation's app would have to be there.
const WITHOUT_THE_APP: [&str; 3] = ["dispatch_failed", "message_not_found", "view_not_found"];

/// A call of the control API: verb, name and what follows.
struct Example {
    verb: &'static str,
    path: String,
    body: String,
}

#[test]
fn every_call_of_the_control_api_is_documented() {
    let documented: BTreeSet<(&str, String)> =
        examples().into_iter().map(|example| (example.verb, name(&example.path).to_owned())).collect();
    let calls = calls();
    assert!(calls.len() > 25, "the calls were not found in {FOLDER}: {calls:?}");
    let missing: Vec<_> = calls.difference(&documented).collect();
    assert!(missing.is_empty(), "give docs/sandbox.md an example with curl for each of {missing:?}");
}

#[test]
fn every_example_of_the_documentation_works() {
    let options = ["--seed-file", "docs/people.toml", "--clock", "frozen", "--start", "2027-01-04T09:00:00Z"];
    let told = format!("viceversa sandbox {}", options.join(" "));
    assert!(
        manual().lines().any(|line| line == told),
        "docs/sandbox.md starts another workspace than this test"
    );
    let slack = Slack::start(&options);
    for Example { verb, path, body } in examples() {
        let url = format!("{}/_control/{path}", slack.address());
        // Nobody listens there, on any machine.
        let body = body.replace("127.0.0.1:3000", "127.0.0.1:9");
        let (status, answer) = slack::request(verb, &url, &[], &body);
        let lonely = WITHOUT_THE_APP.iter().any(|error| answer.contains(error));
        assert!(status == 200 || (status == 422 && lonely), "{verb} {path} {body}: {status} {answer}");
    }
}

#[test]
fn the_ledger_lies_on_disk_after_a_polite_stop_and_is_taken_up_again() {
    let path = std::env::temp_dir().join(format!("viceversa-ledger-{}.jsonl", std::process::id()));
    let file = path.to_str().unwrap();
    for run in 1..=2 {
        let mut slack = Slack::start(&["--ledger", file]);
        slack.act("join", json!({"name": "ana"}));
        assert!(slack.is_asked_to_stop().success());
        let lines = fs::read_to_string(&path).unwrap();
        let joined: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let joined: Vec<&Value> = joined.iter().filter(|entry| entry["event"] == "join_team").collect();
        assert_eq!(joined.len(), run, "{lines}");
        assert!(joined.is_sorted_by(|one, two| one["seq"].as_u64() < two["seq"].as_u64()), "{lines}");
    }
    fs::remove_file(path).unwrap();
}

/// The lines of the manual that call the control API.
fn examples() -> Vec<Example> {
    let manual = manual();
    let calls = manual.lines().filter(|line| line.starts_with("curl ") && line.contains("/_control/"));
    calls
        .map(|line| {
            let (before, path) = line.split_once("/_control/").unwrap();
            let path = path.trim_end_matches('\'').to_owned();
            match before.split_once("--json '") {
                Some((_, body)) => {
                    let body = body.rsplit_once('\'').unwrap().0.to_owned();
                    Example { verb: "POST", path, body }
                }
                None => Example { verb: "GET", path, body: String::new() },
            }
        })
        .collect()
}

/// The calls that the code answers: the names before the arrows of its matches.
fn calls() -> BTreeSet<(&'static str, String)> {
    let files = fs::read_dir(tree(FOLDER)).unwrap().map(|file| file.unwrap().path());
    let mut calls = BTreeSet::new();
    for file in files {
        let verb = if file.ends_with("read.rs") { "GET" } else { "POST" };
        let code = fs::read_to_string(&file).unwrap();
        let mut pieces: Vec<&str> = code.split("=>").collect();
        pieces.pop();
        for piece in pieces {
            let arm = piece.rsplit(['{', '}', ',', ';']).next().unwrap_or_default();
            let names = arm.split('"').skip(1).step_by(2);
            let between: String = arm.split('"').step_by(2).collect();
            if between.chars().all(|sign| sign.is_whitespace() || sign == '|') {
                calls.extend(names.map(|name| (verb, name.to_owned())));
            }
        }
    }
    calls
}

fn name(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

fn manual() -> String {
    fs::read_to_string(tree("docs/sandbox.md")).unwrap()
}

fn tree(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
