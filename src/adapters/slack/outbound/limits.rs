//! Our own limits, a little below Slack's: for each method in each workspace, and one post a second in each
//! conversation. Where there is no room we say so without making a call.

use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::ports::Clock;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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

    fn interval(self) -> SignedDuration {
        SignedDuration::from_millis(self.interval)
    }

    fn tolerance(self) -> SignedDuration {
        SignedDuration::from_millis(self.interval * (self.burst - 1))
    }
}

/// A method of Slack's with its rate, slightly below its tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// As Slack calls it.
    pub name: &'static str,
    /// How often in one workspace.
    pub rate: Rate,
}

/// Ten a second for all conversations together; Slack does not publish its figure.
pub const POST: Method = Method { name: "chat.postMessage", rate: Rate::per_minute(600, 10) };
/// Tier 3.
pub const UPDATE: Method = Method { name: "chat.update", rate: Rate::per_minute(48, 2) };
/// Tier 3.
pub const OPEN: Method = Method { name: "conversations.open", rate: Rate::per_minute(48, 2) };
/// Tier 4. People press together, and each has three seconds, so most of the minute may come at once.
pub const SHOW: Method = Method { name: "views.open", rate: Rate::per_minute(50, 45) };
/// Tier 4, and pressed as quickly.
pub const REPLACE: Method = Method { name: "views.update", rate: Rate::per_minute(50, 45) };
/// Tier 4.
pub const PUBLISH: Method = Method { name: "views.publish", rate: Rate::per_minute(80, 15) };
/// Tier 4. Asked when somebody joins, and whole teams join in one minute.
pub const PERSON: Method = Method { name: "users.info", rate: Rate::per_minute(50, 45) };
/// Tier 4. Asked for each file that an admin sends.
pub const FILE: Method = Method { name: "files.info", rate: Rate::per_minute(60, 20) };
/// Tier 3. A handful of addresses is looked up at once; for more there is the list.
pub const PERSON_BY_EMAIL: Method = Method { name: "users.lookupByEmail", rate: Rate::per_minute(28, 20) };
/// Tier 2.
pub const PEOPLE: Method = Method { name: "users.list", rate: Rate::per_minute(12, 8) };
/// Special; asked at the start and by the operator.
pub const IDENTITY: Method = Method { name: "auth.test", rate: Rate::per_minute(30, 10) };
/// Tier 3; the socket has a back-off of its own.
pub const CONNECT: Method = Method { name: "apps.connections.open", rate: Rate::per_minute(40, 8) };

/// One post a second in a conversation, after a short burst.
const CONVERSATION: Rate = Rate::per_minute(60, 3);
/// With more buckets than this, those that are full again are forgotten.
const MANY: usize = 4_096;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    Method(&'static str),
    Conversation(ChannelId),
}

/// When the bucket will be full again; until when Slack itself told us to wait; and the last turn that was promised to
/// somebody for whom there was no room.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    full_at: Timestamp,
    held_until: Timestamp,
    last_turn: Timestamp,
}

/// The buckets of one process.
pub struct Limits {
    clock: Arc<dyn Clock>,
    buckets: Mutex<BTreeMap<(WorkspaceId, Lane), Bucket>>,
}

impl Limits {
    /// All buckets full.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, buckets: Mutex::default() }
    }

    /// Takes room for one call, and for one post in a conversation where it is one; or takes nothing, and says when it
    /// will be the caller's turn. Of a hundred callers each is told another time: sent away until the same instant, all
    /// but one would come in vain, again and again.
    pub fn take(
        &self,
        workspace: &WorkspaceId,
        method: Method,
        conversation: Option<&ChannelId>,
    ) -> Result<(), Duration> {
        let now = self.clock.now();
        let mut wanted = vec![(Lane::Method(method.name), method.rate)];
        wanted.extend(conversation.map(|id| (Lane::Conversation(id.clone()), CONVERSATION)));
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = wanted
            .iter()
            .filter_map(|(lane, rate)| {
                let bucket = buckets.get_mut(&(workspace.clone(), lane.clone()))?;
                bucket.turn(*rate, now)
            })
            .max();
        if let Some(wait) = wait {
            return Err(wait);
        }
        for (lane, rate) in wanted {
            let empty = Bucket { full_at: now, held_until: Timestamp::MIN, last_turn: Timestamp::MIN };
            let bucket = buckets.entry((workspace.clone(), lane)).or_insert(empty);
            bucket.full_at = bucket.full_at.max(now) + rate.interval();
        }
        if buckets.len() > MANY {
            buckets.retain(|_, bucket| bucket.full_at.max(bucket.held_until).max(bucket.last_turn) > now);
        }
        Ok(())
    }

    /// Slack said to wait: nobody calls this method in this workspace before then.
    pub fn hold(&self, workspace: &WorkspaceId, method: Method, wait: Duration) {
        let now = self.clock.now();
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(1));
        let until = now.checked_add(wait).unwrap_or(now);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (workspace.clone(), Lane::Method(method.name));
        let bucket = buckets.entry(key).or_insert(Bucket {
            full_at: now,
            held_until: until,
            last_turn: Timestamp::MIN,
        });
        bucket.held_until = bucket.held_until.max(until);
    }
}

