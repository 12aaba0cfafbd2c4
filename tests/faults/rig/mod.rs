//! The rig: a sandbox as Slack, bots and a database as processes of their own, and networks between them that can be
//! made worse. Everybody lives by one fast clock, so that a quarantine of minutes passes in seconds.

mod bot;
mod cluster;
mod company;
mod disk;
mod ledger;
mod oracle;
pub mod power;
mod slack;
mod store;
mod tenants;

pub use bot::{Bot, signal};
pub use company::{Kind, TEAM};
pub use disk::SmallDisk;
pub use ledger::calls;
pub use slack::Slack;
pub use store::Store;
pub use tenants::Tenant;

use crate::network::Network;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use viceversa::adapters::system::{FastClock, SystemClock};
use viceversa::ports::Clock;

/// How long anything that is settled in the end may take, in real time.
const PATIENCE: Duration = Duration::from_secs(240);
/// How much of that a person may take, where there are many.
const PATIENCE_EACH: Duration = Duration::from_millis(40);

/// What a trial is made of.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Decides when processes die and which faults strike.
    pub seed: u64,
    /// How many people there are, in all workspaces together.
    pub people: usize,
    /// How many workspaces the bots serve.
    pub workspaces: usize,
    /// The scopes that all of them but the first have granted; none named means every one.
    pub granted: &'static [&'static str],
    /// How many bots share the database.
    pub bots: usize,
    /// Which database.
    pub on: On,
    /// How many seconds pass in one.
    pub speed: u32,
    /// Whether Slack tells the bot of the messages that stand there.
    pub events: Events,
}

/// Which database a trial runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Whether Slack tells the bot of the messages that stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Events {
    /// As the manifest asks for it.
    Metadata,
    /// The subscription is missing, so that history alone can tell.
    None,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 7,
            people: 40,
            workspaces: 1,
            granted: &[],
            bots: 1,
            on: On::Sqlite,
            speed: 20,
            events: Events::Metadata,
        }
    }
}

/// A trial, put together; no bot runs yet.
pub struct Rig {
    pub plan: Plan,
    pub clock: FastClock,
    pub slack: Slack,
    /// What lies between the bots and Slack, where a trial sends them through it.
    pub network: Network,
    /// The proxy before the bots, as everybody has one who runs several: it waits for a door that is being opened.
    pub ingress: Network,
    pub store: Store,
    pub tenants: Vec<Tenant>,
    pub bots: Vec<Bot>,
    pub chance: ChaCha8Rng,
    /// What was done to the processes, by name.
    pub struck: BTreeMap<String, u64>,
    folder: PathBuf,
    began: Instant,
}

impl Rig {
    /// Slack with its people, an empty database with the tables, and the bots' places; `None` where there is no Postgres.
    pub async fn new(plan: Plan) -> Option<Self> {
        let store = Store::new(plan.on).await?;
        Some(Self::on(plan, store).await)
    }

    /// The same on a database that exists.
    pub async fn on(plan: Plan, store: Store) -> Self {
        let folder = new_folder();
        let clock = FastClock { origin: SystemClock.now(), speed: plan.speed };
        let slack = Slack::start(&folder, &plan, clock).await;
        let tenants = tenants::settle(&slack, &plan).await;
        let network = Network::to(&[slack.address]).await;
        let addresses: Vec<SocketAddr> = (0..plan.bots).map(|_| free_address()).collect();
        let ingress = Network::patiently_to(&addresses, Duration::from_secs(1)).await;
        slack.connect(ingress.address).await;
        let bots = addresses
            .iter()
            .enumerate()
            .map(|(number, address)| Bot::at(*address, folder.join(format!("bot{number}.log"))))
            .collect();
        let mut rig = Self {
            chance: ChaCha8Rng::seed_from_u64(plan.seed),
            plan,
            clock,
            slack,
            network,
            ingress,
            store,
            tenants,
            bots,
            struck: BTreeMap::new(),
            folder,
            began: Instant::now(),
        };
        rig.settle_in();
        println!("trial with seed {} on {}, {}x", rig.plan.seed, rig.store.name(), rig.plan.speed);
        rig
    }

    /// What every bot is started with.
    fn settle_in(&mut self) {
        let tokens: Vec<&str> = self.tenants.iter().map(|tenant| tenant.token.as_str()).collect();
        let settings = [
            ("SLACK_BOT_TOKEN".to_owned(), tokens.join(",")),
            ("SLACK_API_URL".to_owned(), format!("http://{}/api", self.slack.address)),
            ("DATABASE_URL".to_owned(), self.store.url()),
            (
                "TRIAL_CLOCK".to_owned(),
                format!("{}x{}", self.clock.origin.as_millisecond(), self.clock.speed),
            ),
            ("PROGRAM_DAY".to_owned(), company::day_of_rest(self.clock.now())),
        ];
        for bot in &mut self.bots {
            bot.settings.extend(settings.clone());
        }
    }

