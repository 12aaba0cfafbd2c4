//! Nothing lost and nothing twice, in any order of things: several senders, one message, a Slack that applies late and
//! answers badly. There is no database in it and no clock, so thousands of histories pass in a second; that the databases
//! do as the model does is `machine`'s business.

use crate::fixture::at;
use crate::support::outbox::{Hold, Row, State};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::time::Duration;
use viceversa::domain::decision::Target;
use viceversa::domain::delivery::attempt::{
    Attempt, ChatError, FRESH, Finish, LEASE, Looked, Sight, Sighting,
};
use viceversa::domain::delivery::repair::Repair;
use viceversa::domain::ids::{ChannelId, MessageRef, PersonId};

/// What becomes of a call that is made.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Answered,
    /// Applied so many seconds later; the caller hears nothing.
    AppliedAfter(i64),
    /// Not applied, and the caller hears nothing.
    Lost,
    NotSent,
    RateLimited,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Claim(usize),
    Call(usize, Fate),
    /// The process is gone, with everything it knew.
    Dies(usize),
    Recover,
    /// Slack brings what it has to tell.
    Told,
    /// A look for a second message.
    Repair,
    Wait(i64),
}

fn fate(latest: i64) -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Answered),
        4 => (0..=latest).prop_map(Fate::AppliedAfter),
        3 => Just(Fate::Lost),
        1 => Just(Fate::NotSent),
        1 => Just(Fate::RateLimited),
    ]
}

fn step(latest: i64) -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..3_usize).prop_map(Step::Claim),
        6 => (0..3_usize, fate(latest)).prop_map(|(who, fate)| Step::Call(who, fate)),
        2 => (0..3_usize).prop_map(Step::Dies),
        2 => Just(Step::Recover),
        2 => Just(Step::Told),
        1 => Just(Step::Repair),
        6 => (1..240_i64).prop_map(Step::Wait),
    ]
}

struct World {
    row: Row,
    now: Timestamp,
    to: Target,
    sight: Sight,
    senders: [Option<Hold>; 3],
    /// When each message stands in Slack that was not taken away: some of them in the future.
    applied: Vec<Timestamp>,
    told: Vec<MessageRef>,
    known: Option<MessageRef>,
    calls: usize,
}

fn seconds(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap()
}

fn message(at: Timestamp) -> MessageRef {
    MessageRef { channel: ChannelId::new("D1"), ts: format!("{}.000000", at.as_second()) }
}

impl World {
    fn new(sight: Sight) -> Self {
        Self {
            row: Row::new(at(0)),
            now: at(0),
            to: Target::Direct(PersonId::new("U1")),
            sight,
            senders: [None; 3],
            applied: Vec::new(),
            told: Vec::new(),
            known: None,
            calls: 0,
        }
    }

    fn standing(&self) -> Vec<MessageRef> {
        self.applied.iter().filter(|at| **at <= self.now).map(|at| message(*at)).collect()
    }

