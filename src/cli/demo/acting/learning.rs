//! Learning in the open: people share one thing after a talk, and say whether they may be named.

use super::{Filled, Plan, Read, Step, minutes, reliability, weighted};
use crate::cli::demo::company::Company;
use crate::sandbox::Input;
use jiff::Timestamp;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

const LEARNED: [&str; 6] = [
    "Say what you decided and what you left open, in that order.",
    "A report who asks for more work may be asking for other work.",
    "I stopped filling the silence, and people began to think aloud.",
    "The agenda belongs to whoever is not the manager.",
    "Write down who decides before anybody argues.",
    "Telling bad news early cost me a minute and saved us a week.",
];

/// Presses the button that opens the form, and shares something.
pub fn shares(rng: &mut ChaCha8Rng, who: usize, at: Timestamp, opens: Step, channel: String) -> Plan {
    let words = LEARNED.choose(rng).copied().unwrap_or_default();
    let naming = weighted(rng, &[(2, "nobody"), (2, "if_agreed"), (1, "only_if_agreed")]);
    let form = Filled::from([
        ("learning_text".to_owned(), Input::Text(words.into())),
        ("learning_channel".to_owned(), Input::One(channel)),
        ("learning_naming".to_owned(), Input::Choice(naming.into())),
    ]);
    Plan::form(who, at, opens, form)
}

/// The question whether one may be named, or one's own card.
pub fn notice(company: &mut Company, read: &Read) -> Vec<Plan> {
    let Some(who) = read.reader(company) else { return Vec::new() };
    let actor = &mut company.actors[who];
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 3, 20 * 60);
    let press = if read.has("learning:agree") && rng.random_bool(reliability(actor.temper)) {
        weighted(rng, &[(3, "learning:agree"), (1, "learning:refuse")])
    } else if read.has("learning:withdraw") && rng.random_bool(0.1) {
        "learning:withdraw"
    } else {
        return Vec::new();
    };
    vec![Plan::one(who, at, read.press(press))]
}
