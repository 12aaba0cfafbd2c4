//! Faults that wait for their call or delivery, the plan that draws more, and how many of each kind struck.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::plan::{FaultPlan, RuleCount, Running, Target, fits};
use super::{EventFault, Fault};

/// A fault for one delivery, with what had to be drawn for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct EventStrike {
    pub fault: EventFault,
    /// How many later ones go first.
    pub behind: u32,
}

#[derive(Debug)]
pub(in crate::sandbox) struct Faults {
    calls: Orders<Fault>,
    events: Orders<EventFault>,
    rules: Vec<Running>,
    places: ChaCha8Rng,
    struck: BTreeMap<&'static str, u64>,
}

impl Faults {
    pub fn new(plan: FaultPlan) -> Self {
        let places = places(&plan);
        let (calls, events) = (Orders::default(), Orders::default());
        Self { calls, events, rules: Running::start(plan), places, struck: BTreeMap::new() }
    }

    /// The next `times` calls or deliveries that fit go wrong.
    pub fn inject(&mut self, target: Target, times: usize) {
        match target {
            Target::Calls(pattern, fault) => self.calls.add(pattern, fault, times),
            Target::Events(pattern, fault) => self.events.add(pattern, fault, times),
        }
    }

    /// Draws from this plan from now on, and no longer from the one before.
    pub fn follow(&mut self, plan: FaultPlan) {
        self.places = places(&plan);
        self.rules = Running::start(plan);
    }

    /// Forgets the plan and what was injected; what struck stays counted.
    pub fn clear(&mut self) {
        *self = Self { struck: std::mem::take(&mut self.struck), ..Self::new(FaultPlan::default()) };
    }

    /// What goes wrong with this call, if anything: what was injected goes before what is drawn.
    pub fn strike(&mut self, method: &str, now: Timestamp) -> Option<Fault> {
        let fault = match self.calls.take(method) {
            Some(fault) => fault,
            None => first(&mut self.rules, |rule| rule.strike_call(method, now))?,
        };
        self.count(fault.name());
        Some(fault)
    }

    /// What goes wrong with this event, command or interaction, if anything.
    pub fn strike_event(&mut self, event: &str, now: Timestamp) -> Option<EventStrike> {
        let fault = match self.events.take(event) {
            Some(fault) => fault,
            None => first(&mut self.rules, |rule| rule.strike_event(event, now))?,
        };
        self.count(fault.name());
        let behind = match fault {
            EventFault::Overtaken { by } => by,
            EventFault::Shuffled { window } => self.places.random_range(0..=window),
            EventFault::Duplicated
            | EventFault::DuplicatedAtOnce
            | EventFault::Delayed { .. }
            | EventFault::AnswerLost
            | EventFault::Dropped
            | EventFault::Straggler { .. } => 0,
        };
        Some(EventStrike { fault, behind })
    }

    /// How many faults of each name struck so far.
    pub fn struck(&self) -> BTreeMap<String, u64> {
        self.struck.iter().map(|(name, times)| ((*name).to_owned(), *times)).collect()
    }

    /// How many injected faults have not struck yet.
    pub fn waiting(&self) -> usize {
        self.calls.len() + self.events.len()
    }

    /// The rules of the plan, with how each has done so far.
    pub fn rules(&self) -> Vec<RuleCount> {
        self.rules.iter().map(|rule| rule.count().clone()).collect()
    }

    fn count(&mut self, name: &'static str) {
        *self.struck.entry(name).or_default() += 1;
    }
}

/// Where shuffled events go is drawn apart from whether they are, from the last stream there is.
fn places(plan: &FaultPlan) -> ChaCha8Rng {
    let mut chance = ChaCha8Rng::seed_from_u64(plan.seed);
    chance.set_stream(u64::MAX);
    chance
}

/// Asks every rule, so that each draws as often as it would alone, and takes what the first of them says.
fn first<F>(rules: &mut [Running], mut strike: impl FnMut(&mut Running) -> Option<F>) -> Option<F> {
    let mut found = None;
    for rule in rules {
        if let Some(fault) = strike(rule)
            && found.is_none()
        {
            rule.struck();
            found = Some(fault);
        }
    }
    found
}

/// Faults in the order they were asked for, by the pattern they are for.
#[derive(Debug)]
struct Orders<F>(BTreeMap<String, VecDeque<(F, usize)>>);

impl<F> Default for Orders<F> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<F: Copy> Orders<F> {
    fn add(&mut self, pattern: String, fault: F, times: usize) {
        if times > 0 {
            self.0.entry(pattern).or_default().push_back((fault, times));
        }
    }

