//! Telling where the app listens, and asking whether it does.

use serde_json::{Value, json};

use super::{Outcome, Problem};
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::addresses::{AddressError, AppAddresses, Challenge};

impl From<AddressError> for Problem {
    fn from(error: AddressError) -> Self {
        Self::Call(error.to_string())
    }
}

pub(super) fn connect(sandbox: &Sandbox, addresses: AppAddresses) -> Outcome {
    sandbox.connect(addresses.endpoints(sandbox.config().reach)?);
    Ok(json!({}))
}

pub(super) async fn verify(sandbox: &Sandbox) -> Value {
    match sandbox.challenge().await {
        Challenge::Returned => json!({"challenge": "returned"}),
        Challenge::Wrong { status, body } => json!({"challenge": "wrong", "status": status, "body": body}),
        Challenge::TimedOut => json!({"challenge": "timed_out"}),
        Challenge::Unreachable => json!({"challenge": "unreachable"}),
        Challenge::Redirected => json!({"challenge": "redirected"}),
        Challenge::Blocked => json!({"challenge": "blocked"}),
    }
}
