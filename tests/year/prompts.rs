//! Which questions people were shown: none comes again before the deck is used up.

use crate::Promise;
use crate::contacts::is_posted;
use std::collections::BTreeMap;
use viceversa::cli::demo::player::Happened;
use viceversa::domain::catalogue::Catalogue;
use viceversa::domain::people::profile::Mode;

/// Where questions come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deck {
    Peer,
    Reverse,
    Nudge,
    Community,
}

pub struct Watch {
    /// Questions by their words as they stand in a message.
    questions: BTreeMap<String, (Deck, String)>,
    /// How often each was shown to a person; to the channel under a question of its own.
    seen: BTreeMap<(Deck, String), BTreeMap<String, usize>>,
    /// The question of each term's next meeting, which outlives a cancellation.
    waiting: BTreeMap<String, String>,
    shown: BTreeMap<Deck, usize>,
    broken: BTreeMap<Deck, Vec<String>>,
}

impl Watch {
    pub fn of(catalogue: &Catalogue) -> Self {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let deck = |mode| match mode {
            Mode::Peer => Some(Deck::Peer),
            Mode::Reverse => Some(Deck::Reverse),
            Mode::Nudge => Some(Deck::Nudge),
            Mode::Situational | Mode::Circle | Mode::External => None,
        };
        let prompts = catalogue
            .prompts
            .iter()
            .filter_map(|prompt| Some((escape(&prompt.text), (deck(prompt.mode)?, prompt.id.to_string()))));
        let community = catalogue.community.iter();
        let community = community.map(|each| (escape(&each.text), (Deck::Community, each.id.to_string())));
        Self {
            questions: prompts.chain(community).collect(),
            seen: BTreeMap::new(),
            waiting: BTreeMap::new(),
            shown: BTreeMap::new(),
            broken: BTreeMap::new(),
        }
    }

    pub fn look(&mut self, happened: &Happened<'_>) {
        if !is_posted(happened) {
            return;
        }
        let text = happened.entry.text.as_deref().unwrap_or_default();
        let key = happened.key.unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.strip_prefix("&gt; ").or(line.strip_prefix("> ")));
        let found: Vec<_> = lines.filter_map(|line| self.questions.get(line).cloned()).collect();
        for (deck, question) in found {
            if is_asked_again(deck, key) || self.is_the_same_meeting(deck, key, &question) {
                continue;
            }
            let mut readers = happened.entry.members.clone();
            if deck == Deck::Community {
                readers = vec!["everybody".to_owned()];
            }
            for reader in readers {
                self.shows(deck, &question, &reader, key);
            }
        }
    }

    /// A cancelled meeting takes its question along to the next date.
    fn is_the_same_meeting(&mut self, deck: Deck, key: &str, question: &str) -> bool {
        if deck != Deck::Reverse {
            return false;
        }
        let term: String = key.split('/').take(3).collect::<Vec<_>>().join("/");
        self.waiting.insert(term, question.to_owned()).as_deref() == Some(question)
    }

    fn shows(&mut self, deck: Deck, question: &str, reader: &str, key: &str) {
        *self.shown.entry(deck).or_default() += 1;
        let size = self.questions.values().filter(|(of, _)| *of == deck).count();
        let seen = self.seen.entry((deck, reader.to_owned())).or_default();
        let least = if seen.len() < size { 0 } else { seen.values().min().copied().unwrap_or(0) };
        let times = seen.entry(question.to_owned()).or_default();
        if *times > least {
            let breach = format!("{reader} reads {question} again with {} of {size} seen: {key}", seen.len());
            self.broken.entry(deck).or_default().push(breach);
            return;
        }
        *times += 1;
    }

    pub fn judge(mut self) -> Vec<Promise> {
        let decks = [
            (Deck::Peer, "no question for a talk comes again too soon"),
            (Deck::Reverse, "no question for a junior and a senior comes again too soon"),
            (Deck::Nudge, "no nudge comes again too soon"),
            (Deck::Community, "no question in a channel comes again too soon"),
        ];
        let judged = decks.map(|(deck, name)| {
            let shown = self.shown.get(&deck).copied().unwrap_or(0);
            let mut broken = self.broken.remove(&deck).unwrap_or_default();
            if shown == 0 {
                broken.push("none was ever shown".to_owned());
            }
            Promise { name, measured: format!("{shown} shown"), broken }
        });
        judged.into()
    }
}

/// A question in the channel is quoted again in what it leads to.
fn is_asked_again(deck: Deck, key: &str) -> bool {
    deck == Deck::Community && !key.ends_with("/question")
}
