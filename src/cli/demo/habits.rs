//! What made-up managers do about what they read: they book, meet, ask for another question, answer, and often do not.

use super::cast::{Actor, Temper};
use super::nudged::NudgeAct;
use crate::domain::rounds::pairing::Signal;
use crate::sandbox::{Input, Ts};
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// A message of the bot's that somebody can act on.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The conversation.
    pub channel: String,
    /// The message.
    pub ts: Ts,
    /// Which pairing its buttons speak of.
    pub pairing: String,
}

/// Something somebody is going to do.
#[derive(Clone, Debug)]
pub enum Act {
    /// Types `/mentor join` and fills in the profile.
    Join,
    /// Presses a button of a pair's message.
    Press(Seen, Signal),
    /// Reacts to a pair's message.
    React(Seen, Signal),
    /// Takes a reaction back.
    Unreact(Seen, Signal),
    /// Answers a check-in.
    Answer(Seen, CheckIn),
    /// Does something about a nudge.
    Nudge(Seen, NudgeAct),
}

/// How somebody answers a check-in.
#[derive(Clone, Debug)]
pub enum CheckIn {
    /// They met.
    Met(BTreeMap<String, Input>),
    /// Later.
    Later,
    /// It did not happen.
    No,
}

const TRIES: [&str; 8] = [
    "Ask Priya to run the next planning, and stay out of it.",
    "Write the decision down before the meeting, not after.",
    "Have the talk with my report this week instead of at the review.",
    "Give the incident review to somebody who has never led one.",
    "Say no to the second project by Thursday.",
    "Ask my own manager what good looks like.",
    "Move the one-to-one to a walk.",
    "Tell the team what I do not know yet.",
];

/// What somebody does about an introduction: when, and what. Only one of a pair takes the lead.
pub fn about_introduction(leader: &mut Actor, seen: &Seen, now: Timestamp) -> Vec<(Timestamp, Act)> {
    let rng = &mut leader.rng;
    let mut acts = Vec::new();
    let read = now + minutes(rng, 5, 240);
    if rng.random_bool(0.12) {
        acts.push((read, say(rng, seen, Signal::AnotherQuestion)));
    }
    if rng.random_bool(0.05) {
        acts.push((read + minutes(rng, 1, 30), say(rng, seen, Signal::NotThisTime)));
        return acts;
    }
    if !rng.random_bool(reliability(leader.temper)) {
        return acts;
    }
    let booked = read + minutes(rng, 10, 600);
    acts.push((booked, Act::React(seen.clone(), Signal::Booked)));
    if rng.random_bool(0.05) {
        acts.push((booked + minutes(rng, 1, 5), Act::Unreact(seen.clone(), Signal::Booked)));
        acts.push((booked + minutes(rng, 30, 300), Act::Press(seen.clone(), Signal::Booked)));
    }
    if rng.random_bool(0.9) {
        acts.push((booked + minutes(rng, 60, 3 * 24 * 60), say(rng, seen, Signal::Met)));
    }
    acts
}

/// What somebody does about a check-in; `None` is silence.
pub fn about_check_in(actor: &mut Actor, seen: &Seen, met: Met, now: Timestamp) -> Option<(Timestamp, Act)> {
    let rng = &mut actor.rng;
    if !rng.random_bool(reliability(actor.temper)) {
        return None;
    }
    let answer = match met {
        Met::Yes => CheckIn::Met(form(rng)),
        Met::No if rng.random_bool(0.4) => CheckIn::Later,
        Met::No => CheckIn::No,
    };
    Some((now + minutes(rng, 3, 20 * 60), Act::Answer(seen.clone(), answer)))
}

/// Whether the pair has met, as its members know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// They have.
    Yes,
    /// They have not.
    No,
}

/// How likely it is that somebody answers at all.
pub(super) fn reliability(temper: Temper) -> f64 {
    match temper {
        Temper::Keen => 0.95,
        Temper::Steady => 0.8,
        Temper::Quiet => 0.3,
    }
}

fn say(rng: &mut ChaCha8Rng, seen: &Seen, signal: Signal) -> Act {
    if rng.random_bool(0.5) { Act::Press(seen.clone(), signal) } else { Act::React(seen.clone(), signal) }
}

fn form(rng: &mut ChaCha8Rng) -> BTreeMap<String, Input> {
    let pick =
        |rng: &mut ChaCha8Rng, codes: &[&str]| Input::Choice((*codes.choose(rng).unwrap_or(&"")).to_owned());
    let mut form = BTreeMap::from([
        ("useful".to_owned(), pick(rng, &["very", "very", "somewhat", "not_really"])),
        ("balance".to_owned(), pick(rng, &["gave", "received", "both"])),
    ]);
    if let Some(will) = TRIES.choose(rng).filter(|_| rng.random_bool(0.5)) {
        form.insert("will_try".to_owned(), Input::Text((*will).into()));
    }
    form
}

fn minutes(rng: &mut ChaCha8Rng, from: i64, to: i64) -> SignedDuration {
    SignedDuration::from_secs(rng.random_range(from * 60..to * 60))
}
