//! What has to hold once a trial has come to rest, whatever was done to it: I1 to I9 of docs/reliability.md.

use super::ledger::{Post, calls, posts};
use super::{Rig, TEAM};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use viceversa::sandbox::LedgerEntry;

/// How long a request of the bot may have been under way when Slack told another to wait, in the trial's time.
const UNDER_WAY: i64 = 10;

/// How a trial went, in numbers.
#[derive(Clone, Debug)]
pub struct Tally {
    pub expected: usize,
    /// Messages that nobody can read.
    pub lost: usize,
    /// Messages that stand there a second time.
    pub duplicates: usize,
    /// Times that history was read.
    pub look_ups: usize,
    /// Second ones that were deleted.
    pub repaired: usize,
}

impl Rig {
    /// Holds everything against a trial in which every message was sent in the end, and each of these faults struck.
    pub async fn everything_holds(&mut self, expected: usize, ordered: &[&str]) -> Tally {
        let tally = self.tally(expected).await;
        // Before anything is held against it, so that the numbers of a failed trial are seen as well.
        println!(
            "seed {}: {expected} messages, {} lost, {} duplicates, {} look-ups, {} repaired, {:?}, {:?}, {:.1} s",
            self.plan.seed,
            tally.lost,
            tally.duplicates,
            tally.look_ups,
            tally.repaired,
            self.struck,
            self.slack.struck().await,
            self.began.elapsed().as_secs_f64(),
        );
        self.i1_one_message_each(&tally);
        self.i2_no_message_is_unfinished().await;
        self.i3_what_failed_says_why().await;
        self.i7_no_token_is_told();
        self.i8_every_fault_struck(ordered).await;
        self.i9_the_database_is_whole().await;
        tally
    }

    /// Counts what people can read.
    pub async fn tally(&self, expected: usize) -> Tally {
        let ledger = self.slack.ledger();
        let standing = posts(&ledger);
        let ids: BTreeSet<&str> = standing.iter().map(|post| post.id.as_str()).collect();
        let readers: BTreeSet<&[String]> = standing.iter().map(|post| post.members.as_slice()).collect();
        Tally {
            expected,
            lost: expected.saturating_sub(ids.len().min(readers.len())),
            duplicates: standing.len() - ids.len(),
            look_ups: calls(&ledger, "conversations.history"),
            repaired: calls(&ledger, "chat.delete"),
        }
    }

    /// Everybody got what was meant for them, once.
    pub fn i1_one_message_each(&self, tally: &Tally) {
        let ledger = self.slack.ledger();
        let mut by_id: BTreeMap<String, Vec<Post>> = BTreeMap::new();
        for post in posts(&ledger) {
            by_id.entry(post.id.clone()).or_default().push(post);
        }
        let twice: Vec<_> = by_id.iter().filter(|(_, posts)| posts.len() > 1).collect();
        assert!(
            twice.is_empty(),
            "seed {}: said twice: {:#?}",
            self.plan.seed,
            self.stories(&ledger, &twice)
        );
        assert_eq!((tally.lost, tally.duplicates), (0, 0), "seed {}: {tally:?}", self.plan.seed);
        assert_eq!(by_id.len(), tally.expected, "seed {}: {tally:?}", self.plan.seed);
    }

    /// Every call about a message that was said twice and every event of its conversation, to see how that came about.
    fn stories(&self, ledger: &[LedgerEntry], twice: &[(&String, &Vec<Post>)]) -> Vec<String> {
        let says = |entry: &&LedgerEntry| {
            let metadata = entry.metadata.as_ref().map(ToString::to_string).unwrap_or_default();
            twice.iter().take(3).any(|(id, _)| metadata.contains(id.as_str()))
        };
        let places: BTreeSet<_> = ledger.iter().filter(says).map(|entry| &entry.channel).collect();
        let about =
            |entry: &&LedgerEntry| says(entry) || (entry.actor == "slack" && places.contains(&entry.channel));
        let line = |entry: &LedgerEntry| LedgerEntry { text: None, ..entry.clone() }.to_line();
        ledger.iter().filter(about).map(line).collect()
    }

