//! Looking ahead: who is still new to whom. Taking the best pairs first can leave a rest in which nobody new fits any
//! more, such as two odd circles of people who each know everybody outside; then somebody must meet again too soon.

use super::history::pairs_of;

/// Points for each person who is still new to both of a pair, where everybody is new to everybody; more as fewer are.
const EACH_IN_COMMON: i64 = 20;

/// Which pairs of a field are still new to each other, as rows of bits.
pub(super) struct Freshness {
    rows: Vec<Vec<u64>>,
    /// People that are new to somebody, over all.
    ends: usize,
}

impl Freshness {
    /// Asks about every pair of so many people.
    pub fn of(count: usize, is_new: impl Fn(usize, usize) -> bool) -> Self {
        let mut rows = vec![vec![0_u64; count.div_ceil(64)]; count];
        let mut ends = 0;
        for (a, b) in pairs_of(&(0..count).collect::<Vec<_>>()) {
            if is_new(a, b) {
                rows[a][b / 64] |= 1 << (b % 64);
                rows[b][a / 64] |= 1 << (a % 64);
                ends += 2;
            }
        }
        Self { rows, ends }
    }

    /// What it is worth, for the rounds to come, to match a new pair now. A pair that shares many who are new to both is
    /// one of a dense crowd and easily spared; one that shares few is a bridge, and bridges must last.
    /// Nothing while five of six pairs are new: then any choice leaves enough.
    pub fn points(&self, a: usize, b: usize) -> i64 {
        let count = self.rows.len();
        let is_new = self.rows[a][b / 64] >> (b % 64) & 1 == 1;
        if !is_new || 6 * self.ends >= 5 * count * count {
            return 0;
        }
        let shared = self.rows[a].iter().zip(&self.rows[b]).map(|(a, b)| (a & b).count_ones()).sum::<u32>();
        let scale = EACH_IN_COMMON * i64::try_from(count * count / self.ends).unwrap_or(1);
        i64::from(shared) * scale
    }
}
