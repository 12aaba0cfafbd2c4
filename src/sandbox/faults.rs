//! Trouble on order: what goes wrong with the next calls of a method or with the next event.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

/// One thing that goes wrong with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// This HTTP status and a body that is not JSON; nothing was applied.
    StatusBefore(u16),
    /// This HTTP status and a body that is not JSON, although the call was applied.
    StatusAfter(u16),
    /// The call is applied and the connection breaks in the middle of the answer.
    Cut,
    /// The call is refused for so many seconds.
    RateLimited {
        /// `Retry-After`.
        after: u64,
    },
    /// The call is applied and the answer never comes.
    Timeout,
}

impl Fault {
    /// The name under which it is counted and written into the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::StatusBefore(_) => "status_before",
            Self::StatusAfter(_) => "status_after",
            Self::Cut => "cut",
            Self::RateLimited { .. } => "rate_limited",
            Self::Timeout => "timeout",
        }
    }

    /// Whether the call changes the workspace all the same.
    pub(super) fn applies(self) -> bool {
        match self {
            Self::StatusBefore(_) | Self::RateLimited { .. } => false,
            Self::StatusAfter(_) | Self::Cut | Self::Timeout => true,
        }
    }
}

/// Faults that wait for their call, and how many of each kind struck.
#[derive(Debug, Default)]
pub(super) struct Faults {
    waiting: BTreeMap<String, VecDeque<Fault>>,
    duplicate_events: u64,
    struck: BTreeMap<String, u64>,
}

impl Faults {
    /// The next `times` calls of `method` (`*` is any method) go wrong.
    pub fn inject(&mut self, method: &str, fault: Fault, times: usize) {
        self.waiting.entry(method.into()).or_default().extend(std::iter::repeat_n(fault, times));
    }

    /// The next `times` events are delivered twice.
    pub fn duplicate_events(&mut self, times: u64) {
        self.duplicate_events += times;
    }

    /// What goes wrong with this call, if anything.
    pub fn strike(&mut self, method: &str) -> Option<Fault> {
        if self.waiting.is_empty() {
            return None;
        }
        let key = if self.waiting.contains_key(method) { method } else { "*" };
        let queue = self.waiting.get_mut(key)?;
        let fault = queue.pop_front();
        if queue.is_empty() {
            self.waiting.remove(key);
        }
        if let Some(fault) = fault {
            self.count(fault.name());
        }
        fault
    }

    /// Whether this event is to be delivered twice.
    pub fn strike_event(&mut self) -> bool {
        let strikes = self.duplicate_events > 0;
        if strikes {
            self.duplicate_events -= 1;
            self.count("duplicate_event");
        }
        strikes
    }

    /// How many faults of each name struck so far.
    pub fn struck(&self) -> BTreeMap<String, u64> {
        self.struck.clone()
    }

    fn count(&mut self, name: &str) {
        *self.struck.entry(name.into()).or_default() += 1;
    }
}
