//! All words come from the Fluent files in `locales/`, so that a translation is a matter of files alone.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use tracing::error;

/// The English files. Each is a part of the product; together they are one bundle.
pub const ENGLISH: &[(&str, &str)] = &[
    ("asks.ftl", include_str!("../../../../locales/en/asks.ftl")),
    ("community.ftl", include_str!("../../../../locales/en/community.ftl")),
    ("errors.ftl", include_str!("../../../../locales/en/errors.ftl")),
    ("help.ftl", include_str!("../../../../locales/en/help.ftl")),
    ("home.ftl", include_str!("../../../../locales/en/home.ftl")),
    ("learning.ftl", include_str!("../../../../locales/en/learning.ftl")),
    ("nudges.ftl", include_str!("../../../../locales/en/nudges.ftl")),
    ("org.ftl", include_str!("../../../../locales/en/org.ftl")),
    ("people.ftl", include_str!("../../../../locales/en/people.ftl")),
    ("privacy.ftl", include_str!("../../../../locales/en/privacy.ftl")),
    ("prompts.ftl", include_str!("../../../../locales/en/prompts.ftl")),
    ("reciprocity.ftl", include_str!("../../../../locales/en/reciprocity.ftl")),
    ("reverse.ftl", include_str!("../../../../locales/en/reverse.ftl")),
    ("rounds.ftl", include_str!("../../../../locales/en/rounds.ftl")),
    ("uploads.ftl", include_str!("../../../../locales/en/uploads.ftl")),
];

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

/// The values that a message's placeholders take.
pub type Values<'a> = &'a [(&'a str, FluentValue<'a>)];

impl Words {
    /// The English words, which are part of the program.
    pub fn english() -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
        // Isolation marks are invisible on a screen, but screen readers and people who copy text stumble over them.
        bundle.set_use_isolating(false);
        for (name, source) in ENGLISH {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    error!(name, count = errors.len(), "some words cannot be read");
                    resource
                }
            };
            if let Err(errors) = bundle.add_resource(resource) {
                error!(name, count = errors.len(), "some words are defined twice");
            }
        }
        Self { bundle }
    }

    /// The words with an id.
    pub fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The words with an id, with values in their places. An id that does not exist gives itself; a test sees to it
    /// that none is asked for.
    pub fn with(&self, id: &str, values: Values<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            error!(id, "there are no words with this id");
            debug_assert!(false, "there are no words with the id {id}");
            return id.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let words = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        if !errors.is_empty() {
            error!(id, count = errors.len(), "a placeholder has no value");
        }
        words
    }
}

/// A value for a placeholder.
pub fn value<'a>(value: impl Into<FluentValue<'a>>) -> FluentValue<'a> {
    value.into()
}
