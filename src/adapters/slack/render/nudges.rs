//! Nudges: the act with its three buttons, whom and when, the reminder, what came of it, and what was understood.

use super::Renderer;
use super::blocks::{Button, Page};
use super::profile::Need;
use super::prompts::THEMES_SHOWN;
use super::text::{escape, mention, quote};
use super::words::value;
use crate::adapters::slack::ids::{CALLBACK_NUDGE, NUDGE, command_action, field_id};
use crate::domain::decision::Field;
use crate::domain::ids::{NudgeId, PersonId, ThemeId};
use crate::domain::message::LocalTime;
use crate::domain::nudges::message::{
    Asking, Missing, Note, NudgeAnswer, NudgeCard, NudgeMessage, NudgeModal, NudgeStanding,
};
use crate::domain::nudges::{Commitment, MOVES, Press, Reminder, Switch};
use crate::domain::rounds::check_in::Useful;
use jiff::tz::TimeZone;
use slack_morphism::prelude::*;

impl Renderer {
    pub(super) fn nudge_message(&self, message: &NudgeMessage) -> Page {
        match message {
            NudgeMessage::Card(card) => self.nudge_card(card),
            NudgeMessage::Reminder { nudge, asking } => self.nudge_reminder(nudge, asking),
            NudgeMessage::FollowUp { nudge, asking } => self.nudge_follow_up(nudge, asking),
            NudgeMessage::Note { nudge, note } => self.nudge_noted(nudge, note),
            NudgeMessage::Pointer => Page::of(self.words.say("nudge-pointer")),
        }
    }

    pub(super) fn nudge_answer(&self, answer: &NudgeAnswer) -> Page {
        match answer {
            NudgeAnswer::Settings { switch, theme, next } => {
                self.nudge_settings(*switch, theme.as_ref(), next.as_ref())
            }
            NudgeAnswer::NoSuchTheme => {
                Page::of(self.words.say("nudges-no-such-theme")).say(self.all_themes())
            }
            NudgeAnswer::Over => Page::of(self.words.say("nudges-settled")),
        }
    }

    pub(super) fn nudge_modal(&self, modal: &NudgeModal) -> SlackModalView {
        let NudgeModal::Who { nudge, with, on } = modal;
        let person = SlackBlockUsersSelectElement::new()
            .with_action_id(field_id(Field::NudgeWho).into())
            .opt_initial_user(with.as_ref().map(|with| with.as_str().into()));
        let day = SlackBlockDatePickerElement::new()
            .with_action_id(field_id(Field::NudgeDay).into())
            .with_initial_date(on.to_string());
        let hint = |id| self.words.say(id).into();
        let inputs = [
            self.input(Field::NudgeWho, "nudge-field-who", person, Need::Required)
                .with_hint(hint("nudge-field-who-hint")),
            self.input(Field::NudgeDay, "nudge-field-day", day, Need::Required)
                .with_hint(hint("nudge-field-day-hint")),
        ];
        let mut blocks = Page::of(self.words.say("nudge-form-intro")).done().blocks;
        blocks.extend(inputs.map(SlackBlock::Input));
        SlackModalView::new(self.words.say("nudge-form-title").into(), blocks)
            .with_callback_id(CALLBACK_NUDGE.into())
            .with_private_metadata(nudge.as_str().to_owned())
            .with_submit(self.words.say("nudge-form-submit").into())
            .with_close(self.words.say("nudge-form-close").into())
    }

