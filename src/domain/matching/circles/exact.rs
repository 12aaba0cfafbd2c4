//! The best circles of a few people, by dynamic programming over the sets of them.
//!
//! The first person of a set is left over or in a circle with some of the others, and what remains is a smaller set. For
//! n people that is about 3ⁿ / 2 steps.

use super::Sizes;
use super::deal::{Deal, Rank};
use super::worths::{Worths, shared};

/// The best deal of these people, of whom there are few. Bit i of a set stands for the i-th of them.
pub(super) fn best(worths: &Worths, people: &[usize], sizes: Sizes) -> Deal {
    let circles = worths_of_sets(worths, people, sizes);
    let mut best: Vec<Rank> = vec![(0, 0); circles.len()];
    let mut circle_of_first = vec![0_usize; circles.len()];
    let everybody = circles.len() - 1;
    // Once the very first person has been dealt with, only sets without them are left.
    for set in (2..everybody).step_by(2).chain([everybody]).filter(|&set| set > 0) {
        let rest = set & (set - 1);
        let first = set ^ rest;
        best[set] = best[rest];
        let mut others = rest;
        while others > 0 {
            let circle = others | first;
            if let Some(worth) = circles[circle] {
                let (placed, sum) = best[set ^ circle];
                let rank = (placed + circle.count_ones() as usize, sum + worth);
                if rank > best[set] {
                    (best[set], circle_of_first[set]) = (rank, circle);
                }
            }
            others = (others - 1) & rest;
        }
    }
    deal_of(people, &circle_of_first)
}

/// What each set of people is worth as a circle; none where it is too small or too large or where two may not meet.
fn worths_of_sets(worths: &Worths, people: &[usize], sizes: Sizes) -> Vec<Option<i64>> {
    let mut sums = vec![Some(0); 1 << people.len()];
    for set in 1..sums.len() {
        let rest = set & (set - 1);
        let others = (0..people.len()).filter(|at| rest >> at & 1 == 1).map(|at| people[at]);
        let first = people[set.trailing_zeros() as usize];
        sums[set] = sums[rest].and_then(|sum: i64| Some(sum + worths.pull(first, others)?));
    }
    let size = |set: usize| set.count_ones() as usize;
    let sets = sums.into_iter().enumerate();
    sets.map(|(set, sum)| sum.filter(|_| sizes.allow(size(set))).map(|sum| shared(sum, size(set)))).collect()
}

fn deal_of(people: &[usize], circle_of_first: &[usize]) -> Deal {
    let members = |set: usize| (0..people.len()).filter(move |at| set >> at & 1 == 1).map(|at| people[at]);
    let mut deal = Deal::default();
    let mut set = circle_of_first.len() - 1;
    while set > 0 {
        let circle = circle_of_first[set];
        if circle == 0 {
            deal.left.push(people[set.trailing_zeros() as usize]);
            set &= set - 1;
        } else {
            deal.circles.push(members(circle).collect());
            set ^= circle;
        }
    }
    deal
}
