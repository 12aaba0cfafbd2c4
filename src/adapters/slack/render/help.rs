//! What the bot can do, and what it says when it did not understand or could not do something.

use super::Renderer;
use super::blocks::{Button, Page};
use super::text::escape;
use super::words::value;
use crate::adapters::slack::ids::command_action;
use crate::domain::command::{Misunderstanding, Problem};

impl Renderer {
    /// Every command with one line.
    pub(super) fn help(&self) -> Page {
        let say = |id| self.words.say(id);
        Page::of(say("help-intro"))
            .say(say("help-taking-part"))
            .say(say("help-breaks"))
            .say(say("help-asking"))
            .say(say("help-nudges"))
            .say(say("help-talks"))
            .say(say("help-data"))
            .note(say("help-note"))
    }

    /// What is wrong with a typed command, and what comes nearest.
    pub(super) fn misunderstood(&self, what: &Misunderstanding) -> Page {
        let mut words = vec![self.problem(&what.problem)];
        if let Some(nearest) = &what.nearest {
            words.push(self.words.with("unknown-nearest", &[("command", value(escape(nearest)))]));
        }
        let page = Page::of(words.join(" ")).note(self.words.say("unknown-help"));
        match &what.nearest {
            Some(nearest) if is_safe_to_press(nearest) => {
                page.buttons(vec![Button::new(command_action(nearest), format!("/mentor {nearest}"))])
            }
            Some(_) | None => page,
        }
    }

    fn problem(&self, problem: &Problem) -> String {
        match problem {
            Problem::NoSuchCommand(word) if word.is_empty() => self.words.say("unknown-nothing"),
            Problem::NoSuchCommand(word) => {
                self.words.with("unknown-command", &[("word", value(escape(word)))])
            }
            Problem::NotALength(words) => {
                self.words.with("unknown-length", &[("words", value(escape(words)))])
            }
            Problem::DateIsPast(date) => {
                self.words.with("unknown-date-past", &[("date", value(date.to_string()))])
            }
            Problem::NobodyNamed => self.words.say("unknown-nobody"),
            Problem::SeveralNamed => self.words.say("unknown-several"),
        }
    }

    /// Something is broken on our side.
    pub(super) fn trouble(&self) -> Page {
        Page::of(self.words.say("error-trouble"))
    }
}

/// Whether a suggested command can stand on a button: a slip of the finger must not make anybody leave.
fn is_safe_to_press(command: &str) -> bool {
    !["leave", "forget me", "never", "allow"].contains(&command)
}
