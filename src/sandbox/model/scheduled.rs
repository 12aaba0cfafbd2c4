//! Messages that an app asked Slack to post later.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::messages::Message;

/// One message that waits.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Waiting {
    pub id: String,
    pub channel: String,
    /// The workspace whose installation asked for it.
    pub team: String,
    pub created: Timestamp,
    pub message: Message,
}

/// Every waiting message, by when it is due.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Scheduled {
    due: BTreeMap<(Timestamp, String), Waiting>,
}

impl Scheduled {
    pub fn add(&mut self, post_at: Timestamp, waiting: Waiting) {
        self.due.insert((post_at, waiting.id.clone()), waiting);
    }

    /// Takes a message of a workspace back; answers when it would have been posted.
    pub fn remove(&mut self, team: &str, channel: &str, id: &str) -> Option<Timestamp> {
        let fits = |waiting: &Waiting| waiting.id == id && waiting.team == team && waiting.channel == channel;
        let key = self.due.iter().find(|(_, waiting)| fits(waiting)).map(|(key, _)| key.clone())?;
        self.due.remove(&key);
        Some(key.0)
    }

    /// What waits for a workspace, the soonest first.
    pub fn of(&self, team: &str) -> impl Iterator<Item = (Timestamp, &Waiting)> {
        let all = self.due.iter().map(|((at, _), waiting)| (*at, waiting));
        all.filter(move |(_, waiting)| waiting.team == team)
    }

    /// The first that is due, taken out, with its time.
    pub fn pop(&mut self, now: Timestamp) -> Option<(Timestamp, Waiting)> {
        let first = self.due.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, _), waiting) = first.remove_entry();
        Some((at, waiting))
    }

    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first_key_value().map(|((at, _), _)| *at)
    }
}
