//! Reporting lines: who is above whom, at any depth, also through people who never joined.

use super::OrgFacts;
use crate::domain::ids::PersonId;
use crate::domain::people::Person;
use crate::domain::people::profile::Level;
use std::collections::{BTreeMap, BTreeSet};

/// Who reports to whom, and at which level each works, as far as anybody knows. Every mode asks here before it brings two
/// people together. What the organisation says comes first; where it says nothing, a person's record does.
///
/// ```
/// use viceversa::domain::ids::PersonId;
/// use viceversa::domain::org::{Lines, OrgFacts};
///
/// let [ana, ben, cho] = ["ANA", "BEN", "CHO"].map(PersonId::new);
/// let reports_to = |person: &PersonId, manager: &PersonId| OrgFacts {
///     manager: Some(manager.clone()),
///     ..OrgFacts::unknown(person.clone())
/// };
/// let lines = Lines::of(&[reports_to(&ana, &ben), reports_to(&cho, &ben)], &[]);
/// assert!(lines.related(&ben, &ana) && !lines.related(&ana, &cho));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    managers: BTreeMap<PersonId, PersonId>,
    levels: BTreeMap<PersonId, Level>,
}

impl Lines {
    /// The lines that follow from what the organisation says and, after that, from people's records. Hand in everybody of
    /// the workspace and not only those who are to be compared: a line may run through anybody.
    pub fn of<'a>(facts: &[OrgFacts], people: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut lines = Self::default();
        for person in people {
            lines.add(&person.id, person.profile.manager.as_ref(), person.profile.level);
        }
        for each in facts {
            lines.add(&each.person, each.manager.as_ref(), each.level);
        }
        lines
    }

    fn add(&mut self, person: &PersonId, manager: Option<&PersonId>, level: Option<Level>) {
        if let Some(manager) = manager {
            self.managers.insert(person.clone(), manager.clone());
        }
        if let Some(level) = level {
            self.levels.insert(person.clone(), level);
        }
    }

    /// Everybody on the line above a person, nearest first. Where the line bites its tail it ends, and the person is in it.
    pub fn above<'a>(&'a self, person: &PersonId) -> Vec<&'a PersonId> {
        let mut seen = BTreeSet::new();
        let upwards = std::iter::successors(self.managers.get(person), |boss| self.managers.get(*boss));
        upwards.take_while(|boss| seen.insert(*boss)).collect()
    }

    /// Whether one of two people is above the other, at any depth. Nobody is related to themselves.
    pub fn related(&self, a: &PersonId, b: &PersonId) -> bool {
        a != b && (self.above(a).contains(&b) || self.above(b).contains(&a))
    }

    /// The level a person works at; `None` where nobody said.
    pub fn level(&self, person: &PersonId) -> Option<Level> {
        self.levels.get(person).copied()
    }

    /// How many steps of the ladder the first person stands above the second: negative where they stand below, and `None`
    /// where the level of either is unknown, since nobody is guessed at.
    pub fn levels_apart(&self, senior: &PersonId, junior: &PersonId) -> Option<i8> {
        Some(rank(self.level(senior)?) - rank(self.level(junior)?))
    }
}

/// Reporting lines alone, as person and manager.
impl FromIterator<(PersonId, PersonId)> for Lines {
    fn from_iter<T: IntoIterator<Item = (PersonId, PersonId)>>(pairs: T) -> Self {
        Self { managers: pairs.into_iter().collect(), levels: BTreeMap::new() }
    }
}

fn rank(level: Level) -> i8 {
    Level::ALL.iter().zip(0..).find(|(each, _)| **each == level).map_or(0, |(_, rank)| rank)
}

/// The circles among some who each have at most one above them, every circle once and from its smallest member upwards.
pub fn circles<K: Ord + Clone>(above: &BTreeMap<K, K>) -> Vec<Vec<K>> {
    let mut circles = Vec::new();
    let mut done: BTreeSet<&K> = BTreeSet::new();
    for start in above.keys() {
        let mut path: Vec<&K> = Vec::new();
        let mut on_path: BTreeSet<&K> = BTreeSet::new();
        let mut next = Some(start);
        while let Some(here) = next.filter(|here| !done.contains(here)) {
            if !on_path.insert(here) {
                let entered = path.iter().position(|each| *each == here).unwrap_or(0);
                circles.push(from_smallest(&path[entered..]));
                break;
            }
            path.push(here);
            next = above.get(here);
        }
        done.extend(path);
    }
    circles
}

