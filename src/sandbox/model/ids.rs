//! Identifiers that look like Slack's and come from counters, so that the same calls give the same ids.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The time of a message in microseconds, which is also its name within its channel; written `seconds.micros`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ts(pub u64);

impl Ts {
    /// Reads `1700000000.000100`; the fraction must have six digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (seconds, micros) = text.split_once('.')?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty();
        if micros.len() != 6 || !digits(seconds) || !digits(micros) {
            return None;
        }
        let seconds: u64 = seconds.parse().ok()?;
        Some(Self(seconds.checked_mul(1_000_000)? + micros.parse::<u64>().ok()?))
    }

    /// The first name that a message of this moment may have.
    pub fn at(time: Timestamp) -> Self {
        Self(time.as_microsecond().max(0).unsigned_abs())
    }
}

impl fmt::Display for Ts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

impl Serialize for Ts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a ts is written 1700000000.000100"))
    }
}

/// One counter per kind of identifier.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Ids {
    user: u64,
    direct: u64,
    channel: u64,
    event: u64,
    event_ts: u64,
    file: u64,
    invite: u64,
    scheduled: u64,
    bot: u64,
    view: u64,
    hash: u64,
    block: u64,
    trigger: u64,
    response: u64,
    envelope: u64,
    connection: u64,
}

impl Ids {
    pub fn user(&mut self) -> String {
        numbered("U0", &mut self.user)
    }

    pub fn direct(&mut self) -> String {
        numbered("D0", &mut self.direct)
    }

    /// Group messages share the prefix of channels, as in today's Slack: the prefix says nothing about the kind.
    pub fn channel(&mut self) -> String {
        numbered("C0", &mut self.channel)
    }

    pub fn event(&mut self) -> String {
        numbered("Ev0", &mut self.event)
    }

    pub fn file(&mut self) -> String {
        numbered("F0", &mut self.file)
    }

    pub fn invite(&mut self) -> String {
        numbered("I0", &mut self.invite)
    }

    pub fn scheduled(&mut self) -> String {
        numbered("Q0", &mut self.scheduled)
    }

    /// Of a bot that came with an installation elsewhere.
    pub fn bot(&mut self) -> String {
        numbered("B0", &mut self.bot)
    }

    pub fn view(&mut self) -> String {
        numbered("V0", &mut self.view)
    }

    pub fn block(&mut self) -> String {
        self.block += 1;
        format!("b{}", base36(self.block).to_lowercase())
    }

    pub fn envelope(&mut self) -> String {
        self.envelope += 1;
        format!("00000000-0000-4000-8000-{:012x}", self.envelope)
    }

    pub fn connection(&mut self) -> u64 {
        self.connection += 1;
        self.connection
    }

    /// `{seconds}.{counter}`, as Slack's view hashes look.
    pub fn hash(&mut self, now: Timestamp) -> String {
        self.hash += 1;
        format!("{}.{}", now.as_second(), base36(self.hash))
    }

    pub fn trigger(&mut self, seed: u64) -> String {
        self.trigger += 1;
        format!("{}.{}.{:016x}", self.trigger, seed, mix(seed ^ self.trigger))
    }

    pub fn response(&mut self, seed: u64) -> String {
        self.response += 1;
        format!("{}-{:016x}", self.response, mix(seed.rotate_left(17) ^ self.response))
    }

    /// A moment for `event_ts` and `action_ts` that no other event of this sandbox has.
    pub fn event_ts(&mut self, now: Timestamp) -> Ts {
        self.event_ts = Ts::at(now).0.max(self.event_ts + 1);
        Ts(self.event_ts)
    }
}

fn numbered(prefix: &str, counter: &mut u64) -> String {
    *counter += 1;
    format!("{prefix}{:0>8}", base36(*counter))
}

fn base36(mut number: u64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut reversed = Vec::new();
    loop {
        reversed.push(DIGITS[(number % 36) as usize]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    reversed.reverse();
    String::from_utf8_lossy(&reversed).into_owned()
}

/// Spreads a counter over 64 bits (the finaliser of SplitMix64), so that paths cannot be mistaken for one another.
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ts_reads_back_what_it_writes_and_nothing_else() {
        let ts = Ts(1_700_000_000_000_100);
        assert_eq!(ts.to_string(), "1700000000.000100");
        assert_eq!(Ts::parse("1700000000.000100"), Some(ts));
        for junk in ["", "1700000000", "1700000000.1", "-1.000000", "1.00000a", ".000000"] {
            assert_eq!(Ts::parse(junk), None, "{junk}");
        }
    }

    #[test]
    fn ids_look_like_slacks_and_never_repeat() {
        let mut ids = Ids::default();
        let users: Vec<_> = (0..40).map(|_| ids.user()).collect();
        assert_eq!(users[0], "U000000001");
        assert_eq!(users[35], "U000000010");
        assert_eq!(users.iter().collect::<std::collections::BTreeSet<_>>().len(), 40);
    }
}