impl Bucket {
    /// How long until the caller's turn; `None` where there is room now.
    fn turn(&mut self, rate: Rate, now: Timestamp) -> Option<Duration> {
        let room_at = (self.full_at - rate.tolerance()).max(self.held_until);
        if room_at <= now {
            return None;
        }
        self.last_turn = room_at.max(self.last_turn.checked_add(rate.interval()).unwrap_or(room_at));
        Duration::try_from(self.last_turn.duration_since(now)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Hands(Mutex<Timestamp>);

    impl Hands {
        fn at_noon() -> Arc<Self> {
            Arc::new(Self(Mutex::new("2026-11-23T12:00:00Z".parse().expect("a time"))))
        }

        fn pass(&self, millis: i64) {
            let mut now = self.0.lock().expect("a lock");
            *now += SignedDuration::from_millis(millis);
        }
    }

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            *self.0.lock().expect("a lock")
        }
    }

    fn workspace() -> WorkspaceId {
        WorkspaceId::new("T1")
    }

    #[test]
    fn a_conversation_takes_three_at_once_and_then_one_a_second() {
        let hands = Hands::at_noon();
        let limits = Limits::new(hands.clone());
        let (one, other) = (ChannelId::new("D1"), ChannelId::new("D2"));
        for _ in 0..3 {
            assert_eq!(limits.take(&workspace(), POST, Some(&one)), Ok(()));
        }
        assert_eq!(limits.take(&workspace(), POST, Some(&one)), Err(Duration::from_secs(1)));
        assert_eq!(limits.take(&workspace(), POST, Some(&other)), Ok(()));
        hands.pass(999);
        assert!(limits.take(&workspace(), POST, Some(&one)).is_err());
        hands.pass(1);
        assert_eq!(limits.take(&workspace(), POST, Some(&one)), Ok(()));
    }

    #[test]
    fn no_minute_sees_more_than_slack_allows_and_little_less() {
        for (method, allowed) in [
            (PEOPLE, 20),
            (PERSON_BY_EMAIL, 50),
            (OPEN, 50),
            (UPDATE, 50),
            (SHOW, 100),
            (PUBLISH, 100),
            (PERSON, 100),
            (FILE, 100),
        ] {
            let hands = Hands::at_noon();
            let limits = Limits::new(hands.clone());
            let mut made: Vec<i64> = Vec::new();
            for millis in (0..180_000).step_by(100) {
                while limits.take(&workspace(), method, None).is_ok() {
                    made.push(millis);
                }
                hands.pass(100);
            }
            let most = made
                .iter()
                .map(|start| made.iter().filter(|at| (*start..start + 60_000).contains(at)).count())
                .max();
            assert!(most.is_some_and(|most| most <= allowed), "{}: {most:?}", method.name);
        }
    }

    #[test]
    fn a_held_method_waits_everywhere_in_its_workspace_only() {
        let hands = Hands::at_noon();
        let limits = Limits::new(hands.clone());
        limits.hold(&workspace(), POST, Duration::from_secs(30));
        assert_eq!(
            limits.take(&workspace(), POST, Some(&ChannelId::new("D1"))),
            Err(Duration::from_secs(30))
        );
        assert_eq!(limits.take(&workspace(), UPDATE, None), Ok(()));
        assert_eq!(limits.take(&WorkspaceId::new("T2"), POST, None), Ok(()));
        limits.hold(&workspace(), POST, Duration::from_secs(5));
        hands.pass(29_000);
        assert!(limits.take(&workspace(), POST, None).is_err());
        hands.pass(1_000);
        assert_eq!(limits.take(&workspace(), POST, None), Ok(()));
        limits.hold(&workspace(), POST, Duration::MAX);
        assert!(limits.take(&workspace(), POST, None).is_err());
    }

    #[test]
    fn each_of_many_is_told_another_time_and_comes_twice_at_most() {
        let hands = Hands::at_noon();
        let limits = Limits::new(hands.clone());
        let mut coming: BTreeMap<i64, u32> = BTreeMap::from([(0, 100)]);
        let (mut clock, mut tries, mut made) = (0, 0, 0);
        while let Some((at, many)) = coming.pop_first() {
            hands.pass(at - clock);
            clock = at;
            for _ in 0..many {
                tries += 1;
                match limits.take(&workspace(), OPEN, None) {
                    Ok(()) => made += 1,
                    Err(wait) => *coming.entry(clock + wait.as_millis() as i64).or_default() += 1,
                }
            }
        }
        assert_eq!(made, 100);
        assert!(tries <= 200, "{tries} tries");
    }

    #[test]
    fn idle_conversations_are_forgotten() {
        let hands = Hands::at_noon();
        let limits = Limits::new(hands.clone());
        for n in 0..2 * MANY {
            limits.take(&workspace(), POST, Some(&ChannelId::new(format!("D{n}")))).expect("room");
            hands.pass(100);
        }
        assert!(limits.buckets.lock().expect("a lock").len() <= MANY + 1);
    }
}
