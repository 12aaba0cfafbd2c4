//! Which topics a text is about.

use super::catalogue::Catalogue;
use super::ids::TopicId;

/// A topic that a text may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which.
    pub topic: TopicId,
}

/// The topics by their words.
#[derive(Clone, Debug, Default)]
pub struct TopicIndex {
    topics: Vec<(TopicId, Vec<String>)>,
}

impl TopicIndex {
    /// Reads a catalogue.
    pub fn of(catalogue: &Catalogue) -> Self {
        let words = |topic: &super::catalogue::Topic| {
            let mut words = vec![topic.name.to_lowercase()];
            words.extend(topic.synonyms.iter().cloned());
            (topic.id.clone(), words)
        };
        Self { topics: catalogue.topics.iter().map(words).collect() }
    }

    /// Topics that a text is about.
    pub fn suggest(&self, text: &str, most: usize) -> Vec<Suggestion> {
        let text = text.to_lowercase();
        let said = |words: &Vec<String>| words.iter().any(|word| text.contains(word.as_str()));
        let found = self.topics.iter().filter(|(_, words)| said(words)).take(most);
        found.map(|(topic, _)| Suggestion { topic: topic.clone() }).collect()
    }
}
