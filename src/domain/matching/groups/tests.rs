use super::*;
use crate::domain::event::Seed;
use crate::domain::matching::simulation::{Crowd, crowd, field};
use crate::domain::org::Lines;
use std::collections::BTreeMap;

/// The points of the best way to put all of these into pairs and at most one trio, by trying all of them.
fn by_trying_all(board: &Board<'_>, left: &[usize]) -> Option<i64> {
    let [first, others @ ..] = left else { return Some(0) };
    let without = |gone: &[usize]| -> Vec<usize> {
        others.iter().copied().filter(|place| !gone.contains(place)).collect()
    };
    let with = |group: &[usize]| {
        total(board, group)?;
        Some(worth(board, group) + by_trying_all(board, &without(&group[1..]))?)
    };
    let pairs = others.iter().filter_map(|other| with(&[*first, *other]));
    let trios = pairs_of(others).into_iter().filter(|_| left.len() % 2 == 1);
    pairs.chain(trios.filter_map(|(b, c)| with(&[*first, b, c]))).max()
}

#[test]
fn an_odd_round_is_the_best_of_all_and_knows_it() {
    for (count, seed) in (0..8).flat_map(|seed| [(3, seed), (5, seed), (7, seed), (9, seed)]) {
        let people = crowd(Crowd::Mixed, count, &mut Seed([seed; 32]).rng());
        let (none, lines) = (BTreeMap::new(), Lines::default());
        let field = Field { seed: Seed([seed; 32]), ..field(&people, &[], &none, &lines) };
        let best = by_trying_all(&Board::of(&field), &(0..count).collect::<Vec<_>>());
        let proof = form(&field).proof;
        assert_eq!((Some(proof.total), proof.bound), (best, best), "{count} people, seed {seed}");
    }
}

#[test]
fn what_is_left_of_a_round_without_two_is_told_for_any_two() {
    let people = crowd(Crowd::Mixed, 8, &mut Seed([5; 32]).rng());
    let (none, lines) = (BTreeMap::new(), Lines::default());
    let field = field(&people, &[], &none, &lines);
    let board = Board::of(&field);
    let best = form(&field).proof.total;
    let with = |(a, b): (usize, usize)| board.score(a, b).unwrap() + worth_without(&field, &board, &[a, b]);
    assert_eq!(pairs_of(&(0..8).collect::<Vec<_>>()).into_iter().map(with).max(), Some(best));
}
