//! How often we may begin something with a person: a budget over all kinds of mentoring, kept for each week.
//!
//! A *contact* is a matter that we begin: an introduction, a nudge, a request for help. What belongs to a matter that has
//! begun (a reminder, the question how it went) or answers a person's own click is none.

use super::calendar::zone_or_utc;
use super::ids::{PersonId, SubjectId};
use super::people::Person;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many contacts a person gets in a week at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Budget(pub u8);

impl Default for Budget {
    fn default() -> Self {
        Self(2)
    }
}

/// One contact of a week, or one that was held back. A week's contacts are numbered from 1, and the storage takes each
/// number once: of two decisions that both want a person's last contact, the second is made anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose attention.
    pub person: PersonId,
    /// The Monday that the week begins with, in the person's own zone.
    pub week: Date,
    /// From 1 up for contacts, from -1 down for what was held back.
    pub number: i64,
    /// What it was about.
    pub kind: Kind,
    /// Which matter; `None` where it was held back before it had a name.
    pub subject: Option<SubjectId>,
    /// When it was, or would have been.
    pub at: Timestamp,
}

/// What we begin with people, most urgent first: where the budget is short, the last wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A partner for a talk.
    Introduction,
    /// Somebody has a problem they may have been through.
    HelpRequest,
    /// Somebody raised a hand for what they raised theirs for.
    CommunityMatch,
    /// There was no partner this time.
    LeftOut,
    /// A small act of asking for advice.
    Nudge,
    /// Whether a pause would help.
    PauseOffer,
}

impl Entry {
    /// Whether it was held back.
    pub fn is_held_back(&self) -> bool {
        self.number < 0
    }
}

/// What is left of everybody's attention, while a decision is being made.
#[derive(Clone, Debug, Default)]
pub struct Attention {
    budget: Budget,
    entries: BTreeMap<(PersonId, Date), Vec<Entry>>,
    /// How many introductions are still to come, by person and week: whatever is less urgent leaves room for them.
    expected: BTreeMap<(PersonId, Date), usize>,
}

impl Attention {
    /// From what is written down; entries of any weeks, in any order.
    pub fn of(budget: Budget, written: impl IntoIterator<Item = Entry>) -> Self {
        let mut attention = Self { budget, ..Self::default() };
        for entry in written {
            attention.write(entry);
        }
        attention
    }

    /// Leaves room for an introduction at an instant to come, beside those of other programmes: that somebody has met a peer
    /// on Monday says nothing about the junior who is to lead them from Thursday on.
    pub fn expect_introduction(&mut self, person: &Person, at: Timestamp) {
        *self.expected.entry((person.id.clone(), week_of(person, at))).or_default() += 1;
    }

    /// Whether a person can be begun something of a kind with at an instant.
    pub fn has_room(&self, person: &Person, kind: Kind, at: Timestamp) -> bool {
        let week = week_of(person, at);
        let spent = self.of_week(&person.id, week).iter().filter(|entry| !entry.is_held_back()).count();
        let expected = self.expected.get(&(person.id.clone(), week)).copied().unwrap_or(0);
        let waits = if kind == Kind::Introduction { 0 } else { expected };
        spent + waits < usize::from(self.budget.0)
    }

    /// Spends a contact, or says that it is held back. Either is to be written down.
    pub fn spend(
        &mut self,
        person: &Person,
        kind: Kind,
        subject: Option<SubjectId>,
        at: Timestamp,
    ) -> Result<Entry, Entry> {
        let week = week_of(person, at);
        let has_room = self.has_room(person, kind, at);
        let written = self.of_week(&person.id, week);
        let number = if has_room {
            written.iter().map(|entry| entry.number).max().unwrap_or(0).max(0) + 1
        } else {
            written.iter().map(|entry| entry.number).min().unwrap_or(0).min(0) - 1
        };
        let entry = Entry { person: person.id.clone(), week, number, kind, subject, at };
        self.write(entry.clone());
        if has_room { Ok(entry) } else { Err(entry) }
    }

    /// As [`Self::spend`], where it is too late to hold anything back.
    pub fn spend_anyway(&mut self, person: &Person, kind: Kind, subject: SubjectId, at: Timestamp) -> Entry {
        self.spend(person, kind, Some(subject), at).unwrap_or_else(|held| held)
    }

