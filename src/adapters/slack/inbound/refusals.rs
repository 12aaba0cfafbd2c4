//! What was refused, said once a minute and not once for each: a flood must not fill the logs as well.

use http::StatusCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tracing::warn;

/// How often refusals are spoken of.
const EVERY: Duration = Duration::from_secs(60);

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no signature.
    Unsigned,
    /// The signature is old. When Slack's own are, one of the two clocks is wrong.
    Stale,
    /// The signature is not that of the body.
    Forged,
    /// The body is too long.
    TooLong,
    /// The body took too long.
    TooSlow,
    /// The body was slow while others needed the room.
    GaveWay,
    /// The body cannot be read.
    Broken,
    /// Not even looked at, since the address has sent too much of the kind.
    TooMany,
}

impl Reason {
    /// What the sender is told.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Unsigned | Self::Stale | Self::Forged => StatusCode::UNAUTHORIZED,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::GaveWay => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }
}

/// Counts refusals until they are spoken of.
pub struct Refusals {
    tally: Mutex<Tally>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    spoken: Option<Instant>,
    unsigned: u64,
    stale: u64,
    forged: u64,
    long: u64,
    slow: u64,
    unread: u64,
}

impl Refusals {
    /// Nothing was refused.
    pub fn new() -> Self {
        Self { tally: Mutex::default() }
    }

    /// Counts one; says so when nothing has been said for a minute.
    pub fn note(&self, reason: Reason) {
        let due = self.tally.lock().unwrap_or_else(PoisonError::into_inner).count(reason, Instant::now());
        if let Some(Tally { unsigned, stale, forged, long, slow, unread, .. }) = due {
            warn!(
                unsigned,
                stale, forged, long, slow, unread, "refused since this was last said: not from Slack"
            );
        }
    }
}

impl Tally {
    /// Gives what has come together when it is time to speak of it.
    fn count(&mut self, reason: Reason, now: Instant) -> Option<Self> {
        match reason {
            Reason::Unsigned => self.unsigned += 1,
            Reason::Stale => self.stale += 1,
            Reason::Forged => self.forged += 1,
            Reason::TooLong => self.long += 1,
            Reason::TooSlow | Reason::GaveWay | Reason::Broken => self.slow += 1,
            Reason::TooMany => self.unread += 1,
        }
        let is_due = self.spoken.is_none_or(|spoken| now.duration_since(spoken) >= EVERY);
        is_due.then(|| std::mem::replace(self, Self { spoken: Some(now), ..Self::default() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_refusal_is_told_at_once_and_the_next_ones_together() {
        let (mut tally, begin) = (Tally::default(), Instant::now());
        assert_eq!(tally.count(Reason::Forged, begin).map(|told| told.forged), Some(1));
        for second in 1..60 {
            assert_eq!(tally.count(Reason::Stale, begin + Duration::from_secs(second)), None);
        }
        let told = tally.count(Reason::TooMany, begin + EVERY);
        assert_eq!(told.map(|told| (told.forged, told.stale, told.unread)), Some((0, 59, 1)));
        assert_eq!(tally.count(Reason::Unsigned, begin + EVERY), None);
    }
}
