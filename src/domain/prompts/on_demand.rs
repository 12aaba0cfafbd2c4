//! A question worth a conversation, right now: for two people who already talk, and would rather not talk about the weather.

use super::themes::{named, with_prompts};
use super::{Deck, Shelf, Wish, theme_weights};
use crate::domain::catalogue::{Catalogue, Prompt};
use crate::domain::decision::{Change, Decision, Showing};
use crate::domain::event::Seed;
use crate::domain::ids::{PromptId, ReadingId, ThemeId};
use crate::domain::message::{Answer, Question};
use crate::domain::people::profile::Mode;
use crate::domain::people::{Person, Standing};
use crate::domain::topics::TopicIndex;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Two who already talk need no question to warm up with.
const TALKS_BEFORE: usize = 2;

/// What somebody wants of the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptWish {
    /// One that suits what they seek and offer.
    Any,
    /// One about what these words name or describe.
    About(String),
    /// What there is to read about it.
    Readings(String),
    /// The themes there are.
    Themes,
}

/// What somebody gets who asked for a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptAnswer {
    /// A question.
    Suggested(Box<Suggested>),
    /// What there is to read about a theme; none where it has nothing.
    Readings {
        /// The theme.
        theme: ThemeId,
        /// The first to be read first.
        readings: Vec<ReadingId>,
    },
    /// These themes have questions.
    Themes {
        /// In the order of their file.
        themes: Vec<ThemeId>,
        /// Whether they asked for them, or typed something that names none.
        because: ThemesBecause,
    },
    /// No deck has a question for two people who talk.
    NoQuestions,
}

/// Why somebody reads which themes there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemesBecause {
    /// They asked for them.
    Asked,
    /// What they typed leads to none.
    NotFound,
}

/// A question to talk about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// Its theme.
    pub theme: ThemeId,
    /// The question, with something to read.
    pub question: Question,
    /// Whether it is new to them.
    pub freshness: Freshness,
}

/// Whether a question is new to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// It is.
    New,
    /// They have had every question there is, and begin again with the oldest.
    Again,
}

/// Somebody who asks for a question, and what the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Library<'a> {
    /// Their record, if they ever joined.
    pub person: Option<&'a Person>,
    /// Which questions and readings they have seen.
    pub showings: &'a [Showing],
    /// The decks.
    pub catalogue: &'a Arc<Catalogue>,
    /// The topics, for whoever types a problem.
    pub index: &'a TopicIndex,
}

impl PromptWish {
    /// What was typed after the command.
    pub fn of(words: &str) -> Self {
        let (first, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        match first.to_lowercase().as_str() {
            "" => Self::Any,
            "read" | "reading" | "readings" => Self::Readings(rest.trim().to_owned()),
            "theme" | "themes" if rest.is_empty() => Self::Themes,
            _ => Self::About(words.to_owned()),
        }
    }
}

impl Library<'_> {
    /// Answers `/mentor prompt …`. It is what the person asked for, so it spends none of their attention.
    pub fn asked(&self, wish: &PromptWish, now: Timestamp, seed: Seed) -> Decision {
        let Some(person) = self.person.filter(|person| person.standing == Standing::Active) else {
            return Decision::default().reply(Answer::NotJoined.into());
        };
        match wish {
            PromptWish::Any => self.suggests(person, &self.catalogue.prompts, now, seed),
            PromptWish::About(words) => match self.theme(words) {
                Some(theme) => {
                    let of_theme = self.catalogue.prompts.iter().filter(|prompt| prompt.theme == *theme);
                    self.suggests(person, of_theme, now, seed)
                }
                None => say(self.themes(ThemesBecause::NotFound)),
            },
            PromptWish::Readings(words) => match self.theme(words) {
                Some(theme) => say(self.readings(theme)),
                None => say(self.themes(ThemesBecause::NotFound)),
            },
            PromptWish::Themes => say(self.themes(ThemesBecause::Asked)),
        }
    }

