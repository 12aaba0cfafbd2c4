use super::*;
use crate::domain::matching::policies::Policy;
use crate::domain::matching::weights::Weights;
use crate::domain::topics::TopicIndex;
use std::collections::BTreeSet;

const SEED: Seed = Seed([7; 32]);

fn topics() -> Vec<TopicId> {
    (0..40).map(|number| TopicId::new(format!("t{number}"))).collect()
}

fn year(people: usize, weeks: usize, policy: Policy) -> Measures {
    let (company, index) = (Company::of(people, &topics(), SEED), TopicIndex::default());
    let mut life = Life::new(&company, &index, Weights::default(), weeks, SEED);
    while let Some(week) = life.next_week() {
        let grouping = policy.group(&life.field(&week));
        life.hold(&week, &grouping);
    }
    life.measures()
}

#[test]
fn the_same_seed_makes_the_same_people_and_another_makes_others() {
    let company = |seed: u8| Company::of(30, &topics(), Seed([seed; 32])).people;
    assert_eq!(company(1), company(1));
    assert_ne!(company(1), company(2));
    let zones: BTreeSet<String> = company(1).into_iter().map(|person| person.time_zone).collect();
    assert!(zones.len() > 1, "{zones:?}");
}

#[test]
fn a_few_topics_are_sought_by_many_and_most_by_few() {
    let people = Company::of(200, &topics(), SEED).people;
    let mut counts: Vec<usize> = topics()
        .iter()
        .map(|topic| people.iter().filter(|person| person.profile.seeks.contains(topic)).count())
        .collect();
    counts.sort_unstable();
    assert!(counts[39] > 60 && counts[20] < 20, "{counts:?}");
    assert!(people.iter().all(|person| person.profile.manager.as_ref() != Some(&person.id)));
}

#[test]
fn twelve_people_live_through_a_quarter_without_meeting_again_soon() {
    let measures = year(12, 13, Policy::Ours);
    assert_eq!(measures.rounds.len(), 13);
    assert_eq!(measures.rounds.iter().map(|round| round.soon + round.left_out).sum::<u32>(), 0);
    assert!(measures.rounds.iter().all(|round| (4..=6).contains(&round.groups)));
    assert!(measures.months > 40 && measures.months_with_advice > 10, "{measures:?}");
}

/// Whoever is there, and whomever they have met: no round of the same people has fewer repeats that come soon, or as few
/// and fewer in all. Other policies often have more.
#[test]
fn nobody_meets_again_before_it_is_unavoidable() {
    let needless =
        |people, policy| -> u32 { year(people, 52, policy).rounds.iter().map(|round| round.needless).sum() };
    for people in [12, 13, 18, 30, 50] {
        assert_eq!(needless(people, Policy::Ours), 0, "{people}");
    }
    assert!(needless(18, Policy::Greedy) > 10 && needless(18, Policy::Restarts) > 10);
}

#[test]
fn two_who_only_have_each_other_repeat_as_often_as_they_must() {
    let people = vec![TopicId::new("t")];
    let mut company = Company::of(2, &people, SEED);
    company.lines = Lines::default();
    company.tempers.fill(Temper { takes_part: 100, turns_up: 100, says_no: 0 });
    company.people.iter_mut().for_each(|person| person.never.clear());
    let index = TopicIndex::default();
    let mut life = Life::new(&company, &index, Weights::default(), 5, SEED);
    while let Some(week) = life.next_week() {
        let grouping = Policy::Shuffle.group(&life.field(&week));
        life.hold(&week, &grouping);
    }
    let measures = life.measures();
    let repeats: u32 = measures.rounds.iter().map(|round| round.repeats).sum();
    assert_eq!((repeats, measures.rounds[4].unavoidable), (4, 4));
}

#[test]
fn every_policy_meets_the_same_people_and_luck() {
    let months = year(14, 8, Policy::Ours).months;
    for policy in Policy::ALL {
        assert_eq!(year(14, 8, *policy).months, months, "{policy:?}");
    }
}
