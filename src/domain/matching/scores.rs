//! What everybody is worth to everybody, read row by row. There is no table of it: for ten thousand people that would be
//! fifty million numbers, and reckoning them anew is as fast as reading them.

mod columns;
mod crew;
mod peers;

pub(super) use crew::{BLOCK, Rows, for_rows};
pub(super) use peers::Peers;

/// Stands for a pair that must not be matched.
pub(super) const NEVER: i32 = i32::MIN;

/// So many columns are reckoned at a time: what they need stays in the processor's nearest cache.
pub(super) const TILE: usize = 2_048;

/// What people are worth to each other. Symmetric: the row of one says of another what that one's row says of them.
pub(super) trait Scores: Sync {
    /// How many people there are.
    fn people(&self) -> usize;

    /// No pair is worth less or more. Nothing would be gained by the narrowest bounds.
    fn range(&self) -> (i32, i32);

    /// What the person at a row adds to every pair of theirs alike. It says how much it matters that they are matched, and
    /// nothing of with whom.
    fn own(&self, row: usize) -> i32;

    /// Somebody who reads rows; each thread has its own.
    fn reader(&self) -> Box<dyn Reader + '_>;
}

/// Reads rows, and keeps what the next one may need again.
pub(super) trait Reader {
    /// What the person at `row` is worth to those at `first` and after, one for each place in `scores`, [`NEVER`] for
    /// themselves and whoever they must not be matched with.
    fn read(&mut self, row: usize, first: usize, scores: &mut [i32]);
}
