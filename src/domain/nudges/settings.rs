//! What somebody has chosen about nudges: whether they get any, about what, and what has been useful so far.

use super::message::NudgeAnswer;
use super::themes::named;
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{Change, Decision};
use crate::domain::ids::ThemeId;
use crate::domain::message::{Answer, LocalTime};
use crate::domain::people::profile::{Mode, Profile};
use crate::domain::people::{Person, Standing};
use crate::domain::rounds::check_in::Useful;
use crate::domain::topics::TopicIndex;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far usefulness moves a theme, up or down.
pub(super) const TUNED_AT_MOST: i8 = 3;

/// What somebody has chosen about nudges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudging {
    /// Whether they get any.
    pub switch: Switch,
    /// The theme they chose; without one, themes take turns.
    pub theme: Option<ThemeId>,
    /// How useful what came of a theme has been, from -3 to 3; a theme that is not listed stands at 0.
    pub tuning: BTreeMap<ThemeId, i8>,
}

/// Whether somebody gets nudges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// They do, where they take part in them.
    #[default]
    On,
    /// They do not.
    Off,
}

/// What somebody asks for about nudges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeWish {
    /// How it stands.
    Show,
    /// No nudges.
    Off,
    /// Nudges again.
    On,
    /// Themes take turns.
    Rotate,
    /// The theme that these words name.
    Theme(String),
}

impl NudgeWish {
    /// What was typed after the command, in lower case.
    pub fn of(words: &[&str]) -> Self {
        match words {
            [] => Self::Show,
            ["off" | "stop" | "none" | "no"] => Self::Off,
            ["on" | "start" | "yes"] => Self::On,
            ["rotate" | "any" | "all" | "everything"] => Self::Rotate,
            words => Self::Theme(words.join(" ")),
        }
    }
}

impl Nudging {
    /// How useful a theme has been.
    pub fn tuned(&self, theme: &ThemeId) -> i8 {
        self.tuning.get(theme).copied().unwrap_or(0)
    }

    /// Takes note of how useful an act was.
    pub fn tune(&mut self, theme: &ThemeId, useful: Useful) {
        let step = match useful {
            Useful::Very => 1,
            Useful::Somewhat => return,
            Useful::NotReally => -1,
        };
        let tuned = self.tuned(theme).saturating_add(step).clamp(-TUNED_AT_MOST, TUNED_AT_MOST);
        self.tuning.insert(theme.clone(), tuned);
    }
}

impl Person {
    /// Their profile as a form shows it: whoever has turned nudges off has not ticked them. Somebody who takes part in
    /// nothing else keeps the tick, since a form without any shows all.
    pub fn shown_profile(&self) -> Profile {
        let mut profile = self.profile.clone();
        if !self.wants_nudges() && profile.modes.len() > 1 {
            profile.modes.remove(&Mode::Nudge);
        }
        profile
    }

    /// What was ticked in the form holds from now on.
    pub fn nudged_as_ticked(mut self) -> Self {
        if self.profile.modes.contains(&Mode::Nudge) {
            self.nudging.switch = Switch::On;
        }
        self
    }
}

/// Somebody who asks about their nudges, and what the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Chooser<'a> {
    /// Their record, if they ever joined.
    pub person: Option<&'a Person>,
    /// When nudges are due next, if they ever are.
    pub next_slot: Option<Timestamp>,
    /// The themes.
    pub catalogue: &'a Catalogue,
    /// The topics, for whoever types one of them.
    pub index: &'a TopicIndex,
}

impl Chooser<'_> {
    /// Answers `/mentor nudge …`.
    pub fn asks(&self, wish: &NudgeWish, now: Timestamp) -> Decision {
        let Some(person) = self.person.filter(|person| person.standing == Standing::Active) else {
            return Decision::default().reply(Answer::NotJoined.into());
        };
        let mut changed = person.clone();
        match wish {
            NudgeWish::Show => {}
            NudgeWish::Off => changed.nudging.switch = Switch::Off,
            NudgeWish::On => turn_on(&mut changed),
            NudgeWish::Rotate => {
                turn_on(&mut changed);
                changed.nudging.theme = None;
            }
            NudgeWish::Theme(words) => match named(words, self.catalogue, self.index) {
                Some(theme) => {
                    turn_on(&mut changed);
                    changed.nudging.theme = Some(theme);
                }
                None => return Decision::default().reply(Answer::Nudge(NudgeAnswer::NoSuchTheme).into()),
            },
        }
        let answer = Answer::Nudge(self.settings(&changed, now));
        let decision = Decision::default().reply(answer.into());
        if changed == *person {
            return decision;
        }
        decision.change(Change::SavePerson(changed)).refresh(&person.id)
    }

    fn settings(&self, person: &Person, now: Timestamp) -> NudgeAnswer {
        let next = self.next_slot.filter(|_| person.wants_nudges() && person.takes_part(now));
        let local = |slot| LocalTime { at: next_morning(person, slot), zone: person.time_zone.clone() };
        NudgeAnswer::Settings {
            switch: if person.wants_nudges() { Switch::On } else { Switch::Off },
            theme: person.nudging.theme.clone(),
            next: next.map(local),
        }
    }
}

/// The first morning of a person's working days from an instant on.
pub(super) fn next_morning(person: &Person, from: Timestamp) -> Timestamp {
    person.profile.hours.next_morning(&person.time_zone, from).unwrap_or(from)
}

/// Whoever asks for nudges takes part in them.
fn turn_on(person: &mut Person) {
    person.nudging.switch = Switch::On;
    person.profile.modes.insert(Mode::Nudge);
}
