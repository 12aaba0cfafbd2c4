//! Better circles from circles: people change places, and circles are dealt again, as long as either helps. Each step
//! places more people, or as many for a greater worth; so it ends.

use super::Sizes;
use super::deal::Deal;
use super::exact;
use super::pack;
use super::worths::Worths;
use exchange::Table;

mod exchange;

/// Two circles are dealt again if they have at most so many people, which takes some hundredths of a millisecond.
const MOST_DEALT_AGAIN: usize = 10;

/// The same where there are more than [`MANY`] circles, and so thousands of twos.
const MOST_OF_MANY: usize = 8;
const MANY: usize = 64;

/// So many people are packed again in one go, over all the circles that are tried with those left over.
const MOST_PACKED: usize = 20_000;

/// Three circles are dealt again if they have at most so many people. It is done more seldom.
const MOST_AT_ONCE: usize = 12;

/// How many times three circles are tried in one go. There may be millions of ways to take three.
const THREES_TRIED: usize = 100;

/// Improves a deal until no exchange of two people does, nor dealing any two circles again, nor some three.
pub(super) fn improved(worths: &Worths, sizes: Sizes, deal: Deal) -> Deal {
    let mut deal = deal;
    loop {
        deal = Table::of(worths, sizes, deal).settled();
        let before = deal.rank(worths);
        place_left(worths, sizes, &mut deal);
        deal_twos(worths, sizes, &mut deal);
        deal_threes(worths, sizes, &mut deal);
        if deal.rank(worths) == before {
            return deal;
        }
    }
}

/// Packs those left over anew, by themselves, with one circle or with two, until that places more.
fn place_left(worths: &Worths, sizes: Sizes, deal: &mut Deal) {
    let (count, left) = (deal.circles.len(), deal.left.len());
    if left == 0 {
        return;
    }
    let ones = (0..count).map(|at| vec![at]);
    let twos = (0..count).flat_map(|b| (0..b).map(move |a| vec![a, b]));
    let choices = std::iter::once(Vec::new()).chain(ones).chain(twos);
    let mut tried = choices.take(MOST_PACKED / (left + 2 * sizes.least));
    tried.find(|places| repack(worths, sizes, deal, places));
}

/// Packs these circles and all who are left over anew, if that places more of them. Says whether it did.
fn repack(worths: &Worths, sizes: Sizes, deal: &mut Deal, places: &[usize]) -> bool {
    let seated: Vec<usize> = places.iter().flat_map(|&at| deal.circles[at].iter().copied()).collect();
    let people: Vec<usize> = seated.iter().chain(&deal.left).copied().collect();
    let new = pack::packed(worths, &people, sizes);
    if new.left.len() >= deal.left.len() {
        return false;
    }
    replace(deal, places, new.circles);
    deal.left = new.left;
    true
}

/// Deals every two circles anew together that are few enough, and whatever comes of it with all others.
fn deal_twos(worths: &Worths, sizes: Sizes, deal: &mut Deal) {
    let most = if deal.circles.len() > MANY { MOST_OF_MANY } else { MOST_DEALT_AGAIN };
    let mut open = deal.circles.clone();
    while let Some(circle) = open.pop() {
        let Some(at) = deal.circles.iter().position(|members| *members == circle) else { continue };
        let is_small = |other: &usize| circle.len() + deal.circles[*other].len() <= most;
        let others: Vec<usize> =
            (0..deal.circles.len()).filter(|&other| other != at).filter(is_small).collect();
        let changed = others.into_iter().find(|&other| redeal(worths, sizes, deal, &[at, other], most));
        if changed.is_some() {
            // The new circles stand last.
            open.extend(deal.circles.iter().rev().take(2).cloned());
        }
    }
}

/// Deals some three circles anew together: those in a row, then every second, every third and so on, so that each gets
/// together with many others.
fn deal_threes(worths: &Worths, sizes: Sizes, deal: &mut Deal) {
    for tried in 0..THREES_TRIED {
        let count = deal.circles.len();
        if count < 3 {
            return;
        }
        let (first, stride) = (tried % count, 1 + tried / count);
        let places = [first, (first + stride) % count, (first + 2 * stride + 1) % count];
        let together: usize = places.iter().map(|&at| deal.circles[at].len()).sum();
        let [a, b, c] = places;
        if a != b && b != c && a != c && together <= MOST_AT_ONCE {
            redeal(worths, sizes, deal, &places, MOST_AT_ONCE);
        }
    }
}

/// Deals these circles anew together, with as many of those left over as `most` people allow. Says whether that helped;
/// then the new circles stand behind all others.
fn redeal(worths: &Worths, sizes: Sizes, deal: &mut Deal, places: &[usize], most: usize) -> bool {
    let old = Deal { circles: places.iter().map(|&at| deal.circles[at].clone()).collect(), left: Vec::new() };
    let seated: Vec<usize> = old.circles.iter().flatten().copied().collect();
    let joining = deal.left.len().min(most - seated.len());
    let people: Vec<usize> = seated.into_iter().chain(deal.left[..joining].iter().copied()).collect();
    let new = exact::best(worths, &people, sizes);
    if new.rank(worths) <= old.rank(worths) {
        return false;
    }
    deal.left.splice(..joining, new.left);
    replace(deal, places, new.circles);
    true
}

/// Puts new circles behind all others in place of some.
fn replace(deal: &mut Deal, places: &[usize], new: Vec<Vec<usize>>) {
    let kept = (0..deal.circles.len()).filter(|at| !places.contains(at));
    deal.circles = kept.map(|at| std::mem::take(&mut deal.circles[at])).chain(new).collect();
}
