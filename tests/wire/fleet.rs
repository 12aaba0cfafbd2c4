//! Several bots on one Postgres, all of one app: what a load balancer has behind it. The sandbox speaks to whichever a
//! test points it to.

use crate::bot::{Bot, Transport, eventually, free_address};
use crate::support::postgres::{FreshDatabase, empty_database};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::fs::File;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

pub struct Fleet {
    /// The Slack they share, the people in it, and what an operator runs beside them.
    pub bot: Bot,
    pub database: FreshDatabase,
    /// Settings of the replicas that start from now on.
    pub settings: Vec<(&'static str, &'static str)>,
    replicas: Vec<Replica>,
}

struct Replica {
    address: SocketAddr,
    child: Option<Child>,
    /// How often it had been ready when it was started last.
    was_ready: usize,
}

impl Fleet {
    /// So many replicas on an empty database, started at the same moment; nothing where there is no server.
    pub async fn of(size: usize) -> Option<Self> {
        let mut fleet = Self::at_rest(size).await?;
        fleet.rise().await;
        fleet.hears(0);
        Some(fleet)
    }

    /// The same, before any of them runs.
    pub async fn at_rest(size: usize) -> Option<Self> {
        let database = empty_database().await?;
        let mut bot = Bot::at_rest(Transport::Http).await;
        bot.database_url = database.url.clone();
        let replicas =
            (0..size).map(|_| Replica { address: free_address(), child: None, was_ready: 0 }).collect();
        Some(Self { bot, database, settings: Vec::new(), replicas })
    }

    /// Starts all of them at once.
    pub async fn rise(&mut self) {
        for nth in 0..self.replicas.len() {
            self.is_started(nth);
        }
        for nth in 0..self.replicas.len() {
            self.is_ready(nth).await;
        }
    }

    /// Starts one that is not running.
    pub async fn rises(&mut self, nth: usize) {
        self.is_started(nth);
        self.is_ready(nth).await;
    }

    pub fn is_started(&mut self, nth: usize) {
        self.replicas[nth].was_ready = self.times_ready(nth);
        let address = self.replicas[nth].address.to_string();
        let log = File::options().create(true).append(true).open(self.bot.path(&log_of(nth))).unwrap();
        let mut command = self.bot.command(&["serve"]);
        command.envs(self.settings.iter().copied());
        self.replicas[nth].child =
            Some(command.env("LISTEN", address).stdout(Stdio::null()).stderr(log).spawn().unwrap());
    }

    pub async fn is_ready(&self, nth: usize) {
        let before = self.replicas[nth].was_ready;
        eventually("a replica is ready", || self.times_ready(nth) > before).await;
    }

    fn times_ready(&self, nth: usize) -> usize {
        self.log(nth).matches("the bot is running").count()
    }

    /// Slack brings everything to this one from now on.
    pub fn hears(&self, nth: usize) {
        self.bot.sandbox.connect(Bot::endpoints_at(self.replicas[nth].address));
    }

    pub fn address(&self, nth: usize) -> SocketAddr {
        self.replicas[nth].address
    }

    fn pid(&self, nth: usize) -> u32 {
        self.replicas[nth].child.as_ref().expect("it runs").id()
    }

    /// Kills one as a power cut would.
    pub fn dies(&mut self, nth: usize) {
        let mut child = self.replicas[nth].child.take().expect("it runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Stops one as a supervisor does, and waits for its end.
    pub fn stops(&mut self, nth: usize) {
        self.is_asked_to_stop(nth);
        self.has_stopped(nth);
    }

    pub fn is_asked_to_stop(&self, nth: usize) {
        assert!(Command::new("kill").args(["-TERM", &self.pid(nth).to_string()]).status().unwrap().success());
    }

    /// Waits for the end of one that was asked to stop, which has to be a good one.
    pub fn has_stopped(&mut self, nth: usize) {
        let mut child = self.replicas[nth].child.take().expect("it runs");
        let ended = child.wait().unwrap();
        assert!(ended.success(), "{ended}: {}", self.log(nth));
    }

    /// Everything that one has logged, over all its lives, without colours.
    pub fn log(&self, nth: usize) -> String {
        let log = std::fs::read_to_string(self.bot.path(&log_of(nth))).unwrap_or_default();
        let mut plain = String::with_capacity(log.len());
        let mut parts = log.split('\u{1b}');
        plain.push_str(parts.next().unwrap_or_default());
        plain.extend(parts.filter_map(|part| part.split_once('m')).map(|(_, text)| text));
        plain
    }

    /// How often a line is in the logs of all of them.
    pub fn logged(&self, line: &str) -> usize {
        (0..self.replicas.len()).map(|nth| self.log(nth).matches(line).count()).sum()
    }

    pub async fn execute(&self, sql: impl Into<String>) {
        let mut conn = PgConnection::connect(&self.database.url).await.unwrap();
        sqlx::query(AssertSqlSafe(sql.into())).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    }

    /// The number that a query gives.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut conn = PgConnection::connect(&self.database.url).await.unwrap();
        let count = sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        count
    }

    /// Waits until a query gives a number.
    pub async fn comes_to(&self, number: i64, sql: &'static str) {
        for _ in 0..1_200 {
            if self.count(sql).await == number {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{sql} stays at {} and not at {number}", self.count(sql).await);
    }

    /// Ends all of them, and the database.
    pub async fn ends(mut self) {
        for replica in &mut self.replicas {
            replica.is_gone();
        }
        self.database.remove().await;
    }
}

impl Replica {
    fn is_gone(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _gone = child.kill();
            let _reaped = child.wait();
        }
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.is_gone();
    }
}

fn log_of(nth: usize) -> String {
    format!("replica-{nth}.log")
}
