//! Nudges: people name somebody and a day, by form or by reply, have somebody found, or pass; a week later they say what
//! came of it.

use super::problems::problem;
use super::{Filled, Plan, Read, Step, minutes, weighted};
use crate::cli::demo::company::Company;
use crate::sandbox::Input;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use rand::RngExt;

/// A nudge, or the question a week later.
pub fn notice(company: &mut Company, read: &Read) -> Vec<Plan> {
    let Some(who) = read.reader(company) else { return Vec::new() };
    match (read.has("nudge:not_this_week"), read.has("nudge:let_go")) {
        (true, _) => about_nudge(company, who, read).into_iter().collect(),
        (false, true) => about_follow_up(company, who, read),
        (false, false) => Vec::new(),
    }
}

fn about_nudge(company: &mut Company, who: usize, read: &Read) -> Option<Plan> {
    let with = company.anybody_but(who);
    let actor = &mut company.actors[who];
    let problem = problem(actor);
    if !actor.answers() {
        return None;
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 5, 8 * 60);
    let days = rng.random_range(1..=4);
    Some(match weighted(rng, &[(4, "who"), (3, "reply"), (1, "find"), (2, "not_this_week")]) {
        "who" => {
            let day = at.to_zoned(TimeZone::UTC).date().saturating_add(days.days());
            let form = Filled::from([
                ("nudge_who".to_owned(), Input::One(with)),
                ("nudge_day".to_owned(), Input::Date(day.to_string())),
            ]);
            Plan::form(who, at, read.press("nudge:who"), form)
        }
        "reply" => {
            let words = format!("I'll ask <@{with}> in {days} days");
            Plan::one(who, at, Step::Reply(read.seen.clone(), words))
        }
        "find" => {
            let form = Filled::from([("ask_text".to_owned(), Input::Text(problem.into()))]);
            Plan::form(who, at, read.press("nudge:find"), form)
        }
        press => Plan::one(who, at, read.press(format!("nudge:{press}"))),
    })
}

fn about_follow_up(company: &mut Company, who: usize, read: &Read) -> Vec<Plan> {
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return Vec::new();
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 3, 6 * 60);
    let first = weighted(rng, &[(2, "nudge:asked"), (1, "nudge:not_yet"), (1, "nudge:let_go")]);
    let useful = weighted(rng, &[(2, "nudge:very"), (1, "nudge:somewhat"), (1, "nudge:not_really")]);
    let mut plans = vec![Plan::one(who, at, read.press(first))];
    if first == "nudge:asked" {
        plans.push(Plan::one(who, at + SignedDuration::from_secs(30), read.press(useful)));
    }
    plans
}
