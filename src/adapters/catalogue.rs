//! The taxonomy, the themes and the decks of questions, read from the files that are part of the program.

use crate::domain::catalogue::{Catalogue, Prompt, Theme, Topic};
use serde::Deserialize;

const TOPICS: &str = include_str!("../../prompts/topics.toml");
const THEMES: &str = include_str!("../../prompts/themes.toml");
/// The decks, one for each kind of mentoring.
const DECKS: &[&str] = &[include_str!("../../prompts/peer.toml"), include_str!("../../prompts/nudge.toml")];

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
        for mode in [Mode::Peer, Mode::Nudge] {
            let of_mode = catalogue.prompts.iter().filter(|prompt| prompt.mode == mode);
            let with_questions: BTreeSet<_> = of_mode.map(|prompt| &prompt.theme).collect();
            assert_eq!(with_questions, themes, "{mode:?}");
        }
        let led_to = |topic: &Topic| catalogue.themes.iter().any(|theme| theme.topics.contains(&topic.id));
        assert!(catalogue.topics.iter().all(led_to));
        let ids: BTreeSet<_> = catalogue.prompts.iter().map(|prompt| &prompt.id).collect();
        assert_eq!(ids.len(), catalogue.prompts.len());
    }
}
