//! A way to put people into circles.

use super::Circles;
use super::worths::{Worths, shared};

/// Circles, and who is in none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Deal {
    pub(super) circles: Vec<Vec<usize>>,
    pub(super) left: Vec<usize>,
}

/// What makes one deal better than another: more people placed, and then more worth.
pub(super) type Rank = (usize, i64);

impl Deal {
    pub(super) fn rank(&self, worths: &Worths) -> Rank {
        let placed = self.circles.iter().map(Vec::len).sum();
        (placed, self.circles.iter().map(|members| worth(worths, members)).sum())
    }

    pub(super) fn into_circles(mut self, worths: &Worths, bound: Option<i64>) -> Circles {
        let (_, worth) = self.rank(worths);
        self.circles.iter_mut().for_each(|members| members.sort_unstable());
        self.circles.sort_unstable();
        self.left.sort_unstable();
        Circles { circles: self.circles, left: self.left, worth, bound }
    }
}

/// The worth of a circle in which all may meet.
pub(super) fn worth(worths: &Worths, members: &[usize]) -> i64 {
    worths.sum(members).map_or(0, |sum| shared(sum, members.len()))
}
