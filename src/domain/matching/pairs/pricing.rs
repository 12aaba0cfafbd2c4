//! Every pair there is, held against the duals of a matching.

use crate::domain::matching::scores::{NEVER, Reader, Rows, Scores, TILE, for_rows};
use crate::domain::matching::solver::{Edge, Prices};
use crate::domain::matching::watch::{Stage, Watch};
use std::collections::BTreeSet;

/// So many violated pairs of a row become candidates at once: others are often settled by them.
const TAKEN: usize = 6;

/// What the duals do not cover.
pub(super) struct Priced {
    /// The pairs that are violated most, some for each person.
    pub pairs: Vec<Edge>,
    /// By how much duals would have to be raised in all to cover every pair.
    pub raised: i128,
}

/// Looks at all pairs; nothing where the watch ended it.
pub(super) fn price_out(
    scores: &dyn Scores,
    prices: &Prices,
    without: &BTreeSet<usize>,
    watch: &mut dyn Watch,
) -> Option<Priced> {
    let halves = prices.halves();
    // The numbers are small unless somebody has to be left out.
    let short: Option<Vec<i32>> = halves.iter().map(|half| is_short(*half).then_some(*half as i32)).collect();
    let pricer = Pricer { scores, prices, without, halves: &halves, short: short.as_deref() };
    let work = |reader: &mut Box<dyn Reader + '_>, rows: Rows| pricer.rows(&mut **reader, rows);
    let found = for_rows(scores.people(), (Stage::Pricing, watch), || scores.reader(), work)?;
    let mut all = Priced { pairs: Vec::new(), raised: 0 };
    for block in found {
        all.pairs.extend(block.pairs);
        all.raised += block.raised;
    }
    Some(all)
}

/// Whether two of them can be added up in 32 bits.
fn is_short(half: i64) -> bool {
    (-(1 << 30)..1 << 30).contains(&half)
}

/// Whoever has to be left out may gain by nearly every pair of theirs; the most violated ones say enough.
fn forget_the_least(violated: &mut Vec<(i64, Edge)>) {
    if violated.len() == 64 * TAKEN {
        violated.select_nth_unstable_by_key(TAKEN, |(slack, edge)| (*slack, edge.b));
        violated.truncate(TAKEN);
    }
}

struct Pricer<'a> {
    scores: &'a dyn Scores,
    prices: &'a Prices,
    without: &'a BTreeSet<usize>,
    halves: &'a [i64],
    short: Option<&'a [i32]>,
}

impl Pricer<'_> {
    /// Pairs of these rows with later ones: each pair is looked at once.
    fn rows(&self, reader: &mut dyn Reader, rows: Rows) -> Priced {
        let people = self.scores.people();
        let mut violated: Vec<Vec<(i64, Edge)>> = rows.clone().map(|_| Vec::new()).collect();
        let mut tile = vec![NEVER; TILE.min(people)];
        let start = rows.start / TILE * TILE;
        for first in (start..people).step_by(TILE) {
            for (row, violated) in rows.clone().zip(&mut violated) {
                if self.without.contains(&row) {
                    continue;
                }
                let scores = &mut tile[..TILE.min(people - first)];
                reader.read(row, first, scores);
                self.look(row, first, scores, violated);
            }
        }
        let mut all = Priced { pairs: Vec::new(), raised: 0 };
        for mut row in violated {
            row.sort_unstable_by_key(|(slack, edge)| (*slack, edge.b));
            all.raised -= row.first().map_or(0, |(slack, _)| i128::from(*slack));
            all.pairs.extend(row.into_iter().take(TAKEN).map(|(_, edge)| edge));
        }
        all
    }

    /// First a comparison that hardly any pair passes, then the exact slack.
    fn look(&self, row: usize, first: usize, scores: &[i32], violated: &mut Vec<(i64, Edge)>) {
        let end = first + scores.len();
        let mut meet = |at: usize, score: i32| {
            let other = first + at;
            if other <= row || score == NEVER || self.without.contains(&other) {
                return;
            }
            let slack = self.prices.slack(row, other, score.into());
            if slack < 0 {
                violated.push((slack, Edge { a: row, b: other, weight: score.into() }));
                forget_the_least(violated);
            }
        };
        match self.short {
            Some(short) => {
                let mine = short[row];
                let chunks = scores.chunks(16).zip(short[first..end].chunks(16)).zip((0..).step_by(16));
                for ((scores, halves), start) in chunks {
                    let pairs = || scores.iter().zip(halves);
                    if pairs().fold(false, |any, (score, half)| any | (*score > mine + half)) {
                        scores.iter().zip(start..).for_each(|(score, at)| meet(at, *score));
                    }
                }
            }
            None => {
                let mine = self.halves[row];
                for ((score, half), at) in scores.iter().zip(&self.halves[first..end]).zip(0..) {
                    if i64::from(*score) > mine + half {
                        meet(at, *score);
                    }
                }
            }
        }
    }
}