fn from_smallest<K: Ord + Clone>(circle: &[&K]) -> Vec<K> {
    let smallest = (0..circle.len()).min_by_key(|place| circle[*place]).unwrap_or(0);
    let (before, from) = circle.split_at(smallest);
    from.iter().chain(before).map(|each| (*each).clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{id, person};
    use proptest::prelude::*;

    fn said(name: &str, manager: Option<&str>, level: Option<Level>) -> OrgFacts {
        OrgFacts { manager: manager.map(id), level, ..OrgFacts::unknown(id(name)) }
    }

    #[test]
    fn a_line_runs_through_people_who_never_joined() {
        let facts = [said("CHO", Some("BEN"), None), said("BEN", Some("ANA"), None)];
        let lines = Lines::of(&facts, &[person("ANA"), person("CHO"), person("DEE")]);
        assert!(lines.related(&id("ANA"), &id("CHO")) && lines.related(&id("CHO"), &id("ANA")));
        assert!(!lines.related(&id("CHO"), &id("DEE")) && !lines.related(&id("CHO"), &id("CHO")));
        assert_eq!(lines.above(&id("CHO")), [&id("BEN"), &id("ANA")]);
    }

    #[test]
    fn the_organisation_beats_a_record_and_a_record_beats_nothing() {
        let mut cho = person("CHO");
        cho.profile.manager = Some(id("ANA"));
        cho.profile.level = Some(Level::Lead);
        let unknown = Lines::of(&[said("CHO", None, None)], [&cho]);
        assert_eq!(
            (unknown.above(&id("CHO")), unknown.level(&id("CHO"))),
            (vec![&id("ANA")], Some(Level::Lead))
        );
        let known = Lines::of(&[said("CHO", Some("BEN"), Some(Level::Senior))], [&cho]);
        assert_eq!(
            (known.above(&id("CHO")), known.level(&id("CHO"))),
            (vec![&id("BEN")], Some(Level::Senior))
        );
    }

    #[test]
    fn levels_are_counted_in_steps_of_the_ladder() {
        let facts = [said("ANA", None, Some(Level::Director)), said("CHO", None, Some(Level::Senior))];
        let lines = Lines::of(&facts, &[]);
        assert_eq!(lines.levels_apart(&id("ANA"), &id("CHO")), Some(5));
        assert_eq!(lines.levels_apart(&id("CHO"), &id("ANA")), Some(-5));
        assert_eq!(lines.levels_apart(&id("ANA"), &id("BEN")), None);
    }

    #[test]
    fn a_line_that_bites_its_tail_ends() {
        let lines: Lines = [("ANA", "BEN"), ("BEN", "CHO"), ("CHO", "ANA"), ("DEE", "ANA")]
            .map(|(person, manager)| (id(person), id(manager)))
            .into_iter()
            .collect();
        assert_eq!(lines.above(&id("DEE")), [&id("ANA"), &id("BEN"), &id("CHO")]);
        assert!(lines.related(&id("ANA"), &id("CHO")));
    }

    #[test]
    fn every_circle_is_found_once_and_from_its_smallest() {
        let above = BTreeMap::from([(0, 9), (9, 4), (4, 7), (7, 9), (5, 6), (6, 5), (1, 1), (3, 8)]);
        assert_eq!(circles(&above), [vec![4, 7, 9], vec![1], vec![5, 6]]);
    }

    proptest! {
        #[test]
        fn whoever_follows_a_line_meets_a_circle_or_its_end(
            above in prop::collection::btree_map(0..12_u8, 0..12_u8, 0..12)
        ) {
            let circles = circles(&above);
            let in_circles: Vec<u8> = circles.iter().flatten().copied().collect();
            for start in 0..12_u8 {
                let mut here = start;
                let lost = (0..40).all(|_| above.get(&here).map(|next| here = *next).is_some());
                prop_assert_eq!(lost, in_circles.contains(&here), "from {}", start);
            }
            for circle in &circles {
                prop_assert_eq!(circle.iter().min(), circle.first());
                for (place, member) in circle.iter().enumerate() {
                    prop_assert_eq!(above.get(member), Some(&circle[(place + 1) % circle.len()]));
                }
            }
        }
    }
}
