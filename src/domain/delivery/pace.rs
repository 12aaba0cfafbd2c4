//! How often something may be done, and whose turn it is: the arithmetic of Slack's limits, without knowing where the
//! buckets are kept.

use crate::domain::decision::Urgency;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest that a bucket keeps anybody waiting. Whatever says more was written by a clock that had jumped.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(1);

/// How often something may be done: `burst` at once, then one every `interval` milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    interval: i64,
    burst: i64,
}

impl Rate {
    /// So many a minute, of which `burst` may come at once. In no minute there are more than both together.
    pub const fn per_minute(times: i64, burst: i64) -> Self {
        Self { interval: 60_000 / times, burst }
    }

    /// How many a minute go on for ever.
    pub fn a_minute(self) -> u32 {
        u32::try_from(60_000 / self.interval.max(1)).unwrap_or(u32::MAX)
    }

    /// How long one takes in the long run.
    pub const fn interval(self) -> SignedDuration {
        SignedDuration::from_millis(self.interval)
    }

    /// How far the bucket may be overdrawn. A third of what may come at once is kept for people who wait at the screen.
    fn tolerance(self, urgency: Urgency) -> SignedDuration {
        let kept = match urgency {
            Urgency::Interactive => 0,
            Urgency::Bulk => self.burst / 3,
        };
        SignedDuration::from_millis(self.interval * (self.burst - 1 - kept))
    }
}

/// What a call needs room for: a method, or a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The name of the bucket within its workspace.
    pub name: String,
    /// How often.
    pub rate: Rate,
}

/// When the bucket will be full again; until when Slack itself told us to wait; and the last turn that was promised to
/// somebody for whom there was no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Full again then.
    pub full_at: Timestamp,
    /// Nobody before then.
    pub held_until: Timestamp,
    /// The last turn promised.
    pub last_turn: Timestamp,
}

impl Default for Bucket {
    /// Full, and nobody waits.
    fn default() -> Self {
        let long_ago = Timestamp::UNIX_EPOCH;
        Self { full_at: long_ago, held_until: long_ago, last_turn: long_ago }
    }
}

impl Bucket {
    /// Whether it says no more than a bucket that was never used.
    pub fn is_idle(&self, now: Timestamp) -> bool {
        self.full_at.max(self.held_until).max(self.last_turn) <= now
    }

    /// Nobody before then, or before what was said earlier.
    pub fn hold(&mut self, until: Timestamp) {
        self.held_until = self.held_until.max(until);
    }

    /// How long until the caller's turn; `None` where there is room now. Of a hundred callers each is told another time:
    /// sent away until the same instant, all but one would come in vain, again and again. Who is waited for at a screen
    /// does not queue up behind a whole round.
    fn turn(&mut self, rate: Rate, urgency: Urgency, now: Timestamp) -> Option<Duration> {
        self.forget_jumps(rate, now);
        let room_at = (self.full_at - rate.tolerance(urgency)).max(self.held_until);
        if room_at <= now {
            return None;
        }
        let turn = match urgency {
            Urgency::Interactive => room_at,
            Urgency::Bulk => {
                self.last_turn = room_at.max(self.last_turn.checked_add(rate.interval()).unwrap_or(room_at));
                self.last_turn
            }
        };
        Duration::try_from(turn.duration_since(now)).ok()
    }

    fn forget_jumps(&mut self, rate: Rate, now: Timestamp) {
        let empty = now + SignedDuration::from_millis(rate.interval * rate.burst);
        self.full_at = self.full_at.min(empty);
        let longest = now.checked_add(LONGEST_HOLD).unwrap_or(now);
        self.held_until = self.held_until.min(longest);
    }
}

/// Takes room in all of these buckets, or in none and says when it is the caller's turn.
pub fn take(buckets: &mut [(Rate, Bucket)], urgency: Urgency, now: Timestamp) -> Result<(), Duration> {
    let wait = buckets.iter_mut().filter_map(|(rate, bucket)| bucket.turn(*rate, urgency, now)).max();
    if let Some(wait) = wait {
        return Err(wait);
    }
    for (rate, bucket) in buckets {
        bucket.full_at = bucket.full_at.max(now) + rate.interval();
    }
    Ok(())
}

/// The buckets of one process.
#[derive(Debug)]
pub struct Buckets<K> {
    buckets: BTreeMap<K, Bucket>,
}

/// With more buckets than this, those that are idle are forgotten.
const MANY: usize = 4_096;

impl<K: Ord + Clone> Buckets<K> {
    /// All of them full.
    pub fn new() -> Self {
        Self { buckets: BTreeMap::new() }
    }

    /// As [`take`], of the buckets with these keys.
    pub fn take(&mut self, wanted: &[(K, Rate)], urgency: Urgency, now: Timestamp) -> Result<(), Duration> {
        let known = |key: &K| self.buckets.get(key).copied().unwrap_or_default();
        let mut taken: Vec<(Rate, Bucket)> = wanted.iter().map(|(key, rate)| (*rate, known(key))).collect();
        let result = take(&mut taken, urgency, now);
        for ((key, _), (_, bucket)) in wanted.iter().zip(taken) {
            self.buckets.insert(key.clone(), bucket);
        }
        if self.buckets.len() > MANY {
            self.buckets.retain(|_, bucket| !bucket.is_idle(now));
        }
        result
    }

    /// As [`Bucket::hold`].
    pub fn hold(&mut self, key: K, until: Timestamp) {
        self.buckets.entry(key).or_default().hold(until);
    }
}

impl<K: Ord + Clone> Default for Buckets<K> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
