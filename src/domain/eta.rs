//! How long Slack's limits make a large round take. Each method has a limit of its own, so they run side by side, and the
//! one with the most to do for its limit decides.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// How long some work takes at least; nothing takes no time. Bursts, which spare a few seconds, are left out of it.
pub fn eta(work: Work, tempo: Tempo) -> Duration {
    let seconds = |times: u64, a_minute: u32| times.saturating_mul(60).div_ceil(u64::from(a_minute.max(1)));
    let posts = seconds(work.posts, tempo.posts);
    Duration::from_secs(posts.max(seconds(work.opens, tempo.opens)).max(seconds(work.edits, tempo.edits)))
}

/// What there is to send, as numbers of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// New messages, in threads as well.
    pub posts: u64,
    /// Conversations that must be opened before a first message can stand in them.
    pub opens: u64,
    /// Messages that are changed.
    pub edits: u64,
}

impl Work {
    /// Both.
    pub fn and(self, more: Self) -> Self {
        Self {
            posts: self.posts.saturating_add(more.posts),
            opens: self.opens.saturating_add(more.opens),
            edits: self.edits.saturating_add(more.edits),
        }
    }

    /// Introductions of people who have never been brought together.
    pub fn of_introductions(number: u64) -> Self {
        Self { posts: number, opens: number, edits: 0 }
    }
}

/// How many calls a minute one workspace allows; 0 counts as 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tempo {
    /// Of `chat.postMessage`.
    pub posts: u32,
    /// Of `conversations.open`.
    pub opens: u32,
    /// Of `chat.update`.
    pub edits: u32,
}

/// A time as one says it to somebody who plans a morning: never too short, and not exact to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roughly(pub Duration);

impl Roughly {
    /// Whether it is long enough to be worth a word.
    pub fn is_long(self) -> bool {
        self.0 >= Duration::from_secs(60)
    }
}

impl fmt::Display for Roughly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_long() {
            return f.write_str("less than a minute");
        }
        let minutes = match self.0.as_secs().div_ceil(60) {
            few @ 0..60 => few,
            many => many.div_ceil(5) * 5,
        };
        match (minutes / 60, minutes % 60) {
            (0, minutes) => write!(f, "about {minutes} min"),
            (hours, 0) => write!(f, "about {hours} h"),
            (hours, minutes) => write!(f, "about {hours} h {minutes} min"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SLACK: Tempo = Tempo { posts: 600, opens: 48, edits: 48 };

    fn said(work: Work) -> String {
        Roughly(eta(work, SLACK)).to_string()
    }

    #[test]
    fn opening_conversations_is_what_a_first_round_waits_for() {
        assert_eq!(said(Work::of_introductions(5_000)), "about 1 h 45 min");
        assert_eq!(said(Work { posts: 5_000, ..Work::default() }), "about 9 min");
        assert_eq!(said(Work { edits: 480, ..Work::default() }), "about 10 min");
    }

    #[test]
    fn a_time_is_said_roughly_and_never_too_short() {
        for (seconds, words) in [
            (0, "less than a minute"),
            (59, "less than a minute"),
            (60, "about 1 min"),
            (61, "about 2 min"),
            (3_540, "about 59 min"),
            (3_541, "about 1 h"),
            (3_601, "about 1 h 5 min"),
            (7_200, "about 2 h"),
            (90_000, "about 25 h"),
        ] {
            assert_eq!(Roughly(Duration::from_secs(seconds)).to_string(), words, "{seconds} s");
        }
        assert!(!Roughly(Duration::from_secs(59)).is_long() && Roughly(Duration::from_secs(60)).is_long());
    }

    fn works() -> impl Strategy<Value = Work> {
        (0..200_000_u64, 0..200_000_u64, 0..200_000_u64).prop_map(|(posts, opens, edits)| Work {
            posts,
            opens,
            edits,
        })
    }

    proptest! {
        #[test]
        fn more_work_never_takes_less_time(work in works(), more in works()) {
            prop_assert!(eta(work.and(more), SLACK) >= eta(work, SLACK).max(eta(more, SLACK)));
        }

        #[test]
        fn a_higher_limit_never_takes_more_time(work in works(), posts in 0..900_u32, opens in 0..90_u32) {
            let tempo = Tempo { posts, opens, edits: 48 };
            let faster = Tempo { posts: posts + 1, opens: opens + 1, edits: 49 };
            prop_assert!(eta(work, faster) <= eta(work, tempo));
        }

        #[test]
        fn no_method_is_asked_for_more_than_its_minute_allows(work in works()) {
            let minutes = eta(work, SLACK).as_secs_f64() / 60.0;
            prop_assert!(minutes * f64::from(SLACK.posts) >= work.posts as f64);
            prop_assert!(minutes * f64::from(SLACK.opens) >= work.opens as f64);
            prop_assert!(minutes * f64::from(SLACK.edits) >= work.edits as f64);
        }

        #[test]
        fn words_are_never_shorter_than_the_time(seconds in 0..400_000_u64) {
            let words = Roughly(Duration::from_secs(seconds)).to_string();
            let numbers: Vec<u64> = words.split(' ').filter_map(|word| word.parse().ok()).collect();
            let minutes = match (numbers.as_slice(), words.contains(" h")) {
                ([], _) => 1,
                ([hours], true) => hours * 60,
                ([hours, minutes], true) => hours * 60 + minutes,
                (rest, _) => rest[0],
            };
            prop_assert!(minutes * 60 >= seconds, "{words} for {seconds} s");
        }
    }
}