    /// Nothing waits, and nothing is under way.
    pub async fn i2_no_message_is_unfinished(&self) {
        assert_eq!(self.store.unfinished().await, Some(0), "{:?}", self.store.counts().await);
    }

    /// Whatever was given up has a reason.
    pub async fn i3_what_failed_says_why(&self) {
        let counts = self.store.counts().await.expect("the database answers");
        let mute: Vec<_> = counts.iter().filter(|row| row.0 == "failed" && row.1.is_none()).collect();
        assert!(mute.is_empty(), "{mute:?}");
    }

    /// Everybody is in exactly one group of the only round.
    pub async fn i4_everybody_is_in_one_group(&self) {
        let strays = format!(
            "SELECT COUNT(*) FROM person WHERE workspace_id = '{TEAM}' AND 1 <> (\
             SELECT COUNT(*) FROM pairing_member WHERE pairing_member.workspace_id = person.workspace_id \
             AND person_id = person.id)"
        );
        assert_eq!(self.store.number(&strays).await, 0, "people in no group, or in two");
    }

    /// A programme has one round for a date.
    pub async fn i5_one_round_for_a_date(&self) -> i64 {
        // In one statement, since a bot may be opening one in between.
        let counted =
            "SELECT COUNT(DISTINCT slot) || '', NULL, COUNT(*) FROM round WHERE program_id = 'peer'";
        let (dates, _, rounds) = self.store.rows(counted).await.expect("the database answers").remove(0);
        assert_eq!(dates, rounds.to_string());
        rounds
    }

    /// Slack had no reason of its own to complain of the pace, and nothing was tried again before it had said so: of
    /// an ordered 429 that asked for so many seconds.
    pub fn i6_nobody_calls_too_early(&self, method: &str, retry_after: i64) {
        let ledger = self.slack.ledger();
        let ours: Vec<&LedgerEntry> = ledger
            .iter()
            .filter(|entry| entry.actor == "bot" && entry.method.as_deref() == Some(method))
            .collect();
        let complaints = ours
            .iter()
            .filter(|entry| entry.error.as_deref() == Some("ratelimited") && entry.fault.is_none());
        assert_eq!(complaints.count(), 0, "Slack had to slow the bot down by itself");
        for told in ours.iter().filter(|entry| entry.fault.as_deref() == Some("rate_limited")) {
            let early = ours.iter().find(|entry| {
                let after = entry.at.duration_since(told.at).as_secs();
                (UNDER_WAY..retry_after).contains(&after)
            });
            assert!(early.is_none(), "told at {}, and came back: {early:?}", told.at);
        }
    }

    /// Neither logs nor the database hold a token or a secret.
    pub fn i7_no_token_is_told(&self) {
        let secrets = ["xoxb-", "xapp-", super::bot::SIGNING_SECRET];
        for bot in &self.bots {
            let words = bot.words();
            let told = words.lines().find(|line| secrets.iter().any(|secret| line.contains(secret)));
            assert!(told.is_none(), "the log says {told:?}");
        }
        if let Some(file) = self.store.file() {
            let bytes = std::fs::read(file).unwrap();
            for secret in secrets {
                let held = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!held, "the database holds {secret}");
            }
        }
    }

    /// A trial whose faults never came about has shown nothing.
    pub async fn i8_every_fault_struck(&self, ordered: &[&str]) {
        let mut struck = self.slack.struck().await;
        struck.extend(self.struck.clone());
        for network in [&self.network, &self.ingress] {
            struck.extend(network.struck().into_iter().map(|(name, times)| (name.to_owned(), times)));
        }
        let spared: Vec<_> =
            ordered.iter().filter(|name| struck.get(**name).is_none_or(|times| *times == 0)).collect();
        assert!(spared.is_empty(), "seed {}: never struck: {spared:?} of {struck:?}", self.plan.seed);
    }

    /// The database finds nothing wrong with itself.
    pub async fn i9_the_database_is_whole(&self) {
        assert!(self.store.is_whole().await);
    }

    /// Waits until nothing is to be done, and then so long that whatever comes late has come.
    pub async fn comes_to_rest(&self, late: Duration) {
        self.settles().await;
        self.passes(late).await;
        self.settles().await;
    }
}
