//! Reverse mentoring: the junior proposes times, the senior takes one, either cancels now and then, and both say how it went.

use super::{Filled, Plan, Read, days, minutes, reliability, weighted};
use crate::cli::demo::company::Company;
use crate::sandbox::Input;
use rand::RngExt;
use rand::seq::{IndexedRandom, IteratorRandom};

const TOPICS: [&str; 6] = [
    "What a release feels like from here",
    "How we really use the new tools",
    "What people say after the all-hands",
    "A day on support, hour by hour",
    "How a new joiner reads our documents",
    "What slows a small change down",
];

/// Anything about a term.
pub fn notice(company: &mut Company, read: &Read) -> Vec<Plan> {
    let plan = if read.has("reverse:propose") {
        propose(company, read)
    } else if read.has("reverse:none") {
        take(company, read)
    } else if read.has("reverse:cancel") {
        cancel(company, read)
    } else if read.has("reverse:tell:met") {
        look_back(company, read)
    } else if read.has("reverse:useful:very") {
        return review(company, read);
    } else if read.has("reverse:end") {
        end(company, read)
    } else {
        None
    };
    plan.into_iter().collect()
}

fn propose(company: &mut Company, read: &Read) -> Option<Plan> {
    let who = read.reader(company)?;
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return None;
    }
    let rng = &mut actor.rng;
    let own_words = TOPICS.choose(rng).filter(|_| rng.random_bool(0.4));
    let offered = actor.offers.keys().choose(rng);
    let topic = match (own_words, offered) {
        (Some(words), _) => ("term_words".to_owned(), Input::Text((*words).into())),
        (None, Some(topic)) => ("term_topic".to_owned(), Input::Choice(topic.clone())),
        (None, None) => return None,
    };
    Some(Plan::form(
        who,
        read.now + minutes(rng, 5, 16 * 60),
        read.press("reverse:propose"),
        Filled::from([topic]),
    ))
}

/// The two of a term, junior first.
fn the_two(company: &Company, read: &Read) -> Option<(usize, usize)> {
    let [one, other] = read.members.as_slice() else { return None };
    let (one, other) = (company.place(one)?, company.place(other)?);
    Some(if company.actors[one].level < company.actors[other].level { (one, other) } else { (other, one) })
}

/// The senior takes one of the times, and always may; whoever cancelled mostly leaves it to the other.
fn take(company: &mut Company, read: &Read) -> Option<Plan> {
    let (_, who) = the_two(company, read)?;
    let times: Vec<String> =
        read.buttons.keys().filter(|button| button.starts_with("reverse:take:")).cloned().collect();
    let actor = &mut company.actors[who];
    let rng = &mut actor.rng;
    if !rng.random_bool(reliability(actor.temper).max(0.6)) {
        return None;
    }
    let at = read.now + minutes(rng, 5, 16 * 60);
    let press = match times.choose(rng) {
        Some(time) if rng.random_bool(0.9) => time.clone(),
        Some(_) | None => "reverse:none".to_owned(),
    };
    Some(Plan::one(who, at, read.press(press)))
}

/// Seniors cancel more often than juniors.
fn cancel(company: &mut Company, read: &Read) -> Option<Plan> {
    let (junior, senior) = the_two(company, read)?;
    let rng = &mut company.actors[senior].rng;
    let who = match weighted(rng, &[(12, "senior"), (4, "junior"), (84, "")]) {
        "senior" => senior,
        "junior" => junior,
        _ => return None,
    };
    Some(Plan::one(who, read.now + minutes(rng, 30, 20 * 60), read.press("reverse:cancel")))
}

fn look_back(company: &mut Company, read: &Read) -> Option<Plan> {
    let who = read.reader(company)?;
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return None;
    }
    let rng = &mut actor.rng;
    let said = weighted(rng, &[(17, "met"), (2, "moved"), (1, "not")]);
    Some(Plan::one(who, read.now + minutes(rng, 5, 10 * 60), read.press(format!("reverse:tell:{said}"))))
}

fn review(company: &mut Company, read: &Read) -> Vec<Plan> {
    let Some(who) = read.reader(company) else { return Vec::new() };
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return Vec::new();
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 5, 20 * 60);
    let useful = weighted(rng, &[(2, "very"), (1, "somewhat"), (1, "not_really")]);
    let wish = weighted(rng, &[(2, "yes"), (1, "no")]);
    vec![
        Plan::one(who, at, read.press(format!("reverse:useful:{useful}"))),
        Plan::one(who, at + minutes(rng, 1, 4), read.press(format!("reverse:go_on:{wish}"))),
    ]
}

/// A term ends early once in a while.
fn end(company: &mut Company, read: &Read) -> Option<Plan> {
    let (junior, senior) = the_two(company, read)?;
    let rng = &mut company.actors[junior].rng;
    if !rng.random_bool(0.08) {
        return None;
    }
    let who = if rng.random_bool(0.5) { junior } else { senior };
    Some(Plan::one(who, read.now + days(rng, 5, 70), read.press("reverse:end")))
}
