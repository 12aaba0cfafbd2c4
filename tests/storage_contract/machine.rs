//! The outbox against a model of it, under random claims, endings, crashes and confirmations.

use crate::fixture::*;
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;
use viceversa::adapters::storage::Database;
use viceversa::domain::decision::{Change, Decision, SkipReason, Withdrawn};
use viceversa::domain::ids::MessageKey;
use viceversa::ports::{Claimed, Finish, Standing, Storage};

const ROWS: usize = 4;
const QUARANTINE: i64 = 60;

#[derive(Clone, Debug)]
enum Step {
    Claim(u32),
    /// One of the claims so far, the newest first, ends in one of the six ways.
    Finish(usize, usize),
    Recover,
    /// One of the claims so far is seen in Slack.
    Confirm(usize),
    Withdraw(usize),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..4_u32).prop_map(Step::Claim),
        6 => (0..6_usize, 0..6_usize).prop_map(|(claim, how)| Step::Finish(claim, how)),
        1 => Just(Step::Recover),
        2 => (0..6_usize).prop_map(Step::Confirm),
        1 => (0..ROWS).prop_map(Step::Withdraw),
        3 => (1..90_i64).prop_map(Step::Wait),
    ]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Pending,
    Sending,
    Check,
    Sent,
    Failed,
    Skipped,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Check => "check",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    fn is_terminal(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::Skipped)
    }
}

/// What the model knows of a row.
#[derive(Clone, Debug)]
struct Row {
    state: State,
    next_at: i64,
    lease: i64,
    attempts: u32,
    doubts: Vec<i64>,
    /// Attempts after which Slack may have the message, as far as anybody knows.
    maybe_applied: Vec<i64>,
}

struct Machine {
    db: Database,
    rows: Vec<Row>,
    claims: Vec<(usize, Claimed)>,
    now: i64,
}

fn key(nth: usize) -> MessageKey {
    MessageKey::new(format!("k{nth}"))
}

impl Machine {
    async fn new() -> Self {
        let db = Database::open("sqlite::memory:", &throwaway()).await.unwrap();
        let mut decision = Decision::default().change(Change::SaveWorkspace(workspace()));
        decision.outgoing.extend((0..ROWS).map(|nth| outgoing(key(nth).as_str(), "U1")));
        db.commit(commit(decision)).await.unwrap();
        let row = Row {
            state: State::Pending,
            next_at: 0,
            lease: 0,
            attempts: 0,
            doubts: Vec::new(),
            maybe_applied: Vec::new(),
        };
        Self { db, rows: vec![row; ROWS], claims: Vec::new(), now: 0 }
    }

    fn now(&self) -> Timestamp {
        at(self.now)
    }

    async fn take(&mut self, step: Step) {
        let before = self.rows.clone();
        match step {
            Step::Claim(limit) => self.claim(limit).await,
            Step::Finish(claim, how) => self.finish(claim, how).await,
            Step::Recover => self.recover().await,
            Step::Confirm(claim) => self.confirm(claim).await,
            Step::Withdraw(row) => self.withdraw(row).await,
            Step::Wait(seconds) => self.now += seconds,
        }
        for (before, after) in before.iter().zip(&self.rows) {
            assert!(!before.state.is_terminal() || before.state == after.state);
        }
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        for row in &self.rows {
            *expected.entry(row.state.word().to_owned()).or_default() += 1;
        }
        let mut counted: BTreeMap<String, i64> = BTreeMap::new();
        for count in self.db.outbox_counts(&team()).await.unwrap() {
            *counted.entry(count.state).or_default() += count.rows;
        }
        assert_eq!(counted, expected);
    }

