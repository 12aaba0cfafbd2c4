//! How well a person fits an ask, in points, and the strongest reason. The table below is all there is to tune.
//!
//! Offering the topic is consent, and so it beats everything else together: somebody who offers only a neighbouring
//! topic gets at most [`NEIGHBOUR`] + [`OWN_WORDS`] + [`PAST_HELP`], which is less than [`OFFERS_TOPIC`]. Not all topics of
//! an ask weigh the same: what was read out of its words counts as far as the words speak for it.

use super::{Closeness, TopicIndex};
use crate::domain::ids::TopicId;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// For offering one of the ask's topics.
const OFFERS_TOPIC: u32 = 100;
/// More for it, as far as the ask means that topic: enough to outweigh a request of long ago, and not one of this month.
const MEANT: u32 = 60;
/// For each further topic of the ask that they offer, as far as it is meant.
const OFFERS_ANOTHER: u32 = 10;
/// So many further topics count.
const OTHERS_THAT_COUNT: usize = 2;
/// For offering a topic beside one of the ask's, if it could not be closer; less close, less.
const NEIGHBOUR: u32 = 30;
/// When their own words are about one of the ask's topics.
const OWN_WORDS_ON_TOPIC: u32 = 20;
/// For each particular word that the ask and their own words share, such as the name of a tool.
const SHARED_WORD: u32 = 5;
/// At most so much for own words.
pub const OWN_WORDS: u32 = 30;
/// For each ask of this topic where they helped.
const HELPED: u32 = 10;
/// For each where they partly did.
const HELPED_PARTLY: u32 = 5;
/// At most so much for past help.
const PAST_HELP: u32 = 30;

/// A topic that is meant without a doubt, in hundredths.
pub const FULLY: u32 = 100;
/// The most topics that a line of own words is taken to be about.
const TOPICS_OF_OWN_WORDS: usize = 5;
/// A word that leads to more topics than this is no particular one.
const PARTICULAR: usize = 3;
/// Nor is one with fewer letters.
const SHORTEST: usize = 3;

/// An ask, read once and held against everybody who might help.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    index: &'a TopicIndex,
    topics: Vec<Meant<'a>>,
    words: BTreeSet<String>,
}

/// A topic of an ask.
#[derive(Clone, Copy, Debug)]
struct Meant<'a> {
    topic: &'a TopicId,
    /// How far the asker means it, in hundredths: 100 for what speaks loudest in their words, and for whatever they chose
    /// by hand.
    percent: u32,
}

/// A line of own words, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnWords {
    /// The topics it is about, clearest first.
    pub about: Vec<TopicId>,
    /// Its particular words, cut back to their stems: names of tools and the like.
    pub particular: BTreeSet<String>,
}

/// How well own words fit somebody's wish, up to [`OWN_WORDS`]: how far, in hundredths, the wish means the topic that they
/// are about, and how many particular words the two share.
pub fn own_words_fit(percent: u32, shared_words: usize) -> u32 {
    let shared = u32::try_from(shared_words).unwrap_or(u32::MAX).saturating_mul(SHARED_WORD);
    shared.saturating_add(OWN_WORDS_ON_TOPIC * percent / FULLY).min(OWN_WORDS)
}

/// What is known of somebody who might help.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidate<'a> {
    /// The topics they offer.
    pub offers: &'a [TopicId],
    /// Their line of own words.
    pub own_words: Option<&'a str>,
    /// The topics of asks they took on.
    pub helped: &'a [PastHelp],
}

/// What became of the asks on a topic that somebody took on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastHelp {
    /// The topic.
    pub topic: TopicId,
    /// How often the asker said that it helped.
    pub helped: u32,
    /// How often that it partly did.
    pub partly: u32,
}

/// How well somebody fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relevance {
    /// At least 1; 100 and more for whoever offers the topic. Equal points are for the caller to tell apart.
    pub points: u32,
    /// What gave the most of them.
    pub because: Because,
}

