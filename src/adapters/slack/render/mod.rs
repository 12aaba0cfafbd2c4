//! Everything we may say, as Slack's blocks. Pure: the same value gives the same blocks.

mod answers;
mod ask_forms;
mod asks;
mod blocks;
pub mod calendar_links;
mod check_in;
mod community;
mod help;
mod home;
mod home_talks;
mod learning;
mod limits;
mod modes;
mod nudges;
mod org;
mod people;
mod privacy;
mod profile;
mod prompts;
mod reasons;
mod reciprocity;
mod reverse;
mod rounds;
mod talks;
mod term_form;
mod text;
mod uploads;
mod words;

pub use blocks::Rendered;
pub use calendar_links::{CalendarConfig, CalendarLinks};
pub use org::OrgWords;

use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{FieldError, FieldProblem};
use crate::domain::message::{Answer, Home, Message, Modal};
use blocks::Page;
use limits::{
    ANSWER_TEXT, MESSAGE_BLOCKS, MESSAGE_TEXT, SECTION_TEXT, VIEW_BLOCKS, blocks_problem, cut, view_problem,
};
use serde_json::json;
use slack_morphism::prelude::*;
use std::sync::Arc;
use tracing::error;
use words::{Words, value};

/// Makes blocks of what the domain wants said.
pub struct Renderer {
    words: Words,
    catalogue: Arc<Catalogue>,
    calendar: Option<CalendarLinks>,
}

impl Renderer {
    /// In English, with the names of topics from a catalogue, and with links to `.ics` files where we can be reached.
    pub fn new(catalogue: Arc<Catalogue>, calendar: Option<&CalendarConfig>) -> Self {
        Self { words: Words::english(), catalogue, calendar: calendar.map(CalendarLinks::new) }
    }

    /// What goes through the outbox.
    pub fn message(&self, message: &Message) -> Rendered {
        guarded(message.kind(), self.message_page(message).done(), MESSAGE_TEXT)
    }

    /// A few words for one person.
    pub fn answer(&self, answer: &Answer) -> Rendered {
        guarded("answer", self.answer_page(answer).done(), ANSWER_TEXT)
    }

    /// A modal.
    pub fn modal(&self, modal: &Modal) -> SlackView {
        let view = SlackView::Modal(self.modal_view(modal));
        match view_problem(&json!(view)) {
            None => view,
            Some(problem) => {
                error!(problem, "a modal is not fit for Slack");
                SlackView::Modal(self.notice(&Answer::Trouble))
            }
        }
    }

    /// A Home tab.
    pub fn home(&self, home: &Home) -> SlackView {
        let page = self.home_page(home).done();
        let blocks = match blocks_problem(&json!(page.blocks), VIEW_BLOCKS) {
            None => page.blocks,
            Some(problem) => {
                error!(problem, "a Home is not fit for Slack");
                Page::of(cut(&page.text, SECTION_TEXT)).done().blocks
            }
        };
        SlackView::Home(SlackHomeView::new(blocks))
    }

    /// The links to `.ics` files, where we can be reached.
    pub fn calendar(&self) -> Option<&CalendarLinks> {
        self.calendar.as_ref()
    }

    /// Words for a workspace that has not installed us.
    pub fn unknown_workspace(&self) -> Rendered {
        Page::of(self.words.say("error-unknown-workspace")).done()
    }

    /// Words at a modal that could not be saved.
    pub fn not_saved(&self) -> String {
        self.words.say("error-not-saved")
    }

    /// What is wrong with a field of a modal.
    pub fn field_problem(&self, error: &FieldError) -> String {
        match error.problem {
            FieldProblem::Empty => self.words.say("field-empty"),
            FieldProblem::TooLong(most) => self.words.with("field-too-long", &[("most", value(most))]),
            FieldProblem::DayTooShort => self.words.say("field-day-too-short"),
            FieldProblem::UnknownTopic => self.words.say("field-unknown-topic"),
            FieldProblem::Missing => self.words.say("field-missing"),
            FieldProblem::Oneself => self.words.say("field-oneself"),
            FieldProblem::DayIsPast => self.words.say("field-day-is-past"),
            FieldProblem::DayTooFar => self.words.say("field-day-too-far"),
            FieldProblem::NoTopicFound => self.words.say("field-no-topic-found"),
            FieldProblem::TimesPassed => self.words.say("field-times-passed"),
        }
    }
}

/// Words and blocks as Slack takes them: blocks that it would refuse are left away, since the words say the same.
fn guarded(kind: &str, rendered: Rendered, most: usize) -> Rendered {
    let Rendered { text, mut blocks } = rendered;
    if let Some(problem) = blocks_problem(&json!(blocks), MESSAGE_BLOCKS) {
        error!(kind, problem, "blocks are not fit for Slack; the words go without them");
        blocks.clear();
    }
    Rendered { text: cut(&text, most), blocks }
}

#[cfg(test)]
mod tests;
