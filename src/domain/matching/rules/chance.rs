//! Among equals chance decides, or the first names on the list would always meet each other.

use crate::domain::matching::weights::Weights;

/// Up to the weight, drawn for the pair from what was drawn for each of the two.
pub(in super::super) fn points(a: u32, b: u32, weights: &Weights) -> i64 {
    i64::from(drawn(a, b, most(weights)))
}

/// One more than the most that is drawn.
pub(in super::super) fn most(weights: &Weights) -> u32 {
    weights.chance.unsigned_abs() + 1
}

/// A number below `most`, the same for both orders. Two rounds of multiplying spread every bit of the draws over it.
pub(in super::super) fn drawn(a: u32, b: u32, most: u32) -> i32 {
    let mut mixed = (a ^ b).wrapping_mul(0x9E37_79B1);
    mixed ^= mixed >> 15;
    mixed = mixed.wrapping_mul(0x85EB_CA77);
    (((mixed >> 16) * most) >> 16) as i32
}
