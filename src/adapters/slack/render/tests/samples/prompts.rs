//! One of everything we may say about questions on demand and what there is to read.

use super::*;
use crate::domain::ids::ThemeId;
use crate::domain::prompts::{Freshness, PromptAnswer, Suggested, ThemesBecause};

pub fn answers() -> BTreeMap<&'static str, Answer> {
    let delegation = || ThemeId::new("delegation");
    let themes =
        |because| PromptAnswer::Themes { themes: vec![delegation(), ThemeId::new("blind-spots")], because };
    let suggested = |theme, question, freshness| {
        PromptAnswer::Suggested(Box::new(Suggested { theme, question, freshness }))
    };
    let readings = |theme, ids: &[&str]| PromptAnswer::Readings {
        theme,
        readings: ids.iter().map(|id| ReadingId::new(*id)).collect(),
    };
    let bare = Question { reading: None, ..question() };
    BTreeMap::from([
        ("prompt", suggested(delegation(), question(), Freshness::New)),
        ("prompt_again", suggested(ThemeId::new("blind-spots"), bare, Freshness::Again)),
        ("prompt_themes", themes(ThemesBecause::Asked)),
        ("prompt_not_found", themes(ThemesBecause::NotFound)),
        (
            "prompt_readings",
            readings(delegation(), &["turn-the-ship-around", "a-talk", "gone", "an-article"]),
        ),
        ("prompt_readings_none", readings(ThemeId::new("blind-spots"), &[])),
        ("prompt_none", PromptAnswer::NoQuestions),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Prompt(answer)))
    .collect()
}

/// The ids that are put together from a kind and a code.
pub fn ids() -> Vec<&'static str> {
    vec![
        "reading-book",
        "reading-talk",
        "reading-article",
        "reading-kind-book",
        "reading-kind-talk",
        "reading-kind-article",
    ]
}
