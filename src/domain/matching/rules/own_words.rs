//! Own words, read as the routing of an ask reads them.

use crate::domain::matching::facts::Facts;
use crate::domain::matching::weights::Weights;
use crate::domain::topics::{FULLY, OWN_WORDS, own_words_fit};

/// How well the one's own words fit what the other seeks and says.
pub(in super::super) fn points(helper: &Facts<'_>, seeker: &Facts<'_>, weights: &Weights) -> i64 {
    let on_topic = helper.speaks_of_what_is_sought_by(seeker);
    fit(on_topic, helper.words_shared_with(seeker), weights)
}

/// What it is worth to speak of a topic that is sought, and to share so many particular words.
pub(in super::super) fn fit(on_topic: bool, shared_words: usize, weights: &Weights) -> i64 {
    let percent = if on_topic { FULLY } else { 0 };
    i64::from(own_words_fit(percent, shared_words)) * i64::from(weights.own_words) / i64::from(OWN_WORDS)
}
