//! Something that is looked up once and remembered until it may have changed, by more than one loop at a time.

use std::sync::{Mutex, PoisonError};

/// What was looked up last, and how often it was forgotten. Whoever began to look before it was forgotten may have seen how
/// things were, and must not have the last word: the others would sleep on it.
#[derive(Debug)]
pub(super) struct Remembered<T>(Mutex<Memory<T>>);

#[derive(Debug)]
struct Memory<T> {
    known: Option<T>,
    forgotten: u64,
}

/// When a look began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look(u64);

impl<T: Copy> Remembered<T> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self(Mutex::new(Memory { known: None, forgotten: 0 }))
    }

    /// What is known, or the beginning of a look.
    pub(super) fn recall(&self) -> Result<T, Look> {
        let memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.known.ok_or(Look(memory.forgotten))
    }

    /// Remembers what was seen, unless it was forgotten since the look began.
    pub(super) fn remember(&self, seen: T, look: Look) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.forgotten == look.0 {
            memory.known = Some(seen);
        }
    }

    /// It may be otherwise by now.
    pub(super) fn forget(&self) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.known = None;
        memory.forgotten += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_known_until_it_is_forgotten() {
        let memory = Remembered::new();
        let look = memory.recall().unwrap_err();
        memory.remember(1, look);
        assert_eq!(memory.recall().unwrap(), 1);
        memory.forget();
        assert!(memory.recall().is_err());
    }

    #[test]
    fn what_was_seen_before_it_was_forgotten_is_not_remembered_after() {
        let memory = Remembered::new();
        let [old, other] = [memory.recall().unwrap_err(), memory.recall().unwrap_err()];
        memory.forget();
        let fresh = memory.recall().unwrap_err();
        memory.remember(1, old);
        assert!(memory.recall().is_err(), "it was seen too early");
        memory.remember(2, fresh);
        memory.remember(1, other);
        assert_eq!(memory.recall().unwrap(), 2, "nor does it replace what is newer");
    }
}
