//! What happened, as JSON lines and as a last line of sums. Nothing in it depends on the machine or the hour.

use crate::domain::ids::WorkspaceId;
use crate::ports::{OutboxId, Storage};
use crate::sandbox::LedgerEntry;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// Rounds within which a repeat is worth a word.
const NEAR: usize = 4;

/// Counts what happens and, if wanted, prints it.
pub struct Tally<'a> {
    storage: Arc<dyn Storage>,
    workspace: WorkspaceId,
    lines: Option<Box<dyn Write + Send + 'a>>,
    rounds: BTreeMap<String, Vec<Vec<String>>>,
    keys: BTreeMap<(String, String), String>,
    sums: Sums,
}

/// The last line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Entries of the ledger.
    pub entries: u64,
    /// Rounds with an introduction.
    pub rounds: usize,
    /// Introductions sent.
    pub introductions: usize,
    /// Introductions of three.
    pub trios: usize,
    /// Pairs of people who were introduced again within four rounds.
    pub repeats_within_4_rounds: usize,
    /// Pairs of people who were introduced more than once.
    pub repeats: usize,
    /// People told that there was no partner for them.
    pub left_out: u64,
    /// Mid-round reminders.
    pub mid_round_reminders: u64,
    /// Check-ins asked, reminders included.
    pub check_ins_asked: u64,
    /// Check-in answers, as people pressed them.
    pub check_ins_answered: u64,
    /// Nudges sent.
    pub nudges: u64,
    /// Calls of the Web API.
    pub calls: u64,
    /// Calls that Slack refused, by its name for it.
    pub refused: BTreeMap<String, u64>,
    /// Events delivered to the bot.
    pub events: u64,
    /// Things people did.
    pub acts: u64,
}

impl<'a> Tally<'a> {
    /// Counts what happens in a workspace; prints each entry to `lines` where given.
    pub fn new(
        storage: Arc<dyn Storage>,
        workspace: WorkspaceId,
        lines: Option<Box<dyn Write + Send + 'a>>,
    ) -> Self {
        Self {
            storage,
            workspace,
            lines,
            rounds: BTreeMap::new(),
            keys: BTreeMap::new(),
            sums: Sums::default(),
        }
    }

    /// Takes an entry in; gives the business key of the message it is about, where it is about one of ours.
    ///
    /// # Errors
    /// It cannot be printed, or the bot's storage failed.
    pub async fn enter(&mut self, entry: &LedgerEntry) -> anyhow::Result<Option<String>> {
        let key = self.key_of(entry).await?;
        let parts: Vec<&str> = key.as_deref().map(|key| key.split('/').collect()).unwrap_or_default();
        let round = round_of(&parts);
        let kind = match parts[..] {
            // What follows a nudge has a key below it.
            ["nudge", _, _, _, ..] => None,
            _ => parts.first().copied(),
        };
        self.count(entry, kind, round.as_deref());
        let Some(lines) = &mut self.lines else { return Ok(key) };
        let mut value = serde_json::to_value(entry)?;
        if let (Some(round), Value::Object(fields)) = (round, &mut value) {
            fields.insert("round".into(), Value::String(round));
        }
        serde_json::to_writer(&mut *lines, &value)?;
        lines.write_all(b"\n")?;
        Ok(key)
    }

    /// The sums of everything so far.
    pub fn sums(&self) -> Sums {
        let rounds: Vec<&Vec<Vec<String>>> = self.rounds.values().collect();
        let mut last_met: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let (mut repeats, mut near) = (0, 0);
        for (number, groups) in rounds.iter().enumerate() {
            for pair in groups.iter().flat_map(|group| pairs_of(group)) {
                if let Some(before) = last_met.insert(pair, number) {
                    repeats += 1;
                    near += usize::from(number - before <= NEAR);
                }
            }
        }
        let groups = || rounds.iter().flat_map(|groups| groups.iter());
        Sums {
            rounds: rounds.len(),
            introductions: groups().count(),
            trios: groups().filter(|group| group.len() == 3).count(),
            repeats,
            repeats_within_4_rounds: near,
            ..self.sums.clone()
        }
    }

