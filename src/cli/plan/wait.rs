//! Waiting for a round: a bar that says how far it is, and an end where somebody set one.

use crate::adapters::system::SystemClock;
use crate::cli::bar::bar;
use crate::domain::matching::{Stage, Step, Watch};
use crate::ports::Clock;
use indicatif::ProgressBar;
use jiff::SignedDuration;
use std::ops::ControlFlow;
use std::time::Duration;

/// Looks on for somebody at a terminal.
pub(super) struct Wait {
    bar: ProgressBar,
    began: Duration,
    within: Option<Duration>,
}

impl Wait {
    /// Begins to wait, at most so long.
    pub fn new(within: Option<Duration>) -> Self {
        let bar = bar(0, "{msg} {bar:40} {pos} of {len}");
        Self { bar, began: SystemClock.passed(), within }
    }

    /// Takes the bar away.
    pub fn is_over(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Wait {
    fn at(&mut self, step: Step) -> ControlFlow<()> {
        self.bar.set_message(match step.stage {
            Stage::Scoring => "looking for partners",
            Stage::Matching => "matching            ",
            Stage::Pricing => "proving             ",
        });
        self.bar.set_length(step.of);
        self.bar.set_position(step.done);
        let passed = SystemClock.passed().saturating_sub(self.began);
        match self.within.is_some_and(|within| passed >= within) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

/// A time as people write it.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no time; write such as 60s or 2m");
    let time: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(time).ok().filter(|time| !time.is_zero()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(time("60s"), Ok(Duration::from_secs(60)));
        assert_eq!(time("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["soon", "-5s", "0s", "60"] {
            assert!(time(wrong).is_err_and(|said| said.contains("60s or 2m")), "{wrong}");
        }
    }

    #[test]
    fn who_waits_long_enough_breaks_off() {
        let step = Step { stage: Stage::Pricing, done: 1, of: 2 };
        assert_eq!(Wait::new(None).at(step), ControlFlow::Continue(()));
        assert_eq!(Wait::new(Some(Duration::from_secs(600))).at(step), ControlFlow::Continue(()));
        assert_eq!(Wait::new(Some(Duration::ZERO)).at(step), ControlFlow::Break(()));
    }
}
