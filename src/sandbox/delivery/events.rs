//! What is to happen by itself when its time comes: events with Slack's retries (at once, after a minute, after five),
//! and what a fault has held up.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::Parcel;
use crate::sandbox::faults::{EventFault, EventStrike};
use crate::sandbox::web_api::Args;

/// The longest an event waits for others to overtake it.
const PATIENCE: SignedDuration = SignedDuration::from_mins(1);
/// From a first try to the last retry.
const RETRIES: SignedDuration = SignedDuration::from_mins(6);

/// One thing that waits for its time.
#[derive(Clone, Debug)]
pub(in crate::sandbox) enum Errand {
    Event(Queued),
    /// A command or an interaction that nobody waits for any more.
    Stray(Parcel, EventFault),
    /// A call of the bot that takes effect late.
    Call(LateCall),
}

/// One event and how often it was tried.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Queued {
    pub event_id: String,
    pub envelope: Value,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed, in Slack's words.
    pub reason: Option<&'static str>,
    /// What goes wrong with the next try.
    pub fault: Option<EventFault>,
}

/// A call as it was made.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct LateCall {
    pub method: String,
    /// The header of that name.
    pub authorization: Option<String>,
    pub args: Args,
}

type Place = (Timestamp, u64);

/// Ordered by when a thing is due, then by when it was queued.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct EventQueue {
    due: BTreeMap<Place, Errand>,
    /// What lets others go first, and how many.
    behind: BTreeMap<Place, u32>,
    pushed: u64,
}

impl EventQueue {
    /// Queues an event for its first try, with what is to go wrong with it.
    pub fn push(&mut self, now: Timestamp, event_id: String, envelope: Value, strike: Option<EventStrike>) {
        let event = Queued { event_id, envelope, attempts: 0, reason: None, fault: None };
        match strike {
            None => {
                self.insert(now, Errand::Event(event));
                self.overtake(now);
            }
            Some(strike) => self.push_struck(now, event, strike),
        }
    }

    /// Something went to the bot as it should: what let enough of those pass comes next.
    pub fn overtake(&mut self, now: Timestamp) {
        let mut free = Vec::new();
        self.behind.retain(|place, behind| {
            *behind -= 1;
            if *behind == 0 {
                free.push(*place);
            }
            *behind > 0
        });
        for place in free {
            if let Some(errand) = self.due.remove(&place) {
                self.insert(now, errand);
            }
        }
    }

    /// Queues a command or an interaction that was struck on its way.
    pub fn push_stray(&mut self, now: Timestamp, parcel: Parcel, strike: EventStrike) {
        let errand = Errand::Stray(parcel, strike.fault);
        match delay(strike.fault) {
            Some(delay) => self.insert(later(now, delay), errand),
            None => self.hold(now, errand, strike.behind),
        }
    }

    /// Queues a call that takes effect after so many seconds.
    pub fn push_call(&mut self, now: Timestamp, after: u64, call: LateCall) {
        self.insert(later(now, seconds(after)), Errand::Call(call));
    }

    /// The first thing that is due, taken out.
    pub fn pop(&mut self, now: Timestamp) -> Option<Errand> {
        let first = self.due.first_entry().filter(|entry| entry.key().0 <= now)?;
        self.behind.remove(first.key());
        Some(first.remove())
    }