/// Why somebody fits. Among reasons of equal points the first of this list is the strongest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// They offer this topic of the ask.
    OffersTopic(TopicId),
    /// They have helped somebody with this topic, which is one of the ask's or beside one.
    HelpedBefore(TopicId),
    /// Their own words say so.
    OwnWords,
    /// They offer a topic beside one of the ask's.
    OffersNeighbour {
        /// What they offer.
        offered: TopicId,
        /// The topic of the ask that it is beside.
        asked: TopicId,
    },
}

impl TopicIndex {
    /// Reads an ask: its text, the topics that the asker confirmed, and which of them we had read out of the text. Without
    /// topics only own words can fit it.
    pub fn asked<'a>(&'a self, text: &str, topics: &'a [TopicId], read_out: &[TopicId]) -> Asked<'a> {
        let topics = self.meant(text, topics, read_out);
        Asked { index: self, topics, words: self.particular_words(text) }
    }

    fn meant<'a>(&self, text: &str, topics: &'a [TopicId], read_out: &[TopicId]) -> Vec<Meant<'a>> {
        let mut heard = if read_out.is_empty() { Vec::new() } else { self.suggest(text, usize::MAX) };
        heard.retain(|each| topics.contains(&each.topic) && read_out.contains(&each.topic));
        let loudest = heard.iter().map(|each| each.score).max().unwrap_or(1);
        let percent = |topic: &TopicId| {
            let heard = heard.iter().find(|each| each.topic == *topic);
            heard.map_or(FULLY, |each| FULLY * each.score / loudest)
        };
        topics.iter().map(|topic| Meant { topic, percent: percent(topic) }).collect()
    }

    /// Reads somebody's line of own words.
    pub fn own_words(&self, text: &str) -> OwnWords {
        let about = self.suggest(text, TOPICS_OF_OWN_WORDS).into_iter().map(|each| each.topic).collect();
        OwnWords { about, particular: self.particular_words(text) }
    }

    fn particular_words(&self, text: &str) -> BTreeSet<String> {
        let words = self.reader.words(text).into_iter().filter(|word| {
            !word.is_stop_word
                && word.stem.chars().count() >= SHORTEST
                && word.stem.chars().any(char::is_alphabetic)
                && self.lexicon.reach(&word.stem) <= PARTICULAR
        });
        words.map(|word| word.stem).collect()
    }
}

