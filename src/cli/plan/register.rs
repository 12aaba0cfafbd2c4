//! Who is meant: people by id, e-mail address or name, however they are written.

use crate::domain::ids::PersonId;
use crate::domain::org::Who;
use crate::domain::org::vocabulary::nearest;
use std::collections::BTreeMap;

/// How alike two names must be, from 0 to 1, to suggest that one was meant.
const ALIKE: f64 = 0.75;
/// Among more names than this nothing is suggested: comparing all of them would take too long.
const FEW: usize = 20_000;

/// Everybody of a file.
#[derive(Debug, Default)]
pub(super) struct Register {
    entries: Vec<Entry>,
    named: BTreeMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Entry {
    id: PersonId,
    line: u64,
}

/// Why nobody is found under a name.
#[derive(Debug)]
pub(super) enum NotFound {
    /// Nobody has it; perhaps this one was meant.
    Nobody(Option<String>),
    /// Several people do, on these lines.
    Several(Vec<u64>),
}

impl Register {
    /// Enters a person under all their names; the line of whoever has the same id or address already.
    pub fn enter(&mut self, id: PersonId, line: u64, email: Option<&str>, name: Option<&str>) -> Option<u64> {
        let place = self.entries.len();
        let same = |register: &Self, name: &str| register.named.get(&key(name)).map(|places| places[0]);
        // Whoever names somebody who stands there twice means the one person.
        if let Some(first) = same(self, id.as_str()).or_else(|| email.and_then(|email| same(self, email))) {
            return Some(self.entries[first].line);
        }
        for name in [Some(id.as_str()), email, name].into_iter().flatten() {
            let places = self.named.entry(key(name)).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
        self.entries.push(Entry { id, line });
        None
    }

    /// Whom a cell names.
    pub fn find(&self, text: &str) -> Result<&PersonId, NotFound> {
        let typed = key(text);
        match self.named.get(&typed).map_or(&[][..], Vec::as_slice) {
            [place] => Ok(&self.entries[*place].id),
            [] => Err(NotFound::Nobody(self.suggest(&typed))),
            several => {
                Err(NotFound::Several(several.iter().map(|place| self.entries[*place].line).collect()))
            }
        }
    }

    fn suggest(&self, typed: &str) -> Option<String> {
        let names = self.named.keys().map(|name| (name.as_str(), name));
        (self.named.len() <= FEW).then(|| nearest(typed, names, ALIKE).cloned()).flatten()
    }
}

impl NotFound {
    /// In words, for a file of people.
    pub fn words(&self, typed: &str) -> String {
        match self {
            Self::Nobody(Some(meant)) => format!("“{typed}” is nobody of this file; did you mean {meant}?"),
            Self::Nobody(None) => format!(
                "“{typed}” is nobody of this file; add a row with “takes part” no, or leave it out here"
            ),
            Self::Several(lines) => {
                let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
                format!(
                    "“{typed}” is the name of several people (lines {}); write an id or address",
                    lines.join(", ")
                )
            }
        }
    }
}

/// A name without what people write differently: `Ana <Ana@Acme.example>` is `ana@acme.example`.
fn key(text: &str) -> String {
    match Who::parse(text) {
        Some(who) => who.to_string().to_lowercase(),
        None => text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
    }
}
