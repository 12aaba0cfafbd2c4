//! The past of a field: what another meeting of two people costs, and who has sat in a trio how often.

use super::{Field, Met};
use crate::domain::ids::PersonId;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a meeting of this week costs, on top of what it costs that two know each other. It is less than a topic: once
/// everybody knows everybody, those who can help each other come back sooner, but not every month for ever.
const REPEAT: i64 = 50;
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
    pub cost: i32,
    /// Rounds since they were last introduced to each other; 1 is the round before this one.
    pub rounds_ago: u16,
    /// Weeks since they last told us that they met.
    pub met_weeks_ago: Option<u16>,
}

impl Together {
    fn once(weeks: usize, rounds_ago: usize, met: Met) -> Self {
        let faded = |weeks: usize| FADING.get(weeks).map_or(0, |left| REPEAT * left / 1_000_000) as i32;
        let short = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let (cost, met_weeks_ago) = match met {
            Met::Yes => (faded(weeks), Some(short(weeks))),
            Met::No | Met::Unknown => (faded(weeks + UNMET_WEEKS), None),
        };
        Self { cost, rounds_ago: short(rounds_ago), met_weeks_ago }
    }

    fn and(self, other: Self) -> Self {
        let last = self.met_weeks_ago.into_iter().chain(other.met_weeks_ago).min();
        Self {
            cost: self.cost.saturating_add(other.cost),
            rounds_ago: self.rounds_ago.min(other.rounds_ago),
            met_weeks_ago: last,
        }
    }

    /// Whether they were introduced so lately that anybody else is better.
    pub fn is_recent(&self) -> bool {
        usize::from(self.rounds_ago) <= RECENT_ROUNDS
    }
}

/// The past of the people of a field, by their places in it.
#[derive(Debug, Default)]
pub(super) struct History {
    /// For each person, whom they were introduced to and what came of it, by place ascending.
    rows: Vec<Vec<(u32, Together)>>,
    /// Trios each person was in, per ten thousand of their groups.
    pub trio_share: Vec<u32>,
}

impl History {
    /// Reads the past; `places` gives the place of everybody who takes part.
    pub fn of(field: &Field<'_>, places: &BTreeMap<&PersonId, usize>) -> Self {
        let slots: BTreeSet<Date> = field.past.iter().map(|pairing| pairing.slot).collect();
        let rounds_ago: BTreeMap<Date, usize> =
            slots.iter().rev().enumerate().map(|(place, slot)| (*slot, place + 1)).collect();
        let mut history = Self { rows: vec![Vec::new(); places.len()], trio_share: Vec::new() };
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
        history.rows.iter_mut().for_each(add_up);
        history.trio_share =
            trios.iter().zip(&groups).map(|(trios, groups)| trios * 10_000 / groups.max(&1)).collect();
        history
    }

    fn remember(&mut self, (a, b): (usize, usize), weeks: usize, rounds_ago: usize, met: Met) {
        let together = Together::once(weeks, rounds_ago, met);
        self.rows[a].push((b as u32, together));
        self.rows[b].push((a as u32, together));
    }

    /// What two people, by place, have had together; `None` where they were never introduced.
    pub fn together(&self, a: usize, b: usize) -> Option<&Together> {
        let row = self.rows.get(a)?;
        row.binary_search_by_key(&(b as u32), |(other, _)| *other).ok().map(|found| &row[found].1)
    }

    /// Whom somebody was introduced to, by place ascending.
    pub fn of_person(&self, place: usize) -> &[(u32, Together)] {
        self.rows.get(place).map_or(&[], Vec::as_slice)
    }

    /// What another meeting of any two could cost at most.
    pub fn most_cost(&self) -> i64 {
        self.rows.iter().flatten().map(|(_, together)| i64::from(together.cost)).max().unwrap_or(0)
    }

    /// How many pairs within a group were introduced lately.
    pub fn recent_pairs(&self, members: &[usize]) -> usize {
        let recent = |(a, b)| self.together(a, b).is_some_and(Together::is_recent);
        pairs_of(members).into_iter().filter(|pair| recent(*pair)).count()
    }

    /// How many pairs within a group were ever introduced.
    pub fn known_pairs(&self, members: &[usize]) -> usize {
        pairs_of(members).into_iter().filter(|(a, b)| self.together(*a, *b).is_some()).count()
    }
}

/// Puts a row in order, each person once.
fn add_up(row: &mut Vec<(u32, Together)>) {
    row.sort_by_key(|(other, _)| *other);
    row.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 = kept.1.and(later.1);
        }
        same
    });
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
        let mut history = History { rows: vec![Vec::new(); 4], trio_share: Vec::new() };
        history.remember((0, 1), 2, 2, Met::Yes);
        history.remember((0, 2), 2, 2, Met::Unknown);
        history.remember((1, 2), 2, 2, Met::Yes);
        history.remember((1, 2), 9, 9, Met::No);
        history.rows.iter_mut().for_each(add_up);
        let [met, unmet, both] = [(0, 1), (2, 0), (2, 1)].map(|(a, b)| *history.together(a, b).unwrap());
        assert_eq!(met, Together { cost: 45, rounds_ago: 2, met_weeks_ago: Some(2) });
        assert_eq!(unmet, Together { cost: 36, rounds_ago: 2, met_weeks_ago: None });
        assert!(both.cost > met.cost && both.rounds_ago == 2 && both.met_weeks_ago == Some(2));
        assert_eq!(history.together(0, 3), None);
        assert_eq!(history.recent_pairs(&[0, 1, 2]), 3);
    }
}
