//! Slack: `viceversa sandbox` as a process of its own, which outlives every bot. What it wrote down is all that is
//! believed about what people got.

use super::ledger::{Post, posts, read};
use super::tenants::who_lives_in;
use super::{Events, Plan};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use viceversa::adapters::system::FastClock;
use viceversa::domain::ids::PersonId;
use viceversa::sandbox::LedgerEntry;

pub struct Slack {
    pub address: SocketAddr,
    ledger: PathBuf,
    client: Client<HttpConnector, Full<Bytes>>,
    child: Child,
}

impl Slack {
    /// Starts it with its people, who are called `p1`, `p2`, … and have the ids `U000000001`, `U000000002`, …
    pub async fn start(folder: &Path, plan: &Plan, clock: FastClock) -> Self {
        let (address, ledger) = (super::free_address(), folder.join("ledger.jsonl"));
        let people = folder.join("people.toml");
        std::fs::write(&people, seed_file(plan)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_viceversa"));
        command
            .args(["sandbox", "--listen", &address.to_string(), "--seed", &plan.seed.to_string()])
            .args(["--clock", &format!("{}x", clock.speed)])
            .args(["--clock-origin", &clock.origin.as_millisecond().to_string()])
            .arg("--seed-file")
            .arg(&people)
            .arg("--ledger")
            .arg(&ledger)
            .stdout(Stdio::null());
        let child = command.spawn().expect("the sandbox starts");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let slack = Self { address, ledger, client, child };
        let began = Instant::now();
        while slack.look("clock").await.is_none() {
            assert!(began.elapsed() < Duration::from_secs(60), "the sandbox does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        slack
    }

    /// Tells it where the bots are.
    pub async fn connect(&self, bots: SocketAddr) {
        let url = |path: &str| format!("http://{bots}/slack/{path}");
        let body = json!({
            "events_url": url("events"), "commands_url": url("commands"),
            "interactivity_url": url("interactions"), "options_url": url("options"),
        });
        self.act("connect", body).await;
    }

    /// Carries out a call of the control API; what it refuses fails the trial.
    pub async fn act(&self, name: &str, body: Value) -> Value {
        let request = Request::post(self.url(name))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body.to_string())))
            .unwrap();
        let answer = self.exchange(request).await.expect("the sandbox answers");
        assert_eq!(answer["ok"], json!(true), "{name} {body}: {answer}");
        answer
    }

    /// Looks at something; `None` where the sandbox does not answer.
    pub async fn look(&self, path: &str) -> Option<Value> {
        self.exchange(Request::get(self.url(path)).body(Full::default()).unwrap()).await
    }

    /// How often each fault of calls and deliveries struck.
    pub async fn struck(&self) -> BTreeMap<String, u64> {
        let faults = self.look("faults").await.expect("the sandbox answers");
        serde_json::from_value(faults["struck"].clone()).unwrap()
    }

    /// Somebody installs the app, maybe anew, in their workspace, and grants these scopes, or all of them where none is
    /// named; gives what the app is told, with the new token.
    pub async fn installed_by(&self, person: &PersonId, scopes: &[&str]) -> Value {
        let permission = json!({"user": person.as_str(), "scopes": scopes});
        let code = self.act("authorise", permission).await["code"].clone();
        let code = code.as_str().expect("a code");
        let secrets = "client_id=1000000000.2000000000&client_secret=sandbox-client-secret";
        let request = Request::post(format!("http://{}/api/oauth.v2.access", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(format!("{secrets}&code={code}"))))
            .unwrap();
        self.exchange(request).await.expect("the sandbox answers")
    }

    /// Everything that has ended so far, in the order in which it began.
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        read(&self.ledger)
    }

    /// Every message that people can read now.
    pub fn posts(&self) -> Vec<Post> {
        posts(&self.ledger())
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/_control/{path}", self.address)
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Option<Value> {
        let answer = self.client.request(request).await.ok()?;
        serde_json::from_slice(&answer.into_body().collect().await.ok()?.to_bytes()).ok()
    }
}

impl Drop for Slack {
    fn drop(&mut self) {
        let _gone = (self.child.kill(), self.child.wait());
    }
}

fn seed_file(plan: &Plan) -> String {
    let mut text = match plan.events {
        Events::Metadata => String::new(),
        Events::None => "[app]\nmetadata_subscriptions = []\n".to_owned(),
    };
    for workspace in 0..plan.workspaces {
        if workspace > 0 {
            writeln!(
                text,
                "[[neighbours]]\nname = \"Company {workspace}\"\ndomain = \"company-{workspace}\"\n"
            )
            .unwrap();
        }
        for number in who_lives_in(workspace, plan) {
            writeln!(text, "[[people]]\nname = \"p{number}\"\nreal_name = \"Person {number}\"\ntz = \"UTC\"")
                .unwrap();
            if workspace > 0 {
                writeln!(text, "workspace = \"company-{workspace}\"").unwrap();
            }
        }
    }
    text
}
