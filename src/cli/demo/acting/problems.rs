//! Problems that people bring, as they type them.

use crate::cli::demo::cast::Actor;
use rand::seq::IndexedRandom;

/// A problem of somebody's: of a topic they seek advice on, where there is one.
pub fn problem(actor: &mut Actor) -> &'static str {
    let own: Vec<&(&str, &str)> =
        PROBLEMS.iter().filter(|(topic, _)| actor.seeks.iter().any(|sought| sought == topic)).collect();
    let any = PROBLEMS.choose(&mut actor.rng);
    let chosen = own.choose(&mut actor.rng).copied().or(any);
    chosen.map_or("", |(_, text)| text)
}

/// Problems as people type them, with the topic that each is about first of all.
const PROBLEMS: [(&str, &str); 36] = [
    (
        "one-on-ones",
        "My 1:1s run dry after ten minutes. What do you talk about with somebody who has no problems?",
    ),
    (
        "delegation",
        "I handed the migration over and still check every step of it. How do I really let go of a task?",
    ),
    (
        "coaching",
        "I give answers before people have finished the question. How did you learn to coach instead?",
    ),
    (
        "giving-feedback",
        "I have to tell a kind colleague that his written feedback hurts people. How would you begin?",
    ),
    (
        "motivation",
        "Two of my people have lost their drive since the project was shelved. What brought yours back?",
    ),
    ("underperformance", "Somebody I like is underperforming for the third month. When do you stop hoping?"),
    (
        "senior-engineers",
        "My most senior engineer ignores what the team agreed on. How do you lead a senior engineer who knows more?",
    ),
    (
        "hiring",
        "We hire for a role nobody here has had. How do you tell a good candidate from a confident one?",
    ),
    ("interviewing", "Our interviews take six hours and tell us little. Which interview would you drop?"),
    (
        "onboarding",
        "Our new joiners take four months to feel at home. What does your onboarding do in the first week?",
    ),
    (
        "career-growth",
        "One of my reports asks what her career growth looks like here, and I have no honest answer yet.",
    ),
    (
        "promotions",
        "I have one promotion and two people who deserve it. How do you explain a promotion that did not happen?",
    ),
    (
        "performance-reviews",
        "Performance reviews are due, and half of what I know is from the last month. How do you prepare?",
    ),
    (
        "retention",
        "Somebody hinted at leaving. Do you say it out loud, and how do you keep a person who has half resigned?",
    ),
    (
        "difficult-conversations",
        "I have put off a difficult conversation for three weeks. What do you say in the first minute?",
    ),
    (
        "team-conflict",
        "Two people in my team only speak through tickets. How have you settled a conflict between two engineers?",
    ),
    ("trust", "I inherited a promise that was broken. How do you win back a team's trust?"),
    (
        "inheriting-a-team",
        "I take over a team whose manager was loved. What would you do in the first month with an inherited team?",
    ),
    (
        "planning",
        "Our estimates are wrong by half, every quarter. Does planning get better, or does one plan less?",
    ),
    ("prioritisation", "Everything is priority one. How do you say no to the loudest request?"),
    ("deadlines", "We will miss the deadline by three weeks. When do you tell, and whom first?"),
    (
        "incidents",
        "After an incident the postmortem turned into blame. How do you run one that people learn from?",
    ),
    (
        "on-call",
        "Three people carry the whole on-call rotation and are tired of the pager. How do you spread on-call?",
    ),
    ("meetings", "My week is meetings. Which meeting did you cancel, and who complained?"),
    (
        "technical-debt",
        "How do you argue for paying back technical debt to somebody who has never seen the code?",
    ),
    (
        "architecture",
        "Two teams want different architectures, and I have to decide. How do you make an architecture decision that holds?",
    ),
    ("team-strategy", "I am asked for a team strategy and have a list of projects. What is yours made of?"),
    (
        "roadmaps",
        "My roadmap is out of date a week after I show it. What do you put on a roadmap, and what not?",
    ),
    (
        "stakeholders",
        "A stakeholder goes round me straight to my engineers. How do you win stakeholders back?",
    ),
    (
        "managing-up",
        "My boss changes direction in every meeting. How do you manage your own manager without being political?",
    ),
    (
        "influence",
        "I need three teams to change something and manage none of them. What gave you influence there?",
    ),
    (
        "reorgs",
        "A reorg is coming that I may not talk about yet. How do you lead a team through a reorganisation?",
    ),
    (
        "remote-teams",
        "Half of the team is remote and hears of things last. What made your hybrid team whole?",
    ),
    (
        "new-manager",
        "I became the manager of my friends a month ago. What do you wish you had known as a new manager?",
    ),
    (
        "time-and-energy",
        "I have no time left for anything that matters by Wednesday. How do you guard your calendar and energy?",
    ),
    ("confidence", "I feel like an impostor in every leadership meeting. Does the self-doubt go?"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::catalogue;
    use crate::domain::asks::Draft;
    use crate::domain::topics::TopicIndex;

    #[test]
    fn every_problem_is_read_as_what_it_is_about() {
        let catalogue = catalogue::embedded().unwrap();
        let index = TopicIndex::of(&catalogue);
        let is_found = |topic: &str, text: &str| {
            Draft::from_text(text, &index).topics.iter().any(|found| found.as_str() == topic)
        };
        let missed: Vec<_> = PROBLEMS.iter().filter(|(topic, text)| !is_found(topic, text)).collect();
        assert!(missed.is_empty(), "{missed:#?}");
    }
}
