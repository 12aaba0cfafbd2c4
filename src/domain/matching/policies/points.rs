//! The points of pairs and groups by our rules, for pictures and comparisons; whoever made the groups.

use super::super::board::Board;
use super::super::history::pairs_of;
use super::super::{Field, PersonId};
use rand::RngExt;
use std::collections::BTreeMap;

/// What every two of a field are worth.
pub struct Points<'a> {
    board: Board<'a>,
}

impl<'a> Points<'a> {
    /// Scores every two of a field.
    pub fn of(field: &Field<'a>) -> Self {
        Self { board: Board::of(field) }
    }

    /// The points of every two of some groups, in their order; pairs that are not allowed, or not of this field, are left
    /// out.
    pub fn of_pairs_in(&self, groups: &[Vec<PersonId>]) -> Vec<i64> {
        let places = self.places();
        let groups = groups.iter().map(|group| placed(&places, group));
        groups.flat_map(|group| pairs_of(&group)).filter_map(|(a, b)| self.board.score(a, b)).collect()
    }

    /// The points of all groups together; a trio counts for the mean of its pairs, in whole points.
    pub fn of_groups(&self, groups: &[Vec<PersonId>]) -> i64 {
        let places = self.places();
        self.of_places(&groups.iter().map(|group| placed(&places, group)).collect::<Vec<_>>())
    }

    /// The points of all allowed pairs, or of so many that chance picks where there are more.
    pub fn of_allowed(&self, most: usize) -> Vec<i64> {
        let count = self.board.people.len();
        if count * count.saturating_sub(1) / 2 <= most {
            let all = pairs_of(&(0..count).collect::<Vec<_>>());
            return all.into_iter().filter_map(|(a, b)| self.board.score(a, b)).collect();
        }
        // A picture needs no chance of its own: the same people shall look alike.
        let mut rng = crate::domain::event::Seed([0; 32]).rng();
        let drawn = (0..most).map(|_| (rng.random_range(0..count), rng.random_range(0..count)));
        drawn.filter_map(|(a, b)| self.board.score(a, b)).collect()
    }

    pub(super) fn of_places(&self, groups: &[Vec<usize>]) -> i64 {
        groups.iter().map(|group| self.of_group(group)).sum()
    }

    fn of_group(&self, group: &[usize]) -> i64 {
        let pairs = pairs_of(group);
        let sum: i64 = pairs.iter().filter_map(|(a, b)| self.board.score(*a, *b)).sum();
        sum / i64::try_from(pairs.len()).unwrap_or(1).max(1)
    }

    fn places(&self) -> BTreeMap<&PersonId, usize> {
        self.board.people.iter().enumerate().map(|(place, facts)| (&facts.person.id, place)).collect()
    }
}

fn placed(places: &BTreeMap<&PersonId, usize>, group: &[PersonId]) -> Vec<usize> {
    group.iter().filter_map(|id| places.get(id).copied()).collect()
}