    /// The act, and what was chosen.
    fn nudge_card(&self, card: &NudgeCard) -> Page {
        let theme = value(self.theme_name(&card.theme));
        let page = Page::of(self.words.with("nudge", &[("theme", theme)])).say(quote(&card.question.text));
        let button = |press| self.nudge_button(press, &card.nudge);
        match &card.standing {
            NudgeStanding::Open => {
                let page = match card.gave {
                    0 => page,
                    gave => page.say(self.words.with("nudge-gave", &[("times", value(gave))])),
                };
                let reading = self.reading_line(card.question.reading.as_ref());
                page.and(reading)
                    .buttons(vec![
                        button(Press::Who).primary(),
                        button(Press::Find),
                        button(Press::NotThisWeek),
                    ])
                    .note(self.words.say("nudge-note"))
            }
            NudgeStanding::Committed(commitment) => page
                .say(self.planned("nudge-committed", "nudge-committed-today", commitment))
                .buttons(vec![self.change_button(&card.nudge), button(Press::Undo)]),
            NudgeStanding::NotThisWeek => page
                .say(self.words.say("nudge-passed"))
                .buttons(vec![button(Press::Undo)])
                .note(self.words.say("nudge-note-over")),
            NudgeStanding::Sought => {
                page.say(self.words.say("nudge-sought")).buttons(vec![button(Press::Who)])
            }
            NudgeStanding::Asked { with, useful: _ } => page.say(self.with_person("nudge-asked", with)),
            NudgeStanding::LetGo => page.say(self.words.say("nudge-let-go")),
            NudgeStanding::Over => page.say(self.words.say("nudge-over")),
        }
    }

    fn nudge_reminder(&self, nudge: &NudgeId, asking: &Asking) -> Page {
        match asking {
            Asking::Open(commitment) => Page::of(self.with_person("nudge-reminder", &commitment.with))
                .buttons(vec![self.nudge_button(Press::Asked, nudge).primary(), self.change_button(nudge)]),
            Asking::Answered(standing) => self.nudge_answered(nudge, standing),
        }
    }

    fn nudge_follow_up(&self, nudge: &NudgeId, asking: &Asking) -> Page {
        match asking {
            Asking::Open(commitment) => {
                let mut buttons = vec![self.nudge_button(Press::Asked, nudge).primary()];
                if commitment.moved < MOVES {
                    buttons.push(self.nudge_button(Press::NotYet, nudge));
                }
                buttons.push(self.nudge_button(Press::LetGo, nudge));
                Page::of(self.with_person("nudge-follow-up", &commitment.with)).buttons(buttons)
            }
            Asking::Answered(standing) => self.nudge_answered(nudge, standing),
        }
    }

    /// What takes the place of a reminder or a question.
    fn nudge_answered(&self, nudge: &NudgeId, standing: &NudgeStanding) -> Page {
        match standing {
            NudgeStanding::Committed(commitment) => {
                Page::of(self.planned("nudge-moved", "nudge-moved-today", commitment))
            }
            NudgeStanding::Asked { with, useful: None } => Page::of(self.with_person("nudge-useful", with))
                .buttons(vec![
                    self.nudge_button(Press::Very, nudge),
                    self.nudge_button(Press::Somewhat, nudge),
                    self.nudge_button(Press::NotReally, nudge),
                ]),
            NudgeStanding::Asked { with, useful: Some(useful) } => Page::of(self.was_useful(with, *useful)),
            NudgeStanding::Open | NudgeStanding::NotThisWeek | NudgeStanding::Sought => {
                Page::of(self.words.say("nudge-taken-back"))
            }
            NudgeStanding::LetGo => Page::of(self.words.say("nudge-let-go")),
            NudgeStanding::Over => Page::of(self.words.say("nudge-over")),
        }
    }

    fn nudge_noted(&self, nudge: &NudgeId, note: &Note) -> Page {
        let say = |id| Page::of(self.words.say(id));
        match note {
            Note::Understood(commitment) => {
                Page::of(self.planned("nudge-understood", "nudge-understood-today", commitment))
                    .buttons(vec![self.nudge_button(Press::Undo, nudge)])
            }
            Note::TakenBack => say("nudge-taken-back"),
            Note::Outdated => say("nudge-outdated"),
            Note::Missing(Missing::Who) => say("nudge-missing-who"),
            Note::Missing(Missing::WhichOne) => say("nudge-missing-which-one"),
            Note::Missing(Missing::Day) => say("nudge-missing-day"),
            Note::Missing(Missing::Both) => say("nudge-missing-both"),
        }
    }

