//! In which order the exposed vertices search: all of them a little, then those that are left a little more.
//!
//! One tree after the other, each grown until it ends, gets slow on large graphs. The first trees end soon, since
//! exposed vertices are everywhere; the last few have to cross half of the graph to find another one. The number of
//! vertices within a distance mostly grows much faster than the distance, so that two trees that meet half-way are far
//! smaller than one that goes the whole way.
//!
//! Therefore a search has a *patience*: after so many vertices it is put off, with the duals as they are at that
//! moment. They satisfy every condition, so nothing of the answer hangs on when that happens. Nor is the work lost:
//! the edges of the tree stay tight, the next search from there comes through at once, and a search from elsewhere
//! that meets one of them finds a tight way to the root. Patience doubles with each round, and so all searches from a
//! root together look at about twice as many vertices as the last one alone. Only a search that has moved no dual yet, as
//! there were nothing but ties, would have won nothing, and is let go on until it has.

/// The vertices that a search may look from in the first round. Most searches need fewer.
pub(super) const FIRST_PATIENCE: u32 = 32;

/// Searches from all roots, with this patience at first, until none is wanting. The search is given a root and its
/// patience, and says whether the root is still wanting afterwards; with [`u32::MAX`] it must bring any to an end.
pub(super) fn search_in_rounds(
    mut roots: Vec<u32>,
    first_patience: u32,
    mut is_left_wanting: impl FnMut(u32, u32) -> bool,
) {
    let mut patience = first_patience;
    while !roots.is_empty() {
        if roots.len() == 1 {
            // There is nobody left to meet half-way.
            patience = u32::MAX;
        }
        roots.retain(|&root| is_left_wanting(root, patience));
        patience = patience.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_had_a_turn_before_anybody_gets_more_patience() {
        let mut turns = Vec::new();
        search_in_rounds(vec![4, 7, 9], 32, |root, patience| {
            turns.push((root, patience));
            patience < 64 && root != 7
        });
        assert_eq!(turns, [(4, 32), (7, 32), (9, 32), (4, 64), (9, 64)]);
    }

    #[test]
    fn the_last_one_left_is_never_put_off() {
        let mut turns = Vec::new();
        search_in_rounds(vec![4, 7], 32, |root, patience| {
            turns.push((root, patience));
            root == 7 && patience < u32::MAX
        });
        assert_eq!(turns, [(4, 32), (7, 32), (7, u32::MAX)]);
    }
}
