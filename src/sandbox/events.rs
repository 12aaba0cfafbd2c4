//! Events that wait for their delivery, with Slack's retries: at once, after a minute, after five.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// One event and how often it was tried.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    pub event_id: String,
    pub envelope: Value,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed, in Slack's words.
    pub reason: Option<&'static str>,
}

/// Ordered by when an event is due, then by when it was queued.
#[derive(Debug, Default)]
pub(super) struct EventQueue {
    due: BTreeMap<(Timestamp, u64), Queued>,
    pushed: u64,
}

impl EventQueue {
    pub fn push(&mut self, now: Timestamp, event_id: String, envelope: Value) {
        self.insert(now, Queued { event_id, envelope, attempts: 0, reason: None });
    }

    /// The first event that is due, taken out.
    pub fn pop(&mut self, now: Timestamp) -> Option<Queued> {
        let first = self.due.first_entry().filter(|entry| entry.key().0 <= now)?;
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
        self.insert(now + wait, event);
    }

    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first_key_value().map(|((due, _), _)| *due)
    }

    fn insert(&mut self, due: Timestamp, event: Queued) {
        self.pushed += 1;
        self.due.insert((due, self.pushed), event);
    }
}
