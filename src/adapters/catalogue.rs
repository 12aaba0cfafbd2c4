//! The taxonomy, the themes and the decks of questions, read from the files that are part of the program.

use crate::domain::catalogue::{Catalogue, Community, Prompt, Theme, Topic};
use serde::Deserialize;

const TOPICS: &str = include_str!("../../prompts/topics.toml");
const THEMES: &str = include_str!("../../prompts/themes.toml");
const COMMUNITY: &str = include_str!("../../prompts/community.toml");
/// The decks, one for each kind of mentoring.
const DECKS: &[&str] = &[include_str!("../../prompts/peer.toml")];

#[derive(Deserialize)]
struct Topics {
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
struct Themes {
    theme: Vec<Theme>,
}

#[derive(Deserialize)]
struct Deck {
    prompt: Vec<Prompt>,
}

#[derive(Deserialize)]
struct Questions {
    community: Vec<Community>,
}

/// The catalogue of this program.
///
/// # Errors
/// Where a file does not read; a test sees to it that the ones we ship do.
pub fn embedded() -> Result<Catalogue, toml::de::Error> {
    let mut prompts = Vec::new();
    for deck in DECKS {
        prompts.extend(toml::from_str::<Deck>(deck)?.prompt);
    }
    Ok(Catalogue {
        topics: toml::from_str::<Topics>(TOPICS)?.topic,
        themes: toml::from_str::<Themes>(THEMES)?.theme,
        prompts,
        community: toml::from_str::<Questions>(COMMUNITY)?.community,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::profile::Mode;
    use std::collections::BTreeSet;

    #[test]
    fn what_we_ship_reads_and_fits_together() {
        let catalogue = embedded().expect("files that read");
        assert!(catalogue.topics.len() >= 40, "{} topics", catalogue.topics.len());
        assert!(catalogue.prompts.len() >= 60, "{} questions", catalogue.prompts.len());
        let themes: BTreeSet<_> = catalogue.themes.iter().map(|theme| &theme.id).collect();
        assert!(catalogue.prompts.iter().all(|prompt| themes.contains(&prompt.theme)));
        assert!(catalogue.prompts.iter().all(|prompt| prompt.mode == Mode::Peer));
        let led_to = |topic: &Topic| catalogue.themes.iter().any(|theme| theme.topics.contains(&topic.id));
        assert!(catalogue.topics.iter().all(led_to));
        let ids: BTreeSet<_> = catalogue.prompts.iter().map(|prompt| &prompt.id).collect();
        assert_eq!(ids.len(), catalogue.prompts.len());
    }
}
