//! Slack's rate limits on the virtual clock: a tier per method, and one post per second and channel.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// How often a thing may happen: one per `interval_ms` in the long run, `burst` at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    interval_ms: i64,
    burst: i64,
}

impl Rate {
    /// A tier of this many calls a minute, all of which may come at once.
    pub const fn per_minute(calls: i64) -> Self {
        Self { interval_ms: 60_000 / calls, burst: calls }
    }

    /// One post per second and channel, of which three may come at once.
    pub const POSTS: Self = Self { interval_ms: 1_000, burst: 3 };
}

/// What was used up so far. Each key holds the moment its bucket would be full again, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Limits {
    full_at: BTreeMap<String, i64>,
}

impl Limits {
    /// Takes one call, or says after how many whole seconds it may be tried again.
    pub fn take(&mut self, key: &str, rate: Rate, now: Timestamp) -> Result<(), u64> {
        let now = now.as_millisecond();
        let full_at = self.full_at.get(key).copied().unwrap_or(now).max(now);
        let after = full_at + rate.interval_ms;
        let wait = after - now - rate.interval_ms * rate.burst;
        if wait > 0 {
            return Err(u64::try_from(wait).unwrap_or(1).div_ceil(1_000));
        }
        match self.full_at.get_mut(key) {
            Some(known) => *known = after,
            None => {
                self.full_at.insert(key.into(), after);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_burst_is_let_through_and_then_one_per_interval() {
        let mut limits = Limits::default();
        let mut now = Timestamp::UNIX_EPOCH;
        for _ in 0..3 {
            assert_eq!(limits.take("C1", Rate::POSTS, now), Ok(()));
        }
        assert_eq!(limits.take("C1", Rate::POSTS, now), Err(1));
        assert_eq!(limits.take("C2", Rate::POSTS, now), Ok(()));
        now += SignedDuration::from_secs(1);
        assert_eq!(limits.take("C1", Rate::POSTS, now), Ok(()));
        assert_eq!(limits.take("C1", Rate::POSTS, now), Err(1));
    }

    #[test]
    fn a_tier_fills_up_again_within_a_minute() {
        let mut limits = Limits::default();
        let tier = Rate::per_minute(20);
        let now = Timestamp::UNIX_EPOCH;
        let taken = (0..30).filter(|_| limits.take("users.list", tier, now).is_ok()).count();
        assert_eq!(taken, 20);
        assert_eq!(limits.take("users.list", tier, now), Err(3));
    }
}
