//! Rows shared out among the processor's cores. What comes of a row depends on the row alone, and is given back in the
//! order of the rows: however many cores there are, the round is the same.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::super::watch::{Stage, Step, Watch};

/// So many rows are taken at a time.
pub(in super::super) const BLOCK: usize = 32;
/// Fewer rows are not worth waking anybody for.
const ALONE: usize = 512;

/// A range of rows that one core works on.
pub(in super::super) type Rows = Range<usize>;

/// Works on all rows, by blocks; gives what came of each block in order, or nothing where the watch ended it. `begin` makes
/// what each core needs for itself.
pub(in super::super) fn for_rows<S, T: Send>(
    rows: usize,
    (stage, watch): (Stage, &mut dyn Watch),
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Rows) -> T + Sync,
) -> Option<Vec<T>> {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let others = if rows < ALONE { 0 } else { cores - 1 };
    let (next, ended) = (AtomicUsize::new(0), AtomicBool::new(false));
    let take = || {
        let start = next.fetch_add(BLOCK, Ordering::Relaxed);
        (start < rows && !ended.load(Ordering::Relaxed)).then(|| start..rows.min(start + BLOCK))
    };
    if watch.at(Step { stage, done: 0, of: rows as u64 }).is_break() {
        return None;
    }
    let mut done = thread::scope(|scope| {
        let helper = || {
            let mut state = begin();
            let mut done = Vec::new();
            while let Some(rows) = take() {
                done.push((rows.start, work(&mut state, rows)));
            }
            done
        };
        let helpers: Vec<_> = (0..others).map(|_| scope.spawn(helper)).collect();
        let (mut state, mut done) = (begin(), Vec::new());
        while let Some(block) = take() {
            let step = Step { stage, done: block.start as u64, of: rows as u64 };
            if watch.at(step).is_break() {
                ended.store(true, Ordering::Relaxed);
                break;
            }
            done.push((block.start, work(&mut state, block)));
        }
        for helper in helpers {
            match helper.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    if ended.into_inner() {
        return None;
    }
    done.sort_unstable_by_key(|(start, _)| *start);
    Some(done.into_iter().map(|(_, result)| result).collect())
}
