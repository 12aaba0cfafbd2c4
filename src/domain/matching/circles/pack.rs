//! Circles of people of whom many must not meet: placing them at all is the difficulty, and worth comes later.
//!
//! Whoever may meet the fewest is seated first, with others who may meet few, so that those who get along with all are
//! there in the end for whoever is left.

use super::Sizes;
use super::deal::Deal;
use super::worths::Worths;

/// How many beginnings of a circle are tried for one person. There may be no end of them.
const TRIES: usize = 2_000;

/// Packs these people into circles of the least size, as many as are found.
pub(super) fn packed(worths: &Worths, people: &[usize], sizes: Sizes) -> Deal {
    let may_meet = |a: usize, b: usize| worths.pair(a, b).is_some();
    let mut free = people.to_vec();
    free.sort_by_key(|&person| (people.iter().filter(|&&other| may_meet(person, other)).count(), person));
    let mut deal = Deal::default();
    while let [first, ref others @ ..] = free[..] {
        let candidates = others.iter().copied().filter(|&other| may_meet(first, other)).collect();
        let mut circle = vec![first];
        if complete(worths, &mut circle, candidates, sizes.least, &mut { TRIES }) {
            free.retain(|person| !circle.contains(person));
            deal.circles.push(circle);
        } else {
            free.remove(0);
            deal.left.push(first);
        }
    }
    deal
}

/// Adds candidates, who may all meet everybody in the circle, until it has the size. False when that cannot be, or not
/// within so many tries.
fn complete(
    worths: &Worths,
    circle: &mut Vec<usize>,
    candidates: Vec<usize>,
    size: usize,
    tries: &mut usize,
) -> bool {
    if circle.len() == size {
        return true;
    }
    for (at, &next) in candidates.iter().enumerate() {
        if circle.len() + candidates.len() - at < size || *tries == 0 {
            return false;
        }
        *tries -= 1;
        circle.push(next);
        let later = candidates[at + 1..].iter().copied();
        let rest = later.filter(|&other| worths.pair(next, other).is_some()).collect();
        if complete(worths, circle, rest, size, tries) {
            return true;
        }
        circle.pop();
    }
    false
}
