//! Ordering trouble from outside: what tests and control calls ask for.

use std::collections::BTreeMap;

use super::{EventFault, Fault, FaultPlan, RuleCount, Target};
use crate::sandbox::core::Sandbox;

impl Sandbox {
    /// The next `times` calls of `method` (`*`: of any) go wrong in this way.
    pub fn inject_fault(&self, method: &str, fault: Fault, times: usize) {
        self.inject(Target::Calls(method.into(), fault), times);
    }

    /// The next `times` events, commands or interactions of this type (`*`: of any) go wrong in this way.
    pub fn inject_event_fault(&self, event: &str, fault: EventFault, times: usize) {
        self.inject(Target::Events(event.into(), fault), times);
    }

    /// The next `times` events are delivered twice, with the same `event_id`.
    pub fn duplicate_events(&self, times: u64) {
        self.inject_event_fault("*", EventFault::Duplicated, times as usize);
    }

    /// Draws faults from this plan from now on, and no longer from the one before.
    pub fn follow_faults(&self, plan: FaultPlan) {
        self.with(|moment| moment.state.faults.follow(plan));
    }

    /// Nothing goes wrong any more; what is held up already still comes, and what struck stays counted.
    pub fn clear_faults(&self) {
        self.with(|moment| moment.state.faults.clear());
    }

    /// How many faults of each name struck so far.
    pub fn faults_struck(&self) -> BTreeMap<String, u64> {
        self.read(|moment| moment.state.faults.struck())
    }

    /// The rules that are followed, with what each met and struck.
    pub fn fault_rules(&self) -> Vec<RuleCount> {
        self.read(|moment| moment.state.faults.rules())
    }

    /// How many injected faults have not struck yet.
    pub fn faults_waiting(&self) -> usize {
        self.read(|moment| moment.state.faults.waiting())
    }

    pub(in crate::sandbox) fn inject(&self, target: Target, times: usize) {
        self.with(|moment| moment.state.faults.inject(target, times));
    }
}
