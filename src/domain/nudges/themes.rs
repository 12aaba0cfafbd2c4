//! Which theme comes next: the one a person chose, or else one after the other, those that were useful sooner.

use super::Nudge;
use super::settings::TUNED_AT_MOST;
use crate::domain::catalogue::{Catalogue, Prompt};
use crate::domain::ids::ThemeId;
use crate::domain::people::Person;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::themes::{self, topics_of};
use crate::domain::topics::TopicIndex;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;

/// What a theme weighs that has neither been useful nor useless.
const WEIGHT: usize = 2 + TUNED_AT_MOST as usize;
/// What it weighs more where the person seeks a topic of it.
const SOUGHT: usize = 2;

/// A person and what they have been nudged to so far.
pub(super) struct Past<'a> {
    /// Who.
    pub person: &'a Person,
    /// Their nudges, newest first.
    pub nudges: &'a [&'a Nudge],
    /// Themes with an act that is new to them.
    pub fresh: &'a BTreeSet<&'a ThemeId>,
}

impl Past<'_> {
    /// The theme of the next nudge; `None` where no theme has any.
    pub fn next_theme<'a>(&self, catalogue: &'a Catalogue, rng: &mut ChaCha8Rng) -> Option<&'a ThemeId> {
        let all = with_acts(catalogue);
        let chosen = self.person.nudging.theme.as_ref();
        if let Some(chosen) = all.iter().find(|theme| Some(**theme) == chosen) {
            return Some(chosen);
        }
        let any_is_fresh = all.iter().any(|theme| self.fresh.contains(theme));
        let allowed = all.iter().filter(|theme| !any_is_fresh || self.fresh.contains(*theme));
        let weighed = allowed.map(|theme| {
            let waited = self.nudges.iter().position(|nudge| nudge.theme == **theme);
            // A theme that never came has waited for as long as all of them take.
            let waited = waited.unwrap_or(all.len()).min(all.len());
            (waited * self.weight(theme, catalogue), rng.random::<u32>(), *theme)
        });
        weighed.max().map(|(_, _, theme)| theme)
    }

    fn weight(&self, theme: &ThemeId, catalogue: &Catalogue) -> usize {
        let seeks = &self.person.profile.seeks;
        let sought = topics_of(theme, catalogue).iter().any(|topic| seeks.contains(topic));
        let tuned = WEIGHT.saturating_add_signed(self.person.nudging.tuned(theme).into());
        tuned + if sought { SOUGHT } else { 0 }
    }
}

/// The acts of a theme.
pub(super) fn acts_of<'a>(theme: &ThemeId, catalogue: &'a Catalogue) -> impl Iterator<Item = &'a Prompt> {
    acts(catalogue).filter(move |prompt| prompt.theme == *theme)
}

/// The theme with acts that somebody's words name.
pub(super) fn named(words: &str, catalogue: &Catalogue, index: &TopicIndex) -> Option<ThemeId> {
    themes::named(words, &with_acts(catalogue), catalogue, index).cloned()
}

/// The themes that have any act, in the order of their file.
fn with_acts(catalogue: &Catalogue) -> Vec<&ThemeId> {
    themes::with_prompts(catalogue, Mode::Nudge)
}

fn acts(catalogue: &Catalogue) -> impl Iterator<Item = &Prompt> {
    catalogue.prompts.iter().filter(|prompt| prompt.mode == Mode::Nudge)
}
