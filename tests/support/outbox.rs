//! The outbox as it is promised to be, without a database: what every storage has to do alike.

use jiff::{SignedDuration, Timestamp};
use viceversa::domain::delivery::attempt::{CRASHES, Doubt, Finish, LOOK_AGAIN};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Sending,
    Check,
    Sent,
    Failed,
    Skipped,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Check => "check",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    pub fn is_terminal(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::Skipped)
    }

    fn is_open(self) -> bool {
        matches!(self, Self::Sending | Self::Check)
    }
}

/// One message.
#[derive(Clone, Debug)]
pub struct Row {
    pub state: State,
    pub next_at: Timestamp,
    pub lease: i64,
    pub lease_until: Timestamp,
    pub attempts: u32,
    pub crashes: u32,
    /// The lease of the first attempt that nobody knows the end of.
    pub doubt: Option<i64>,
    pub doubts: u32,
    pub doubted_at: Timestamp,
    pub since: Option<Timestamp>,
    pub look_again_at: Option<Timestamp>,
}

/// What whoever has claimed a row knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    pub lease: i64,
    pub before: u32,
    pub doubt: Option<Doubt>,
    pub claimed_at: Timestamp,
}

impl Row {
    pub fn new(at: Timestamp) -> Self {
        Self {
            state: State::Pending,
            next_at: at,
            lease: 0,
            lease_until: at,
            attempts: 0,
            crashes: 0,
            doubt: None,
            doubts: 0,
            doubted_at: at,
            since: None,
            look_again_at: None,
        }
    }

    pub fn is_due(&self, now: Timestamp) -> bool {
        matches!(self.state, State::Pending | State::Check) && self.next_at <= now
    }

    /// It must be due.
    pub fn claim(&mut self, now: Timestamp, lease: SignedDuration) -> Hold {
        assert!(self.is_due(now));
        let doubt = self.doubt.map(|_| Doubt { times: self.doubts, noticed: self.doubted_at });
        let before = self.attempts;
        self.state = State::Sending;
        self.lease += 1;
        self.lease_until = now + lease;
        self.attempts += 1;
        self.since.get_or_insert(now);
        Hold { lease: self.lease, before, doubt, claimed_at: now }
    }

    /// `false` where it is no longer the holder's.
    pub fn finish(&mut self, hold: &Hold, finish: &Finish, now: Timestamp) -> bool {
        if hold.lease != self.lease || !self.state.is_open() {
            return false;
        }
        match finish {
            Finish::Sent { .. } => self.sent(now),
            Finish::Postponed { until } => {
                self.attempts -= 1;
                self.again(hold, *until);
            }
            Finish::Retry { until, .. } => self.again(hold, *until),
            Finish::Check { until, .. } => {
                self.state = State::Check;
                self.in_doubt(now, *until);
            }
            Finish::Failed { .. } => self.state = State::Failed,
            Finish::Skipped { .. } => self.state = State::Skipped,
        }
        true
    }

    /// `true` where its sender was gone.
    pub fn recover(&mut self, now: Timestamp, quarantine: SignedDuration) -> bool {
        if self.state != State::Sending || self.lease_until > now {
            return false;
        }
        self.crashes += 1;
        self.state = if self.crashes >= CRASHES { State::Failed } else { State::Check };
        self.in_doubt(now, now + quarantine);
        true
    }

    /// `true` where that settles it.
    pub fn confirm(&mut self, now: Timestamp) -> bool {
        let open = self.state.is_open();
        if open {
            self.sent(now);
        }
        open
    }

    fn sent(&mut self, now: Timestamp) {
        self.state = State::Sent;
        self.look_again_at = self.doubt.map(|_| now + LOOK_AGAIN);
    }

    fn in_doubt(&mut self, now: Timestamp, until: Timestamp) {
        self.doubt.get_or_insert(self.lease);
        self.doubts += 1;
        self.doubted_at = now;
        self.next_at = until;
    }

    fn again(&mut self, hold: &Hold, until: Timestamp) {
        self.doubt = self.doubt.filter(|first| *first != hold.lease);
        self.state = if self.doubt.is_some() { State::Check } else { State::Pending };
        self.next_at = until;
        self.lease += 1;
    }
}
