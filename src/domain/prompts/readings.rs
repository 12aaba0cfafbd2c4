//! What to read beside a question: one thing for its theme, and to nobody the same again while the theme has others.

use super::{Again, Member};
use crate::domain::catalogue::{Catalogue, Reading, Theme};
use crate::domain::decision::Showing;
use crate::domain::ids::{PersonId, PromptId, ReadingId, ThemeId, TopicId};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What goes before a reading's id where it is written down who has been offered it: in one list with the questions.
const READING: &str = "reading/";

/// What there is to read, and who has been offered which of it, read once for many offers.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    catalogue: Arc<Catalogue>,
    /// By its place among all readings, when somebody was last offered it.
    offered: BTreeMap<PersonId, BTreeMap<usize, Timestamp>>,
}

impl Shelf {
    /// Takes the readings of a catalogue; showings of anything else are of no account.
    pub fn of(catalogue: &Arc<Catalogue>, showings: &[Showing]) -> Self {
        let places: BTreeMap<&str, usize> =
            catalogue.readings.iter().enumerate().map(|(place, each)| (each.id.as_str(), place)).collect();
        let mut shelf = Self { catalogue: catalogue.clone(), offered: BTreeMap::new() };
        for showing in showings {
            let reading = showing.prompt.as_str().strip_prefix(READING);
            if let Some(place) = reading.and_then(|reading| places.get(reading)) {
                shelf.note(*place, &showing.person, showing.at);
            }
        }
        shelf
    }

    /// The reading of a theme for these people, noted as offered: one that is new to all of them while there is one, and
    /// then the one offered longest ago. `None` where the theme has none.
    pub fn offer(&mut self, theme: &ThemeId, group: &[PersonId], at: Timestamp) -> Option<ReadingId> {
        let place = self.choose(theme, group)?;
        for person in group {
            self.note(place, person, at);
        }
        Some(self.catalogue.readings[place].id.clone())
    }

    /// The reading for a talk about these topics: of the theme that most of them lead to, among equals the first.
    pub fn offer_about(
        &mut self,
        topics: &[TopicId],
        group: &[PersonId],
        at: Timestamp,
    ) -> Option<ReadingId> {
        let led_to = |theme: &Theme| topics.iter().filter(|topic| theme.topics.contains(topic)).count();
        let weighed = self.catalogue.themes.iter().enumerate();
        let weighed = weighed.map(|(place, theme)| (led_to(theme), Reverse(place), theme.id.clone()));
        let (.., theme) = weighed.filter(|(count, ..)| *count > 0).max()?;
        self.offer(&theme, group, at)
    }

    fn choose(&self, theme: &ThemeId, group: &[PersonId]) -> Option<usize> {
        let of_theme = |(_, reading): &(usize, &Reading)| reading.theme == *theme;
        let places: Vec<usize> =
            self.catalogue.readings.iter().enumerate().filter(of_theme).map(|(place, _)| place).collect();
        let members: Vec<Member<'_>> =
            group.iter().map(|person| Member::of(self.offered.get(person), places.iter())).collect();
        places.into_iter().min_by_key(|place| (Again::of(*place, &members), *place))
    }

    fn note(&mut self, place: usize, person: &PersonId, at: Timestamp) {
        let last = self.offered.entry(person.clone()).or_default().entry(place).or_insert(at);
        *last = at.max(*last);
    }
}

/// The name under which it is written down that a reading was offered.
pub fn written_as(reading: &ReadingId) -> PromptId {
    PromptId::new(format!("{READING}{reading}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::ReadingKind;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn catalogue(count: usize) -> Arc<Catalogue> {
        let reading = |place: usize| Reading {
            id: ReadingId::new(format!("r{place:02}")),
            theme: ThemeId::new(if place.is_multiple_of(2) { "conflict" } else { "strategy" }),
            kind: ReadingKind::Book,
            title: format!("Title {place}"),
            author: "Somebody".into(),
            year: None,
            why: "It helps.".into(),
            link: None,
        };
        Arc::new(Catalogue { readings: (0..count).map(reading).collect(), ..Catalogue::default() })
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn conflict() -> ThemeId {
        ThemeId::new("conflict")
    }

    #[test]
    fn readings_take_turns_and_what_is_written_down_is_remembered() {
        let (catalogue, ana) = (catalogue(7), [PersonId::new("ANA")]);
        let mut written = Vec::new();
        let mut given = Vec::new();
        for second in 0..12 {
            let reading = Shelf::of(&catalogue, &written).offer(&conflict(), &ana, at(second)).unwrap();
            written.push(Showing { person: ana[0].clone(), prompt: written_as(&reading), at: at(second) });
            given.push(reading);
        }
        assert_eq!(given[..4].iter().collect::<BTreeSet<_>>().len(), 4);
        assert_eq!(given[4..8], given[..4]);
        assert_eq!(given[8..], given[..4]);
    }

    #[test]
    fn a_theme_without_readings_offers_none() {
        assert_eq!(Shelf::of(&catalogue(3), &[]).offer(&ThemeId::new("new"), &[], at(1)), None);
        assert_eq!(Shelf::default().offer(&conflict(), &[PersonId::new("ANA")], at(1)), None);
    }

    #[test]
    fn topics_lead_to_the_theme_that_most_of_them_belong_to() {
        let theme = |id: &str, topics: &[&str]| Theme {
            id: ThemeId::new(id),
            name: id.into(),
            purpose: "It helps.".into(),
            topics: topics.iter().map(|topic| TopicId::new(*topic)).collect(),
        };
        let themes =
            vec![theme("strategy", &["a", "b"]), theme("conflict", &["b", "c"]), theme("new", &["d"])];
        let mut shelf = Shelf::of(&Arc::new(Catalogue { themes, ..(*catalogue(4)).clone() }), &[]);
        let mut about = |topics: &[&str]| {
            let topics: Vec<TopicId> = topics.iter().map(|topic| TopicId::new(*topic)).collect();
            shelf.offer_about(&topics, &[PersonId::new("ANA")], at(1)).map(|reading| reading.to_string())
        };
        assert_eq!(about(&["b", "c"]).as_deref(), Some("r00"));
        assert_eq!(about(&["b"]).as_deref(), Some("r01"), "among equals the first");
        assert_eq!(about(&["d"]), None, "the theme has none");
        assert_eq!(about(&["e"]), None);
        assert_eq!(about(&[]), None);
    }

    proptest! {
        #[test]
        fn nobody_is_offered_again_what_they_need_not_be(
            groups in prop::collection::vec(prop::collection::btree_set(0..4_usize, 1..4), 1..30),
            count in 1..11_usize,
        ) {
            let of_theme = count.div_ceil(2);
            let mut shelf = Shelf::of(&catalogue(count), &[]);
            let mut had: BTreeMap<PersonId, BTreeSet<ReadingId>> = BTreeMap::new();
            for (second, group) in groups.into_iter().enumerate() {
                let group: Vec<PersonId> = group.into_iter().map(|n| PersonId::new(format!("U{n}"))).collect();
                let reading = shelf.offer(&conflict(), &group, at(i64::try_from(second).unwrap())).unwrap();
                let union: BTreeSet<ReadingId> =
                    group.iter().flat_map(|person| had.get(person).cloned().unwrap_or_default()).collect();
                if union.len() < of_theme {
                    prop_assert!(!union.contains(&reading), "{group:?} could all have had a new one");
                }
                for person in group {
                    had.entry(person).or_default().insert(reading.clone());
                }
            }
        }
    }
}
