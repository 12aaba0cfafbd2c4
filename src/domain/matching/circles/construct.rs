//! The first circles of many people: the best pairs become their cores, and turn by turn one person joins each, chosen
//! for all circles at once by an exact matching.

use super::super::solver::{Edge, best};
use super::Sizes;
use super::deal::Deal;
use super::worths::Worths;
use std::cmp::Reverse;

/// So many circles, of about equal sizes. Those that stay too small are given up.
pub(super) fn first_deal(worths: &Worths, sizes: Sizes, wanted: usize) -> Deal {
    let mut circles = cores(worths, wanted);
    let mut is_free = vec![true; worths.count()];
    circles.iter().flatten().for_each(|&person| is_free[person] = false);
    for size in 2..sizes.most {
        for (at, person) in joining(worths, &circles, size, &is_free) {
            circles[at].push(person);
            is_free[person] = false;
        }
    }
    let (circles, too_small): (Vec<_>, Vec<_>) =
        circles.into_iter().partition(|members| members.len() >= sizes.least);
    let free = (0..worths.count()).filter(|&person| is_free[person]);
    Deal { left: free.chain(too_small.into_iter().flatten()).collect(), circles }
}

/// So many of the pairs of the best matching, those of the greatest worth.
fn cores(worths: &Worths, wanted: usize) -> Vec<Vec<usize>> {
    let edges: Vec<Edge> = (0..worths.count())
        .flat_map(|a| {
            let later = worths.others(a).filter(move |&(b, _)| b > a);
            later.map(move |(b, weight)| Edge { a, b, weight })
        })
        .collect();
    let partners = best(worths.count(), &edges).into_partners().into_iter().enumerate();
    let mut pairs: Vec<(usize, usize)> =
        partners.filter_map(|(a, partner)| partner.filter(|&b| a < b).map(|b| (a, b))).collect();
    pairs.sort_by_key(|&(a, b)| Reverse(worths.pair(a, b)));
    pairs.into_iter().take(wanted).map(|(a, b)| vec![a, b]).collect()
}

/// Who joins which of the circles of this size: as many as possible, and the best of the ways to do so.
fn joining(worths: &Worths, circles: &[Vec<usize>], size: usize, is_free: &[bool]) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    for (at, members) in circles.iter().enumerate().filter(|(_, members)| members.len() == size) {
        for person in (0..worths.count()).filter(|&person| is_free[person]) {
            if let Some(weight) = worths.pull(person, members.iter().copied()) {
                edges.push(Edge { a: at, b: circles.len() + person, weight });
            }
        }
    }
    let partners = best(circles.len() + worths.count(), &edges).into_partners();
    let joiners = partners[..circles.len()].iter().enumerate();
    joiners.filter_map(|(at, partner)| partner.map(|partner| (at, partner - circles.len()))).collect()
}