    /// Prints the last line.
    ///
    /// # Errors
    /// It cannot be printed.
    pub fn close(mut self, props: &impl Serialize) -> anyhow::Result<Sums> {
        let sums = self.sums();
        if let Some(lines) = &mut self.lines {
            serde_json::to_writer(&mut *lines, &serde_json::json!({"summary": sums, "play": props}))?;
            lines.write_all(b"\n")?;
            lines.flush()?;
        }
        Ok(sums)
    }

    /// The business key of a message that was posted, or edited since.
    async fn key_of(&mut self, entry: &LedgerEntry) -> anyhow::Result<Option<String>> {
        let id = entry.metadata.as_ref().and_then(|metadata| metadata["event_payload"]["outbox_id"].as_str());
        let (Some(id), Some(_)) = (id, &entry.method) else { return Ok(None) };
        let place = entry.channel.clone().zip(entry.ts.clone());
        if let Some(key) = place.as_ref().and_then(|place| self.keys.get(place)) {
            return Ok(Some(key.clone()));
        }
        let key = self.storage.key_of(&self.workspace, &OutboxId(id.to_owned())).await?;
        let key = key.map(|key| key.to_string());
        if let (Some(place), Some(key)) = (place, &key) {
            self.keys.insert(place, key.clone());
        }
        Ok(key)
    }

    fn count(&mut self, entry: &LedgerEntry, kind: Option<&str>, round: Option<&str>) {
        self.sums.entries += 1;
        match (entry.actor.as_str(), &entry.method) {
            ("bot", Some(_)) => self.sums.calls += 1,
            ("slack", _) => self.sums.events += 1,
            _ => self.sums.acts += 1,
        }
        if let Some(error) = &entry.error {
            *self.sums.refused.entry(error.clone()).or_default() += 1;
        }
        if entry.subject.as_deref().is_some_and(|subject| {
            subject == "check_in" || subject == "check_in:later" || subject == "check_in:no"
        }) {
            self.sums.check_ins_answered += 1;
        }
        let posted = entry.method.as_deref() == Some("chat.postMessage") && entry.ok == Some(true);
        match (posted, kind, round) {
            (true, Some("introduction"), Some(round)) => {
                self.rounds.entry(round.to_owned()).or_default().push(entry.members.clone());
            }
            (true, Some("left-out" | "partner-gone"), _) => self.sums.left_out += 1,
            (true, Some("mid-round"), _) => self.sums.mid_round_reminders += 1,
            (true, Some("nudge"), _) => self.sums.nudges += 1,
            (true, Some("check-in"), _) => self.sums.check_ins_asked += 1,
            _ => {}
        }
    }
}

/// The round in the key of a message about one, such as `introduction/peer/2027-01-04/07`.
fn round_of(parts: &[&str]) -> Option<String> {
    let place = parts.iter().position(|part| part.parse::<jiff::civil::Date>().is_ok())?;
    Some(format!("{}/{}", parts.get(place.checked_sub(1)?)?, parts[place]))
}

fn pairs_of(group: &[String]) -> impl Iterator<Item = (&str, &str)> {
    group
        .iter()
        .enumerate()
        .flat_map(|(place, one)| group[place + 1..].iter().map(move |two| (one.as_str(), two.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_round_is_read_from_the_key() {
        let of = |key: &str| round_of(&key.split('/').collect::<Vec<_>>());
        assert_eq!(of("introduction/peer/2027-01-04/07").as_deref(), Some("peer/2027-01-04"));
        assert_eq!(of("answered/check-in/peer/2027-01-04/07/U1/0/1").as_deref(), Some("peer/2027-01-04"));
        assert_eq!(of("welcome/U1/2027-01-04T09:00:00Z"), None);
    }
}
