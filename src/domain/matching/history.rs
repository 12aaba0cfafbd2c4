//! The past of a field: what another meeting of two people costs, and who has sat in a trio how often.

use super::{Field, Met};
use crate::domain::ids::PersonId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a pair costs that met this week.
const REPEAT: i64 = 100_000;
/// An introduction that did not lead to a meeting fades as if it were so many weeks older.
const UNMET_WEEKS: usize = 4;
/// So many rounds back, a repeat is avoided while anybody else is free.
const RECENT_ROUNDS: usize = 4;
/// What is left of a cost after so many weeks, in parts per million: 0.95 to the power of the week, in integers, so that
/// every machine reckons the same.
const FADING: [i64; 256] = fading();

const fn fading() -> [i64; 256] {
    let mut table = [0; 256];
    let (mut week, mut left) = (0, 1_000_000_000_000);
    while week < table.len() {
        table[week] = left / 1_000_000;
        left = left / 100 * 95;
        week += 1;
    }
    table
}

/// What two people have had together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Together {
    /// What another meeting would cost, in points.
    pub cost: i64,
    /// Rounds since they were last introduced to each other; 1 is the round before this one.
    pub rounds_ago: usize,
    /// Weeks since they last told us that they met.
    pub met_weeks_ago: Option<u32>,
}

impl Together {
    /// Whether they were introduced so lately that anybody else is better.
    pub fn is_recent(&self) -> bool {
        self.rounds_ago <= RECENT_ROUNDS
    }
}

/// The past of the people of a field, by their places in it.
#[derive(Debug, Default)]
pub(super) struct History {
    pairs: BTreeMap<(usize, usize), Together>,
    /// Trios each person was in, per ten thousand of their groups.
    pub trio_share: Vec<u32>,
}

impl History {
    /// Reads the past; `places` gives the place of everybody who takes part.
    pub fn of(field: &Field<'_>, places: &BTreeMap<&PersonId, usize>) -> Self {
        let slots: BTreeSet<Date> = field.past.iter().map(|pairing| pairing.slot).collect();
        let rounds_ago: BTreeMap<Date, usize> =
            slots.iter().rev().enumerate().map(|(place, slot)| (*slot, place + 1)).collect();
        let mut history = Self::default();
        let (mut trios, mut groups) = (vec![0_u32; places.len()], vec![0_u32; places.len()]);
        for pairing in field.past {
            let members: BTreeSet<usize> =
                pairing.members.iter().filter_map(|id| places.get(id).copied()).collect();
            for member in &members {
                groups[*member] += 1;
                trios[*member] += u32::from(pairing.members.len() > 2);
            }
            let weeks = weeks_between(pairing.slot, field.slot);
            let ago = rounds_ago.get(&pairing.slot).copied().unwrap_or(1);
            for (a, b) in pairs_of(&members.into_iter().collect::<Vec<_>>()) {
                history.remember((a, b), weeks, ago, pairing.met);
            }
        }
        history.trio_share =
            trios.iter().zip(&groups).map(|(trios, groups)| trios * 10_000 / groups.max(&1)).collect();
        history
    }

    fn remember(&mut self, pair: (usize, usize), weeks: usize, rounds_ago: usize, met: Met) {
        let faded = |weeks: usize| FADING.get(weeks).map_or(0, |left| REPEAT * left / 1_000_000);
        let together = self.pairs.entry(pair).or_insert(Together { rounds_ago, ..Together::default() });
        together.rounds_ago = together.rounds_ago.min(rounds_ago);
        match met {
            Met::Yes => {
                let weeks_ago = u32::try_from(weeks).unwrap_or(u32::MAX);
                together.cost += faded(weeks);
                let last = together.met_weeks_ago.map_or(weeks_ago, |last| last.min(weeks_ago));
                together.met_weeks_ago = Some(last);
            }
            Met::No | Met::Unknown => together.cost += faded(weeks + UNMET_WEEKS),
        }
    }

    /// What two people, by place, have had together; `None` where they were never introduced.
    pub fn together(&self, a: usize, b: usize) -> Option<&Together> {
        self.pairs.get(&(a.min(b), a.max(b)))
    }

    /// How many pairs within a group were introduced lately.
    pub fn recent_pairs(&self, members: &[usize]) -> usize {
        let recent = |(a, b)| self.together(a, b).is_some_and(Together::is_recent);
        pairs_of(members).into_iter().filter(|pair| recent(*pair)).count()
    }
}

/// Every two of a group, in the order given.
pub(super) fn pairs_of(members: &[usize]) -> Vec<(usize, usize)> {
    let later = |place: usize| members.iter().skip(place + 1);
    members.iter().enumerate().flat_map(|(place, a)| later(place).map(|b| (*a, *b))).collect()
}

fn weeks_between(past: Date, slot: Date) -> usize {
    let days = past.duration_until(slot).as_hours() / 24;
    usize::try_from(days / 7).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_fade_by_a_twentieth_a_week() {
        assert_eq!(FADING[0], 1_000_000);
        assert_eq!(FADING[1], 950_000);
        assert_eq!(FADING[14], 487_674);
        assert!(FADING.windows(2).all(|two| two[1] <= two[0]));
    }

    #[test]
    fn meetings_add_up_and_unmet_ones_weigh_less() {
        let mut history = History::default();
        history.remember((0, 1), 2, 2, Met::Yes);
        history.remember((0, 2), 2, 2, Met::Unknown);
        history.remember((1, 2), 2, 2, Met::Yes);
        history.remember((1, 2), 9, 9, Met::No);
        let [met, unmet, both] = [(0, 1), (2, 0), (2, 1)].map(|(a, b)| *history.together(a, b).unwrap());
        assert_eq!(met, Together { cost: 90_250, rounds_ago: 2, met_weeks_ago: Some(2) });
        assert_eq!(unmet, Together { cost: 73_509, rounds_ago: 2, met_weeks_ago: None });
        assert!(both.cost > met.cost && both.rounds_ago == 2 && both.met_weeks_ago == Some(2));
        assert_eq!(history.together(0, 3), None);
        assert_eq!(history.recent_pairs(&[0, 1, 2]), 3);
    }
}
