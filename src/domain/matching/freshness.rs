//! Looking ahead: who is still new to whom. Taking the best pairs first can leave a rest in which nobody new fits any
//! more, such as two odd circles of people who each know everybody outside; then somebody must meet again too soon.

use super::candidates::Forbidden;
use super::history::History;
use std::collections::BTreeSet;

/// Points for each person who is still new to both of a pair, where everybody is new to everybody; more as fewer are.
const EACH_IN_COMMON: i64 = 20;
/// It never counts for more: far less than what keeps two apart who have just met.
pub(super) const MOST: i64 = 400_000;

/// Which pairs are still new to each other, where that begins to run short.
pub(super) enum Freshness {
    /// Five of six pairs are new: any choice leaves enough.
    Plenty,
    /// As rows of bits.
    Scarce {
        /// For each person, a bit for everybody who is new to them.
        rows: Vec<Vec<u64>>,
        /// What each person in common is worth.
        each: i64,
    },
}

impl Freshness {
    /// Looks at who may meet and has not yet.
    pub fn of(count: usize, forbidden: &Forbidden, history: &History) -> Self {
        let known = |place: usize| {
            let met = history.of_person(place).iter().map(|(other, _)| *other as usize);
            met.chain(forbidden.for_person(place)).chain([place]).collect::<BTreeSet<usize>>()
        };
        let ends = count * count - (0..count).map(|place| known(place).len()).sum::<usize>();
        if 6 * ends >= 5 * count * count {
            return Self::Plenty;
        }
        let words = count.div_ceil(64);
        let row = |place| {
            let mut row = vec![u64::MAX; words];
            let beyond = (count..words * 64).chain(known(place));
            beyond.for_each(|other| row[other / 64] &= !(1 << (other % 64)));
            row
        };
        let each = EACH_IN_COMMON * i64::try_from(count * count / ends.max(1)).unwrap_or(1);
        Self::Scarce { rows: (0..count).map(row).collect(), each }
    }

    /// What it is worth, for the rounds to come, to match a new pair now. A pair that shares many who are new to both is
    /// one of a dense crowd and easily spared; one that shares few is a bridge, and bridges must last.
    pub fn points(&self, a: usize, b: usize) -> i64 {
        let Self::Scarce { rows, each } = self else { return 0 };
        let is_new = rows[a][b / 64] >> (b % 64) & 1 == 1;
        if !is_new {
            return 0;
        }
        let shared = rows[a].iter().zip(&rows[b]).map(|(a, b)| (a & b).count_ones()).sum::<u32>();
        (i64::from(shared) * each).min(MOST)
    }
}
