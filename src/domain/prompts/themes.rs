//! Which theme somebody means by what they typed.

use crate::domain::catalogue::{Catalogue, Prompt};
use crate::domain::ids::{ThemeId, TopicId};
use crate::domain::people::profile::Mode;
use crate::domain::topics::TopicIndex;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// So many topics of a longer text count.
const TOPICS_HEARD: usize = 3;

/// The theme among these that somebody's words name: by its id or name, or else by the topics that the words are about.
pub fn named<'a>(
    words: &str,
    among: &[&'a ThemeId],
    catalogue: &Catalogue,
    index: &TopicIndex,
) -> Option<&'a ThemeId> {
    let words = words.trim().to_lowercase();
    let name = |theme: &ThemeId| catalogue.theme(theme).map(|each| each.name.to_lowercase());
    let is_called = |theme: &&&ThemeId| {
        name(theme).is_some_and(|name| name == words) || theme.as_str() == words.replace(' ', "-")
    };
    let begins = |theme: &&&ThemeId| {
        name(theme).is_some_and(|name| name.split_whitespace().any(|word| word.starts_with(&words)))
    };
    let by_name = among.iter().find(is_called).or_else(|| among.iter().find(begins));
    by_name.copied().or_else(|| by_topic(&words, among, catalogue, index))
}

/// The themes that a deck has any question for, in the order of their file.
pub fn with_prompts(catalogue: &Catalogue, mode: Mode) -> Vec<&ThemeId> {
    let of_mode = |prompt: &&Prompt| prompt.mode == mode;
    let known: BTreeSet<&ThemeId> =
        catalogue.prompts.iter().filter(of_mode).map(|prompt| &prompt.theme).collect();
    catalogue.themes.iter().map(|theme| &theme.id).filter(|theme| known.contains(theme)).collect()
}

/// The topics that lead to a theme.
pub fn topics_of<'a>(theme: &ThemeId, catalogue: &'a Catalogue) -> &'a [TopicId] {
    catalogue.theme(theme).map_or(&[], |theme| &theme.topics)
}

/// The theme that most speaks for; among equals the one that stands first.
fn by_topic<'a>(
    words: &str,
    among: &[&'a ThemeId],
    catalogue: &Catalogue,
    index: &TopicIndex,
) -> Option<&'a ThemeId> {
    let heard = index.suggest(words, TOPICS_HEARD);
    let speaks_for = |theme: &ThemeId| -> u32 {
        let topics = topics_of(theme, catalogue);
        heard.iter().filter(|each| topics.contains(&each.topic)).map(|each| each.score).sum()
    };
    let weighed = among.iter().enumerate().map(|(place, theme)| (speaks_for(theme), Reverse(place), *theme));
    weighed.filter(|(score, ..)| *score > 0).max().map(|(.., theme)| theme)
}