    /// Lets the bots reach Slack only through [`Rig::network`].
    pub fn through_the_network(&mut self) {
        let url = format!("http://{}/api", self.network.address);
        for bot in &mut self.bots {
            bot.settings.insert("SLACK_API_URL".to_owned(), url.clone());
        }
    }

    /// Starts every bot and waits until each is ready.
    pub async fn rise(&mut self) {
        for bot in &mut self.bots {
            bot.start();
        }
        for bot in &self.bots {
            bot.is_ready().await;
        }
    }

    /// Kills a bot as a power cut would, and counts it. One that had ended by itself fails the trial.
    pub fn kill(&mut self, number: usize) {
        self.bots[number].kill();
        self.note("kill -9");
    }

    /// Counts something that was done to a process.
    pub fn note(&mut self, what: &str) {
        *self.struck.entry(what.to_owned()).or_default() += 1;
    }

    /// A stretch of real time between two lengths, in milliseconds, drawn from the seed.
    pub fn moment(&mut self, millis: std::ops::RangeInclusive<u64>) -> Duration {
        Duration::from_millis(self.chance.random_range(millis))
    }

    /// One of so many, drawn from the seed.
    pub fn one_of(&mut self, many: usize) -> usize {
        self.chance.random_range(0..many)
    }

    /// Waits for a stretch of the trial's own time.
    pub async fn passes(&self, time: Duration) {
        tokio::time::sleep(self.clock.real(time)).await;
    }

    /// Waits until every message has come to its end.
    pub async fn settles(&self) {
        self.eventually("every message comes to its end", async || self.store.unfinished().await == Some(0))
            .await;
    }

    /// Waits for something, asking again and again.
    pub async fn eventually(&self, what: &str, mut happened: impl AsyncFnMut() -> bool) {
        let began = Instant::now();
        let many = u32::try_from(self.plan.people).unwrap_or(u32::MAX);
        let patience = PATIENCE.max(PATIENCE_EACH.saturating_mul(many));
        while !happened().await {
            if began.elapsed() > patience {
                let rows = self.store.counts().await;
                panic!("in vain: {what}; the outbox has {rows:?}\n{}", self.last_words());
            }
            // Nothing comes of waiting for a bot that has ended.
            self.bots.iter().filter(|bot| bot.runs()).for_each(Bot::is_alive);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Rules of what goes wrong how often, drawn from the seed; see [`on_calls`].
    pub async fn faults(&self, rules: Vec<Value>) {
        self.slack.act("faults", json!({"plan": {"seed": self.plan.seed, "rules": rules}})).await;
    }

    /// The next so many calls of a method go wrong.
    pub async fn next_calls(&self, method: &str, fault: Value, times: u64) {
        self.slack.act("faults", json!({"method": method, "fault": fault, "times": times})).await;
    }

    /// Where it keeps its files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The end of what the bots wrote, for a trial that failed.
    fn last_words(&self) -> String {
        self.bots.iter().map(Bot::last_words).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("the trial failed; its ledger and logs stay in {}", self.folder.display());
            println!("{}", self.last_words());
        } else {
            let _gone = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Says in one line that a scenario is passed over. Where `VICEVERSA_REQUIRE_TOOLS` is 1, that is a failure.
pub fn skipped(why: &str) {
    let required = std::env::var("VICEVERSA_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(!required, "{why}, and VICEVERSA_REQUIRE_TOOLS is 1");
    // Straight to the output: what a test prints is shown only where it fails.
    let _said = std::io::stdout().write_all(format!("\nskipped: {why}\n").as_bytes());
}

fn new_folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("viceversa-faults-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A share of the calls of a method goes wrong.
pub fn on_calls(method: &str, fault: Value, rate: f64) -> Value {
    json!({"method": method, "fault": fault, "rate": rate})
}

/// A port that nobody uses, below those that the system hands out by itself: one of those could be taken by a
/// connection while its bot is down.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in 0..1_000 {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed) + std::process::id() * 17;
        let address = SocketAddr::from(([127, 0, 0, 1], u16::try_from(12_000 + nth % 18_000).unwrap()));
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
    panic!("a thousand ports are taken");
}
