//! The kinds of mentoring: what each brings next, said to whoever has just chosen it, and the quiet offer of a new one.

use super::Renderer;
use super::blocks::{Button, Page};
use super::words::value;
use crate::adapters::slack::ids::command_action;
use crate::domain::people::modes::Chosen;
use crate::domain::people::profile::Mode;

impl Renderer {
    /// Greets somebody who has just joined, with what they chose and when each of it begins.
    pub(super) fn welcome(&self, chosen: &[Chosen]) -> Page {
        let lines: Vec<String> = chosen.iter().map(|each| self.what_comes(each)).collect();
        Page::of(self.words.say("welcome"))
            .say(lines.join("\n"))
            .say(self.words.say("welcome-until-then"))
            .note(self.words.say("welcome-note"))
    }

    /// They have just chosen one more.
    pub(super) fn takes_part_in(&self, chosen: &Chosen) -> Page {
        Page::of(self.words.say("mode-joined"))
            .say(self.what_comes(chosen))
            .note(self.words.say("mode-leave"))
    }

    /// One line and two buttons on the Home, where something is new.
    pub(super) fn home_offer(&self, offer: Option<Mode>) -> Page {
        let Some(mode) = offer else { return Page::default() };
        let button = |word: &str, id: &str| {
            Button::new(command_action(&format!("{word} {}", mode.code())), self.words.say(id))
        };
        Page::of(self.words.say(&format!("home-new-{}", mode.code())))
            .buttons(vec![button("try", &format!("home-try-{}", mode.code())), button("pass", "home-pass")])
            .rule()
    }

    fn what_comes(&self, chosen: &Chosen) -> String {
        let id = format!("comes-{}", chosen.mode.code());
        match &chosen.next {
            Some(time) => self.words.with(&id, &[("time", value(self.words.time(time)))]),
            None => self.words.say(&format!("{id}-unplanned")),
        }
    }
}