    async fn claim(&mut self, limit: u32) {
        let open = |row: &Row| matches!(row.state, State::Pending | State::Check);
        let mut due: Vec<usize> =
            (0..ROWS).filter(|nth| open(&self.rows[*nth]) && self.rows[*nth].next_at <= self.now).collect();
        due.sort_by_key(|nth| (self.rows[*nth].next_at, *nth));
        due.truncate(limit as usize);
        let claimed = self.db.claim(self.now(), limit).await.unwrap();
        let keys: Vec<MessageKey> = claimed.iter().map(|each| each.key.clone()).collect();
        assert_eq!(keys, due.iter().map(|nth| key(*nth)).collect::<Vec<_>>());
        for (nth, claimed) in due.into_iter().zip(claimed) {
            let row = &mut self.rows[nth];
            // The promise: what Slack may have is never sent again without having been in check.
            assert!(row.maybe_applied.is_empty() || row.state == State::Check);
            row.lease += 1;
            row.state = State::Sending;
            row.maybe_applied.push(row.lease);
            assert_eq!((claimed.lease, claimed.attempts), (row.lease, row.attempts));
            row.attempts += 1;
            self.claims.push((nth, claimed));
        }
    }

    fn claim_from_the_end(&self, nth: usize) -> Option<(usize, Claimed)> {
        self.claims.iter().rev().nth(nth).cloned()
    }

    async fn finish(&mut self, claim: usize, how: usize) {
        let Some((nth, claimed)) = self.claim_from_the_end(claim) else { return };
        let until = at(self.now + 30);
        let reason = || "because".to_owned();
        let finish = match how {
            0 => Finish::Sent { message: message_ref("1.1") },
            1 => Finish::Postponed { until },
            2 => Finish::Retry { until, reason: reason() },
            3 => Finish::Check { until, reason: reason() },
            4 => Finish::Failed { reason: reason() },
            _ => Finish::Skipped { reason: SkipReason::Expired },
        };
        let row = &mut self.rows[nth];
        let is_mine = claimed.lease == row.lease && matches!(row.state, State::Sending | State::Check);
        if is_mine {
            match &finish {
                Finish::Sent { .. } => row.state = State::Sent,
                Finish::Postponed { .. } | Finish::Retry { .. } => {
                    row.attempts -= u32::from(how == 1);
                    row.maybe_applied.retain(|lease| *lease != claimed.lease);
                    row.doubts.retain(|lease| *lease != claimed.lease);
                    row.state = if row.doubts.is_empty() { State::Pending } else { State::Check };
                    row.next_at = self.now + 30;
                    row.lease += 1;
                }
                Finish::Check { .. } => {
                    row.doubts.push(claimed.lease);
                    row.state = State::Check;
                    row.next_at = self.now + 30;
                }
                Finish::Failed { .. } => row.state = State::Failed,
                Finish::Skipped { .. } => row.state = State::Skipped,
            }
        }
        assert_eq!(self.db.finish(&claimed, finish, self.now()).await.unwrap(), is_mine);
    }

    async fn recover(&mut self) {
        let mut recovered = 0;
        for row in self.rows.iter_mut().filter(|row| row.state == State::Sending) {
            row.doubts.push(row.lease);
            row.state = State::Check;
            row.next_at = self.now + QUARANTINE;
            recovered += 1;
        }
        let quarantine = Duration::from_secs(QUARANTINE as u64);
        assert_eq!(self.db.recover(self.now(), quarantine).await.unwrap(), recovered);
    }

    async fn confirm(&mut self, claim: usize) {
        let Some((nth, claimed)) = self.claim_from_the_end(claim) else { return };
        let row = &mut self.rows[nth];
        let is_open = matches!(row.state, State::Sending | State::Check);
        if is_open {
            row.state = State::Sent;
        }
        let standing = self.db.confirm(&team(), &claimed.id, &message_ref("1.1"), self.now()).await.unwrap();
        assert_eq!(standing == Standing::Confirmed, is_open);
    }

    async fn withdraw(&mut self, nth: usize) {
        if self.rows[nth].state == State::Pending {
            self.rows[nth].state = State::Skipped;
        }
        let decision = Decision::default().withdraw(Withdrawn::Key(key(nth)), SkipReason::OptedOut);
        self.db.commit(commit(decision)).await.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_outbox_does_what_its_model_does(steps in proptest::collection::vec(step(), 1..60)) {
        block_on(async {
            let mut machine = Machine::new().await;
            for step in steps {
                machine.take(step).await;
            }
            machine.db.close().await;
        });
    }
}
