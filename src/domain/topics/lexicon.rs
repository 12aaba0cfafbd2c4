//! Which words lead to which topics, and how far.

use super::spelling::Spelling;
use super::words::{Reader, Word};
use crate::domain::catalogue::Topic;
use crate::domain::ids::TopicId;
use std::collections::{BTreeMap, BTreeSet};

/// What a word says that leads to one topic only and is the whole of its phrase.
pub(super) const WHOLE: u32 = 1_000;
/// A stop word says so many times less than another: enough to tell "letting go" from "letting in".
const STOP_WORD: u32 = 3;
/// What a word says that is only meant, having been mistyped, in percent.
const MISTYPED: u32 = 70;

/// The phrases of all topics: their names, their synonyms and their signs.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    /// In the order of their ids, so that the order of the taxonomy does not matter.
    pub topics: Vec<TopicId>,
    phrases: Vec<Phrase>,
    terms: Vec<Term>,
    places: BTreeMap<String, usize>,
    spelling: Spelling,
}

#[derive(Clone, Debug)]
struct Phrase {
    topic: usize,
    /// What all its words say together.
    weight: u32,
}

/// A stem that stands in a phrase.
#[derive(Clone, Debug, Default)]
struct Term {
    is_stop_word: bool,
    phrases: Vec<usize>,
    topics: BTreeSet<usize>,
    weight: u32,
}

/// The terms of a text by their places, each with what it says of its weight, in percent.
pub(super) type Heard = BTreeMap<usize, u32>;

impl Lexicon {
    /// Reads the phrases of all topics.
    pub fn of(topics: &[Topic], reader: &Reader) -> Self {
        let mut topics: Vec<&Topic> = topics.iter().collect();
        topics.sort_by(|a, b| a.id.cmp(&b.id));
        topics.dedup_by(|a, b| a.id == b.id);
        let mut lexicon = Self {
            topics: topics.iter().map(|topic| topic.id.clone()).collect(),
            phrases: Vec::new(),
            terms: Vec::new(),
            places: BTreeMap::new(),
            spelling: Spelling::default(),
        };
        for (place, topic) in topics.into_iter().enumerate() {
            for phrase in [&topic.name].into_iter().chain(&topic.synonyms).chain(&topic.signs) {
                lexicon.learn(place, reader.words(phrase));
            }
        }
        lexicon.weigh();
        lexicon
    }

    fn learn(&mut self, topic: usize, words: Vec<Word>) {
        let phrase = self.phrases.len();
        self.phrases.push(Phrase { topic, weight: 0 });
        for Word { written, stem, is_stop_word } in words {
            let fresh = self.terms.len();
            let place = *self.places.entry(stem).or_insert(fresh);
            if place == fresh {
                self.terms.push(Term::default());
            }
            let term = &mut self.terms[place];
            term.is_stop_word |= is_stop_word;
            term.topics.insert(topic);
            if term.phrases.last() != Some(&phrase) {
                term.phrases.push(phrase);
            }
            self.spelling.learn(written, place);
        }
    }

    /// The more topics a word leads to, the less it says: by the root of their number, in whole numbers, so that every
    /// machine reckons the same.
    fn weigh(&mut self) {
        for term in &mut self.terms {
            let topics = u32::try_from(term.topics.len().max(1)).unwrap_or(u32::MAX);
            let weight = (WHOLE * WHOLE / topics).isqrt();
            term.weight = if term.is_stop_word { weight / STOP_WORD } else { weight };
            for phrase in &term.phrases {
                self.phrases[*phrase].weight += term.weight;
            }
        }
    }

    /// The terms that a text holds or means.
    pub fn hear(&self, words: &[Word]) -> Heard {
        let mut heard = Heard::new();
        for word in words {
            if let Some(place) = self.places.get(&word.stem) {
                heard.insert(*place, 100);
            } else if !word.is_stop_word
                && let Some(place) = self.spelling.meant_by(&word.written)
            {
                heard.entry(place).or_insert(MISTYPED);
            }
        }
        heard
    }

    /// How much speaks for each topic. Every word speaks for a topic once, in the phrase of which most is there: as
    /// much as the word says, times the share of the phrase that is there.
    pub fn scores(&self, heard: &Heard) -> Vec<u32> {
        let said = |place: usize, share: u32| self.terms[place].weight * share / 100;
        let mut there = vec![0; self.phrases.len()];
        for (place, share) in heard {
            for phrase in &self.terms[*place].phrases {
                there[*phrase] += said(*place, *share);
            }
        }
        let mut scores = vec![0; self.topics.len()];
        for (place, share) in heard {
            let mut best: BTreeMap<usize, u32> = BTreeMap::new();
            for phrase in &self.terms[*place].phrases {
                let Phrase { topic, weight } = self.phrases[*phrase];
                let speaks = said(*place, *share) * there[*phrase] / weight.max(1);
                let best = best.entry(topic).or_default();
                *best = speaks.max(*best);
            }
            for (topic, speaks) in best {
                scores[topic] += speaks;
            }
        }
        scores
    }

    /// To how many topics a stem leads.
    pub fn reach(&self, stem: &str) -> usize {
        self.places.get(stem).map_or(0, |place| self.terms[*place].topics.len())
    }
}
