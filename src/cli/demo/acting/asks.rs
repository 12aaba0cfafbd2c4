//! Asking for help: people bring a problem now and then, answer those of others, and say what came of it.

use super::learning::shares;
use super::{Filled, Plan, Read, Step, days, minutes, reliability, weighted};
use crate::cli::demo::cast::{Actor, Temper};
use crate::cli::demo::company::Company;
use crate::sandbox::Input;
use jiff::Timestamp;
use rand::RngExt;
use rand::seq::IndexedRandom;

/// Problems as people type them, with the topic that each is about first of all.
pub const PROBLEMS: [(&str, &str); 36] = [
    ("one-on-ones", "My 1:1s run dry after ten minutes. What do you talk about with somebody who has no problems?"),
    ("delegation", "I handed the migration over and still check every step of it. How do I really let go of a task?"),
    ("coaching", "I give answers before people have finished the question. How did you learn to coach instead?"),
    ("giving-feedback", "I have to tell a kind colleague that his written feedback hurts people. How would you begin?"),
    ("motivation", "Two of my people have lost their drive since the project was shelved. What brought yours back?"),
    ("underperformance", "Somebody I like is underperforming for the third month. When do you stop hoping?"),
    ("senior-engineers", "My most senior engineer ignores what the team agreed on. How do you lead a senior engineer who knows more?"),
    ("hiring", "We hire for a role nobody here has had. How do you tell a good candidate from a confident one?"),
    ("interviewing", "Our interviews take six hours and tell us little. Which interview would you drop?"),
    ("onboarding", "Our new joiners take four months to feel at home. What does your onboarding do in the first week?"),
    ("career-growth", "A good engineer asks me what comes next for her career, and I have no honest answer yet."),
    ("promotions", "I have one promotion and two people who deserve it. How do you explain a promotion that did not happen?"),
    ("performance-reviews", "Performance reviews are due, and half of what I know is from the last month. How do you prepare?"),
    ("retention", "Somebody hinted at leaving. Do you say it out loud, and how do you keep a person who has half resigned?"),
    ("difficult-conversations", "I have put off a difficult conversation for three weeks. What do you say in the first minute?"),
    ("team-conflict", "Two people in my team only speak through tickets. How have you settled a conflict between two engineers?"),
    ("trust", "I inherited a promise that was broken. How do you win back a team's trust?"),
    ("inheriting-a-team", "I take over a team whose manager was loved. What would you do in the first month with an inherited team?"),
    ("planning", "Our estimates are wrong by half, every quarter. Does planning get better, or does one plan less?"),
    ("prioritisation", "Everything is priority one. How do you say no to the loudest request?"),
    ("deadlines", "We will miss the deadline by three weeks. When do you tell, and whom first?"),
    ("incidents", "After an incident the postmortem turned into blame. How do you run one that people learn from?"),
    ("on-call", "Three people carry the whole on-call rotation and are tired of the pager. How do you spread on-call?"),
    ("meetings", "My week is meetings. Which meeting did you cancel, and who complained?"),
    ("technical-debt", "How do you argue for paying back technical debt to somebody who has never seen the code?"),
    ("architecture", "Two teams want different architectures, and I have to decide. How do you make an architecture decision that holds?"),
    ("team-strategy", "I am asked for a team strategy and have a list of projects. What is yours made of?"),
    ("roadmaps", "My roadmap is out of date a week after I show it. What do you put on a roadmap, and what not?"),
    ("stakeholders", "A stakeholder goes round me straight to my engineers. How do you win stakeholders back?"),
    ("managing-up", "My own manager changes direction in every meeting. How do you manage up without being political?"),
    ("influence", "I need three teams to change something and manage none of them. What gave you influence there?"),
    ("reorgs", "A reorg is coming that I may not talk about yet. How do you lead a team through a reorganisation?"),
    ("remote-teams", "Half of the team is remote and hears of things last. What made your hybrid team whole?"),
    ("new-manager", "I became the manager of my friends a month ago. What do you wish you had known as a new manager?"),
    ("time-and-energy", "I have no time left for anything that matters by Wednesday. How do you guard your calendar and energy?"),
    ("confidence", "I feel like an impostor in every leadership meeting. Does the self-doubt go?"),
];

/// A problem of somebody's: of a topic they seek advice on, where there is one.
pub fn problem(actor: &mut Actor) -> &'static str {
    let own: Vec<&(&str, &str)> =
        PROBLEMS.iter().filter(|(topic, _)| actor.seeks.iter().any(|sought| sought == topic)).collect();
    let any = PROBLEMS.choose(&mut actor.rng);
    let chosen = own.choose(&mut actor.rng).copied().or(any);
    chosen.map_or("", |(_, text)| text)
}

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

/// Whoever offers the topic mostly says yes; others often know somebody better, or say nothing.
fn request(company: &mut Company, who: usize, read: &Read) -> Option<Plan> {
    let better = company.anybody_but(who);
    let actor = &mut company.actors[who];
    let yes = match (actor.temper, actor.knows_about(&read.text)) {
        (Temper::Keen, true) => 8,
        (Temper::Steady, true) | (Temper::Keen, false) => 6,
        (Temper::Quiet, true) | (Temper::Steady, false) => 3,
        (Temper::Quiet, false) => 1,
    };
    let rng = &mut actor.rng;
    if !rng.random_bool(reliability(actor.temper)) {
        return None;
    }
    let at = read.now + minutes(rng, 4, 20 * 60);
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
    let rng = &mut actor.rng;
    if !rng.random_bool(reliability(actor.temper)) {
        return Vec::new();
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::catalogue;
    use crate::domain::asks::Draft;
    use crate::domain::topics::TopicIndex;

    #[test]
    fn every_problem_is_read_as_what_it_is_about() {
        let catalogue = catalogue::embedded().unwrap();
        let index = TopicIndex::new(&catalogue.topics);
        for (topic, text) in PROBLEMS {
            let read_out = Draft::from_text(text, &index).topics;
            assert!(read_out.iter().any(|found| found.as_str() == topic), "{topic}: {read_out:?}");
        }
    }
}