    /// Takes note of an entry that was made elsewhere.
    pub fn write(&mut self, entry: Entry) {
        self.entries.entry((entry.person.clone(), entry.week)).or_default().push(entry);
    }

    fn of_week(&self, person: &PersonId, week: Date) -> &[Entry] {
        self.entries.get(&(person.clone(), week)).map_or(&[], Vec::as_slice)
    }
}

/// The Monday of an instant's week, where the person is.
pub fn week_of(person: &Person, at: Timestamp) -> Date {
    let date = at.to_zoned(zone_or_utc(&person.time_zone)).date();
    let days = i64::from(date.weekday().to_monday_zero_offset());
    date.saturating_sub(jiff::Span::new().days(days))
}

/// The first instant of the week after an instant's, where the person is.
pub fn start_of_next_week(person: &Person, at: Timestamp) -> Timestamp {
    let monday = week_of(person, at).saturating_add(jiff::Span::new().days(7));
    let start = monday.to_zoned(zone_or_utc(&person.time_zone));
    start.map_or(at, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::person;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_third_contact_in_a_week_is_held_back_and_the_next_week_is_new() {
        let (ana, mut attention) = (person("UANA"), Attention::default());
        let mut spend = |time: &str| attention.spend(&ana, Kind::Nudge, None, at(time)).is_ok();
        assert!(spend("2027-01-04T09:00:00Z") && spend("2027-01-06T09:00:00Z"));
        assert!(!spend("2027-01-08T09:00:00Z"));
        assert!(spend("2027-01-11T09:00:00Z"));
    }

    #[test]
    fn the_week_is_the_persons_own() {
        let mut far = person("UFAR");
        far.time_zone = "Pacific/Auckland".into();
        let sunday_in_london = at("2027-01-10T12:00:00Z");
        assert_eq!(week_of(&person("UANA"), sunday_in_london).to_string(), "2027-01-04");
        assert_eq!(week_of(&far, sunday_in_london).to_string(), "2027-01-11");
    }

    #[test]
    fn room_is_left_for_an_introduction_that_is_to_come() {
        let (ana, mut attention) = (person("UANA"), Attention::default());
        let monday = at("2027-01-04T08:00:00Z");
        attention.expect_introduction(&ana, at("2027-01-06T09:00:00Z"));
        assert!(attention.spend(&ana, Kind::HelpRequest, None, monday).is_ok());
        assert!(attention.spend(&ana, Kind::Nudge, None, monday).is_err());
        assert!(attention.spend(&ana, Kind::Introduction, None, at("2027-01-06T09:00:00Z")).is_ok());
    }

    #[test]
    fn room_is_left_for_the_introduction_of_a_second_programme() {
        let ana = person("UANA");
        let monday = Attention::default().spend(&ana, Kind::Introduction, None, at("2027-01-04T09:00:00Z"));
        let mut attention = Attention::of(Budget::default(), [monday.unwrap()]);
        attention.expect_introduction(&ana, at("2027-01-07T11:00:00Z"));
        assert!(attention.spend(&ana, Kind::Nudge, None, at("2027-01-06T09:00:00Z")).is_err());
        assert!(attention.has_room(&ana, Kind::Introduction, at("2027-01-07T11:00:00Z")));
    }

    proptest! {
        #[test]
        fn the_budget_holds_and_no_number_is_used_twice(
            budget in 0_u8..5,
            wishes in prop::collection::vec((0_i64..40, 0_usize..6), 0..60),
        ) {
            let kinds = [Kind::Introduction, Kind::HelpRequest, Kind::CommunityMatch, Kind::LeftOut, Kind::Nudge, Kind::PauseOffer];
            let (ana, mut attention) = (person("UANA"), Attention::of(Budget(budget), []));
            let mut numbers = BTreeSet::new();
            for (days, kind) in wishes {
                let at = at("2027-01-04T09:00:00Z") + jiff::SignedDuration::from_hours(24 * days);
                let spent = attention.spend(&ana, kinds[kind], None, at);
                let entry = spent.clone().unwrap_or_else(|held| held);
                prop_assert_eq!(entry.is_held_back(), spent.is_err());
                prop_assert!(entry.number <= i64::from(budget));
                prop_assert!(numbers.insert((entry.week, entry.number)));
            }
        }
    }
}