    fn nudge_settings(&self, switch: Switch, theme: Option<&ThemeId>, next: Option<&LocalTime>) -> Page {
        let command = |typed: &str, id| Button::new(command_action(typed), self.words.say(id));
        let standing = match (switch, theme) {
            (Switch::Off, _) => {
                return Page::of(self.words.say("nudges-off"))
                    .buttons(vec![command("nudge on", "nudges-turn-on")]);
            }
            (Switch::On, None) => self.words.say("nudges-on-rotating"),
            (Switch::On, Some(theme)) => {
                self.words.with("nudges-on-theme", &[("theme", value(self.theme_name(theme)))])
            }
        };
        let next = next.map(|next| self.words.with("nudges-next", &[("time", value(self.words.time(next)))]));
        let mut buttons = vec![command("nudge off", "nudges-turn-off")];
        if theme.is_some() {
            buttons.insert(0, command("nudge rotate", "nudges-rotate"));
        }
        let lines: Vec<String> = std::iter::once(standing).chain(next).collect();
        let themes = self.catalogue.themes.iter().take(THEMES_SHOWN);
        let themes = themes
            .map(|each| Button::new(command_action(&format!("nudge {}", each.id)), each.name.as_str()))
            .collect();
        Page::of(lines.join(" ")).buttons(buttons).say(self.words.say("nudges-choose")).buttons(themes)
    }

    fn all_themes(&self) -> String {
        let names: Vec<String> = self.catalogue.themes.iter().map(|theme| escape(&theme.name)).collect();
        self.words.with("nudges-themes", &[("themes", value(names.join(" · ")))])
    }

    pub(super) fn theme_name(&self, theme: &ThemeId) -> String {
        let found = self.catalogue.themes.iter().find(|each| each.id == *theme);
        escape(found.map_or(theme.as_str(), |theme| &theme.name))
    }

    fn was_useful(&self, with: &PersonId, useful: Useful) -> String {
        self.with_person(&format!("nudge-was-{}", useful.code()), with)
    }

    /// Whom and when; `today` is said where the day has begun already.
    fn planned(&self, id: &str, today: &str, commitment: &Commitment) -> String {
        let on = commitment.on;
        let day = on.to_zoned(TimeZone::UTC).map_or_else(|_| on.to_string(), |day| self.words.date(&day));
        match commitment.reminder {
            Reminder::ThatMorning => self
                .words
                .with(id, &[("person", value(self.somebody(&commitment.with))), ("day", value(day))]),
            Reminder::NotNeeded => self.with_person(today, &commitment.with),
        }
    }

    fn with_person(&self, id: &str, person: &PersonId) -> String {
        self.words.with(id, &[("person", value(self.somebody(person)))])
    }

    /// Whoever asked to be forgotten has no name any more.
    pub(super) fn somebody(&self, person: &PersonId) -> String {
        if person.is_forgotten() { self.words.say("nudge-somebody") } else { mention(person) }
    }

    fn change_button(&self, nudge: &NudgeId) -> Button {
        Button::new(nudge_action(Press::Who), self.words.say("nudge-change")).value(nudge.as_str())
    }

    pub(super) fn nudge_button(&self, press: Press, nudge: &NudgeId) -> Button {
        let label = match press {
            Press::Who => "nudge-who",
            Press::Find => "nudge-find",
            Press::NotThisWeek => "nudge-pass",
            Press::Undo => "nudge-undo",
            Press::Asked => "nudge-asked-already",
            Press::NotYet => "nudge-follow-up-not-yet",
            Press::LetGo => "nudge-follow-up-let-go",
            Press::Very => "nudge-useful-very",
            Press::Somewhat => "nudge-useful-somewhat",
            Press::NotReally => "nudge-useful-not_really",
        };
        Button::new(nudge_action(press), self.words.say(label)).value(nudge.as_str())
    }
}

fn nudge_action(press: Press) -> String {
    format!("{NUDGE}{}", press.code())
}
