//! What a problem in somebody's own words is about, among the topics of the taxonomy, and who has been there.

mod lexicon;
mod neighbours;
mod relevance;
mod spelling;
#[cfg(test)]
pub(in crate::domain) mod tests;
mod words;

pub use neighbours::{Closeness, Neighbour};
pub use relevance::{
    Asked, Because, Candidate, FULLY, OWN_WORDS, OwnWords, PastHelp, Relevance, own_words_fit,
};

use super::catalogue::Catalogue;
use super::ids::TopicId;
use lexicon::Lexicon;
use neighbours::Neighbourhood;
use std::cmp::Reverse;
use words::Reader;

/// What has to speak for a topic before it is suggested: two fifths of a word that leads nowhere else.
const ENOUGH: u32 = 2 * lexicon::WHOLE / 5;
/// A topic for which so many times less speaks than for the best one is not suggested.
const FAR_BEHIND: u32 = 3;

/// The taxonomy made ready for reading free texts. Building it takes some milliseconds, so build it once.
#[derive(Clone, Debug)]
pub struct TopicIndex {
    reader: Reader,
    lexicon: Lexicon,
    neighbourhood: Neighbourhood,
}

/// A topic that a text may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The topic.
    pub topic: TopicId,
    /// How much speaks for it: 1000 is one word that leads to this topic only. From there on it is safe to take it as
    /// meant, below it is a guess to be confirmed.
    pub score: u32,
}

impl Default for TopicIndex {
    /// A taxonomy without topics.
    fn default() -> Self {
        Self::of(&Catalogue::default())
    }
}

impl TopicIndex {
    /// Makes a taxonomy ready. Its order does not matter.
    pub fn of(catalogue: &Catalogue) -> Self {
        let reader = Reader::new();
        let lexicon = Lexicon::of(&catalogue.topics, &reader);
        Self { reader, lexicon, neighbourhood: Neighbourhood::of(catalogue) }
    }

    /// The topics that a text is about, best first and no more than `most`; none where nothing fits. The same text
    /// always gives the same topics, and among equals the id decides.
    pub fn suggest(&self, text: &str, most: usize) -> Vec<Suggestion> {
        let heard = self.lexicon.hear(&self.reader.words(text));
        let scores = self.lexicon.scores(&heard);
        let best = scores.iter().copied().max().unwrap_or(0);
        let least = ENOUGH.max(best / FAR_BEHIND);
        let mut found: Vec<Suggestion> = self
            .lexicon
            .topics
            .iter()
            .zip(scores)
            .filter(|(_, score)| *score >= least)
            .map(|(topic, score)| Suggestion { topic: topic.clone(), score })
            .collect();
        found.sort_by_key(|suggestion| Reverse(suggestion.score));
        found.truncate(most);
        found
    }

    /// The topics beside one, closest first.
    pub fn neighbours(&self, topic: &TopicId) -> Vec<Neighbour> {
        self.neighbourhood.of_topic(topic)
    }

    /// How close two topics are.
    pub fn closeness(&self, one: &TopicId, other: &TopicId) -> Closeness {
        self.neighbourhood.closeness(one, other)
    }
}
