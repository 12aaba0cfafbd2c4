//! What happened, in order, as an outside observer would write it down: calls of the bot, acts of people, deliveries.
//!
//! An entry takes its place when the thing begins and is closed when it ends, so the order of lines does not depend
//! on how fast the other side answers. Lines are handed out only up to the first entry that is still open.

mod file;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use file::LedgerFile;
pub use file::{LedgerFileError, LedgerFileState, LedgerTakenUp};

/// One line of the ledger. Fields that do not apply are left out of its JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LedgerEntry {
    /// Position, from 1.
    pub seq: u64,
    /// Virtual time when it began.
    pub at: Timestamp,
    /// `bot`, `slack` (a delivery) or the `U…` of a person.
    pub actor: String,
    /// The workspace concerned, where it is not the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The Web API method, or `response_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// What a person did (`command`, `press`, `submit`, …) or the type of a delivered event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Whether it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ok: Option<bool>,
    /// Slack's name for what was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// HTTP status: of our answer to a call, or of the bot's answer to a delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Which try of a delivery this was, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The fault that was injected here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// The conversation concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Its human members in order of id (the bot itself is left out); only for direct and group messages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The message concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ts: Option<String>,
    /// The thread it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_ts: Option<String>,
    /// The person concerned, where that is not the actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Words that were written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The control that was used, the emoji, or the `callback_id` of a view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The value the control carried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Message metadata as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// `event_id` of a delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
}

impl LedgerEntry {
    /// The entry as one line of JSON, without a line end.
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn act(actor: &str, event: &str) -> Self {
        Self { actor: actor.into(), event: Some(event.into()), ..Self::default() }
    }

    pub(super) fn call(method: &str) -> Self {
        Self { actor: "bot".into(), method: Some(method.into()), ..Self::default() }
    }

    /// A delivery of this event, with whom and what it speaks of.
    pub(super) fn delivery(event: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let item = if event["item"].is_object() { &event["item"] } else { event };
        Self {
            user: text(&event["user"])
                .or_else(|| text(&event["user"]["id"]))
                .or_else(|| text(&event["user_id"])),
            channel: text(&item["channel"]).or_else(|| text(&event["channel_id"])),
            ts: text(&item["ts"]).or_else(|| text(&event["message_ts"])),
            subject: text(&event["reaction"]).or_else(|| text(&event["tab"])),
            ..Self::act("slack", event["type"].as_str().unwrap_or_default())
        }
    }

    pub(super) fn in_channel(mut self, channel: &str) -> Self {
        self.channel = Some(channel.into());
        self
    }

    pub(super) fn saying(mut self, text: &str) -> Self {
        self.text = Some(text.into());
        self
    }

    pub(super) fn about(mut self, subject: &str) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Whether it tells of something that went wrong, by itself or on order.
    pub(super) fn is_problem(&self) -> bool {
        self.ok == Some(false) || self.fault.is_some()
    }

    /// Marks how it ended: `None` is success.
    pub(super) fn end(&mut self, error: Option<&str>) {
        self.ok = Some(error.is_none());
        self.error = error.map(Into::into);
    }
}

/// Receives every closed entry once, in order.
pub type LedgerSink = Box<dyn FnMut(&LedgerEntry) + Send>;

#[derive(Default)]
pub(super) struct Ledger {
    entries: Vec<LedgerEntry>,
    /// The number before the first entry: what an earlier sandbox left in the file.
    base: u64,
    file: Option<LedgerFile>,
    open: BTreeSet<u64>,
    /// What went wrong, by number.
    problems: BTreeSet<u64>,
    handed_out: usize,
    sink: Option<LedgerSink>,
}

impl Ledger {
    /// Takes the next place for something that has begun.
    pub fn open(&mut self, at: Timestamp, mut entry: LedgerEntry) -> u64 {
        entry.seq = self.base + self.entries.len() as u64 + 1;
        entry.at = at;
        self.open.insert(entry.seq);
        let seq = entry.seq;
        self.entries.push(entry);
        seq
    }

