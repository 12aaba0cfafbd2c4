//! Circles: groups of three to eight in which everybody meets everybody. Numbers in, numbers out; nothing here knows of
//! people.
//!
//! # What a circle is worth
//!
//! The sum over its pairs, divided by one less than its size. For each of its members take the mean of what the others
//! are worth to them: the worth of the circle is half the sum of those means. So every person counts the same in a
//! circle of whatever size, and a circle of two would be worth what its pair is. The sum alone would favour large
//! circles, as pairs grow with the square of the size; the mean over the pairs would favour small ones, since then a
//! person in a circle of eight counts for less than half of one in a circle of three.
//!
//! # How they are found
//!
//! Up to [`MOST_EXACT`] people, by looking at all ways there are (`exact`). To partition people into circles of three or
//! more is NP-hard, so that many are put together from the best pairs (`construct`) or, where few may meet, by whoever
//! finds company hardest (`pack`). Such circles are improved until no exchange helps, nor dealing any two small circles
//! again (`improve`), and are held against a bound that nothing can exceed (`bound`).

mod bound;
mod construct;
mod deal;
mod exact;
mod improve;
mod pack;
#[cfg(test)]
mod tests;
mod worths;

use deal::Deal;
use std::fmt;
use worths::Worths;

/// The most people among whom the circles are the best there are.
pub const MOST_EXACT: usize = 14;

/// For so many people at most, circles are built in several ways.
const MOST_IN_ALL_WAYS: usize = 200;

/// Worths of circles are in so many parts of a point, so that the mean in a circle of any size is a whole number.
pub const PARTS: i64 = 420;

/// How many people may be in a circle: three to eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    least: usize,
    most: usize,
}

/// No circle can have such a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSizes {
    /// The fewest that were asked for.
    pub least: usize,
    /// The most that were asked for.
    pub most: usize,
}

impl fmt::Display for BadSizes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { least, most } = self;
        write!(
            out,
            "circles of {least} to {most} cannot be formed: choose sizes from 3 to 8, the smaller first"
        )
    }
}

impl std::error::Error for BadSizes {}

impl Sizes {
    /// Circles of `least` to `most` people, both included.
    ///
    /// # Errors
    /// When one of them is not within 3 to 8, or they are the wrong way round.
    pub fn new(least: usize, most: usize) -> Result<Self, BadSizes> {
        if least < 3 || most > 8 || least > most {
            return Err(BadSizes { least, most });
        }
        Ok(Self { least, most })
    }

    fn allow(self, size: usize) -> bool {
        (self.least..=self.most).contains(&size)
    }
}

/// Who meets whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circles {
    /// Each circle sorted, and sorted by their first members.
    pub circles: Vec<Vec<usize>>,
    /// Who could not be placed, sorted.
    pub left: Vec<usize>,
    /// What all circles are worth together, in [`PARTS`] of a point.
    pub worth: i64,
    /// What no circles of these people can exceed, however many of them are placed, in [`PARTS`] of a point. `None`
    /// where these circles are the best there are: no others place more people, or as many for a greater worth.
    pub bound: Option<i64>,
}

/// Puts `count` people, numbered from 0, into circles: as few left over as possible first, then the greatest worth. Up to
/// [`MOST_EXACT`] people that is exact. The same worths have the same circles.
///
/// `worth` is asked once for each pair, the smaller number first, and gives points. Where it gives none, the two never
/// share a circle. More than 10⁹ points, above or below zero, count as so many. Memory grows with the square of `count`;
/// a thousand people take seconds.
pub fn circles(count: usize, sizes: Sizes, worth: &dyn Fn(usize, usize) -> Option<i64>) -> Circles {
    let worths = Worths::of(count, worth);
    let everybody: Vec<usize> = (0..count).collect();
    if count <= MOST_EXACT {
        return exact::best(&worths, &everybody, sizes).into_circles(&worths, None);
    }
    let deal = built(&worths, sizes);
    deal.into_circles(&worths, Some(bound::most_worth(&worths, sizes)))
}

/// Builds and improves circles in some ways, and takes the best.
fn built(worths: &Worths, sizes: Sizes) -> Deal {
    let first_deals = first_deals(worths, sizes).into_iter();
    let improved = first_deals.map(|deal| improve::improved(worths, sizes, deal));
    improved.max_by_key(|deal| deal.rank(worths)).unwrap_or_default()
}

/// Among many people one way is as good as another, unless some could not be placed.
fn first_deals(worths: &Worths, sizes: Sizes) -> Vec<Deal> {
    let (few, many) = (worths.count().div_ceil(sizes.most), worths.count() / sizes.least);
    let everybody: Vec<usize> = (0..worths.count()).collect();
    let mut deals = vec![construct::first_deal(worths, sizes, many)];
    if worths.count() <= MOST_IN_ALL_WAYS && few < many {
        deals.extend([(few + many) / 2, few].map(|wanted| construct::first_deal(worths, sizes, wanted)));
    }
    if worths.count() <= MOST_IN_ALL_WAYS || !deals[0].left.is_empty() {
        deals.push(pack::packed(worths, &everybody, sizes));
    }
    deals
}
