//! After a backup was put back: people have heard since then what our memory still holds as to be said.
//!
//! Who heard what in between cannot be known from here, so nobody hears anything of that time again: silence can be made
//! good by hand, and a second introduction cannot be taken back.

use super::{App, AppError};
use crate::domain::event::Timing;
use crate::domain::rounds::schedule::{RoundCall, due};
use std::fmt;

/// What was found due, and is taken as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Slots of programmes; they are written down as missed.
    pub slots: usize,
    /// Looks at things: reminders, ends of rounds, questions to the next helper.
    pub wakes: usize,
    /// Messages that wait for an operator's word.
    pub messages: u64,
}

impl fmt::Display for Passed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { slots, wakes, messages } = self;
        write!(formatter, "{slots} slots, {wakes} reminders and deadlines, {messages} messages")
    }
}

impl App {
    /// Takes everything that is due up to now as done, without a word to anybody. No process may be sending meanwhile.
    ///
    /// # Errors
    /// The storage failed. What was taken stays taken, and asking once more goes on from there.
    pub async fn pass_over_what_is_due(&self) -> Result<Passed, AppError> {
        let began = self.clock.now();
        let mut passed = Passed { slots: self.pass_over_slots().await?, ..Passed::default() };
        loop {
            match self.take_due_wakes().await? {
                0 => break,
                taken => passed.wakes += taken,
            }
        }
        // What the wakes wanted to say is new and may be due tomorrow morning; it was said all the same.
        passed.messages = self.storage.park_restored(self.clock.now(), began).await?;
        Ok(passed)
    }

    async fn pass_over_slots(&self) -> Result<usize, AppError> {
        let mut passed = 0;
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            let mut programs = self.storage.programs(&workspace.id).await?;
            while let Some(program) = programs.pop() {
                let (slot, timing) = match due(&program, self.clock.now()) {
                    RoundCall::Open { slot } | RoundCall::Missed { slot } => (slot, Timing::Missed),
                    RoundCall::Holiday { slot } => (slot, Timing::Holiday),
                    RoundCall::NotYet { .. } | RoundCall::Never => continue,
                };
                self.open(&workspace.id, &program.id, slot, timing).await?;
                passed += 1;
                // It may have had more than one slot since.
                let again = self.storage.programs(&workspace.id).await?;
                programs.extend(again.into_iter().find(|each| each.id == program.id));
            }
        }
        Ok(passed)
    }
}