    /// Writes down how it ended.
    pub fn close(&mut self, seq: u64, finish: impl FnOnce(&mut LedgerEntry)) {
        let place = self.place(seq);
        if let Some(entry) = self.entries.get_mut(place) {
            finish(entry);
            if entry.is_problem() {
                self.problems.insert(seq);
            }
            if let Some(file) = &mut self.file {
                file.write(entry);
            }
        }
        self.open.remove(&seq);
        self.hand_out();
    }

    /// Writes down that nobody waited for the end, unless it has ended.
    pub fn abandon(&mut self, seq: u64) {
        if self.open.contains(&seq) {
            self.close(seq, |entry| entry.end(Some("abandoned")));
        }
    }

    /// Something that begins and ends at once.
    pub fn append(&mut self, at: Timestamp, entry: LedgerEntry) -> u64 {
        let seq = self.open(at, entry);
        self.close(seq, |_| {});
        seq
    }

    /// Closed entries after `seq`, up to the first open one, at most `limit`.
    pub fn since(&self, seq: u64, limit: usize) -> Vec<LedgerEntry> {
        let end = self.closed();
        let begin = self.place(seq.saturating_add(1)).min(end);
        self.entries[begin..end.min(begin.saturating_add(limit))].to_vec()
    }

    /// Closed entries, up to the first open one.
    pub fn finished(&self) -> &[LedgerEntry] {
        &self.entries[..self.closed()]
    }

    /// As [`Self::finished`], only what went wrong, with numbers in this range.
    pub fn problems(&self, range: Range<u64>) -> impl DoubleEndedIterator<Item = &LedgerEntry> {
        let numbers = self.problems.range(range);
        numbers.filter_map(|seq| self.finished().get(self.place(*seq)))
    }

    pub fn set_sink(&mut self, sink: LedgerSink) {
        self.sink = Some(sink);
        self.hand_out();
    }

    /// Writes every entry into this file as well, from the first one on; numbers go on after those in the file.
    pub fn keep(&mut self, path: &Path) -> Result<LedgerTakenUp, LedgerFileError> {
        let (mut file, found) = file::take_up(path)?;
        if found.last_seq > 0 && !self.entries.is_empty() {
            return Err(LedgerFileError::Begun);
        }
        self.base += found.last_seq;
        for entry in self.entries.iter().filter(|entry| !self.open.contains(&entry.seq)) {
            file.write(entry);
        }
        self.file = Some(file);
        Ok(found)
    }

    /// How the file does, if there is one.
    pub fn file(&self) -> Option<LedgerFileState> {
        self.file.as_ref().map(LedgerFile::state)
    }

    /// Where the entry of this number stands in the list.
    fn place(&self, seq: u64) -> usize {
        seq.saturating_sub(self.base + 1) as usize
    }

    fn closed(&self) -> usize {
        self.open.first().map_or(self.entries.len(), |first| self.place(*first))
    }

    fn hand_out(&mut self) {
        let closed = self.closed();
        if let Some(sink) = self.sink.as_mut() {
            for entry in &self.entries[self.handed_out..closed] {
                sink(entry);
            }
            self.handed_out = closed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_wait_for_an_open_entry_before_them() {
        let mut ledger = Ledger::default();
        let first = ledger.open(Timestamp::UNIX_EPOCH, LedgerEntry::act("U1", "press"));
        ledger.append(Timestamp::UNIX_EPOCH, LedgerEntry::call("chat.postMessage"));
        assert!(ledger.since(0, 10).is_empty());
        ledger.close(first, |entry| entry.end(None));
        let lines: Vec<_> = ledger.since(0, 10).iter().map(LedgerEntry::to_line).collect();
        assert_eq!(
            lines[0],
            r#"{"seq":1,"at":"1970-01-01T00:00:00Z","actor":"U1","event":"press","ok":true}"#
        );
        assert_eq!(lines.len(), 2);
        assert_eq!(ledger.since(1, 10).len(), 1);
    }
}