    fn attempt(&self, before: u32) -> Attempt<'_> {
        Attempt { to: &self.to, before, sight: self.sight, now: self.now, percent: 100 }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Claim(who) => {
                if self.senders[who].is_none() && self.row.is_due(self.now) {
                    self.senders[who] = Some(self.row.claim(self.now, seconds(LEASE)));
                }
            }
            Step::Call(who, fate) => {
                if let Some(hold) = self.senders[who].take() {
                    let finish = self.deliver(&hold, fate);
                    if self.row.finish(&hold, &finish, self.now) {
                        self.remember(&finish);
                    }
                }
            }
            Step::Dies(who) => self.senders[who] = None,
            Step::Recover => {
                self.row.recover(self.now, seconds(Sight::History.quarantine()));
            }
            Step::Told => self.hear(),
            Step::Repair => self.repair(),
            Step::Wait(wait) => self.now += SignedDuration::from_secs(wait),
        }
    }

    fn remember(&mut self, finish: &Finish) {
        if let Finish::Sent { message } = finish {
            self.known = Some(message.clone());
        }
    }

    /// As the application does it.
    fn deliver(&mut self, hold: &Hold, fate: Fate) -> Finish {
        if self.now.duration_since(hold.claimed_at) > FRESH {
            return Finish::Postponed { until: self.now };
        }
        let attempt = self.attempt(hold.before);
        if let Some(doubt) = &hold.doubt {
            if let Some(until) = attempt.quarantined(doubt) {
                return Finish::Postponed { until };
            }
            let standing = self.standing();
            let seen = match self.sight {
                Sight::History if standing.is_empty() => Sighting::Nowhere,
                Sight::History => Sighting::There(standing),
                Sight::Event | Sight::Blind => Sighting::Unseen,
            };
            match attempt.looked(doubt, &Ok(seen)) {
                Looked::Settled(finish) => return finish,
                Looked::Absent | Looked::Unconfirmed => {}
            }
        }
        let answer = self.call(fate);
        self.attempt(hold.before).ended(&answer)
    }

    fn call(&mut self, fate: Fate) -> Result<MessageRef, ChatError> {
        self.calls += 1;
        match fate {
            Fate::Answered => {
                self.applied.push(self.now);
                Ok(message(self.now))
            }
            Fate::AppliedAfter(wait) => {
                self.applied.push(self.now + SignedDuration::from_secs(wait));
                Err(ChatError::Unclear("timeout".into()))
            }
            Fate::Lost => Err(ChatError::Unclear("http_500".into())),
            Fate::NotSent => Err(ChatError::NotSent("connect".into())),
            Fate::RateLimited => Err(ChatError::RetryAfter(Duration::from_secs(30))),
        }
    }

    /// Slack tells of what stands there, each once.
    fn hear(&mut self) {
        for message in self.standing() {
            if self.told.contains(&message) {
                continue;
            }
            if self.row.confirm(self.now) {
                self.known = Some(message.clone());
            } else if self.known.as_ref().is_some_and(|known| *known != message) {
                self.row.look_again_at = Some(self.now);
            }
            self.told.push(message);
        }
    }

    fn repair(&mut self) {
        let (Some(due), Some(known)) = (self.row.look_again_at, self.known.clone()) else { return };
        if due <= self.now {
            let repair = Repair::of(&known, &self.standing());
            self.applied.retain(|at| !repair.remove.contains(&message(*at)));
            self.known = Some(repair.keep);
            self.row.look_again_at = None;
        }
    }

    /// From here on everything goes well, for as long as it takes.
    fn goes_well(&mut self) {
        for _ in 0..200 {
            for step in
                [Step::Told, Step::Recover, Step::Claim(0), Step::Call(0, Fate::Answered), Step::Repair]
            {
                self.take(step);
            }
            self.take(Step::Wait(600));
        }
    }
}

/// Slack's lateness stays below the quarantine, and what it tells comes before that is over.
fn promptly(steps: &[Step], sight: Sight) -> World {
    let mut world = World::new(sight);
    for step in steps {
        if sight == Sight::Event && matches!(step, Step::Claim(_)) {
            world.take(Step::Told);
        }
        world.take(*step);
        let standing = world.applied.len();
        assert!(standing <= 1, "{standing} messages after {} calls: {:?}", world.calls, world.row);
        assert!(world.row.state != State::Sent || standing == 1, "sent, and not there");
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_a_readable_conversation_it_is_said_once(steps in proptest::collection::vec(step(80), 1..60)) {
        let mut world = promptly(&steps, Sight::History);
        world.goes_well();
        let given_up = world.row.state == State::Failed;
        prop_assert!(given_up || (world.row.state == State::Sent && world.applied.len() == 1), "{:?}", world.row);
        prop_assert!(!given_up || world.row.crashes >= 5 || world.row.attempts >= 12, "{:?}", world.row);
    }

    #[test]
    fn where_slack_tells_of_it_it_is_said_once(steps in proptest::collection::vec(step(80), 1..60)) {
        let mut world = promptly(&steps, Sight::Event);
        world.goes_well();
        prop_assert!(world.row.state == State::Failed || world.applied.len() == 1, "{:?}", world.row);
    }

    #[test]
    fn where_nothing_can_be_seen_it_is_called_twice_at_most(steps in proptest::collection::vec(step(80), 1..60)) {
        let mut world = World::new(Sight::Blind);
        for step in steps.iter().filter(|step| !matches!(step, Step::Told | Step::Dies(_))) {
            world.take(*step);
        }
        let said = world.applied.len();
        prop_assert!(said <= 2, "{said}");
    }

    #[test]
    fn what_slack_applies_far_too_late_is_taken_away(steps in proptest::collection::vec(step(1_500), 1..60)) {
        let mut world = World::new(Sight::History);
        for step in &steps {
            world.take(*step);
        }
        world.goes_well();
        prop_assert!(world.row.state == State::Failed || world.applied.len() == 1, "{:?} {:?}", world.row, world.applied);
    }
}
