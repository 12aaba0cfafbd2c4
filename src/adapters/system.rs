//! The operating system's clock and chance.

use crate::domain::event::Seed;
use crate::ports::{Clock, Entropy};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::SysRng;
use rand::{Rng, SeedableRng, TryRng};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// The wall clock, cut to milliseconds: both databases keep exactly that much.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the operating system for the time"
    )]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
    }

    fn passed(&self) -> Duration {
        static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
        FIRST.elapsed()
    }
}

/// The wall clock, made to run faster from `origin` on, when both showed the same.
#[derive(Clone, Copy, Debug)]
pub struct FastClock {
    /// When it began to run ahead.
    pub origin: Timestamp,
    /// How many of its seconds pass in one of the machine's; at least 1.
    pub speed: u32,
}

impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        let flown = SystemClock.now().as_millisecond().saturating_sub(self.origin.as_millisecond());
        let ahead = flown.saturating_mul(self.speed.into());
        self.origin.checked_add(SignedDuration::from_millis(ahead)).unwrap_or(Timestamp::MAX)
    }

    fn passed(&self) -> Duration {
        SystemClock.passed().saturating_mul(self.speed)
    }

    fn real(&self, wait: Duration) -> Duration {
        wait / self.speed.max(1)
    }
}

/// Chance from the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn seed(&self) -> Seed {
        let mut bytes = [0; 32];
        SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives random bytes");
        Seed(bytes)
    }
}

/// Chance that is the same in every run with the same seed, for demonstrations and tests.
pub struct SeededEntropy(Mutex<rand_chacha::ChaCha8Rng>);

impl SeededEntropy {
    /// The stream that belongs to a seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(rand_chacha::ChaCha8Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn seed(&self) -> Seed {
        let mut bytes = [0; 32];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        Seed(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_shows_the_same_at_its_begin_and_runs_ahead_of_it() {
        let origin = SystemClock.now() - SignedDuration::from_secs(100);
        let clock = FastClock { origin, speed: 20 };
        let ahead = clock.now().duration_since(origin).as_secs();
        assert!((2_000..2_100).contains(&ahead), "{ahead}");
        assert_eq!(clock.real(Duration::from_secs(420)), Duration::from_secs(21));
        assert_eq!(SystemClock.real(Duration::from_secs(420)), Duration::from_secs(420));
    }
}
