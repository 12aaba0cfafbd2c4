//! What Slack wrote down, and the messages that stand there in the end.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use viceversa::sandbox::LedgerEntry;

/// A message that people can read.
#[derive(Clone, Debug)]
pub struct Post {
    /// The opaque id that travelled with it.
    pub id: String,
    /// Who reads it.
    pub members: Vec<String>,
}

/// Every message that the bots posted and did not delete. Whether a call was applied is what counts, not what its
/// caller heard of it.
pub fn posts(entries: &[LedgerEntry]) -> Vec<Post> {
    let mut posted = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.actor == "bot" && entry.ok == Some(true)) {
        let place = (entry.channel.clone(), entry.ts.clone());
        match entry.method.as_deref() {
            Some("chat.postMessage") => {
                let id = entry.metadata.as_ref().and_then(|metadata| metadata["event_payload"].as_object());
                let id = id.and_then(|payload| payload.values().next()?.as_str());
                let id = id.expect("every message carries its id").to_owned();
                posted.insert(place, Post { id, members: entry.members.clone() });
            }
            Some("chat.delete") => {
                posted.remove(&place);
            }
            Some(_) | None => {}
        }
    }
    posted.into_values().collect()
}

/// How often a method was called, however that ended.
pub fn calls(entries: &[LedgerEntry], method: &str) -> usize {
    entries.iter().filter(|entry| entry.actor == "bot" && entry.method.as_deref() == Some(method)).count()
}

/// The lines of a ledger's file. The last one may still be in the making.
pub fn read(path: &Path) -> Vec<LedgerEntry> {
    let file = std::fs::File::open(path).expect("the ledger");
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    let mut entries: Vec<LedgerEntry> = lines.filter_map(|line| serde_json::from_str(&line).ok()).collect();
    entries.sort_by_key(|entry| entry.seq);
    entries
}
