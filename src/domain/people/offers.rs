//! `/mentor offer delegation`: what somebody can help with, in one line.

use super::decide::Asker;
use super::profile::{Profile, TOPICS_LIMIT};
use super::{Person, Standing};
use crate::domain::catalogue::Catalogue;
use crate::domain::command::Command;
use crate::domain::decision::{Change, Decision};
use crate::domain::ids::TopicId;
use crate::domain::message::Answer;
use crate::domain::topics::TopicIndex;
use jiff::Timestamp;

impl Asker {
    /// Takes up the topic that the words name, or opens the profile where they name none.
    pub fn offers(&self, words: &str, catalogue: &Catalogue, index: &TopicIndex, now: Timestamp) -> Decision {
        let Some(person) = self.person.as_ref().filter(|person| person.standing == Standing::Active) else {
            return Decision::default().reply(Answer::NotJoined.into());
        };
        if words.trim().is_empty() {
            return self.asked(&Command::Profile, now, now);
        }
        let Some(topic) = named(words, catalogue, index) else {
            return Decision::default().reply(Answer::NoSuchTopic.into());
        };
        let offers = &person.profile.offers;
        if offers.contains(&topic) || offers.len() >= TOPICS_LIMIT {
            return Decision::default().reply(Answer::Offers(offers.clone()).into());
        }
        let offers: Vec<TopicId> = offers.iter().cloned().chain([topic]).collect();
        let profile = Profile { offers: offers.clone(), ..person.profile.clone() };
        Decision::default()
            .change(Change::SavePerson(Person { profile, ..person.clone() }))
            .reply(Answer::Offers(offers).into())
            .refresh(&self.id)
    }
}

/// The topic as somebody types ahead for it, or else the one that the words are about.
fn named(words: &str, catalogue: &Catalogue, index: &TopicIndex) -> Option<TopicId> {
    let typed = catalogue.suggest(words).first().map(|topic| topic.id.clone());
    typed.or_else(|| index.suggest(words, 1).into_iter().next().map(|each| each.topic))
}
