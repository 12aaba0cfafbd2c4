//! What the rules look at in one person, made ready once: topics and words as small numbers, hours as a week in UTC.

use super::Field;
use super::history::History;
use crate::domain::calendar::hours::Week;
use crate::domain::ids::TopicId;
use crate::domain::people::Person;
use crate::domain::people::profile::Function;
use crate::domain::reciprocity::Hint;
use crate::domain::topics::{Closeness, OwnWords, TopicIndex};
use rand::RngExt;
use std::collections::BTreeMap;

/// A word that one in so many people uses is no particular one, unless hardly anybody takes part.
const COMMON_WORD: usize = 10;
/// So many may share a word however few take part.
const ALWAYS_PARTICULAR: usize = 16;

/// One person as the rules see them.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub person: &'a Person,
    pub week: Week,
    /// Rounds in a row that they were left out.
    pub waited: u32,
    pub function: Option<Function>,
    pub team: Option<String>,
    pub hint: Option<Hint>,
    /// Chance, drawn once for each person.
    pub draw: u32,
    pub seeks: Vec<u16>,
    /// Of these, what nobody here offers to whom they were introduced.
    pub unmet: Vec<u16>,
    pub offers: Vec<u16>,
    /// Topics beside those that they offer.
    pub near: Vec<u16>,
    /// Topics that their own words are about.
    pub about: Vec<u16>,
    /// Particular words of theirs that somebody else uses too, ascending.
    pub words: Vec<u32>,
}

impl Facts<'_> {
    /// Places, in the other's list, of the topics they seek and this person offers.
    pub fn can_help<'b>(&'b self, other: &'b Facts<'_>) -> impl Iterator<Item = usize> + 'b {
        other.sought_where(|topic| self.offers.contains(&topic))
    }

    /// Places, in the other's list, of the topics they seek that are beside one that this person offers.
    pub fn comes_near<'b>(&'b self, other: &'b Facts<'_>) -> impl Iterator<Item = usize> + 'b {
        other.sought_where(|topic| self.near.contains(&topic))
    }

    /// Places, in this person's list, of the topics that both seek.
    pub fn challenges_shared_with<'b>(&'b self, other: &'b Facts<'_>) -> impl Iterator<Item = usize> + 'b {
        self.sought_where(|topic| other.seeks.contains(&topic))
    }

    /// Whether this person's own words are about a topic that the other seeks.
    pub fn speaks_of_what_is_sought_by(&self, other: &Facts<'_>) -> bool {
        other.seeks.iter().any(|topic| self.about.contains(topic))
    }

    /// How many particular words the two share.
    pub fn words_shared_with(&self, other: &Facts<'_>) -> usize {
        self.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count()
    }

    /// Whether this person offers what the other seeks and nobody does to whom the other was introduced.
    pub fn is_first_to_help(&self, other: &Facts<'_>) -> bool {
        other.unmet.iter().any(|topic| self.offers.contains(topic))
    }

    fn sought_where<'b>(&'b self, is_meant: impl Fn(u16) -> bool + 'b) -> impl Iterator<Item = usize> + 'b {
        self.seeks.iter().enumerate().filter(move |(_, topic)| is_meant(**topic)).map(|(place, _)| place)
    }

    /// What this person seeks, without repetitions, in their order.
    pub fn sought(&self, place: usize) -> Option<&TopicId> {
        let listed = &self.person.profile.seeks;
        let first = |at: &usize| !listed[..*at].contains(&listed[*at]);
        (0..listed.len()).filter(first).nth(place).map(|at| &listed[at])
    }
}

/// Makes people ready, in their order; `history` is theirs.
pub(super) fn facts<'a>(people: Vec<&'a Person>, field: &Field<'a>, history: &History) -> Vec<Facts<'a>> {
    let mut facts = alone(people, field);
    for place in 0..facts.len() {
        facts[place].unmet = unmet(place, &facts, history);
    }
    facts
}

