//! The best few of a row that is read piece by piece.

use crate::domain::matching::scores::NEVER;

/// So many times as many are kept before the worse ones are thrown away again.
const SLACK: usize = 4;

/// The best so far, and more in no order.
pub(super) struct Best {
    most: usize,
    kept: Vec<(i32, u32)>,
    /// Whatever is not above it cannot be among the best.
    bar: i32,
}

impl Best {
    /// Of so many.
    pub fn of(most: usize) -> Self {
        Self { most, kept: Vec::with_capacity(most.saturating_mul(SLACK).min(1_024)), bar: NEVER }
    }

    /// Looks at what follows. Of equal ones those that come first are kept.
    pub fn offer(&mut self, first: usize, scores: &[i32]) {
        for (chunk, start) in scores.chunks(16).zip((first..).step_by(16)) {
            // Nearly all are below the bar, and comparing sixteen at once tells so.
            if chunk.iter().fold(false, |any, score| any | (*score > self.bar)) {
                self.take(start, chunk);
            }
        }
    }

    /// The best.
    pub fn taken(mut self) -> Vec<(i32, u32)> {
        self.cut();
        self.kept
    }

    fn take(&mut self, start: usize, chunk: &[i32]) {
        for (score, other) in chunk.iter().zip(start as u32..) {
            if *score > self.bar {
                self.kept.push((*score, other));
            }
        }
        if self.kept.len() >= self.most.saturating_mul(SLACK) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() <= self.most {
            return;
        }
        let place = |(score, other): &(i32, u32)| (std::cmp::Reverse(*score), *other);
        self.kept.select_nth_unstable_by_key(self.most - 1, place);
        self.kept.truncate(self.most);
        self.bar = self.kept.iter().map(|(score, _)| *score).min().unwrap_or(NEVER);
    }
}
