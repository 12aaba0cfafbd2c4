//! A question on demand with how to use it, and what there is to read: one quiet line beside a question, or a list.

use super::Renderer;
use super::blocks::{Button, Page};
use super::text::{escape, quote};
use super::words::value;
use crate::adapters::slack::ids::command_action;
use crate::domain::catalogue::Reading;
use crate::domain::ids::{ReadingId, ThemeId};
use crate::domain::prompts::{Freshness, PromptAnswer, Suggested, ThemesBecause};

/// So many themes stand in a row of buttons; Slack takes 25.
pub(super) const THEMES_SHOWN: usize = 20;
/// So many readings are listed.
const READINGS_SHOWN: usize = 10;

impl Renderer {
    pub(super) fn prompt_answer(&self, answer: &PromptAnswer) -> Page {
        match answer {
            PromptAnswer::Suggested(suggested) => self.suggested(suggested),
            PromptAnswer::Readings { theme, readings } => self.readings(theme, readings),
            PromptAnswer::Themes { themes, because } => {
                let opening = match because {
                    ThemesBecause::Asked => "prompt-choose",
                    ThemesBecause::NotFound => "prompt-not-found",
                };
                let names: Vec<String> = themes.iter().map(|theme| self.theme_name(theme)).collect();
                let opening = self.words.say(opening);
                let heard = format!("{opening}\n{}", names.join(" · "));
                let shown = themes.iter().take(THEMES_SHOWN);
                Page::default()
                    .show(opening, heard)
                    .buttons(shown.map(|theme| self.theme_button(theme)).collect())
            }
            PromptAnswer::NoQuestions => Page::of(self.words.say("prompt-none")),
        }
    }

    /// The one quiet line beside a question; nothing where the catalogue no longer has the reading.
    pub(super) fn reading_line(&self, reading: Option<&ReadingId>) -> Page {
        let found = reading.and_then(|id| self.catalogue.reading(id));
        let Some(reading) = found else { return Page::default() };
        let id = format!("reading-{}", reading.kind.code());
        let author = escape(&reading.author);
        let line = |title: String| {
            self.words.with(&id, &[("title", value(title)), ("author", value(author.clone()))])
        };
        Page::default().note_as(line(linked(reading)), line(escape(&reading.title)))
    }

    fn suggested(&self, what: &Suggested) -> Page {
        let theme = value(self.theme_name(&what.theme));
        let page = Page::of(self.words.with("prompt-question", &[("theme", theme)]))
            .say(quote(&what.question.text))
            .say(self.words.say("prompt-how"))
            .and(self.reading_line(what.question.reading.as_ref()));
        let page = match what.freshness {
            Freshness::New => page,
            Freshness::Again => page.note(self.words.say("prompt-again")),
        };
        let mut buttons = vec![self.prompt_button(what.theme.as_str(), "prompt-another").primary()];
        if self.catalogue.readings(&what.theme).nth(1).is_some() {
            buttons.push(self.prompt_button(&format!("read {}", what.theme), "prompt-read-more"));
        }
        buttons.push(self.prompt_button("themes", "prompt-themes"));
        page.buttons(buttons).note(self.words.say("prompt-note"))
    }

    fn readings(&self, theme: &ThemeId, readings: &[ReadingId]) -> Page {
        let name = [("theme", value(self.theme_name(theme)))];
        let known: Vec<&Reading> = readings.iter().filter_map(|id| self.catalogue.reading(id)).collect();
        let page = match known.is_empty() {
            true => Page::of(self.words.with("readings-none", &name)),
            false => {
                let page = Page::of(self.words.with("readings", &name));
                known.into_iter().take(READINGS_SHOWN).fold(page, |page, reading| {
                    let entry = |title: String| self.reading_entry(reading, title);
                    page.show(entry(linked(reading)), entry(escape(&reading.title)))
                })
            }
        };
        page.buttons(vec![
            self.prompt_button(theme.as_str(), "readings-question"),
            self.prompt_button("themes", "prompt-themes"),
        ])
    }

    fn reading_entry(&self, reading: &Reading, title: String) -> String {
        let kind = self.words.say(&format!("reading-kind-{}", reading.kind.code()));
        let values = [
            ("title", value(title)),
            ("author", value(escape(&reading.author))),
            ("kind", value(kind)),
            ("why", value(escape(&reading.why))),
        ];
        self.words.with("readings-entry", &values)
    }

    fn theme_button(&self, theme: &ThemeId) -> Button {
        let name = self.catalogue.theme(theme).map_or(theme.as_str(), |theme| &theme.name);
        Button::new(command_action(&format!("prompt {theme}")), name)
    }

    fn prompt_button(&self, typed: &str, label: &str) -> Button {
        Button::new(command_action(&format!("prompt {typed}")), self.words.say(label))
    }
}

/// The title, as a link where there is one.
fn linked(reading: &Reading) -> String {
    let title = escape(&reading.title);
    match &reading.link {
        Some(link) => format!("<{}|{title}>", escape(link)),
        None => title,
    }
}
