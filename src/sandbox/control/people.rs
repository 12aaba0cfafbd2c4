//! Who is here, a handful at a time: by id for names, by words for type-ahead, or page by page.

use std::ops::Bound::{Excluded, Unbounded};

use serde_json::json;

use super::Outcome;
use super::read::Query;
use crate::sandbox::core::Sandbox;
use crate::sandbox::model::people::Person;

/// More than fits on a screen, and little enough that no answer is slow.
const MOST: u64 = 1_000;
const PAGE: u64 = 100;
const FOUND: u64 = 30;

pub(super) fn answer(sandbox: &Sandbox, query: &Query) -> Outcome {
    match (query.text("ids"), query.text("find"), query.has("find")) {
        (Some(ids), _, _) => Ok(by_id(sandbox, ids)),
        (None, words, true) => {
            let limit = query.number("limit", FOUND)?.min(MOST) as usize;
            Ok(by_words(sandbox, words.unwrap_or_default(), limit))
        }
        (None, _, false) => {
            let limit = query.number("limit", PAGE)?.clamp(1, MOST) as usize;
            Ok(page(sandbox, query.text("cursor").unwrap_or_default(), limit))
        }
    }
}

/// Whoever of these exists; nobody asks for more at once than a page shows.
fn by_id(sandbox: &Sandbox, ids: &str) -> serde_json::Value {
    sandbox.read(|moment| {
        let people = &moment.state.model.people;
        let found: Vec<&Person> =
            ids.split(',').take(MOST as usize).filter_map(|id| people.get(id)).collect();
        json!({"people": found})
    })
}

/// People who can be written to and whose name, title or handle holds every word; those with a name that begins like
/// the first word come first.
fn by_words(sandbox: &Sandbox, words: &str, limit: usize) -> serde_json::Value {
    let parts: Vec<String> =
        words.split_whitespace().map(|part| part.trim_start_matches('@').to_lowercase()).collect();
    let first = parts.first().map_or("", String::as_str);
    sandbox.read(|moment| {
        let (mut likely, mut other) = (Vec::new(), Vec::new());
        let people = moment.state.model.people.values();
        for person in people.filter(|person| !person.flags.is_bot && !person.deleted) {
            if !parts.iter().all(|part| person.words.contains(part.as_str())) {
                continue;
            }
            if has_name(person, first) {
                likely.push(person);
            } else if other.len() < limit {
                other.push(person);
            }
            if likely.len() >= limit {
                break;
            }
        }
        likely.extend(other);
        likely.truncate(limit);
        json!({"people": likely})
    })
}

fn page(sandbox: &Sandbox, after: &str, limit: usize) -> serde_json::Value {
    sandbox.read(|moment| {
        let all = &moment.state.model.people;
        let mut rest = all.range::<str, _>((Excluded(after), Unbounded)).map(|(_, person)| person);
        let people: Vec<&Person> = rest.by_ref().take(limit).collect();
        let last = people.last().map_or("", |person| person.id.as_str());
        let next = if rest.next().is_some() { last } else { "" };
        json!({"people": people, "total": all.len(), "next_cursor": next})
    })
}

/// Whether one of somebody's names begins like this.
fn has_name(person: &Person, beginning: &str) -> bool {
    let names = person.words.lines().next().unwrap_or_default();
    names.split(' ').any(|name| name.starts_with(beginning))
}
