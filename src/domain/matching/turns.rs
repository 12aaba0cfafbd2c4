//! Whose turn it is to ask first. It alternates: whoever only ever answers learns nothing from a peer.

use super::{Met, PastPairing};
use crate::domain::event::Seed;
use crate::domain::ids::PersonId;
use jiff::civil::Date;
use rand::RngExt;
use std::collections::BTreeMap;

/// Who asked first when, read once for a whole round. Talks that did not take place took nobody's turn.
#[derive(Clone, Debug, Default)]
pub struct Turns<'a> {
    with: BTreeMap<(&'a PersonId, &'a PersonId), (Date, &'a PersonId)>,
    last: BTreeMap<&'a PersonId, Date>,
}

impl<'a> Turns<'a> {
    /// Reads the past, in any order.
    pub fn of(past: &'a [PastPairing]) -> Self {
        let mut turns = Self::default();
        for pairing in past.iter().filter(|pairing| pairing.met != Met::No) {
            let turn = (pairing.slot, &pairing.asks_first);
            for a in &pairing.members {
                for b in pairing.members.iter().filter(|b| a < *b) {
                    turns.with.entry((a, b)).and_modify(|last| *last = turn.max(*last)).or_insert(turn);
                }
            }
            let last = turns.last.entry(&pairing.asks_first).or_insert(pairing.slot);
            *last = pairing.slot.max(*last);
        }
        turns
    }

    /// Who asks first in a group: of two who talked before, the one who did not ask first then; otherwise whoever never
    /// did or did longest ago, and chance where that is undecided. `None` only for an empty group.
    pub fn asks_first(&self, members: &[PersonId], seed: Seed) -> Option<PersonId> {
        let mut members: Vec<&PersonId> = members.iter().collect();
        members.sort_unstable();
        if let [a, b] = members[..]
            && let Some((_, asked)) = self.with.get(&(a, b))
        {
            if *asked == a {
                return Some(b.clone());
            } else if *asked == b {
                return Some(a.clone());
            }
        }
        let longest = members.iter().map(|member| self.last.get(member)).min()?;
        members.retain(|member| self.last.get(member) == longest);
        let chosen = seed.rng().random_range(0..members.len());
        members.get(chosen).map(|member| (*member).clone())
    }
}

/// Who asks first in one group; see [`Turns`], which is the better choice for many groups.
pub fn asks_first(members: &[PersonId], past: &[PastPairing], seed: Seed) -> Option<PersonId> {
    Turns::of(past).asks_first(members, seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> PersonId {
        PersonId::new(name)
    }

    fn talk(members: &[&str], asks_first: &str, day: i8, met: Met) -> PastPairing {
        let members = members.iter().map(|name| id(name)).collect();
        PastPairing { members, slot: Date::constant(2026, 11, day), met, asks_first: id(asks_first) }
    }

    fn first(members: &[&str], past: &[PastPairing], seed: u8) -> String {
        let members: Vec<PersonId> = members.iter().map(|name| id(name)).collect();
        asks_first(&members, past, Seed([seed; 32])).unwrap().to_string()
    }

    #[test]
    fn two_who_talked_before_take_turns_and_a_talk_that_was_not_held_takes_none() {
        let mut past = vec![talk(&["a", "b"], "a", 2, Met::Yes), talk(&["b", "c"], "b", 9, Met::Yes)];
        assert_eq!(first(&["b", "a"], &past, 1), "b");
        past.push(talk(&["a", "b"], "b", 16, Met::No));
        assert_eq!(first(&["a", "b"], &past, 1), "b");
        past.push(talk(&["a", "b", "c"], "b", 23, Met::Unknown));
        assert_eq!(first(&["a", "b"], &past, 1), "a");
        assert_eq!(first(&["a", "c"], &past, 1), "c", "somebody else asked: c never did");
    }

    #[test]
    fn strangers_go_by_who_asked_longest_ago_and_then_by_chance() {
        let past = [talk(&["a", "x"], "a", 2, Met::Yes), talk(&["b", "y"], "b", 9, Met::Yes)];
        assert_eq!(first(&["a", "b"], &past, 1), "a");
        assert_eq!(first(&["a", "b", "c"], &past, 1), "c");
        let drawn: std::collections::BTreeSet<String> =
            (0..20).map(|seed| first(&["d", "e"], &past, seed)).collect();
        assert_eq!(drawn.len(), 2, "both come first for some seed");
        assert_eq!(asks_first(&[], &past, Seed([0; 32])), None);
    }
}
