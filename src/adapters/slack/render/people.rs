//! Joining, breaks and never-pair wishes.

use super::Renderer;
use super::blocks::{Button, Page};
use super::text::mention;
use super::words::value;
use crate::adapters::slack::ids::{PICK_NEVER, command_action};
use crate::domain::ids::PersonId;
use crate::domain::message::LocalTime;
use slack_morphism::prelude::*;

/// The most people of a never-pair list that get a button each; Slack takes 50 blocks in a message.
const LISTED: usize = 40;

impl Renderer {
    /// A pause has ended by itself.
    pub(super) fn pause_ended(&self, next_round: Option<&LocalTime>) -> Page {
        self.followed_by_round("pause-ended", next_round)
    }

    /// Would a break help?
    pub(super) fn pause_offer(&self) -> Page {
        let button = |typed, id| Button::new(command_action(typed), self.words.say(id));
        Page::of(self.words.say("pause-offer")).buttons(vec![
            button("pause 2w", "pause-offer-2w"),
            button("pause 4w", "pause-offer-4w"),
            button("leave", "pause-offer-leave"),
            button("home", "pause-offer-stay"),
        ])
    }

    /// Back from a break.
    pub(super) fn resumed(&self, next_round: Option<&LocalTime>) -> Page {
        self.followed_by_round("resumed", next_round)
    }

    fn followed_by_round(&self, id: &str, next_round: Option<&LocalTime>) -> Page {
        let next = self.next_round(next_round);
        Page::of(format!("{} {next}", self.words.say(id)))
    }

    /// When the next round is, as a sentence.
    pub(super) fn next_round(&self, next_round: Option<&LocalTime>) -> String {
        match next_round {
            Some(time) => self.words.with("next-round", &[("time", value(self.words.time(time)))]),
            None => self.words.say("next-round-unknown"),
        }
    }

    /// Pausing from now on.
    pub(super) fn paused(&self, until: Option<&LocalTime>) -> Page {
        let words = match until {
            Some(until) => self.words.with("paused-until", &[("time", value(self.words.time(until)))]),
            None => self.words.say("paused-open"),
        };
        Page::of(words).note(self.words.say("paused-note"))
    }

    /// Sits out the next round.
    pub(super) fn skipped(&self) -> Page {
        let undo = Button::new(command_action("unskip"), self.words.say("skipped-undo"));
        Page::of(self.words.say("skipped")).buttons(vec![undo])
    }

    /// Has left.
    pub(super) fn left(&self) -> Page {
        let again = Button::new(command_action("join"), self.words.say("left-rejoin"));
        Page::of(self.words.say("left")).buttons(vec![again])
    }

    /// Has not joined yet.
    pub(super) fn not_joined(&self) -> Page {
        let join = Button::new(command_action("join"), self.words.say("join-button")).primary();
        Page::of(self.words.say("not-joined")).buttons(vec![join])
    }

    /// About one person.
    pub(super) fn about(&self, id: &str, person: &PersonId) -> Page {
        Page::of(self.words.with(id, &[("person", value(mention(person)))]))
    }

    /// Whom somebody never wants to be paired with.
    pub(super) fn never_list(&self, people: &[PersonId]) -> Page {
        let pick = SlackActionsBlock::new(vec![self.pick_never().into()]);
        if people.is_empty() {
            return Page::of(self.words.say("never-list-empty")).block(pick);
        }
        let listed =
            people.iter().take(LISTED).fold(Page::of(self.words.say("never-list")), |page, person| {
                page.beside(mention(person), self.allow_again(person).element())
            });
        let unlisted = people.get(LISTED..).unwrap_or_default();
        let listed = if unlisted.is_empty() { listed } else { listed.say(self.words.people(unlisted)) };
        listed.block(pick).note(self.words.say("never-list-note"))
    }

    /// A menu of people to choose from.
    pub(super) fn pick_never(&self) -> SlackBlockUsersSelectElement {
        SlackBlockUsersSelectElement::new()
            .with_action_id(PICK_NEVER.into())
            .with_placeholder(self.words.say("never-pick").into())
    }

    fn allow_again(&self, person: &PersonId) -> Button {
        let typed = format!("allow {}", mention(person));
        Button::new(command_action(&typed), self.words.say("never-allow"))
    }
}
