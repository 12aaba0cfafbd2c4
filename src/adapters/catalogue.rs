//! The decks and the taxonomy that come with the program.

use crate::domain::catalogue::{Catalogue, Prompt, Theme, Topic};
use serde::Deserialize;

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

/// What is compiled in.
///
/// # Panics
/// A file that does not parse: the tests of the decks find that before anybody runs it.
pub fn embedded() -> Catalogue {
    let topics: Topics = toml::from_str(include_str!("../../prompts/topics.toml")).expect("the topics parse");
    let themes: Themes = toml::from_str(include_str!("../../prompts/themes.toml")).expect("the themes parse");
    let peer: Deck = toml::from_str(include_str!("../../prompts/peer.toml")).expect("the peer deck parses");
    Catalogue { topics: topics.topic, themes: themes.theme, prompts: peer.prompt }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::profile::Mode;

    #[test]
    fn every_open_mode_has_questions() {
        let catalogue = embedded();
        for mode in Mode::OPEN {
            assert!(catalogue.prompts.iter().any(|prompt| prompt.mode == *mode), "{mode:?}");
        }
    }
}
