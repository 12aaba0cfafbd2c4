//! What bears the load: everything that `viceversa serve` puts behind its door, except the loop that delivers, and signed
//! requests for it.

use crate::PEOPLE;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::{date, time};
use secrecy::SecretString;
use serde_json::json;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use viceversa::adapters::catalogue;
use viceversa::adapters::http::serve::{Patience, serve};
use viceversa::adapters::slack::inbound::{Inbound, InboundConfig, routes};
use viceversa::adapters::slack::outbound::{SlackChat, SlackConfig};
use viceversa::adapters::slack::render::Renderer;
use viceversa::adapters::storage::{Database as Storage, OpenOptions};
use viceversa::adapters::system::{SystemClock, SystemEntropy};
use viceversa::app::operate::{Report, Request};
use viceversa::app::workspace::FirstSlots;
use viceversa::app::{App, Pace, Parts};
use viceversa::domain::calendar::{Day, Slot};
use viceversa::domain::catalogue::Topic;
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::event::Seed;
use viceversa::domain::ids::{PersonId, WorkspaceId};
use viceversa::domain::people::Person;
use viceversa::domain::people::profile::{Function, Mode, Profile};
use viceversa::ports::{Clock, Commit, Identity, Storage as _};

/// Where people of rounds are.
const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Europe/London"];
/// What they say of themselves.
const WORDS: [&str; 3] =
    ["Ask me about Postgres", "I was the bottleneck for years", "Happy to talk about hiring"];
const SECRET: &str = "8f742231b10e8888abcd99baddad85a5";

/// Where a bot keeps what it knows.
pub enum Database {
    /// A file in a folder that goes with the run.
    Sqlite(PathBuf),
    /// A server, and a database on it that is there and empty.
    Postgres(String),
}

impl fmt::Display for Database {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "Postgres",
        })
    }
}

/// Every database that can be measured here.
pub fn databases() -> Vec<Database> {
    let folder = std::env::temp_dir().join(format!("viceversa-load-{}", std::process::id()));
    let mut databases = vec![Database::Sqlite(folder)];
    databases.extend(std::env::var("VICEVERSA_TEST_POSTGRES").ok().map(Database::Postgres));
    databases
}

/// A bot with a workspace full of people.
pub struct Bot {
    pub address: SocketAddr,
    runtime: Runtime,
    stop: CancellationToken,
    storage: Arc<Storage>,
    app: Arc<App>,
    folder: Option<PathBuf>,
    team: WorkspaceId,
}

