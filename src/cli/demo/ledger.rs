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
    /// People told that their partner takes part no more.
    pub partners_gone: u64,
    /// People told that there was nobody for them in reverse mentoring.
    pub left_out_of_terms: u64,
    /// Asks that were opened, those out of an offer left out.
    pub asks: u64,
    /// People asked for help with one.
    pub requests: u64,
    /// Asks for which somebody was found; those out of an offer count too.
    pub asks_answered: u64,
    /// Asks that helped, at least in part.
    pub asks_helped: u64,
    /// Terms of reverse mentoring.
    pub terms: u64,
    /// Dates that were agreed on in them.
    pub term_dates: u64,
    /// Questions asked in the channel.
    pub community_questions: u64,
    /// Introductions that raised hands led to.
    pub community_introductions: u64,
    /// Things learned that were told to the channel.
    pub shared: u64,
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
        self.count(entry, &parts, round.as_deref());
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

    fn count(&mut self, entry: &LedgerEntry, key: &[&str], round: Option<&str>) {
        self.sums.entries += 1;
        match (entry.actor.as_str(), &entry.method) {
            ("bot", Some(_)) => self.sums.calls += 1,
            ("slack", _) => self.sums.events += 1,
            _ => self.sums.acts += 1,
        }
        if let Some(error) = &entry.error {
            *self.sums.refused.entry(error.clone()).or_default() += 1;
        }
        match (entry.event.as_deref(), entry.subject.as_deref()) {
            (_, Some("check_in" | "check_in:later" | "check_in:no")) => self.sums.check_ins_answered += 1,
            (Some("press"), Some("community:introduce")) => self.sums.community_introductions += 1,
            (Some("press"), Some("ask:helped" | "ask:partly")) => self.sums.asks_helped += 1,
            _ => {}
        }
        if entry.method.as_deref() == Some("chat.postMessage") && entry.ok == Some(true) {
            self.count_post(entry, key, round);
        }
    }

    /// Counts a new message by the key it was sent under.
    fn count_post(&mut self, entry: &LedgerEntry, key: &[&str], round: Option<&str>) {
        let sums = &mut self.sums;
        let count = match (key, round) {
            (["introduction", ..], Some(round)) => {
                self.rounds.entry(round.to_owned()).or_default().push(entry.members.clone());
                return;
            }
            (["left-out", "reverse", ..], _) => &mut sums.left_out_of_terms,
            (["left-out", ..], _) => &mut sums.left_out,
            (["partner-gone", ..], _) => &mut sums.partners_gone,
            (["mid-round", ..], _) => &mut sums.mid_round_reminders,
            (["nudge", _, _], _) => &mut sums.nudges,
            (["check-in", ..], _) => &mut sums.check_ins_asked,
            (["ask", _, "request", _], _) => &mut sums.requests,
            (["ask", _, "introduction", _], _) => &mut sums.asks_answered,
            (["ask", _], _) if is_card(entry) => &mut sums.asks,
            (["term", _, _, "introduction"], _) => &mut sums.terms,
            (["term", _, _, "date", _], _) => &mut sums.term_dates,
            ([.., "question"], Some(_)) => &mut sums.community_questions,
            (["learning", _, "post", _], _) => &mut sums.shared,
            _ => return,
        };
        *count += 1;
    }
}

/// An asker's own card answers what they have just sent; an offer has the same key and comes by itself.
fn is_card(entry: &LedgerEntry) -> bool {
    entry.text.as_deref().is_some_and(|text| text.starts_with("*You asked for advice*"))
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
