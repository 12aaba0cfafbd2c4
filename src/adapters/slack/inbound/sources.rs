//! How much every address has lately sent us that was not Slack's.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// So many in a row are put up with.
const BURST: u64 = 60;
/// One of them is forgiven in so many milliseconds.
const FORGIVEN_AFTER: u64 = 1_000;
/// How many addresses are told apart.
const SLOTS: usize = 4_096;

/// A budget for every address, in constant memory. Addresses share a fixed number of slots: nobody can make us forget an
/// offender by coming from very many addresses, and who shares a slot with one loses nothing by it (see [`super::door`]).
pub struct Sources {
    began: Instant,
    /// When the last of what came is forgiven, in milliseconds since we began.
    forgiven_at: Box<[AtomicU64]>,
    /// Where an address lands is different in every process, so nobody can choose to land beside another.
    slots: RandomState,
}

impl Sources {
    /// Everybody has their whole budget.
    pub fn new() -> Self {
        let forgiven_at = (0..SLOTS).map(|_| AtomicU64::new(0)).collect();
        Self { began: Instant::now(), forgiven_at, slots: RandomState::new() }
    }

    /// Takes one off the budget of an address.
    pub fn charge(&self, source: IpAddr) {
        self.charge_at(source, self.now());
    }

    /// Whether an address has spent its budget.
    pub fn has_spent(&self, source: IpAddr) -> bool {
        self.has_spent_at(source, self.now())
    }

    fn charge_at(&self, source: IpAddr, now: u64) {
        // Whatever goes beyond the budget is not remembered: who stops is soon heard again.
        let after = |forgiven_at: u64| {
            Some((forgiven_at.max(now) + FORGIVEN_AFTER).min(now + BURST * FORGIVEN_AFTER))
        };
        let _ = self.slot(source).fetch_update(Ordering::Relaxed, Ordering::Relaxed, after);
    }

    fn has_spent_at(&self, source: IpAddr, now: u64) -> bool {
        self.slot(source).load(Ordering::Relaxed) > now + (BURST - 1) * FORGIVEN_AFTER
    }

    fn slot(&self, source: IpAddr) -> &AtomicU64 {
        &self.forgiven_at[self.slots.hash_one(neighbourhood(source)) as usize % SLOTS]
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX / 2)
    }
}

/// Whoever has one address of IPv6 has a whole network of them.
fn neighbourhood(source: IpAddr) -> u64 {
    match source.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_budget_is_spent_and_comes_back_with_time() {
        let (sources, one) = (Sources::new(), address("192.0.2.1"));
        for sent in 0..BURST {
            assert!(!sources.has_spent_at(one, 0), "after {sent}");
            sources.charge_at(one, 0);
        }
        assert!(sources.has_spent_at(one, 0));
        assert!(!sources.has_spent_at(one, FORGIVEN_AFTER));
        sources.charge_at(one, FORGIVEN_AFTER);
        assert!(sources.has_spent_at(one, FORGIVEN_AFTER));
    }

    #[test]
    fn a_flood_is_forgotten_soon_after_it_ends() {
        let (sources, one) = (Sources::new(), address("192.0.2.1"));
        for _ in 0..100_000 {
            sources.charge_at(one, 7);
        }
        assert!(sources.has_spent_at(one, 7));
        assert!(!sources.has_spent_at(one, 7 + FORGIVEN_AFTER));
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_and_a_mapped_address_as_itself() {
        assert_eq!(neighbourhood(address("2001:db8::1")), neighbourhood(address("2001:db8::ffff:1")));
        assert_ne!(neighbourhood(address("2001:db8::1")), neighbourhood(address("2001:db8:0:1::1")));
        assert_eq!(neighbourhood(address("::ffff:192.0.2.1")), neighbourhood(address("192.0.2.1")));
    }
}
