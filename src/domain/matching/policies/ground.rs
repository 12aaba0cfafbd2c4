//! What every policy goes by: who takes part, who must not meet, and who met in the round before.

use super::super::candidates::{Forbidden, participants};
use super::super::history::pairs_of;
use super::super::{Field, PersonId};
use super::Places;
use crate::domain::people::Person;
use std::collections::{BTreeMap, BTreeSet};

/// A field made ready for policies that know no points.
pub(super) struct Ground<'a> {
    /// Those who take part, by place, sorted by id.
    pub people: Vec<&'a Person>,
    forbidden: Forbidden,
    last: BTreeSet<(usize, usize)>,
}

impl<'a> Ground<'a> {
    pub fn of(field: &Field<'a>) -> Self {
        let people = participants(field);
        let forbidden = Forbidden::of(&people, field.lines);
        let places: BTreeMap<&PersonId, usize> =
            people.iter().enumerate().map(|(place, person)| (&person.id, place)).collect();
        let last = last_partners(field, &places);
        Self { people, forbidden, last }
    }

    /// Whether the hard rules let two people meet.
    pub fn allows(&self, a: usize, b: usize) -> bool {
        self.forbidden.allows(a, b)
    }

    /// Whether two people were introduced to each other in the round before.
    pub fn met_last(&self, a: usize, b: usize) -> bool {
        self.last.contains(&(a.min(b), a.max(b)))
    }

    /// Puts those left over into pairs, at most one each: where the hard rules let them, and the rank is lowest.
    pub fn insert_left<R: Ord>(&self, mut places: Places, rank: impl Fn(&[usize], usize) -> R) -> Places {
        for left in std::mem::take(&mut places.left) {
            let fits = |group: &&mut Vec<usize>| {
                group.len() == 2 && group.iter().all(|member| self.allows(*member, left))
            };
            match places.groups.iter_mut().filter(fits).min_by_key(|group| rank(group, left)) {
                Some(group) => group.push(left),
                None => places.left.push(left),
            }
        }
        places
    }
}

fn last_partners(field: &Field<'_>, places: &BTreeMap<&PersonId, usize>) -> BTreeSet<(usize, usize)> {
    let last = field.past.iter().map(|pairing| pairing.slot).max();
    let of_last = field.past.iter().filter(|pairing| Some(pairing.slot) == last);
    let pairs = of_last.flat_map(|pairing| {
        let mut members: Vec<usize> =
            pairing.members.iter().filter_map(|id| places.get(id).copied()).collect();
        members.sort_unstable();
        pairs_of(&members)
    });
    pairs.collect()
}
