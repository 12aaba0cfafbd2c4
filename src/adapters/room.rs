//! A room for whoever keeps us waiting: connections that send no request, bodies that have not arrived. Where there is no
//! place left, the one who has been in it longest gives way. So many slow guests crowd out each other and never somebody
//! who needs a moment only, whatever address they come from.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// So many places, shared by all clones.
#[derive(Clone, Debug)]
pub struct Room {
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug)]
struct Inside {
    places: usize,
    taken: usize,
    next: u64,
    /// In the order in which they came.
    guests: BTreeMap<u64, Guest>,
}

#[derive(Debug)]
struct Guest {
    places: usize,
    leave: CancellationToken,
}

/// Somebody in a room; dropping it is leaving.
#[derive(Debug)]
pub struct Stay {
    room: Room,
    guest: u64,
    leave: CancellationToken,
}

impl Room {
    /// An empty room; what a place stands for is up to the caller: a connection, or a byte.
    pub fn of(places: usize) -> Self {
        let inside = Inside { places, taken: 0, next: 0, guests: BTreeMap::new() };
        Self { inside: Arc::new(Mutex::new(inside)) }
    }

    /// Takes so many places, for which others may have to go.
    pub fn enter(&self, places: usize) -> Stay {
        let leave = CancellationToken::new();
        let mut inside = self.inside();
        let guest = inside.next;
        inside.next += 1;
        inside.taken += places;
        inside.guests.insert(guest, Guest { places, leave: leave.clone() });
        let gone = inside.make_way();
        drop(inside);
        gone.iter().for_each(CancellationToken::cancel);
        Stay { room: self.clone(), guest, leave }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stay {
    /// Takes more places than before, or fewer. Whoever has given way takes none.
    pub fn takes(&self, places: usize) {
        let mut inside = self.room.inside();
        let Some(guest) = inside.guests.get_mut(&self.guest) else { return };
        let before = std::mem::replace(&mut guest.places, places);
        inside.taken = inside.taken - before + places;
        let gone = inside.make_way();
        drop(inside);
        gone.iter().for_each(CancellationToken::cancel);
    }

    /// Comes to an end when somebody else needs the place.
    pub async fn gives_way(&self) {
        self.leave.cancelled().await;
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        self.room.inside().remove(self.guest);
    }
}

impl Inside {
    /// Those who have to go, the longest guest first; they wake up once the lock is free.
    fn make_way(&mut self) -> Vec<CancellationToken> {
        let mut gone = Vec::new();
        while self.taken > self.places {
            let Some((_, guest)) = self.guests.pop_first() else { break };
            self.taken -= guest.places;
            gone.push(guest.leave);
        }
        gone
    }

    fn remove(&mut self, guest: u64) {
        if let Some(guest) = self.guests.remove(&guest) {
            self.taken -= guest.places;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    fn has_to_go(stay: &Stay) -> bool {
        stay.gives_way().now_or_never().is_some()
    }

    #[test]
    fn the_longest_guest_gives_way_and_nobody_before_the_room_is_full() {
        let room = Room::of(2);
        let (first, second) = (room.enter(1), room.enter(1));
        assert!(!has_to_go(&first) && !has_to_go(&second));
        let third = room.enter(1);
        assert!(has_to_go(&first));
        assert!(!has_to_go(&second) && !has_to_go(&third));
    }

    #[test]
    fn whoever_left_needs_no_place() {
        let room = Room::of(2);
        let (first, second) = (room.enter(1), room.enter(1));
        drop(second);
        let _third = room.enter(1);
        assert!(!has_to_go(&first));
    }

    #[test]
    fn a_guest_who_grows_makes_others_go_and_in_the_end_has_to_go_alone() {
        let room = Room::of(10);
        let (first, second) = (room.enter(1), room.enter(1));
        second.takes(9);
        assert!(!has_to_go(&first));
        second.takes(10);
        assert!(has_to_go(&first) && !has_to_go(&second));
        first.takes(5);
        assert!(!has_to_go(&second), "whoever has given way takes no place");
        second.takes(11);
        assert!(has_to_go(&second));
        let next = room.enter(10);
        drop((first, second));
        assert!(!has_to_go(&next), "and is counted once");
    }
}
