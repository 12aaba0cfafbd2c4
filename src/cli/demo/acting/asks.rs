//! Asking for help: people bring a problem now and then, answer those of others, and say what came of it.

use super::learning::shares;
use super::problems::problem;
use super::{Filled, Plan, Read, Step, days, minutes, weighted};
use crate::cli::demo::cast::Temper;
use crate::cli::demo::company::Company;
use crate::sandbox::Input;
use jiff::Timestamp;
use rand::RngExt;

/// Now and then somebody has a problem.
pub fn week(company: &mut Company, who: usize, now: Timestamp) -> Vec<Plan> {
    let actor = &mut company.actors[who];
    let often = match actor.temper {
        Temper::Keen => 0.1,
        Temper::Steady => 0.07,
        Temper::Quiet => 0.04,
    };
    if !actor.rng.random_bool(often) {
        return Vec::new();
    }
    let words = problem(actor);
    let rng = &mut actor.rng;
    let mut form = Filled::new();
    if rng.random_bool(0.2) {
        form.insert("ask_haste".into(), Input::Choice("this_week".into()));
    }
    if rng.random_bool(0.1) {
        form.insert("ask_naming".into(), Input::Choices(vec!["show_name".into()]));
    }
    let at = now + minutes(rng, 0, 7 * 24 * 60);
    vec![Plan::form(who, at, Step::Type(format!("ask {words}")), form)]
}

/// A request, one's own card, the news that nobody was found, or the question what came of it.
pub fn notice(company: &mut Company, read: &Read) -> Vec<Plan> {
    let Some(who) = read.reader(company) else { return Vec::new() };
    if read.has("ask:accept") {
        request(company, who, read).into_iter().collect()
    } else if read.has("ask:edit") {
        card(company, who, read).into_iter().collect()
    } else if read.has("ask:wait") {
        unanswered(company, who, read).into_iter().collect()
    } else if read.has("ask:helped") {
        follow_up(company, who, read)
    } else {
        Vec::new()
    }
}

/// Whoever offers the topic mostly says yes; others often know somebody better, or say nothing. Nobody answers within the
/// hour, so that a visitor can be faster.
fn request(company: &mut Company, who: usize, read: &Read) -> Option<Plan> {
    let better = company.anybody_but(who);
    let actor = &mut company.actors[who];
    let yes = match (actor.temper, actor.knows_about(&read.text)) {
        (Temper::Keen, true) => 8,
        (Temper::Steady, true) | (Temper::Keen, false) => 6,
        (Temper::Quiet, true) | (Temper::Steady, false) => 3,
        (Temper::Quiet, false) => 1,
    };
    if !actor.answers() {
        return None;
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 61, 20 * 60);
    Some(match weighted(rng, &[(yes, "ask:accept"), (2, "ask:decline"), (1, "ask:refer")]) {
        "ask:refer" => {
            let form = Filled::from([("referred".to_owned(), Input::One(better))]);
            Plan::form(who, at, read.press("ask:refer"), form)
        }
        press => Plan::one(who, at, read.press(press)),
    })
}

/// Some problems go away by themselves, and some turn out to be others.
fn card(company: &mut Company, who: usize, read: &Read) -> Option<Plan> {
    let rng = &mut company.actors[who].rng;
    let at = read.now + days(rng, 0, 5);
    match weighted(rng, &[(5, "ask:withdraw"), (4, "ask:edit"), (91, "")]) {
        "" => None,
        "ask:edit" => {
            let more = "I have tried twice, and both times it got worse. What would you do first?";
            let form = Filled::from([("ask_text".to_owned(), Input::Text(more.into()))]);
            Some(Plan::form(who, at, read.press("ask:edit"), form))
        }
        press => Some(Plan::one(who, at, read.press(press))),
    }
}

fn unanswered(company: &mut Company, who: usize, read: &Read) -> Option<Plan> {
    let rng = &mut company.actors[who].rng;
    let at = read.now + minutes(rng, 10, 24 * 60);
    let choices = [(5, "ask:widen"), (2, "ask:wait"), (2, "ask:go_public"), (1, "ask:withdraw"), (1, "")];
    match weighted(rng, &choices) {
        "" => None,
        press => Some(Plan::one(who, at, read.press(press))),
    }
}

fn follow_up(company: &mut Company, who: usize, read: &Read) -> Vec<Plan> {
    let channel = company.channel.clone();
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return Vec::new();
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 3, 10 * 60);
    let choices = [(6, "ask:helped"), (2, "ask:partly"), (1, "ask:not_helped"), (1, "ask:not_yet")];
    let mut plans = vec![Plan::one(who, at, read.press(weighted(rng, &choices)))];
    if rng.random_bool(0.7) {
        plans.push(Plan::one(who, at + minutes(rng, 1, 5), read.press("ask:thank")));
    }
    if rng.random_bool(0.05) {
        let later = at + minutes(rng, 6, 30);
        plans.push(shares(rng, who, later, read.press("learning:ask"), channel));
    }
    plans
}
