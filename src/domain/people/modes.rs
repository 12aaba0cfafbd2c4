//! The kinds of mentoring somebody takes part in: what each brings next, and how one that is new is offered.

use super::Person;
use super::decide::Asker;
use super::profile::Mode;
use crate::domain::decision::{Change, Decision};
use crate::domain::message::{Answer, LocalTime};
use crate::domain::rounds::schedule::next_round;
use crate::domain::rounds::{Program, ProgramState};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of mentoring that somebody takes part in, and when it brings something next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Which.
    pub mode: Mode,
    /// When, where they are; `None` where that depends on others, or nothing is planned.
    pub next: Option<LocalTime>,
}

/// When the programmes of each kind of mentoring have their next slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead(BTreeMap<Mode, Timestamp>);

impl Ahead {
    /// Reads the programmes of a workspace.
    pub fn of(programs: &[Program], now: Timestamp) -> Self {
        let mut ahead: BTreeMap<Mode, Timestamp> = BTreeMap::new();
        for program in programs.iter().filter(|program| program.holds_rounds()) {
            if let Some(slot) = next_round(program, now) {
                let soonest = ahead.entry(program.mode).or_insert(slot);
                *soonest = slot.min(*soonest);
            }
        }
        Self(ahead)
    }

    /// What somebody's kinds of mentoring bring next. A nudge comes in a morning of their own.
    pub fn chosen(&self, person: &Person) -> Vec<Chosen> {
        person.profile.modes.iter().map(|mode| self.chosen_one(person, *mode)).collect()
    }

    fn chosen_one(&self, person: &Person, mode: Mode) -> Chosen {
        let slot = self.0.get(&mode).copied();
        let at = match mode {
            Mode::Nudge => {
                slot.map(|slot| person.profile.hours.next_morning(&person.time_zone, slot).unwrap_or(slot))
            }
            Mode::Peer | Mode::Reverse | Mode::Situational | Mode::Circle | Mode::External => slot,
        };
        Chosen { mode, next: at.map(|at| LocalTime { at, zone: person.time_zone.clone() }) }
    }
}

impl Person {
    /// A kind of mentoring that has come to the workspace since they last said what they take part in. It is offered until
    /// they say yes or no, and only where it would bring them something.
    pub fn unasked_mode(&self, programs: &[Program]) -> Option<Mode> {
        let known = |mode: &Mode| self.profile.modes.contains(mode) || self.asked_about.contains(mode);
        let runs = |mode: Mode| match mode {
            Mode::Situational => true,
            Mode::Peer | Mode::Reverse | Mode::Circle | Mode::External | Mode::Nudge => {
                programs.iter().any(|program| {
                    program.mode == mode && program.holds_rounds() && program.state == ProgramState::Running
                })
            }
        };
        Mode::OPEN.iter().copied().find(|mode| !known(mode) && runs(*mode))
    }

    /// They have seen everything that can be joined, and ticked what they want.
    pub fn asked_about_all(self) -> Self {
        Self { asked_about: BTreeSet::from_iter(Mode::OPEN.iter().copied()), ..self }
    }
}

impl Asker {
    /// They take part in one more kind of mentoring.
    pub(super) fn tries(&self, person: &Person, mode: Mode) -> Decision {
        let mut changed = person.clone();
        changed.profile.modes.insert(mode);
        changed.asked_about.insert(mode);
        let changed = match mode {
            Mode::Nudge => changed.nudged_as_ticked(),
            Mode::Peer | Mode::Reverse | Mode::Situational | Mode::Circle | Mode::External => changed,
        };
        let answer = Answer::TakesPartIn(self.ahead.chosen_one(&changed, mode));
        self.saved_if_new(person, changed).reply(answer.into())
    }

    /// They would rather not, and are not offered it again.
    pub(super) fn passes_on(&self, person: &Person, mode: Mode) -> Decision {
        let mut changed = person.clone();
        changed.asked_about.insert(mode);
        self.saved_if_new(person, changed).reply(Answer::PassedOn.into())
    }

    fn saved_if_new(&self, person: &Person, changed: Person) -> Decision {
        match changed == *person {
            true => Decision::default(),
            false => Decision::default().change(Change::SavePerson(changed)).refresh(&self.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::person;

    #[test]
    fn what_they_ticked_or_passed_on_is_not_offered_and_what_does_not_run_neither() {
        let mut ana = person("ANA");
        ana.profile.modes = BTreeSet::from([Mode::Peer]);
        ana.asked_about = BTreeSet::new();
        assert_eq!(ana.unasked_mode(&[]), Some(Mode::Situational));
        ana.asked_about.insert(Mode::Situational);
        assert_eq!(ana.unasked_mode(&[]), None, "nobody would ever be nudged");
        assert_eq!(ana.clone().asked_about_all().unasked_mode(&[]), None);
    }
}
