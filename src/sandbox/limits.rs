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

    /// What a workspace takes of posts to all its conversations together. Slack says "several hundred a minute" and no
    /// figure.
    pub const POSTS_TOGETHER: Self = Self { interval_ms: 100, burst: 100 };
}

/// Fewer buckets than this are not worth looking through.
const FEW: usize = 1_024;

/// What was used up so far. Each key holds the moment its bucket would be full again, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Limits {
    full_at: BTreeMap<String, i64>,
    /// How many buckets there were after full ones were last forgotten.
    kept: usize,
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
                self.forget_full(now);
                self.full_at.insert(key.into(), after);
            }
        }
        Ok(())
    }

    /// A bucket that is full again is like one that was never used. They are looked for when there are twice as many as
    /// the last time, so that a call costs no more for it on average.
    fn forget_full(&mut self, now: i64) {
        if self.full_at.len() >= FEW.max(self.kept * 2) {
            self.full_at.retain(|_, full_at| *full_at > now);
            self.kept = self.full_at.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

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

    #[test]
    fn a_refused_call_uses_nothing_up() {
        let (mut patient, mut pushy) = (Limits::default(), Limits::default());
        let mut now = Timestamp::UNIX_EPOCH;
        let tier = Rate::per_minute(20);
        let mut taken = [0, 0];
        for _ in 0..120 {
            taken[0] += usize::from(patient.take("a", tier, now).is_ok());
            taken[1] += (0..50).filter(|_| pushy.take("a", tier, now).is_ok()).count();
            now += SignedDuration::from_secs(3);
        }
        assert_eq!(taken, [120, 139], "one for every three seconds, and what the bucket held at first");
    }

    #[test]
    fn buckets_that_are_full_again_are_forgotten() {
        let mut limits = Limits::default();
        let mut now = Timestamp::UNIX_EPOCH;
        for number in 0..50_000 {
            limits.take(&format!("post:D{number}"), Rate::POSTS, now).unwrap();
            now += SignedDuration::from_millis(10);
        }
        assert!(limits.full_at.len() <= FEW, "{}", limits.full_at.len());
    }

    proptest! {
        #[test]
        fn whoever_waits_as_told_gets_through(
            calls in proptest::collection::vec(0_i64..90_000, 1..200),
            tier in proptest::sample::select(vec![1, 20, 50, 100]),
        ) {
            let mut limits = Limits::default();
            let mut now = Timestamp::UNIX_EPOCH;
            for pause in calls {
                now += SignedDuration::from_millis(pause % 3_000);
                if let Err(after) = limits.take("a", Rate::per_minute(tier), now) {
                    prop_assert!((1..=60).contains(&after));
                    now += SignedDuration::from_secs(after as i64);
                    prop_assert_eq!(limits.take("a", Rate::per_minute(tier), now), Ok(()));
                }
            }
        }
    }
}
