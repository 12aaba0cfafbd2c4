//! The words that are data: the taxonomy of topics, the themes, the decks of questions and nudges, what a channel is
//! asked, what there is to read.

mod additions;

use super::ids::{CommunityId, PromptId, ReadingId, ThemeId, TopicId};
use super::people::profile::{Mode, closed_list};
pub use additions::{Additions, Replaced};
use serde::{Deserialize, Serialize};

/// Everything there is, each kind in the order of its files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// What people seek and offer.
    pub topics: Vec<Topic>,
    /// What conversations are about.
    pub themes: Vec<Theme>,
    /// The questions and nudges of every deck.
    pub prompts: Vec<Prompt>,
    /// What a channel is asked, one a week.
    pub community: Vec<Community>,
    /// What there is to read and to watch.
    pub readings: Vec<Reading>,
}

/// A topic of engineering management.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// What people read.
    pub name: String,
    /// The heading it stands under.
    pub group: String,
    /// Other words for it, in lower case.
    pub synonyms: Vec<String>,
    /// What people say when they have a problem with it, in lower case. Type-ahead does not look here.
    #[serde(default)]
    pub signs: Vec<String>,
}

/// A theme that questions belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Its id.
    pub id: ThemeId,
    /// What people read.
    pub name: String,
    /// What it is good for, in one line.
    pub purpose: String,
    /// The topics that lead to it.
    pub topics: Vec<TopicId>,
}

/// One question of a deck; in the deck of nudges, one small act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// Its id.
    pub id: PromptId,
    /// Its theme.
    pub theme: ThemeId,
    /// How deep it goes.
    pub depth: Depth,
    /// The kind of mentoring it is for.
    pub mode: Mode,
    /// The question.
    pub text: String,
}

closed_list!(
    /// The steps of an arc: a relationship begins light and ends in commitments.
    Depth {
        /// Easy to answer to somebody one hardly knows.
        Light = "light",
        /// Goes to something that matters.
        Real = "real",
        /// Ends in something one will do.
        Commitment = "commitment",
    }
);

/// A question for a channel, where some say that they could use help and others that they can help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Community {
    /// Its id.
    pub id: CommunityId,
    /// What it is about; helpers are looked for among those who offer this.
    pub topic: TopicId,
    /// The question.
    pub text: String,
}

/// Something well known to read or to watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Its id.
    pub id: ReadingId,
    /// The theme it is offered under.
    pub theme: ThemeId,
    /// What it is.
    pub kind: ReadingKind,
    /// Its title.
    pub title: String,
    /// Who wrote or gave it; several are divided by commas.
    pub author: String,
    /// The year of the first edition, where it is certain.
    pub year: Option<u16>,
    /// Why one might read it, in one sentence.
    pub why: String,
    /// Where it is, `https://…`.
    pub link: Option<String>,
}

closed_list!(
    /// What a reading is.
    ReadingKind {
        /// A book.
        Book = "book",
        /// A recorded talk.
        Talk = "talk",
        /// An article.
        Article = "article",
    }
);

impl Catalogue {
    /// The topic with an id.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// The question with an id.
    pub fn prompt(&self, id: &PromptId) -> Option<&Prompt> {
        self.prompts.iter().find(|prompt| prompt.id == *id)
    }

    /// The theme with an id.
    pub fn theme(&self, id: &ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == *id)
    }

    /// What there is to read on a theme, the first to be offered first.
    pub fn readings<'a>(&'a self, theme: &'a ThemeId) -> impl Iterator<Item = &'a Reading> {
        self.readings.iter().filter(move |reading| reading.theme == *theme)
    }

    /// The reading with an id.
    pub fn reading(&self, id: &ReadingId) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.id == *id)
    }

    /// What a channel can be asked, in the order of the deck.
    pub fn community(&self) -> &[Community] {
        &self.community
    }

    /// The name of a topic, or its id where the taxonomy no longer has it.
    pub fn topic_name<'a>(&'a self, id: &'a TopicId) -> &'a str {
        self.topic(id).map_or(id.as_str(), |topic| &topic.name)
    }

    /// Topics that fit what somebody typed, best first: names that begin with it, then words of names and synonyms that
    /// do, then names and synonyms that contain it. An empty text gives all, in order.
    pub fn suggest(&self, typed: &str) -> Vec<&Topic> {
        let typed = typed.trim().to_lowercase();
        let mut ranked: Vec<(u8, &Topic)> =
            self.topics.iter().filter_map(|topic| topic.rank(&typed).map(|rank| (rank, topic))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, topic)| topic).collect()
    }
}

impl Topic {
    fn rank(&self, typed: &str) -> Option<u8> {
        let name = self.name.to_lowercase();
        let begins_word = |text: &str| text.split_whitespace().any(|word| word.starts_with(typed));
        let synonym = |test: &dyn Fn(&str) -> bool| self.synonyms.iter().any(|each| test(each));
        if name.starts_with(typed) {
            Some(0)
        } else if begins_word(&name) || synonym(&|each| each.starts_with(typed)) {
            Some(1)
        } else if synonym(&begins_word) {
            Some(2)
        } else if name.contains(typed) || synonym(&|each| each.contains(typed)) {
            Some(3)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(id: &str, name: &str, synonyms: &[&str]) -> Topic {
        Topic {
            id: TopicId::new(id),
            name: name.into(),
            group: "Leading people".into(),
            synonyms: synonyms.iter().map(ToString::to_string).collect(),
            signs: Vec::new(),
        }
    }

    #[test]
    fn suggestions_come_by_name_then_by_synonym() {
        let catalogue = Catalogue {
            topics: vec![
                topic("one-on-ones", "One-to-ones", &["1:1", "check-ins"]),
                topic("delegation", "Delegation", &["letting go"]),
                topic("letters", "Letters of offer", &[]),
            ],
            ..Catalogue::default()
        };
        let ids = |typed: &str| {
            catalogue.suggest(typed).iter().map(|t| t.id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids("let"), ["letters", "delegation"]);
        assert_eq!(ids("1:1"), ["one-on-ones"]);
        assert_eq!(ids("zebra"), [""; 0]);
        assert_eq!(ids("").len(), 3);
    }
}
