//! Topics as people write them: by id, by name, or by another word for the same thing.

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::TopicId;
use crate::domain::org::vocabulary::nearest;
use crate::domain::topics::TopicIndex;
use std::collections::BTreeMap;

/// How alike a word and a topic must be, from 0 to 1, to be nearer than what the word is about.
const ALIKE: f64 = 0.6;

/// Every word for a topic.
pub(super) struct TopicNames<'a> {
    catalogue: &'a Catalogue,
    index: &'a TopicIndex,
    words: BTreeMap<String, &'a TopicId>,
}

impl<'a> TopicNames<'a> {
    pub fn of(catalogue: &'a Catalogue, index: &'a TopicIndex) -> Self {
        let mut words = BTreeMap::new();
        for topic in &catalogue.topics {
            for word in &topic.synonyms {
                words.entry(plain(word)).or_insert(&topic.id);
            }
        }
        // A name or an id is meant before another topic's synonym.
        for topic in &catalogue.topics {
            words.insert(plain(&topic.name), &topic.id);
            words.insert(plain(topic.id.as_str()), &topic.id);
        }
        Self { catalogue, index, words }
    }

    /// The topic that a word stands for.
    ///
    /// # Errors
    /// The name of the nearest one, in a sentence.
    pub fn find(&self, typed: &str) -> Result<TopicId, String> {
        let plain = plain(typed);
        if let Some(topic) = self.words.get(&plain) {
            return Ok((*topic).clone());
        }
        let words = || self.words.iter().map(|(word, topic)| (word.as_str(), (*topic).clone()));
        let meant = nearest(&plain, words(), ALIKE)
            .or_else(|| self.index.suggest(typed, 1).pop().map(|found| found.topic))
            .or_else(|| nearest(&plain, words(), 0.0));
        let nearest = meant.map(|topic| format!("; the nearest is “{}”", self.catalogue.topic_name(&topic)));
        Err(format!("“{typed}” is no topic{}", nearest.unwrap_or_default()))
    }
}

/// Words without what people write differently: `Giving-Feedback` and `giving feedback` are the same.
fn plain(text: &str) -> String {
    let words = text.split(|each: char| each.is_whitespace() || "-_".contains(each));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}
