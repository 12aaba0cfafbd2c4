//! A company's own decks on top of ours: new entries come last, an entry with a known id takes its place, and a deck that
//! says so takes the place of a whole deck.

use super::{Catalogue, Community, Prompt, Reading, Theme, Topic};
use crate::domain::people::profile::Mode;
use std::collections::BTreeSet;

/// Entries to be added, and the decks they are to stand instead of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// What is added.
    pub catalogue: Catalogue,
    /// What it replaces as a whole.
    pub replaced: Replaced,
}

/// Decks of which nothing is kept. Topics and themes are never among them: people's profiles and other decks name those.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// The modes whose questions go.
    pub modes: BTreeSet<Mode>,
    /// Whether the questions for a channel go.
    pub community: bool,
    /// Whether everything to read goes.
    pub readings: bool,
}

impl Additions {
    /// The catalogue with these on top.
    pub fn onto(self, mut base: Catalogue) -> Catalogue {
        self.replaced.strike_from(&mut base);
        let Catalogue { topics, themes, prompts, community, readings } = self.catalogue;
        lay(&mut base.topics, topics, |topic: &Topic| topic.id.clone());
        lay(&mut base.themes, themes, |theme: &Theme| theme.id.clone());
        lay(&mut base.prompts, prompts, |prompt: &Prompt| prompt.id.clone());
        lay(&mut base.community, community, |question: &Community| question.id.clone());
        lay(&mut base.readings, readings, |reading: &Reading| reading.id.clone());
        base
    }
}

impl Replaced {
    /// Takes out what will not stand any longer.
    pub fn strike_from(&self, base: &mut Catalogue) {
        base.prompts.retain(|prompt| !self.modes.contains(&prompt.mode));
        if self.community {
            base.community.clear();
        }
        if self.readings {
            base.readings.clear();
        }
    }
}

fn lay<T, Id: PartialEq>(below: &mut Vec<T>, above: Vec<T>, id: impl Fn(&T) -> Id) {
    for entry in above {
        match below.iter_mut().find(|each| id(each) == id(&entry)) {
            Some(place) => *place = entry,
            None => below.push(entry),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Depth;
    use super::*;
    use crate::domain::ids::{PromptId, ThemeId};

    fn prompt(id: &str, mode: Mode, text: &str) -> Prompt {
        let (id, theme) = (PromptId::new(id), ThemeId::new("support"));
        Prompt { id, theme, depth: Depth::Light, mode, text: text.into() }
    }

    fn of(prompts: &[Prompt]) -> Catalogue {
        Catalogue { prompts: prompts.to_vec(), ..Catalogue::default() }
    }

    #[test]
    fn a_known_id_takes_its_place_and_a_new_one_comes_last() {
        let base = of(&[prompt("one", Mode::Peer, "old"), prompt("two", Mode::Peer, "kept")]);
        let own = of(&[prompt("three", Mode::Nudge, "added"), prompt("one", Mode::Peer, "new")]);
        let all = Additions { catalogue: own, ..Additions::default() }.onto(base);
        let texts: Vec<&str> = all.prompts.iter().map(|prompt| prompt.text.as_str()).collect();
        assert_eq!(texts, ["new", "kept", "added"]);
    }

    #[test]
    fn a_replaced_deck_leaves_the_other_modes_alone() {
        let base = of(&[prompt("one", Mode::Peer, "ours"), prompt("two", Mode::Nudge, "kept")]);
        let own = of(&[prompt("three", Mode::Peer, "theirs")]);
        let replaced = Replaced { modes: [Mode::Peer].into(), ..Replaced::default() };
        let all = Additions { catalogue: own, replaced }.onto(base);
        let ids: Vec<&str> = all.prompts.iter().map(|prompt| prompt.id.as_str()).collect();
        assert_eq!(ids, ["two", "three"]);
    }
}
