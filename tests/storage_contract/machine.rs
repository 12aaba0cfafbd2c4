//! The outbox against the model of it, under random claims, endings, crashes and confirmations.

use crate::fixture::*;
use crate::support::outbox::{Hold, Row, State};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;
use viceversa::adapters::storage::{Database, OpenOptions};
use viceversa::domain::decision::{Change, Decision, SkipReason, Withdrawn};
use viceversa::domain::ids::MessageKey;
use viceversa::ports::{Claimed, Finish, Standing, Storage};

const ROWS: usize = 4;
const QUARANTINE: SignedDuration = SignedDuration::from_secs(60);
const LEASE: SignedDuration = SignedDuration::from_secs(45);

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
        2 => Just(Step::Recover),
        2 => (0..6_usize).prop_map(Step::Confirm),
        1 => (0..ROWS).prop_map(Step::Withdraw),
        3 => (1..90_i64).prop_map(Step::Wait),
    ]
}

struct Machine {
    db: Database,
    rows: Vec<Row>,
    claims: Vec<(usize, Hold, Claimed)>,
    now: Timestamp,
}

fn key(nth: usize) -> MessageKey {
    MessageKey::new(format!("k{nth}"))
}

impl Machine {
    async fn new() -> Self {
        let options = OpenOptions { lease: Duration::try_from(LEASE).unwrap(), ..throwaway() };
        let db = Database::open("sqlite::memory:", &options).await.unwrap();
        let mut decision = Decision::default().change(Change::SaveWorkspace(workspace()));
        decision.outgoing.extend((0..ROWS).map(|nth| outgoing(key(nth).as_str(), "U1")));
        db.commit(commit(decision)).await.unwrap();
        Self { db, rows: vec![Row::new(at(0)); ROWS], claims: Vec::new(), now: at(0) }
    }

    async fn take(&mut self, step: Step) {
        let before = self.rows.clone();
        match step {
            Step::Claim(limit) => self.claim(limit).await,
            Step::Finish(claim, how) => self.finish(claim, how).await,
            Step::Recover => self.recover().await,
            Step::Confirm(claim) => self.confirm(claim).await,
            Step::Withdraw(row) => self.withdraw(row).await,
            Step::Wait(seconds) => self.now += SignedDuration::from_secs(seconds),
        }
        for (before, after) in before.iter().zip(&self.rows) {
            assert!(!before.state.is_terminal() || before.state == after.state);
        }
        self.is_as_expected().await;
    }

    async fn is_as_expected(&self) {
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        for row in &self.rows {
            *expected.entry(row.state.word().to_owned()).or_default() += 1;
        }
        let mut counted: BTreeMap<String, i64> = BTreeMap::new();
        for count in self.db.outbox_counts(&team()).await.unwrap() {
            *counted.entry(count.state).or_default() += count.rows;
        }
        assert_eq!(counted, expected);
        let due = self.db.next_due().await.unwrap();
        let waits = self.rows.iter().filter(|row| matches!(row.state, State::Pending | State::Check));
        assert_eq!(due.message, waits.map(|row| row.next_at).min());
        assert_eq!(due.repair, self.rows.iter().filter_map(|row| row.look_again_at).min());
    }

    async fn claim(&mut self, limit: u32) {
        let mut due: Vec<usize> = (0..ROWS).filter(|nth| self.rows[*nth].is_due(self.now)).collect();
        due.sort_by_key(|nth| (self.rows[*nth].next_at, *nth));
        due.truncate(limit as usize);
        let claimed = self.db.claim(self.now, limit).await.unwrap();
        let keys: Vec<MessageKey> = claimed.iter().map(|each| each.key.clone()).collect();
        assert_eq!(keys, due.iter().map(|nth| key(*nth)).collect::<Vec<_>>());
        for (nth, claimed) in due.into_iter().zip(claimed) {
            let hold = self.rows[nth].claim(self.now, LEASE);
            let known = Hold {
                lease: claimed.lease,
                before: claimed.attempts,
                doubt: claimed.doubt,
                claimed_at: claimed.claimed_at,
            };
            assert_eq!(known, hold);
            assert_eq!(Some(claimed.since), self.rows[nth].since);
            self.claims.push((nth, hold, claimed));
        }
    }

    fn claim_from_the_end(&self, nth: usize) -> Option<(usize, Hold, Claimed)> {
        self.claims.iter().rev().nth(nth).cloned()
    }

    async fn finish(&mut self, claim: usize, how: usize) {
        let Some((nth, hold, claimed)) = self.claim_from_the_end(claim) else { return };
        let until = self.now + SignedDuration::from_secs(30);
        let reason = || "because".to_owned();
        let finish = match how {
            0 => Finish::Sent { message: message_ref("1.1") },
            1 => Finish::Postponed { until },
            2 => Finish::Retry { until, reason: reason() },
            3 => Finish::Check { until, reason: reason() },
            4 => Finish::Failed { reason: reason() },
            _ => Finish::Skipped { reason: SkipReason::Expired },
        };
        let expected = self.rows[nth].finish(&hold, &finish, self.now);
        assert_eq!(self.db.finish(&claimed, finish, self.now).await.unwrap(), expected);
    }

    async fn recover(&mut self) {
        let expected = self.rows.iter_mut().filter_map(|row| row.recover(self.now, QUARANTINE).then_some(()));
        let expected = expected.count() as u64;
        let quarantine = Duration::try_from(QUARANTINE).unwrap();
        assert_eq!(self.db.recover(self.now, quarantine).await.unwrap(), expected);
    }

    async fn confirm(&mut self, claim: usize) {
        let Some((nth, _, claimed)) = self.claim_from_the_end(claim) else { return };
        let expected = self.rows[nth].confirm(self.now);
        let standing = self.db.confirm(&team(), &claimed.id, &message_ref("1.1"), self.now).await.unwrap();
        assert_eq!(standing == Standing::Confirmed, expected);
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
    fn the_outbox_does_what_its_model_does(steps in proptest::collection::vec(step(), 1..80)) {
        block_on(async {
            let mut machine = Machine::new().await;
            for step in steps {
                machine.take(step).await;
            }
            machine.db.close().await;
        });
    }
}
