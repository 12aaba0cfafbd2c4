//! The time everybody in the sandbox lives by: it stands still until told to move, or flows with real time.
//!
//! Nothing in the sandbox asks the machine for the date. That is what makes two runs print the same ledger, and what
//! lets a demo jump to Monday.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp, Unit};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Whether virtual time moves by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockMode {
    /// Time moves only by [`VirtualClock::set`] and [`VirtualClock::advance`].
    #[default]
    Frozen,
    /// Time moves by itself, as fast as real time or as much faster as the clock was told, from wherever it stood.
    Flowing,
}

/// A clock with millisecond precision that never runs backwards. Clones share one time.
#[derive(Clone, Debug)]
pub struct VirtualClock(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    state: Mutex<ClockState>,
    changed: watch::Sender<u64>,
}

#[derive(Debug)]
struct ClockState {
    base: Timestamp,
    since: Instant,
    mode: ClockMode,
    speed: u32,
}

impl VirtualClock {
    /// Starts at `start`, cut to whole milliseconds.
    pub fn new(start: Timestamp, mode: ClockMode) -> Self {
        Self::with_speed(start, mode, 1)
    }

    /// As [`VirtualClock::new`]; while it flows, so many of its seconds pass in one real second.
    pub fn with_speed(start: Timestamp, mode: ClockMode, speed: u32) -> Self {
        let state = ClockState { base: to_millis(start), since: Instant::now(), mode, speed: speed.max(1) };
        Self(Arc::new(Shared { state: Mutex::new(state), changed: watch::Sender::new(0) }))
    }

    /// The virtual now, in whole milliseconds.
    pub fn now(&self) -> Timestamp {
        self.lock().now()
    }

    /// Whether time flows by itself.
    pub fn mode(&self) -> ClockMode {
        self.lock().mode
    }

    /// How long in real time a stretch of virtual time takes while time flows.
    pub fn real(&self, stretch: Duration) -> Duration {
        stretch / self.lock().speed
    }

    /// Moves to `time`; an earlier time leaves the clock where it is. Answers the time it then shows.
    pub fn set(&self, time: Timestamp) -> Timestamp {
        let now = {
            let mut state = self.lock();
            let now = state.now().max(to_millis(time));
            state.rebase(now);
            now
        };
        self.announce();
        now
    }

    /// Moves forward by `by`; a negative length leaves the clock where it is. Answers the time it then shows.
    pub fn advance(&self, by: SignedDuration) -> Timestamp {
        let target = self.now().checked_add(by).unwrap_or(Timestamp::MAX);
        self.set(target)
    }

    /// Lets time flow or stand still from this moment on.
    pub fn set_mode(&self, mode: ClockMode) {
        {
            let mut state = self.lock();
            let now = state.now();
            state.rebase(now);
            state.mode = mode;
        }
        self.announce();
    }

    /// Resolves when somebody next moves the clock or changes its mode; the mere flow of time does not count.
    pub async fn changed(&self) {
        let mut receiver = self.0.changed.subscribe();
        // The sender lives as long as `self`, so the only error (a dropped sender) cannot happen here.
        let _ = receiver.changed().await;
    }

    /// Resolves when it is that late, whether time flows there or is moved.
    pub async fn reached(&self, time: Timestamp) {
        let mut moved = self.watch();
        loop {
            let now = self.now();
            if time <= now {
                return;
            }
            // Milliseconds are cut, so that a wait may end a little early and is then taken up again.
            let wait = self.real(Duration::try_from(time.duration_since(now)).unwrap_or_default());
            let wait = wait.max(Duration::from_millis(1));
            let flown = async {
                match self.mode() {
                    ClockMode::Flowing => tokio::time::sleep(wait).await,
                    ClockMode::Frozen => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = moved.changed() => {}
                () = flown => {}
            }
        }
    }

    /// A receiver that sees every move of the clock, also those that happen before it is first awaited.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    fn announce(&self) {
        self.0.changed.send_modify(|count| *count += 1);
    }

    fn lock(&self) -> MutexGuard<'_, ClockState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClockState {
    fn now(&self) -> Timestamp {
        match self.mode {
            ClockMode::Frozen => self.base,
            ClockMode::Flowing => {
                let flown = self.since.elapsed().saturating_mul(self.speed);
                let flown = SignedDuration::try_from(flown).unwrap_or(SignedDuration::ZERO);
                to_millis(self.base.checked_add(flown).unwrap_or(Timestamp::MAX))
            }
        }
    }

    fn rebase(&mut self, now: Timestamp) {
        self.base = now;
        self.since = Instant::now();
    }
}

/// Cuts (never rounds up) to whole milliseconds, so that a time read twice is the same time.
fn to_millis(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond())
        .unwrap_or_else(|_| time.round(Unit::Second).unwrap_or(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2027-01-04T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_frozen_clock_moves_only_when_told_and_never_back() {
        let clock = VirtualClock::new(start(), ClockMode::Frozen);
        assert_eq!(clock.now(), start());
        clock.advance(SignedDuration::from_hours(1));
        assert_eq!(clock.now().to_string(), "2027-01-04T10:00:00Z");
        clock.set(start());
        assert_eq!(clock.now().to_string(), "2027-01-04T10:00:00Z");
    }

    #[test]
    fn a_flowing_clock_moves_by_itself_until_frozen() {
        let clock = VirtualClock::new(start(), ClockMode::Flowing);
        std::thread::sleep(std::time::Duration::from_millis(15));
        assert!(clock.now() > start());
        clock.set_mode(ClockMode::Frozen);
        let stopped = clock.now();
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert_eq!(clock.now(), stopped);
    }

    #[tokio::test]
    async fn a_faster_clock_gains_on_the_real_one_and_is_waited_for_less() {
        let clock = VirtualClock::with_speed(start(), ClockMode::Flowing, 100);
        let began = Instant::now();
        clock.reached(start() + SignedDuration::from_secs(5)).await;
        let waited = began.elapsed();
        assert!((Duration::from_millis(45)..Duration::from_secs(3)).contains(&waited), "{waited:?}");
        assert_eq!(clock.real(Duration::from_secs(5)), Duration::from_millis(50));
    }

    #[tokio::test]
    async fn a_time_is_reached_by_a_move_and_by_the_flow() {
        let clock = VirtualClock::new(start(), ClockMode::Frozen);
        let later = start() + SignedDuration::from_hours(5);
        let (mover, waiter) = (clock.clone(), clock.clone());
        let (_, ()) =
            tokio::join!(async move { mover.advance(SignedDuration::from_hours(6)) }, waiter.reached(later));
        clock.set_mode(ClockMode::Flowing);
        clock.reached(clock.now() + SignedDuration::from_millis(20)).await;
    }

    #[tokio::test]
    async fn a_move_is_announced() {
        let clock = VirtualClock::new(start(), ClockMode::Frozen);
        let mut seen = clock.watch();
        clock.advance(SignedDuration::from_secs(1));
        seen.changed().await.unwrap();
    }
}