    /// The next fault for this name; one for exactly this name goes before one for many.
    fn take(&mut self, name: &str) -> Option<F> {
        if self.0.is_empty() {
            return None;
        }
        let exact = self.0.get_key_value(name).map(|(key, _)| key);
        let key = exact.or_else(|| self.0.keys().find(|pattern| fits(pattern, name)))?.clone();
        let queue = self.0.get_mut(&key)?;
        let (fault, left) = queue.front_mut()?;
        let fault = *fault;
        *left -= 1;
        if *left == 0 {
            queue.pop_front();
        }
        if queue.is_empty() {
            self.0.remove(&key);
        }
        Some(fault)
    }

    fn len(&self) -> usize {
        self.0.values().flatten().map(|(_, times)| times).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::FaultRule;
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn rule(pattern: &str, fault: Fault, rate: f64) -> FaultRule {
        FaultRule { target: Target::Calls(pattern.into(), fault), rate, limit: None, from: None, until: None }
    }

    fn drawn(rules: Vec<FaultRule>, seed: u64) -> Vec<Option<Fault>> {
        let mut faults = Faults::new(FaultPlan { seed, rules });
        (0..400).map(|_| faults.strike("chat.postMessage", NOW)).collect()
    }

    #[test]
    fn the_same_seed_and_calls_meet_the_same_faults() {
        let plan = || vec![rule("chat.*", Fault::Cut, 0.1), rule("*", Fault::Timeout, 0.2)];
        let first = drawn(plan(), 7);
        assert_eq!(first, drawn(plan(), 7));
        assert_ne!(first, drawn(plan(), 8));
        let count = |fault| first.iter().filter(|found| **found == Some(fault)).count();
        assert!((20..=60).contains(&count(Fault::Cut)), "{}", count(Fault::Cut));
        assert!((45..=110).contains(&count(Fault::Timeout)), "{}", count(Fault::Timeout));
    }

    #[test]
    fn a_rule_draws_the_same_beside_others_as_alone() {
        let alone = drawn(vec![rule("chat.*", Fault::Cut, 0.1)], 7);
        let beside = drawn(vec![rule("chat.*", Fault::Cut, 0.1), rule("*", Fault::Timeout, 0.5)], 7);
        for (alone, beside) in alone.iter().zip(beside) {
            assert!(alone.is_none() || beside == *alone);
        }
    }

    #[test]
    fn a_rule_holds_in_its_time_and_up_to_its_limit() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let limited = FaultRule {
            limit: Some(2),
            from: Some(at(10)),
            until: Some(at(20)),
            ..rule("auth.test", Fault::Cut, 1.0)
        };
        let mut faults = Faults::new(FaultPlan { seed: 1, rules: vec![limited] });
        let mut strikes = |method, second| faults.strike(method, at(second)).is_some();
        assert!(!strikes("auth.test", 9) && !strikes("auth.test", 20) && !strikes("users.info", 10));
        assert!(strikes("auth.test", 10) && strikes("auth.test", 19) && !strikes("auth.test", 15));
        assert_eq!(faults.rules()[0].struck, 2);
        assert_eq!(faults.struck()["cut"], 2);
    }

    #[test]
    fn what_was_injected_goes_first_and_clearing_keeps_the_counts() {
        let mut faults = Faults::new(FaultPlan { seed: 1, rules: vec![rule("*", Fault::Timeout, 1.0)] });
        faults.inject(Target::Calls("views.*".into(), Fault::ResetAfter), 1);
        faults.inject(Target::Calls("views.open".into(), Fault::Cut), 1);
        faults.inject(Target::Calls("none".into(), Fault::Cut), 3);
        let mut strike = || faults.strike("views.open", NOW);
        assert_eq!([strike(), strike(), strike()], [Fault::Cut, Fault::ResetAfter, Fault::Timeout].map(Some));
        assert_eq!(faults.waiting(), 3);
        faults.clear();
        assert_eq!((faults.strike("views.open", NOW), faults.waiting()), (None, 0));
        assert_eq!(faults.struck().values().sum::<u64>(), 3);
    }

    #[test]
    fn where_a_shuffled_event_goes_is_drawn_within_its_window() {
        let shuffled = |seed| {
            let mut faults = Faults::new(FaultPlan { seed, rules: Vec::new() });
            faults.inject(Target::Events("*".into(), EventFault::Shuffled { window: 3 }), 50);
            (0..50).map(|_| faults.strike_event("a", NOW).unwrap().behind).collect::<Vec<_>>()
        };
        let places = shuffled(3);
        assert_eq!(places, shuffled(3));
        assert_eq!(
            places.iter().collect::<std::collections::BTreeSet<_>>().len(),
            4,
            "all of 0 to 3: {places:?}"
        );
    }
}