/// What somebody seeks and nobody offers to whom they were introduced.
fn unmet(place: usize, people: &[Facts<'_>], history: &History) -> Vec<u16> {
    let known = history.of_person(place);
    let offered = |topic: &u16| known.iter().any(|(other, _)| people[*other as usize].offers.contains(topic));
    people[place].seeks.iter().copied().filter(|topic| !offered(topic)).collect()
}

/// People as they are without their past.
fn alone<'a>(people: Vec<&'a Person>, field: &Field<'a>) -> Vec<Facts<'a>> {
    let own_words = own_words(&people, field.topics);
    let mut topics = Topics::of(field.topics);
    let words = Particular::of(&own_words);
    let mut rng = field.seed.rng();
    people
        .into_iter()
        .zip(&own_words)
        .map(|(person, own)| {
            let offers = topics.numbers(&person.profile.offers);
            Facts {
                week: Week::of((&person.profile.hours, &person.time_zone), field.slot),
                waited: field.left_out.get(&person.id).copied().unwrap_or(0),
                function: person.profile.function,
                team: person.profile.team.as_deref().and_then(plain),
                hint: field.lately.get(&person.id).and_then(|ledger| ledger.hint()),
                draw: rng.random(),
                seeks: topics.numbers(&person.profile.seeks),
                unmet: Vec::new(),
                near: topics.beside(&person.profile.offers, &offers),
                about: topics.numbers(&own.about),
                words: words.numbers(own),
                offers,
                person,
            }
        })
        .collect()
}

fn own_words(people: &[&Person], index: &TopicIndex) -> Vec<OwnWords> {
    let read = |person: &&Person| {
        person.profile.own_words.as_deref().map_or_else(OwnWords::default, |text| index.own_words(text))
    };
    people.iter().map(read).collect()
}

/// Topics as small numbers, so that comparing everybody with everybody compares no texts.
struct Topics<'a> {
    index: &'a TopicIndex,
    numbers: BTreeMap<TopicId, u16>,
    beside: BTreeMap<TopicId, Vec<u16>>,
}

impl<'a> Topics<'a> {
    fn of(index: &'a TopicIndex) -> Self {
        Self { index, numbers: BTreeMap::new(), beside: BTreeMap::new() }
    }

    fn number(&mut self, topic: &TopicId) -> u16 {
        if let Some(number) = self.numbers.get(topic) {
            return *number;
        }
        let number = u16::try_from(self.numbers.len()).unwrap_or(u16::MAX);
        self.numbers.insert(topic.clone(), number);
        number
    }

    /// The numbers of topics, each once.
    fn numbers(&mut self, topics: &[TopicId]) -> Vec<u16> {
        let mut listed = Vec::with_capacity(topics.len());
        for topic in topics {
            let number = self.number(topic);
            if !listed.contains(&number) {
                listed.push(number);
            }
        }
        listed
    }

    /// The numbers of topics that share a theme with one of these, themselves left out.
    fn beside(&mut self, topics: &[TopicId], but: &[u16]) -> Vec<u16> {
        let mut listed = Vec::new();
        for topic in topics {
            for number in self.neighbours(topic) {
                if !but.contains(number) && !listed.contains(number) {
                    listed.push(*number);
                }
            }
        }
        listed
    }

    fn neighbours(&mut self, topic: &TopicId) -> &[u16] {
        if !self.beside.contains_key(topic) {
            let neighbours = self.index.neighbours(topic);
            let close = neighbours.into_iter().filter(|each| each.closeness >= Closeness::THEME);
            let numbers = close.map(|each| self.number(&each.topic)).collect();
            self.beside.insert(topic.clone(), numbers);
        }
        self.beside.get(topic).map_or(&[], Vec::as_slice)
    }
}

/// The particular words that at least two people use, and not half the company.
struct Particular<'a>(BTreeMap<&'a str, u32>);

impl<'a> Particular<'a> {
    fn of(own_words: &'a [OwnWords]) -> Self {
        let mut users: BTreeMap<&str, usize> = BTreeMap::new();
        for word in own_words.iter().flat_map(|own| &own.particular) {
            *users.entry(word).or_default() += 1;
        }
        let most = ALWAYS_PARTICULAR.max(own_words.len() / COMMON_WORD);
        users.retain(|_, count| (2..=most).contains(count));
        Self(users.into_keys().zip(0..).collect())
    }

    fn numbers(&self, own: &OwnWords) -> Vec<u32> {
        own.particular.iter().filter_map(|word| self.0.get(word.as_str()).copied()).collect()
    }
}

/// A team's name without what people write differently; `None` when nothing is left.
fn plain(team: &str) -> Option<String> {
    let plain = team.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    (!plain.is_empty()).then_some(plain)
}
