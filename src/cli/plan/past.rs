//! The rounds before, from a file: who was introduced to whom when, and whether they met.

use super::register::{NotFound, Register};
use super::sheet::{Headings, Sheet};
use super::trouble::Trouble;
use crate::domain::ids::PersonId;
use crate::domain::matching::{Met, PastPairing};
use crate::domain::org::{Place, TableRow};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Date,
    Members,
    A,
    B,
    C,
    Met,
}

const HEADINGS: Headings<Says> = &[
    (Says::Date, &["date", "slot", "round", "week"]),
    (Says::Members, &["members", "people", "pair", "group"]),
    (Says::A, &["a", "first", "person a"]),
    (Says::B, &["b", "second", "person b"]),
    (Says::C, &["c", "third", "person c"]),
    (Says::Met, &["met", "did they meet"]),
];

/// The past, and what the reader should know of it.
#[derive(Debug, Default)]
pub(super) struct Past {
    pub pairings: Vec<PastPairing>,
    pub notices: Vec<String>,
}

/// Reads the rounds before a slot.
///
/// # Errors
/// Everything that is wrong with the file.
pub(super) fn read(bytes: &[u8], register: &Register, slot: Date) -> Result<Past, Vec<Trouble>> {
    let mut sheet = Sheet::read(bytes, HEADINGS)?;
    let has_people = sheet.has(Says::Members) || (sheet.has(Says::A) && sheet.has(Says::B));
    if !sheet.has(Says::Date) || !has_people {
        let what = "the headings “date” and “members” are needed, or “date”, “a” and “b” (and “c” for trios)";
        return Err(vec![Trouble::said(Place::line(sheet.line), what)]);
    }
    let (notices, troubles) = (std::mem::take(&mut sheet.notices), std::mem::take(&mut sheet.troubles));
    let mut reading = Reading { sheet: &sheet, register, slot, troubles, strangers: BTreeSet::new() };
    let pairings = sheet.rows.iter().filter_map(|row| reading.pairing(row)).collect();
    if !reading.troubles.is_empty() {
        return Err(reading.troubles);
    }
    let strangers = reading.notice();
    Ok(Past { pairings, notices: notices.into_iter().chain(strangers).collect() })
}

struct Reading<'a> {
    sheet: &'a Sheet<Says>,
    register: &'a Register,
    slot: Date,
    troubles: Vec<Trouble>,
    /// People who are not in the file of people: most of them have left.
    strangers: BTreeSet<String>,
}

impl Reading<'_> {
    fn pairing(&mut self, row: &TableRow) -> Option<PastPairing> {
        let (slot, met, members) = (self.date(row), self.met(row), self.members(row));
        let asks_first = members.first().cloned()?;
        Some(PastPairing { members, slot: slot?, met: met?, asks_first })
    }

    fn date(&mut self, row: &TableRow) -> Option<Date> {
        let typed = self.sheet.text(row, Says::Date).unwrap_or_default();
        match typed.parse::<Date>() {
            Ok(date) if date < self.slot => Some(date),
            Ok(_) => {
                let what = format!("not before the round of {}; give that one's date with --slot", self.slot);
                self.said(row, Says::Date, what)
            }
            Err(_) => self.said(row, Says::Date, format!("“{typed}” is no date; write such as 2027-01-04")),
        }
    }

    fn met(&mut self, row: &TableRow) -> Option<Met> {
        let Some(typed) = self.sheet.text(row, Says::Met) else { return Some(Met::Unknown) };
        match typed.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Some(Met::Yes),
            "no" | "n" | "false" | "0" => Some(Met::No),
            _ => self.said(row, Says::Met, format!("“{typed}” is none of yes, no and unknown")),
        }
    }

    /// Two or three people; none where that is wrong.
    fn members(&mut self, row: &TableRow) -> Vec<PersonId> {
        let cells = [Says::A, Says::B, Says::C]
            .into_iter()
            .filter_map(|column| self.sheet.text(row, column).map(|typed| (column, typed)));
        let listed = self.sheet.list(row, Says::Members).into_iter().map(|typed| (Says::Members, typed));
        let typed: Vec<(Says, String)> = listed.chain(cells).collect();
        let found: BTreeSet<PersonId> =
            typed.iter().filter_map(|(column, typed)| self.member(row, *column, typed)).collect();
        if !(2..=3).contains(&typed.len()) || found.len() < typed.len() {
            let what = format!("two or three different people are needed, not {}", found.len());
            self.troubles.push(Trouble::said(Place::line(row.line), what));
            return Vec::new();
        }
        found.into_iter().collect()
    }

    fn member(&mut self, row: &TableRow, column: Says, typed: &str) -> Option<PersonId> {
        match self.register.find(typed) {
            Ok(id) => Some(id.clone()),
            Err(NotFound::Nobody(_)) => {
                self.strangers.insert(typed.to_owned());
                Some(PersonId::new(typed))
            }
            Err(several @ NotFound::Several(_)) => self.said(row, column, several.words(typed)),
        }
    }

    /// Nothing, once it is said what is wrong.
    fn said<T>(&mut self, row: &TableRow, column: Says, what: String) -> Option<T> {
        self.troubles.push(Trouble::said(self.sheet.at(row.line, column), what));
        None
    }

    fn notice(&self) -> Option<String> {
        const SHOWN: usize = 5;
        let shown: Vec<&str> = self.strangers.iter().take(SHOWN).map(String::as_str).collect();
        let more = self.strangers.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let who = shown.join(", ");
        (!shown.is_empty())
            .then(|| format!("{who}{more}: not among the people, and taken for somebody who left"))
    }
}
