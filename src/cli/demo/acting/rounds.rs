//! Pairs: they book, meet, ask for another question, say how it went, and often do not.

use super::learning::shares;
use super::{Filled, Plan, Read, Step, minutes, reliability, weighted};
use crate::cli::demo::company::Company;
use crate::domain::rounds::pairing::Signal;
use crate::sandbox::Input;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

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

/// An introduction, or the question how it went.
pub fn notice(company: &mut Company, read: &Read) -> Vec<Plan> {
    match (read.about("pairing:"), read.about("check_in:")) {
        _ if read.in_thread => Vec::new(),
        (Some(pairing), _) => introduction(company, read, pairing),
        (None, Some(pairing)) => check_in(company, read, pairing),
        (None, None) => Vec::new(),
    }
}

/// The most reliable of them takes the lead, as it happens in life.
fn introduction(company: &mut Company, read: &Read, pairing: &str) -> Vec<Plan> {
    let places = read.members.iter().filter_map(|user| company.place(user));
    let Some(who) = places.min_by_key(|place| (company.actors[*place].temper, *place)) else {
        return Vec::new();
    };
    let temper = company.actors[who].temper;
    let rng = &mut company.actors[who].rng;
    let mut plans = Vec::new();
    let begun = read.now + minutes(rng, 5, 240);
    if rng.random_bool(0.12) {
        plans.push(Plan::one(who, begun, say(rng, read, Signal::AnotherQuestion)));
    }
    if rng.random_bool(0.05) {
        plans.push(Plan::one(who, begun + minutes(rng, 1, 30), say(rng, read, Signal::NotThisTime)));
        return plans;
    }
    if !rng.random_bool(reliability(temper)) {
        return plans;
    }
    let emoji = Signal::Booked.emoji().to_owned();
    let booked = begun + minutes(rng, 10, 600);
    plans.push(Plan::one(who, booked, Step::React(read.seen.clone(), emoji.clone())));
    if rng.random_bool(0.05) {
        let taken_back = Step::Unreact(read.seen.clone(), emoji);
        plans.push(Plan::one(who, booked + minutes(rng, 1, 5), taken_back));
        plans.push(Plan::one(who, booked + minutes(rng, 30, 300), press(read, Signal::Booked)));
    }
    if rng.random_bool(0.9) {
        let met = booked + minutes(rng, 60, 3 * 24 * 60);
        plans.push(Plan::one(who, met, say(rng, read, Signal::Met)));
        company.met.insert(pairing.to_owned(), met);
    }
    plans
}

fn check_in(company: &mut Company, read: &Read, pairing: &str) -> Vec<Plan> {
    let Some(who) = read.reader(company) else { return Vec::new() };
    let have_met = company.met.get(pairing).is_some_and(|met| *met <= read.now);
    let channel = company.channel.clone();
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return Vec::new();
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 3, 20 * 60);
    if !have_met {
        let answer = if rng.random_bool(0.4) { "check_in:later" } else { "check_in:no" };
        return vec![Plan::one(who, at, read.press(answer))];
    }
    let mut plans = vec![Plan::form(who, at, read.press("check_in:met"), form(rng))];
    if rng.random_bool(0.03) {
        let later = at + minutes(rng, 1, 30);
        plans.push(shares(rng, who, later, read.press("learning:talk"), channel));
    }
    plans
}

fn say(rng: &mut ChaCha8Rng, read: &Read, signal: Signal) -> Step {
    if rng.random_bool(0.5) {
        press(read, signal)
    } else {
        Step::React(read.seen.clone(), signal.emoji().to_owned())
    }
}

fn press(read: &Read, signal: Signal) -> Step {
    read.press(format!("pairing:{}", signal.code()))
}

fn form(rng: &mut ChaCha8Rng) -> Filled {
    let useful = weighted(rng, &[(2, "very"), (1, "somewhat"), (1, "not_really")]);
    let balance = weighted(rng, &[(1, "gave"), (1, "received"), (1, "both")]);
    let mut form = Filled::from([
        ("useful".to_owned(), Input::Choice(useful.into())),
        ("balance".to_owned(), Input::Choice(balance.into())),
    ]);
    if let Some(will) = TRIES.choose(rng).filter(|_| rng.random_bool(0.5)) {
        form.insert("will_try".to_owned(), Input::Text((*will).into()));
    }
    form
}