    fn suggests<'b>(
        &self,
        person: &Person,
        prompts: impl IntoIterator<Item = &'b Prompt>,
        now: Timestamp,
        seed: Seed,
    ) -> Decision {
        let group = std::slice::from_ref(&person.id);
        let topics = person.profile.seeks.iter().chain(&person.profile.offers);
        let deck = Deck::of(prompts, Mode::Peer, self.showings);
        let chosen = deck.choose(&Wish {
            group,
            themes: &theme_weights(self.catalogue, topics),
            talks_so_far: TALKS_BEFORE,
            exclude: &[],
            seed,
        });
        let Some(prompt) = chosen else { return say(PromptAnswer::NoQuestions) };
        let reading = Shelf::of(self.catalogue, self.showings).offer(&prompt.theme, group, now);
        let question = Question { reading, ..Question::of(prompt) };
        let show = |prompt: PromptId| Showing { person: person.id.clone(), prompt, at: now };
        let shown = question.shown().map(show).map(Change::ShowPrompt);
        let decision = shown.fold(Decision::default(), Decision::change);
        let freshness = self.freshness(&prompt.id);
        let suggested = Suggested { theme: prompt.theme.clone(), question, freshness };
        decision.reply(Answer::Prompt(PromptAnswer::Suggested(Box::new(suggested))).into())
    }

    fn freshness(&self, prompt: &PromptId) -> Freshness {
        match self.showings.iter().any(|showing| showing.prompt == *prompt) {
            true => Freshness::Again,
            false => Freshness::New,
        }
    }

    fn theme(&self, words: &str) -> Option<&ThemeId> {
        if words.is_empty() {
            return None;
        }
        named(words, &with_prompts(self.catalogue, Mode::Peer), self.catalogue, self.index)
    }

    fn readings(&self, theme: &ThemeId) -> PromptAnswer {
        let readings = self.catalogue.readings(theme).map(|reading| reading.id.clone()).collect();
        PromptAnswer::Readings { theme: theme.clone(), readings }
    }

    fn themes(&self, because: ThemesBecause) -> PromptAnswer {
        let themes: Vec<ThemeId> = with_prompts(self.catalogue, Mode::Peer).into_iter().cloned().collect();
        match themes.is_empty() {
            true => PromptAnswer::NoQuestions,
            false => PromptAnswer::Themes { themes, because },
        }
    }
}

