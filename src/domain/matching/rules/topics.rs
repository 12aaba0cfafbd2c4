//! Seeking and offering: exactly the topic, one beside it, the same from both sides.

use crate::domain::matching::facts::Facts;
use crate::domain::matching::weights::Weights;

/// So many topics count, for help each way and for challenges that both share.
pub(in super::super) const THAT_COUNT: usize = 2;

/// How many topics of one kind two people have between them, as far as they count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Counts {
    /// That the one seeks and the other offers.
    pub exact: usize,
    /// That the one seeks and stand beside one that the other offers. Only what exact ones leave room for.
    pub near: usize,
}

impl Counts {
    /// As many as count.
    pub fn capped(exact: usize, near: usize) -> Self {
        let exact = exact.min(THAT_COUNT);
        Self { exact, near: near.min(THAT_COUNT - exact) }
    }

    fn of(helper: &Facts<'_>, seeker: &Facts<'_>) -> Self {
        Self::capped(helper.can_help(seeker).count(), helper.comes_near(seeker).count())
    }

    /// What exact topics are worth.
    pub fn help(self, weights: &Weights) -> i64 {
        self.exact as i64 * i64::from(weights.offered_topic)
    }

    /// What neighbours are worth.
    pub fn nearness(self, weights: &Weights) -> i64 {
        self.near as i64 * i64::from(weights.offered_topic) * i64::from(weights.neighbour_percent) / 100
    }
}

/// For what one offers and the other seeks.
pub(super) fn help(helper: &Facts<'_>, seeker: &Facts<'_>, weights: &Weights) -> i64 {
    Counts::of(helper, seeker).help(weights)
}

/// For what stands beside it.
pub(super) fn near(helper: &Facts<'_>, seeker: &Facts<'_>, weights: &Weights) -> i64 {
    Counts::of(helper, seeker).nearness(weights)
}

/// When at least one can help the other with the very topic.
pub(super) fn either_way(a: &Facts<'_>, b: &Facts<'_>, weights: &Weights) -> i64 {
    if can_help(a, b) || can_help(b, a) { weights.either_way.into() } else { 0 }
}

/// When each can help the other with the very topic.
pub(super) fn both_ways(a: &Facts<'_>, b: &Facts<'_>, weights: &Weights) -> i64 {
    if can_help(a, b) && can_help(b, a) { weights.both_ways.into() } else { 0 }
}

/// For what both seek.
pub(super) fn challenges(a: &Facts<'_>, b: &Facts<'_>, weights: &Weights) -> i64 {
    shared(a.challenges_shared_with(b).count(), weights)
}

/// For so many topics that both seek.
pub(in super::super) fn shared(topics: usize, weights: &Weights) -> i64 {
    topics.min(THAT_COUNT) as i64 * i64::from(weights.shared_challenge)
}

pub(super) fn can_help(helper: &Facts<'_>, seeker: &Facts<'_>) -> bool {
    helper.can_help(seeker).next().is_some()
}