impl Asked<'_> {
    /// How well somebody fits; `None` where nothing speaks for them.
    pub fn relevance(&self, candidate: &Candidate<'_>) -> Option<Relevance> {
        let reasons = [
            self.offers_topic(candidate),
            self.helped_before(candidate),
            self.own_words(candidate),
            self.offers_neighbour(candidate),
        ];
        let mut all: Option<(u32, Relevance)> = None;
        for (points, because) in reasons.into_iter().flatten() {
            all = Some(match all {
                Some((strongest, sum)) if strongest >= points => {
                    (strongest, Relevance { points: sum.points + points, ..sum })
                }
                Some((_, sum)) => (points, Relevance { points: sum.points + points, because }),
                None => (points, Relevance { points, because }),
            });
        }
        all.map(|(_, relevance)| relevance)
    }

    fn offers_topic(&self, candidate: &Candidate<'_>) -> Option<(u32, Because)> {
        let mut offered: Vec<&Meant<'_>> =
            self.topics.iter().filter(|meant| candidate.offers.contains(meant.topic)).collect();
        offered.sort_by_key(|meant| Reverse(meant.percent));
        offered.dedup_by_key(|meant| meant.topic);
        let (strongest, others) = offered.split_first()?;
        let others =
            others.iter().take(OTHERS_THAT_COUNT).map(|meant| OFFERS_ANOTHER * meant.percent / FULLY);
        let points = OFFERS_TOPIC + MEANT * strongest.percent / FULLY + others.sum::<u32>();
        Some((points, Because::OffersTopic(strongest.topic.clone())))
    }

    /// Nothing for whoever offers the topic itself: it says no more than that.
    fn offers_neighbour(&self, candidate: &Candidate<'_>) -> Option<(u32, Because)> {
        if self.topics.iter().any(|meant| candidate.offers.contains(meant.topic)) {
            return None;
        }
        let (nearness, asked, offered) = candidate
            .offers
            .iter()
            .filter_map(|offered| self.nearest(offered).map(|(nearness, asked)| (nearness, asked, offered)))
            .min_by_key(|(nearness, asked, offered)| (Reverse(*nearness), *asked, *offered))?;
        let points = NEIGHBOUR * nearness / (Closeness::THEME_AND_GROUP.percent() * FULLY);
        let because = Because::OffersNeighbour { offered: offered.clone(), asked: asked.clone() };
        Some((points.max(1), because))
    }

    fn own_words(&self, candidate: &Candidate<'_>) -> Option<(u32, Because)> {
        let own = self.index.own_words(candidate.own_words?);
        let on_topic = self.topics.iter().filter(|meant| own.about.contains(meant.topic));
        let on_topic = on_topic.map(|meant| meant.percent).max().unwrap_or(0);
        let points = own_words_fit(on_topic, own.particular.intersection(&self.words).count());
        (points > 0).then_some((points, Because::OwnWords))
    }

    fn helped_before(&self, candidate: &Candidate<'_>) -> Option<(u32, Because)> {
        let worths: Vec<(u32, &TopicId)> =
            candidate.helped.iter().filter_map(|past| self.worth(past)).collect();
        let (_, topic) = worths.iter().min_by_key(|(points, topic)| (Reverse(*points), *topic))?;
        let sum = worths.iter().fold(0_u32, |sum, (points, _)| sum.saturating_add(*points));
        Some((sum.min(PAST_HELP), Because::HelpedBefore((*topic).clone())))
    }

    /// What past help with one topic is worth.
    fn worth<'b>(&self, past: &'b PastHelp) -> Option<(u32, &'b TopicId)> {
        let (nearness, _) = self.nearest(&past.topic)?;
        let helped = past.helped.saturating_mul(HELPED);
        let points = helped.saturating_add(past.partly.saturating_mul(HELPED_PARTLY)).min(PAST_HELP);
        let points = points * nearness / (Closeness::SAME.percent() * FULLY);
        (points > 0).then_some((points, &past.topic))
    }

    /// The topic of the ask that another one serves best, if it is close to any: how close it is times how far the topic
    /// is meant, at most 10,000. Among equals it is the one named first.
    fn nearest(&self, topic: &TopicId) -> Option<(u32, &TopicId)> {
        let near = self
            .topics
            .iter()
            .map(|meant| (self.index.closeness(meant.topic, topic).percent() * meant.percent, meant.topic));
        near.filter(|(nearness, _)| *nearness > 0).min_by_key(|(nearness, _)| Reverse(*nearness))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{catalogue, topic};
    use super::*;
    use proptest::prelude::*;

    fn ids(topics: &[&str]) -> Vec<TopicId> {
        topics.iter().map(|topic| TopicId::new(*topic)).collect()
    }

    fn past(topic: &str, helped: u32, partly: u32) -> PastHelp {
        PastHelp { topic: TopicId::new(topic), helped, partly }
    }

    /// Somebody asks about delegation, and about Postgres by the way.
    fn relevance(offers: &[&str], own_words: Option<&str>, helped: &[PastHelp]) -> Option<Relevance> {
        let (index, topics, offers) = (TopicIndex::of(&catalogue()), ids(&["delegation"]), ids(offers));
        let asked = index.asked("I'm the bottleneck for our Postgres upgrade", &topics, &[]);
        asked.relevance(&Candidate { offers: &offers, own_words, helped })
    }

    fn points(offers: &[&str], own_words: Option<&str>, helped: &[PastHelp]) -> u32 {
        relevance(offers, own_words, helped).map_or(0, |relevance| relevance.points)
    }

    fn because(offers: &[&str], own_words: Option<&str>, helped: &[PastHelp]) -> Option<Because> {
        relevance(offers, own_words, helped).map(|relevance| relevance.because)
    }

    #[test]
    fn nobody_fits_for_no_reason() {
        assert_eq!(relevance(&[], None, &[]), None);
        assert_eq!(relevance(&["deadlines"], Some("I like cooking"), &[past("deadlines", 3, 3)]), None);
        assert_eq!(relevance(&[], Some(""), &[past("delegation", 0, 0)]), None);
    }

    #[test]
    fn the_topic_itself_beats_everything_else_together() {
        let words =
            Some("Delegation, letting go, and Postgres, where I was the bottleneck for every upgrade");
        let neighbour = points(&["coaching"], words, &[past("delegation", 9, 9)]);
        assert_eq!(neighbour, NEIGHBOUR + OWN_WORDS + PAST_HELP);
        assert!(points(&["delegation"], None, &[]) > neighbour);
    }

    #[test]
    fn a_closer_neighbour_beats_a_farther_one() {
        let [closest, close, far] =
            ["coaching", "managing-managers", "retention"].map(|topic| points(&[topic], None, &[]));
        assert_eq!([closest, close, far], [30, 20, 15]);
        assert_eq!(
            because(&["retention", "coaching"], None, &[]),
            Some(Because::OffersNeighbour {
                offered: TopicId::new("coaching"),
                asked: TopicId::new("delegation")
            })
        );
    }

    #[test]
    fn own_words_add_by_topic_and_by_the_words_they_share() {
        assert_eq!(points(&["delegation"], Some("Ask me about letting go"), &[]), 180);
        assert_eq!(points(&["delegation"], Some("I have moved Postgres twice"), &[]), 165);
        assert_eq!(because(&[], Some("Postgres is my thing"), &[]), Some(Because::OwnWords));
    }

    #[test]
    fn a_word_of_many_topics_is_no_particular_one() {
        let mut catalogue = catalogue();
        let points = |catalogue: &crate::domain::catalogue::Catalogue| {
            let index = TopicIndex::of(catalogue);
            let candidate = Candidate { own_words: Some("Ask me about Postgres"), ..Candidate::default() };
            index.asked("Our Postgres upgrade", &[], &[]).relevance(&candidate).map_or(0, |each| each.points)
        };
        let named =
            ["tables", "queries", "backups", "indexes"].map(|id| topic(id, "data", &[], &["postgres"]));
        for (added, expected) in named.into_iter().zip([5, 5, 5, 0]) {
            catalogue.topics.push(added);
            assert_eq!(points(&catalogue), expected);
        }
    }

    #[test]
    fn past_help_adds_more_for_helped_than_for_partly_and_not_without_end() {
        let with = |helped, partly| points(&["delegation"], None, &[past("delegation", helped, partly)]);
        assert_eq!([with(1, 0), with(0, 1), with(2, 1), with(90, 0)], [170, 165, 185, 190]);
        assert_eq!(points(&[], None, &[past("coaching", 1, 0)]), 6);
    }

    #[test]
    fn the_strongest_reason_is_the_one_with_most_points() {
        let helped = [past("coaching", 1, 0), past("delegation", 1, 1)];
        assert_eq!(
            because(&[], Some("Letting go"), &helped),
            Some(Because::HelpedBefore(TopicId::new("delegation")))
        );
        assert_eq!(because(&[], Some("Letting go"), &helped[..1]), Some(Because::OwnWords));
        let offered = because(&["delegation"], Some("Letting go"), &helped);
        assert_eq!(offered, Some(Because::OffersTopic(TopicId::new("delegation"))));
    }

    #[test]
    fn whoever_offers_both_topics_of_an_ask_beats_whoever_offers_one() {
        let (index, topics) = (TopicIndex::of(&catalogue()), ids(&["delegation", "deadlines"]));
        let asked = index.asked("", &topics, &[]);
        let points = |offers: &[&str]| {
            let offers = ids(offers);
            asked.relevance(&Candidate { offers: &offers, ..Candidate::default() }).map(|each| each.points)
        };
        assert_eq!(points(&["deadlines", "delegation"]), Some(170));
        assert_eq!(points(&["deadlines", "deadlines"]), Some(160));
    }

    /// Handing work on speaks loudest; the promise is heard as well.
    const TWO_TOPICS: &str = "I am the bottleneck for each promised date, and letting go is hard";

    fn best_of_two(text: &str, read_out: &[&str], candidate: &Candidate<'_>) -> Relevance {
        let (index, topics) = (TopicIndex::of(&catalogue()), ids(&["deadlines", "delegation"]));
        index.asked(text, &topics, &ids(read_out)).relevance(candidate).unwrap()
    }

    #[test]
    fn what_the_words_say_loudest_weighs_most_and_is_the_reason() {
        let both = ids(&["deadlines", "delegation"]);
        let read_out = ["deadlines", "delegation"];
        assert_eq!(TopicIndex::of(&catalogue()).suggest(TWO_TOPICS, 2).len(), 2);
        let of = |offers: &[TopicId]| {
            best_of_two(TWO_TOPICS, &read_out, &Candidate { offers, ..Candidate::default() })
        };
        assert!(of(&both[1..]).points > of(&both[..1]).points);
        assert!(of(&both).points > of(&both[1..]).points);
        assert_eq!(of(&both).because, Because::OffersTopic(TopicId::new("delegation")));
        let helped = [past("deadlines", 1, 0), past("delegation", 1, 0)];
        let helper = Candidate { helped: &helped, ..Candidate::default() };
        let because = best_of_two(TWO_TOPICS, &read_out, &helper).because;
        assert_eq!(because, Because::HelpedBefore(TopicId::new("delegation")));
    }

    #[test]
    fn what_was_chosen_by_hand_counts_fully_however_little_the_words_say_of_it() {
        let both = ids(&["deadlines", "delegation"]);
        for read_out in [&["delegation"][..], &[]] {
            let of = |offers: &[TopicId]| {
                best_of_two(TWO_TOPICS, read_out, &Candidate { offers, ..Candidate::default() }).points
            };
            assert_eq!(of(&both[..1]), of(&both[1..]));
        }
    }

    fn topics() -> impl Strategy<Value = Vec<TopicId>> {
        let known = vec!["delegation", "coaching", "retention", "deadlines", "managing-managers", "gone"];
        prop::collection::vec(prop::sample::select(known).prop_map(TopicId::new), 0..5)
    }

    fn helped() -> impl Strategy<Value = Vec<PastHelp>> {
        let counts = || prop_oneof![0_u32..4, any::<u32>()];
        topics().prop_flat_map(move |topics| {
            let each = |topic| {
                (counts(), counts()).prop_map(move |(helped, partly)| PastHelp {
                    topic: TopicId::clone(&topic),
                    helped,
                    partly,
                })
            };
            topics.into_iter().map(each).collect::<Vec<_>>()
        })
    }

    proptest! {
        #[test]
        fn offering_the_topic_is_what_divides(
            text in any::<String>(), topics in topics(), offers in topics(), words in any::<Option<String>>(), helped in helped()
        ) {
            let index = TopicIndex::of(&catalogue());
            let asked = index.asked(&text, &topics, &topics);
            let candidate = Candidate { offers: &offers, own_words: words.as_deref(), helped: &helped };
            let offers_topic = offers.iter().any(|offered| topics.contains(offered));
            let found = asked.relevance(&candidate);
            prop_assert_eq!(offers_topic, found.as_ref().is_some_and(|found| found.points >= OFFERS_TOPIC));
            let said = found.as_ref().map(|found| matches!(found.because, Because::OffersTopic(_)));
            prop_assert_eq!(offers_topic, said == Some(true));
            prop_assert!(found.is_none_or(|found| found.points > 0));
        }

        #[test]
        fn the_order_of_what_is_known_does_not_matter(topics in topics(), offers in topics(), helped in helped()) {
            let index = TopicIndex::of(&catalogue());
            let asked = index.asked("", &topics, &[]);
            let (mut offers_turned, mut helped_turned) = (offers.clone(), helped.clone());
            offers_turned.reverse();
            helped_turned.reverse();
            let one = Candidate { offers: &offers, own_words: None, helped: &helped };
            let other = Candidate { offers: &offers_turned, own_words: None, helped: &helped_turned };
            prop_assert_eq!(asked.relevance(&one), asked.relevance(&other));
        }
    }
}