fn say(answer: PromptAnswer) -> Decision {
    Decision::default().reply(Answer::Prompt(answer).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::{Depth, Reading, ReadingKind, Theme, Topic};
    use crate::domain::decision::Reply;
    use crate::domain::ids::TopicId;
    use crate::domain::testing::{monday, person};
    use std::collections::BTreeSet;

    fn catalogue() -> Arc<Catalogue> {
        let theme = |id: &str, name: &str, topic: &str| Theme {
            id: ThemeId::new(id),
            name: name.into(),
            purpose: "It is good for something.".into(),
            topics: vec![TopicId::new(topic)],
        };
        let topic = |id: &str, name: &str, sign: &str| Topic {
            id: TopicId::new(id),
            name: name.into(),
            group: "All".into(),
            synonyms: vec![sign.into()],
            signs: Vec::new(),
        };
        let prompt = |theme: &str, place: usize| Prompt {
            id: PromptId::new(format!("{theme}-{place}")),
            theme: ThemeId::new(theme),
            depth: [Depth::Light, Depth::Real, Depth::Commitment][place % 3],
            mode: Mode::Peer,
            text: format!("Question {place} about {theme}?"),
        };
        let reading = |theme: &str, place: usize| Reading {
            id: ReadingId::new(format!("{theme}-book-{place}")),
            theme: ThemeId::new(theme),
            kind: ReadingKind::Book,
            title: "A title".into(),
            author: "Somebody".into(),
            year: None,
            why: "It helps.".into(),
            link: None,
        };
        Arc::new(Catalogue {
            topics: vec![
                topic("delegation", "Delegation", "letting go"),
                topic("team-conflict", "Conflict in the team", "quarrel"),
            ],
            themes: vec![
                theme("delegation", "Delegation", "delegation"),
                theme("hard-weeks", "Support in hard weeks", "burnout"),
                theme("conflict", "Conflict", "team-conflict"),
            ],
            prompts: (0..6)
                .map(|place| prompt("conflict", place))
                .chain((0..6).map(|place| prompt("delegation", place)))
                .collect(),
            readings: (0..3).map(|place| reading("conflict", place)).collect(),
            ..Catalogue::default()
        })
    }

    struct Asking {
        catalogue: Arc<Catalogue>,
        index: TopicIndex,
        person: Option<Person>,
        showings: Vec<Showing>,
    }

    impl Asking {
        fn ana() -> Self {
            let catalogue = catalogue();
            let index = TopicIndex::of(&catalogue);
            Self { catalogue, index, person: Some(person("ANA")), showings: Vec::new() }
        }

        /// What is answered to `/mentor prompt` with these words; what was shown is remembered.
        fn types(&mut self, words: &str) -> Answer {
            let library = Library {
                person: self.person.as_ref(),
                showings: &self.showings,
                catalogue: &self.catalogue,
                index: &self.index,
            };
            let number = u8::try_from(self.showings.len()).unwrap();
            let now = monday("09:00:00") + jiff::SignedDuration::from_mins(number.into());
            let decision = library.asked(&PromptWish::of(words), now, Seed([number; 32]));
            assert_eq!(decision.contacts().count(), 0, "who asks for it is not disturbed by it");
            assert!(decision.outgoing.is_empty(), "nobody else reads it");
            for change in &decision.changes {
                let Change::ShowPrompt(showing) = change else { panic!("{change:?}") };
                self.showings.push(showing.clone());
            }
            let Reply::Say(answer) = decision.reply else { panic!("{:?}", decision.reply) };
            answer
        }

        fn gets(&mut self, words: &str) -> Suggested {
            let answer = self.types(words);
            let Answer::Prompt(PromptAnswer::Suggested(suggested)) = answer else { panic!("{answer:?}") };
            *suggested
        }
    }

    #[test]
    fn a_theme_is_named_or_read_out_of_a_problem() {
        let mut ana = Asking::ana();
        for words in ["conflict", "Conflict", "my two seniors have a quarrel"] {
            assert_eq!(ana.gets(words).theme, ThemeId::new("conflict"), "{words}");
        }
        assert_eq!(ana.gets("letting go of the release").theme, ThemeId::new("delegation"));
    }

    #[test]
    fn what_somebody_seeks_leads_to_a_theme() {
        let mut ana = Asking::ana();
        let seeks = vec![TopicId::new("team-conflict")];
        ana.person.as_mut().unwrap().profile.seeks = seeks;
        let suggested = ana.gets("");
        assert_eq!(suggested.theme, ThemeId::new("conflict"));
        assert!(suggested.question.reading.is_some());
    }

    #[test]
    fn nothing_comes_again_before_a_deck_is_used_up_and_then_it_is_said() {
        let mut ana = Asking::ana();
        let given: Vec<Suggested> = (0..8).map(|_| ana.gets("conflict")).collect();
        let first: BTreeSet<_> = given[..6].iter().map(|each| &each.question.prompt).collect();
        assert_eq!(first.len(), 6);
        assert!(given[..6].iter().all(|each| each.freshness == Freshness::New));
        assert_eq!(given[6].question.prompt, given[0].question.prompt, "the oldest comes first");
        assert_eq!(given[6].freshness, Freshness::Again);
        let read: BTreeSet<_> = given[..3].iter().map(|each| &each.question.reading).collect();
        assert_eq!(read.len(), 3, "nor does anything to read");
    }

    #[test]
    fn whoever_names_no_theme_reads_which_there_are() {
        let mut ana = Asking::ana();
        let themes = |because| {
            let themes = ["delegation", "conflict"].map(ThemeId::new).to_vec();
            Answer::Prompt(PromptAnswer::Themes { themes, because })
        };
        assert_eq!(ana.types("xyzzy"), themes(ThemesBecause::NotFound));
        assert_eq!(ana.types("hard weeks"), themes(ThemesBecause::NotFound), "it has no question");
        assert_eq!(ana.types("read"), themes(ThemesBecause::NotFound));
        assert_eq!(ana.types("themes"), themes(ThemesBecause::Asked));
    }

    #[test]
    fn readings_of_a_theme_are_listed_also_where_there_are_none() {
        let mut ana = Asking::ana();
        let Answer::Prompt(PromptAnswer::Readings { readings, .. }) = ana.types("read conflict") else {
            panic!("a list");
        };
        assert_eq!(readings.len(), 3);
        let none = PromptAnswer::Readings { theme: ThemeId::new("delegation"), readings: Vec::new() };
        assert_eq!(ana.types("read delegation"), Answer::Prompt(none));
        assert_eq!(ana.gets("delegation").question.reading, None);
    }

    #[test]
    fn who_does_not_take_part_is_told_how_to_and_who_pauses_may_ask() {
        let mut ana = Asking::ana();
        ana.person.as_mut().unwrap().pause = Some(crate::domain::people::Pause { until: None });
        ana.gets("conflict");
        ana.person.as_mut().unwrap().standing = Standing::Left;
        assert_eq!(ana.types("conflict"), Answer::NotJoined);
        ana.person = None;
        assert_eq!(ana.types(""), Answer::NotJoined);
    }

    #[test]
    fn without_any_question_that_is_said() {
        let mut ana = Asking::ana();
        ana.catalogue = Arc::new(Catalogue { prompts: Vec::new(), ..(*catalogue()).clone() });
        for words in ["", "conflict", "themes"] {
            assert_eq!(ana.types(words), Answer::Prompt(PromptAnswer::NoQuestions), "{words}");
        }
    }
}
