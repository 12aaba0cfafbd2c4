//! Whether the time of day moves as fast as time passes. It does not when somebody sets it, when a virtual machine is
//! moved, or when a laptop sleeps. What is due is reckoned from the time of day all the same; a jump is only said, and
//! waited out for a moment, so that a clock which is put right at once has moved nothing.

use super::App;
use jiff::{SignedDuration, Timestamp};
use std::sync::PoisonError;
use std::time::Duration;

/// Less than this is a clock that is being corrected gently.
const JUMP: SignedDuration = SignedDuration::from_secs(60);
/// How long nothing is begun after a jump.
const PAUSE: Duration = Duration::from_secs(5);

/// The last look at both clocks.
#[derive(Debug, Default)]
pub(super) struct Drift {
    last: Option<(Timestamp, Duration)>,
    /// When, in time that has passed, the pause after the last jump is over.
    calm_at: Duration,
}

impl Drift {
    /// How far the time of day has jumped since the last look, forwards or back; `None` where it went as it should.
    fn look(&mut self, time: Timestamp, passed: Duration) -> Option<SignedDuration> {
        let (then, passed_then) = self.last.replace((time, passed))?;
        let expected = SignedDuration::try_from(passed.saturating_sub(passed_then)).ok()?;
        let jump = time.duration_since(then) - expected;
        if jump.abs() <= JUMP {
            return None;
        }
        self.calm_at = passed + PAUSE;
        Some(jump)
    }
}

impl App {
    /// Until when nothing is to be begun because the clock has just jumped; `None` nearly always.
    pub(super) fn pause_after_a_jump(&self) -> Option<Timestamp> {
        let (now, passed) = (self.clock.now(), self.clock.passed());
        let mut drift = self.drift.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(jump) = drift.look(now, passed) {
            tracing::warn!(%jump, %now, "the clock has jumped; what is due is reckoned anew in a moment");
            self.forget();
        }
        let pause = drift.calm_at.checked_sub(passed).filter(|pause| !pause.is_zero())?;
        Some(now.checked_add(pause).unwrap_or(Timestamp::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_clock_that_is_set_is_noticed_once_in_either_direction() {
        for (to, jump) in [(3_610, 3_600), (-86_390, -86_400), (-1_800_000_000, -1_800_000_010)] {
            let mut drift = Drift::default();
            assert_eq!(drift.look(at(0), Duration::from_secs(100)), None, "there is nothing to compare with");
            let noticed = drift.look(at(to), Duration::from_secs(110));
            assert_eq!(noticed, Some(SignedDuration::from_secs(jump)));
            assert_eq!(drift.calm_at, Duration::from_secs(115));
            assert_eq!(drift.look(at(to + 10), Duration::from_secs(120)), None, "the new time is as good");
        }
    }

    #[test]
    fn a_gentle_correction_and_a_long_wait_are_no_jump() {
        let mut drift = Drift::default();
        for (time, passed) in [(0, 0), (10, 12), (20, 80), (86_420, 86_470)] {
            assert_eq!(drift.look(at(time), Duration::from_secs(passed)), None, "{time}");
        }
    }
}
