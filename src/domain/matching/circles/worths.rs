//! What people are worth to each other, and their circles with them.

use super::PARTS;

/// So much either way is beyond every score, and small enough to be added up over all pairs.
const MOST_WORTH: i64 = 1_000_000_000;

/// Stands for a pair that must not meet.
const FORBIDDEN: i64 = i64::MIN;

/// The worth of every pair.
pub(super) struct Worths {
    count: usize,
    of_pairs: Vec<i64>,
}

impl Worths {
    pub(super) fn of(count: usize, worth: &dyn Fn(usize, usize) -> Option<i64>) -> Self {
        let mut of_pairs = vec![FORBIDDEN; count * count];
        for a in 0..count {
            for b in a + 1..count {
                if let Some(points) = worth(a, b) {
                    let points = points.clamp(-MOST_WORTH, MOST_WORTH);
                    (of_pairs[a * count + b], of_pairs[b * count + a]) = (points, points);
                }
            }
        }
        Self { count, of_pairs }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn pair(&self, a: usize, b: usize) -> Option<i64> {
        let points = self.of_pairs[a * self.count + b];
        (points != FORBIDDEN).then_some(points)
    }

    /// Everybody whom a person may meet, with what that is worth.
    pub(super) fn others(&self, person: usize) -> impl Iterator<Item = (usize, i64)> {
        (0..self.count).filter_map(move |other| self.pair(person, other).map(|points| (other, points)))
    }

    /// What a person and all of the others are worth to each other together; none where one of the pairs must not meet.
    pub(super) fn pull(&self, person: usize, others: impl IntoIterator<Item = usize>) -> Option<i64> {
        others.into_iter().map(|other| self.pair(person, other)).sum()
    }

    /// The sum over the pairs of a circle; none where one of them must not meet.
    pub(super) fn sum(&self, members: &[usize]) -> Option<i64> {
        let pulls =
            members.iter().enumerate().map(|(at, &member)| self.pull(member, members[..at].iter().copied()));
        pulls.sum()
    }
}

/// What a circle of this size is worth whose pairs have this sum, in parts.
pub(super) fn shared(sum: i64, size: usize) -> i64 {
    sum * (PARTS / (size as i64 - 1))
}