impl Bot {
    pub fn start(database: &Database) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let (url, folder) = match database {
            Database::Sqlite(folder) => {
                std::fs::create_dir_all(folder).unwrap();
                (format!("sqlite://{}", folder.join("load.db").display()), Some(folder.clone()))
            }
            Database::Postgres(url) => (url.clone(), None),
        };
        // A team of its own, so that a database can be used again.
        let team = WorkspaceId::new(format!("T{}", std::process::id()));
        let stop = CancellationToken::new();
        let (storage, app, address) = runtime.block_on(async {
            let storage = Arc::new(Storage::open(&url, &OpenOptions::default()).await.unwrap());
            let (app, router) = inside(storage.clone(), &team).await;
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(serve(listener, router, Patience::default(), stop.clone()));
            (storage, app, address)
        });
        Self { address, runtime, stop, storage, app, folder, team }
    }

    pub fn team(&self) -> &str {
        self.team.as_str()
    }

    /// Opens a round of a programme after a while, as an operator would.
    pub fn opens_round(&self, program: &str, after: Duration) -> JoinHandle<String> {
        let program = program.to_owned();
        let app = self.app.clone();
        self.runtime.spawn(async move {
            tokio::time::sleep(after).await;
            let began = Instant::now();
            let report = app.operate(&Request::RunRound { program }).await;
            match report.unwrap() {
                Report::Done { lines } => format!("{} took {:.1?}", lines.concat(), began.elapsed()),
                other @ (Report::Import { .. } | Report::Outbox { .. } | Report::Refused { .. }) => {
                    format!("{other:?}")
                }
            }
        })
    }

    /// What became of a round.
    pub fn told(&self, round: JoinHandle<String>) -> String {
        self.runtime.block_on(round).unwrap()
    }

    pub fn stop(self) {
        self.stop.cancel();
        self.runtime.block_on(self.storage.close());
        if let Some(folder) = self.folder {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}

async fn inside(storage: Arc<Storage>, team: &WorkspaceId) -> (Arc<App>, axum::Router) {
    let catalogue = Arc::new(catalogue::embedded().unwrap());
    let renderer = Arc::new(Renderer::new(catalogue.clone(), None));
    let nowhere = SlackConfig {
        api_url: "http://127.0.0.1:1/api".into(),
        bot_tokens: vec![SecretString::from("xoxb-none")],
        app_token: None,
    };
    let clock = Arc::new(SystemClock);
    let chat = Arc::new(SlackChat::new(nowhere, clock.clone(), storage.clone(), renderer.clone()).unwrap());
    let app = Arc::new(App::new(Parts {
        storage: storage.clone(),
        chat: chat.clone(),
        clock: clock.clone(),
        entropy: Arc::new(SystemEntropy),
        catalogue: catalogue.clone(),
        rules: Default::default(),
        budget: Default::default(),
        pace: Pace::default(),
    }));
    let identity = Identity {
        workspace: team.clone(),
        workspace_name: "Load".into(),
        bot_user: "UBOT".into(),
        scopes: Vec::new(),
        slack_time: None,
    };
    app.install(&identity, &FirstSlots::following(mondays())).await.unwrap();
    let topics = catalogue.topics.clone();
    let people: Vec<_> =
        (0..PEOPLE).map(person).chain((0..nudged_people()).map(|nth| nudged(nth, &topics))).collect();
    for some in people.chunks(1_000) {
        let saved = some.iter().cloned().map(Change::SavePerson);
        let decision = saved.fold(Decision::default(), Decision::change);
        let (workspace, now) = (team.clone(), SystemClock.now());
        let commit = Commit { workspace, now, dedup: None, wake: None, seed: Seed([0; 32]), decision };
        storage.commit(commit).await.unwrap();
    }
    let inbound = Inbound { intake: app.clone(), clock, catalogue, renderer, chat };
    (app, routes(InboundConfig { signing_secret: SecretString::from(SECRET) }, inbound))
}

/// How many people a round speaks to, which writes five or six rows for each: 10,000, or what
/// `VICEVERSA_LOAD_PEOPLE` says.
fn nudged_people() -> usize {
    std::env::var("VICEVERSA_LOAD_PEOPLE").ok().and_then(|said| said.parse().ok()).unwrap_or(10_000)
}

/// Somebody whom only rounds speak to.
fn nudged(nth: usize, topics: &[Topic]) -> Person {
    let id = PersonId::new(format!("UN{nth:06}"));
    let topic = |place: usize| topics[place * place % topics.len()].id.clone();
    let profile = Profile {
        seeks: vec![topic(nth + 1), topic(nth + 5)],
        offers: vec![topic(nth + 3), topic(nth + 4), topic(nth + 9)],
        own_words: Some(WORDS[nth % WORDS.len()].into()),
        function: Some(Function::ALL[nth % 7]),
        team: Some(format!("Team {}", nth % 1_600)),
        modes: BTreeSet::from([Mode::Nudge, Mode::Peer]),
        ..Profile::default()
    };
    let time_zone = ZONES[nth % ZONES.len()].to_owned();
    Person { id, profile, time_zone, ..person(nth) }.nudged_as_ticked()
}

fn mondays() -> Slot {
    Slot {
        day: Day::Mon,
        time: time(10, 0, 0, 0),
        zone: "Europe/Berlin".into(),
        every_weeks: 1,
        anchor: date(2024, 1, 1),
    }
}

fn person(nth: usize) -> Person {
    let profile = Profile { modes: BTreeSet::from([Mode::Peer]), ..Profile::default() };
    let (name, zone) = (format!("Person {nth}"), "Europe/Berlin".into());
    Person::joining(PersonId::new(user(nth)), name, zone, profile, jiff::Timestamp::UNIX_EPOCH)
}

fn user(nth: usize) -> String {
    format!("U{:06}", nth % PEOPLE)
}

/// A person pauses, and comes back the next time it is their turn.
pub fn command(team: &str, nth: usize) -> Vec<u8> {
    let text = if (nth / PEOPLE).is_multiple_of(2) { "pause+2w" } else { "resume" };
    let body = format!(
        "token=none&team_id={team}&team_domain=load&channel_id=D012AB3CD&channel_name=directmessage&user_id={}\
         &user_name=someone&command=%2Fmentor&text={text}&api_app_id=A012AB3CD&is_enterprise_install=false\
         &response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0%2F1%2Fx&trigger_id={team}.{nth}",
        user(nth)
    );
    signed("/slack/commands", &body)
}

/// A person has another name from now on.
pub fn event(team: &str, nth: usize) -> Vec<u8> {
    let name = format!("Person {nth} after {}", nth / PEOPLE);
    let body = json!({
        "token": "none", "team_id": team, "api_app_id": "A012AB3CD", "type": "event_callback",
        "event_id": format!("Ev{team}{nth}"), "event_time": SystemClock.now().as_second(),
        "authorizations": [{ "team_id": team, "user_id": "UBOT", "is_bot": true }],
        "event": {
            "type": "user_change",
            "user": {
                "id": user(nth), "team_id": team, "name": name, "tz": "Europe/Berlin", "deleted": false,
                "profile": { "real_name": name, "display_name": name }
            }
        }
    });
    signed("/slack/events", &body.to_string())
}

fn signed(path: &str, body: &str) -> Vec<u8> {
    let stamp = SystemClock.now().as_second();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("v0:{stamp}:{body}").as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    format!(
        "POST {path} HTTP/1.1\r\nHost: bot\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
