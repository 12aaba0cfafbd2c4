//! Ordering trouble, and looking at what it did.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, Problem};
use crate::sandbox::core::Sandbox;
use crate::sandbox::faults::{FaultPlan, Target, WrongRule};

/// One call; its parts are carried out in the order in which they stand here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    /// Forgets what was injected and planned before.
    #[serde(default)]
    clear: bool,
    plan: Option<FaultPlan>,
    /// Whose calls go wrong; any, where neither this nor `event` is given.
    method: Option<String>,
    /// Or which events, commands and interactions.
    event: Option<String>,
    fault: Option<Value>,
    #[serde(default = "once")]
    times: u64,
    #[serde(default)]
    duplicate_events: u64,
}

fn once() -> u64 {
    1
}

impl From<WrongRule> for Problem {
    fn from(wrong: WrongRule) -> Self {
        Self::Call(wrong.to_string())
    }
}

pub(super) fn order(sandbox: &Sandbox, order: Order) -> Outcome {
    let Order { clear, plan, method, event, fault, times, duplicate_events } = order;
    if fault.is_none() && (method.is_some() || event.is_some()) {
        return Err(Problem::Call("a method or event without a fault".into()));
    }
    let method = method.or_else(|| event.is_none().then(|| "*".to_owned()));
    let target = fault.map(|fault| Target::read(method, event, fault)).transpose()?;
    if clear {
        sandbox.clear_faults();
    }
    if let Some(plan) = plan {
        sandbox.follow_faults(plan);
    }
    if let Some(target) = target {
        sandbox.inject(target, times as usize);
    }
    sandbox.duplicate_events(duplicate_events);
    Ok(json!({}))
}

pub(super) fn show(sandbox: &Sandbox) -> Value {
    json!({
        "struck": sandbox.faults_struck(), "waiting": sandbox.faults_waiting(), "rules": sandbox.fault_rules(),
    })
}
