//! Pairs by chance, under the hard rules.

use super::super::Field;
use super::ground::Ground;
use super::{Grouping, Places, Points};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;

/// One shuffle.
pub(super) fn group(field: &Field<'_>) -> Grouping {
    let ground = Ground::of(field);
    shuffled(&ground, &mut field.seed.rng()).named(&ground)
}

/// The best of so many shuffles: first by how many are left out, then by our points.
pub(super) fn best_of(times: usize, field: &Field<'_>) -> Grouping {
    let (ground, points) = (Ground::of(field), Points::of(field));
    let mut rng = field.seed.rng();
    let tries = (0..times).map(|_| shuffled(&ground, &mut rng));
    let rank = |places: &Places| (places.left.len(), Reverse(points.of_places(&places.groups)));
    tries.min_by_key(rank).unwrap_or_default().named(&ground)
}

/// Everybody in turn, in an order by chance, gets the first of the others whom they may meet and did not meet last time;
/// where there is no such person, the first whom they may meet.
fn shuffled(ground: &Ground<'_>, rng: &mut ChaCha8Rng) -> Places {
    let mut free: Vec<usize> = (0..ground.people.len()).collect();
    free.shuffle(rng);
    let mut places = Places::default();
    while let Some(first) = free.pop() {
        let may = |other: &usize| ground.allows(first, *other);
        let fresh = |other: &usize| may(other) && !ground.met_last(first, *other);
        match free.iter().rposition(fresh).or_else(|| free.iter().rposition(may)) {
            Some(at) => places.groups.push(vec![first, free.remove(at)]),
            None => places.left.push(first),
        }
    }
    let recent =
        |group: &[usize], left: usize| group.iter().filter(|member| ground.met_last(**member, left)).count();
    ground.insert_left(places, recent)
}
