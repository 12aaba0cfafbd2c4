//! One of everything we may say about nudges.

use super::*;
use crate::domain::ids::{NudgeId, ThemeId};
use crate::domain::nudges::message::*;
use crate::domain::nudges::{Commitment, Reminder, Switch};
use jiff::civil::date;

fn nudge() -> NudgeId {
    NudgeId::new("nudge/2026-11-25/007")
}

fn commitment(moved: u8) -> Commitment {
    Commitment { with: ben(), on: date(2026, 11, 26), moved, reminder: Reminder::ThatMorning }
}

fn today() -> Commitment {
    Commitment { reminder: Reminder::NotNeeded, ..commitment(0) }
}

fn card(gave: u32, standing: NudgeStanding) -> Message {
    let question = Question {
        prompt: PromptId::new("delegation-nudge-light"),
        text: "Look at your calendar and ask somebody which entry they would hand to a report.".into(),
        reading: Some(ReadingId::new("an-article")),
    };
    let theme = ThemeId::new("delegation");
    Message::Nudge(NudgeMessage::Card(NudgeCard { nudge: nudge(), theme, question, gave, standing }))
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    let standing = |standing| card(0, standing);
    let asked = |useful| NudgeStanding::Asked { with: ben(), useful };
    let reminder = |asking| Message::Nudge(NudgeMessage::Reminder { nudge: nudge(), asking });
    let follow_up = |asking| Message::Nudge(NudgeMessage::FollowUp { nudge: nudge(), asking });
    let answered = |standing| follow_up(Asking::Answered(standing));
    let note = |note| Message::Nudge(NudgeMessage::Note { nudge: nudge(), note });
    let of_nobody = Commitment { with: PersonId::new("forgotten-1a2b3c4d"), ..commitment(0) };
    BTreeMap::from([
        ("nudge", card(0, NudgeStanding::Open)),
        ("nudge_to_a_giver", card(3, NudgeStanding::Open)),
        ("nudge_committed", standing(NudgeStanding::Committed(commitment(0)))),
        ("nudge_committed_to_nobody", standing(NudgeStanding::Committed(of_nobody))),
        ("nudge_committed_today", standing(NudgeStanding::Committed(today()))),
        ("nudge_let_go", standing(NudgeStanding::LetGo)),
        ("nudge_not_this_week", standing(NudgeStanding::NotThisWeek)),
        ("nudge_sought", standing(NudgeStanding::Sought)),
        ("nudge_asked", standing(asked(None))),
        ("nudge_over", standing(NudgeStanding::Over)),
        ("nudge_reminder", reminder(Asking::Open(commitment(0)))),
        ("nudge_reminder_taken_back", reminder(Asking::Answered(NudgeStanding::Open))),
        ("nudge_follow_up", follow_up(Asking::Open(commitment(0)))),
        ("nudge_follow_up_last", follow_up(Asking::Open(commitment(2)))),
        ("nudge_follow_up_moved", answered(NudgeStanding::Committed(commitment(1)))),
        ("nudge_follow_up_today", answered(NudgeStanding::Committed(today()))),
        ("nudge_follow_up_over", answered(NudgeStanding::Over)),
        ("nudge_useful", answered(asked(None))),
        ("nudge_was_very", answered(asked(Some(Useful::Very)))),
        ("nudge_was_somewhat", answered(asked(Some(Useful::Somewhat)))),
        ("nudge_was_not_really", answered(asked(Some(Useful::NotReally)))),
        ("nudge_understood", note(Note::Understood(commitment(0)))),
        ("nudge_understood_today", note(Note::Understood(today()))),
        ("nudge_taken_back", note(Note::TakenBack)),
        ("nudge_outdated", note(Note::Outdated)),
        ("nudge_missing_who", note(Note::Missing(Missing::Who))),
        ("nudge_missing_which_one", note(Note::Missing(Missing::WhichOne))),
        ("nudge_missing_day", note(Note::Missing(Missing::Day))),
        ("nudge_missing_both", note(Note::Missing(Missing::Both))),
        ("pointer", Message::Nudge(NudgeMessage::Pointer)),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    let settings = |switch, theme: Option<&str>, next| NudgeAnswer::Settings {
        switch,
        theme: theme.map(ThemeId::new),
        next,
    };
    BTreeMap::from([
        ("nudges_rotating", settings(Switch::On, None, Some(monday()))),
        ("nudges_of_a_theme", settings(Switch::On, Some("delegation"), None)),
        ("nudges_off", settings(Switch::Off, Some("delegation"), None)),
        ("nudges_no_such_theme", NudgeAnswer::NoSuchTheme),
        ("nudges_settled", NudgeAnswer::Over),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Nudge(answer)))
    .collect()
}

pub fn modals() -> BTreeMap<&'static str, Modal> {
    let form = |with| Modal::Nudge(NudgeModal::Who { nudge: nudge(), with, on: date(2026, 11, 26) });
    BTreeMap::from([("nudge", form(None)), ("nudge_change", form(Some(ben())))])
}

/// The ids that are put together from a kind and a code.
pub fn ids() -> Vec<&'static str> {
    vec!["nudge-was-very", "nudge-was-somewhat", "nudge-was-not_really"]
}
