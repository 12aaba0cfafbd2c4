//! The best pair first: quick and simple, and what is left at the end has to take what is left.

use super::super::Field;
use super::super::board::Board;
use super::super::history::pairs_of;
use super::ground::Ground;
use super::{Grouping, Places};
use std::cmp::Reverse;

/// Takes the pair with the most points, then the best pair of the others, and so on; whoever is left joins a pair where
/// that is worth most.
pub(super) fn group(field: &Field<'_>) -> Grouping {
    let (ground, board) = (Ground::of(field), Board::of(field));
    let count = ground.people.len();
    let mut pairs: Vec<(i64, (usize, usize))> = pairs_of(&(0..count).collect::<Vec<_>>())
        .into_iter()
        .filter_map(|(a, b)| board.score(a, b).map(|points| (points, (a, b))))
        .collect();
    pairs.sort_unstable_by_key(|(points, pair)| (Reverse(*points), *pair));
    let (mut places, mut free) = (Places::default(), vec![true; count]);
    for (_, (a, b)) in pairs {
        if free[a] && free[b] {
            (free[a], free[b]) = (false, false);
            places.groups.push(vec![a, b]);
        }
    }
    places.left = (0..count).filter(|place| free[*place]).collect();
    let worth = |group: &[usize], left: usize| -> Option<i64> {
        let [a, b] = group else { return None };
        Some(board.score(*a, left)? + board.score(*b, left)? - 2 * board.score(*a, *b)?)
    };
    ground.insert_left(places, |group, left| Reverse(worth(group, left))).named(&ground)
}