    /// Puts a failed event back for its next retry; after the third retry it is given up.
    pub fn retry(&mut self, now: Timestamp, mut event: Queued, reason: &'static str) {
        event.attempts += 1;
        event.reason = Some(reason);
        let wait = match event.attempts {
            1 => SignedDuration::ZERO,
            2 => SignedDuration::from_mins(1),
            3 => SignedDuration::from_mins(5),
            _ => return,
        };
        self.insert(later(now, wait), Errand::Event(event));
    }

    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first_key_value().map(|((due, _), _)| *due)
    }

    fn push_struck(&mut self, now: Timestamp, event: Queued, strike: EventStrike) {
        let struck = Errand::Event(Queued { fault: Some(strike.fault), ..event.clone() });
        match strike.fault {
            EventFault::DuplicatedAtOnce | EventFault::AnswerLost | EventFault::Dropped => {
                self.insert(now, struck);
            }
            EventFault::Duplicated => {
                self.insert(now, Errand::Event(event));
                self.insert(now, struck);
            }
            EventFault::Straggler { seconds: late } => {
                self.insert(now, Errand::Event(event));
                self.insert(later(now, RETRIES + seconds(late)), struck);
            }
            EventFault::Delayed { seconds: late } => self.insert(later(now, seconds(late)), struck),
            EventFault::Overtaken { .. } | EventFault::Shuffled { .. } => {
                self.hold(now, struck, strike.behind);
            }
        }
    }

    fn insert(&mut self, due: Timestamp, errand: Errand) {
        self.pushed += 1;
        self.due.insert((due, self.pushed), errand);
    }

    fn hold(&mut self, now: Timestamp, errand: Errand, behind: u32) {
        if behind == 0 {
            return self.insert(now, errand);
        }
        self.insert(later(now, PATIENCE), errand);
        self.behind.insert((later(now, PATIENCE), self.pushed), behind);
    }
}

/// How long a fault holds up a command or an interaction, where that is known beforehand.
fn delay(fault: EventFault) -> Option<SignedDuration> {
    match fault {
        EventFault::Delayed { seconds: late } => Some(seconds(late)),
        EventFault::Straggler { seconds: late } => Some(RETRIES + seconds(late)),
        EventFault::Overtaken { .. }
        | EventFault::Shuffled { .. }
        | EventFault::Duplicated
        | EventFault::DuplicatedAtOnce
        | EventFault::AnswerLost
        | EventFault::Dropped => None,
    }
}

/// A century is as good as never, and sums of it stay within what a clock can show.
fn seconds(count: u64) -> SignedDuration {
    const CENTURY: u64 = 100 * 365 * 24 * 60 * 60;
    SignedDuration::from_secs(count.min(CENTURY) as i64)
}

fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn push(queue: &mut EventQueue, name: &str, strike: Option<(EventFault, u32)>) {
        let strike = strike.map(|(fault, behind)| EventStrike { fault, behind });
        queue.push(NOW, name.into(), json!({}), strike);
    }

    fn order(queue: &mut EventQueue, now: Timestamp) -> String {
        let mut names = String::new();
        while let Some(errand) = queue.pop(now) {
            match errand {
                Errand::Event(event) => names.push_str(&event.event_id),
                Errand::Stray(..) => names.push('-'),
                Errand::Call(_) => names.push('!'),
            }
        }
        names
    }

    fn overtaken(by: u32) -> Option<(EventFault, u32)> {
        Some((EventFault::Overtaken { by }, by))
    }

    #[test]
    fn an_event_lets_others_go_first_or_waits_a_minute() {
        let mut queue = EventQueue::default();
        push(&mut queue, "a", overtaken(2));
        push(&mut queue, "b", overtaken(1));
        push(&mut queue, "c", None);
        push(&mut queue, "d", None);
        assert_eq!(order(&mut queue, NOW), "cbda", "b lets c pass, a lets c and d pass");
        push(&mut queue, "e", overtaken(1));
        assert_eq!(order(&mut queue, NOW), "");
        assert_eq!(queue.next_due(), Some(NOW + PATIENCE));
        assert_eq!(order(&mut queue, NOW + PATIENCE), "e");
    }

    #[test]
    fn what_is_late_comes_in_its_time_however_long_that_is() {
        let mut queue = EventQueue::default();
        push(&mut queue, "a", Some((EventFault::Straggler { seconds: 5 }, 0)));
        push(&mut queue, "b", Some((EventFault::Delayed { seconds: 3 }, 0)));
        push(&mut queue, "c", Some((EventFault::Delayed { seconds: u64::MAX }, 0)));
        assert_eq!(order(&mut queue, NOW), "a");
        assert_eq!(order(&mut queue, NOW + SignedDuration::from_secs(3)), "b");
        assert_eq!(order(&mut queue, NOW + SignedDuration::from_secs(364)), "");
        assert_eq!(order(&mut queue, NOW + SignedDuration::from_secs(365)), "a");
        assert_eq!(queue.due.len(), 1);
    }
}
