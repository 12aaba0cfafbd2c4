use super::super::simulation::{Crowd, crowd, field};
use super::*;
use crate::domain::event::Seed;
use crate::domain::matching::{Met, PastPairing};
use crate::domain::org::Lines;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn id(place: usize) -> PersonId {
    PersonId::new(format!("U{place:03}"))
}

fn may_meet(field: &Field<'_>, a: &PersonId, b: &PersonId) -> bool {
    let never = |one: &PersonId, other: &PersonId| {
        field.people.iter().any(|person| person.id == *one && person.never.contains(other))
    };
    !never(a, b) && !never(b, a) && !field.lines.related(a, b)
}

proptest! {
    #[test]
    fn every_policy_keeps_the_hard_rules_and_places_everybody_once(
        count in 0..14_usize,
        seed in any::<u8>(),
        nevers in prop::collection::vec((0..14_usize, 0..14_usize), 0..30),
        bosses in prop::collection::vec((0..14_usize, 0..14_usize), 0..8),
    ) {
        let mut people = crowd(Crowd::Mixed, count, &mut Seed([seed; 32]).rng());
        for (a, b) in nevers.into_iter().filter(|(a, _)| *a < count) {
            people[a].never.insert(id(b));
        }
        let lines: Lines = bosses.into_iter().map(|(a, b)| (id(a), id(b))).collect();
        let none = BTreeMap::new();
        let field = field(&people, &[], &none, &lines);
        for policy in Policy::ALL {
            let grouping = policy.group(&field);
            let mut placed: Vec<&PersonId> = grouping.groups.iter().flatten().chain(&grouping.left_out).collect();
            placed.sort();
            prop_assert_eq!(placed, people.iter().map(|person| &person.id).collect::<Vec<_>>(), "{:?}", policy);
            for group in &grouping.groups {
                prop_assert!((2..=3).contains(&group.len()) && group.is_sorted());
                for (place, a) in group.iter().enumerate() {
                    let others = &group[place + 1..];
                    prop_assert!(others.iter().all(|b| may_meet(&field, a, b)), "{:?} {:?}", policy, group);
                }
            }
            prop_assert_eq!(policy.group(&field), grouping, "the same seed gives the same groups");
        }
    }
}

#[test]
fn no_policy_beats_ours_in_points() {
    let (none, lines) = (BTreeMap::new(), Lines::default());
    for seed in 0..20 {
        let people = crowd(Crowd::Mixed, 16, &mut Seed([seed; 32]).rng());
        let field = field(&people, &[], &none, &lines);
        let points = Points::of(&field);
        let of = |policy: Policy| points.of_groups(&policy.group(&field).groups);
        for other in [Policy::Greedy, Policy::Shuffle, Policy::Restarts] {
            assert!(of(Policy::Ours) >= of(other), "{other:?} with seed {seed}");
        }
        assert!(of(Policy::Restarts) >= of(Policy::Shuffle), "seed {seed}");
    }
}

#[test]
fn a_shuffle_avoids_the_partners_of_the_last_round_while_it_can() {
    let people = crowd(Crowd::Silent, 4, &mut Seed([1; 32]).rng());
    let pairing = |a: usize, b: usize, weeks: i64| PastPairing {
        members: vec![id(a), id(b)],
        slot: jiff::civil::date(2025, 12, 1).saturating_add(jiff::ToSpan::weeks(weeks)),
        met: Met::Yes,
        asks_first: id(a),
    };
    let past = [pairing(0, 2, 0), pairing(1, 3, 0), pairing(0, 1, 1), pairing(2, 3, 1)];
    let (none, lines) = (BTreeMap::new(), Lines::default());
    for seed in 0..20 {
        let field = Field { seed: Seed([seed; 32]), ..field(&people, &past, &none, &lines) };
        let groups = Policy::Shuffle.group(&field).groups;
        assert!(!groups.contains(&vec![id(0), id(1)]) && !groups.contains(&vec![id(2), id(3)]), "{groups:?}");
    }
}

#[test]
fn all_pairs_are_scored_and_many_are_sampled() {
    let people = crowd(Crowd::Mixed, 20, &mut Seed([3; 32]).rng());
    let (none, lines) = (BTreeMap::new(), Lines::default());
    let points = Points::of(&field(&people, &[], &none, &lines));
    assert_eq!(points.of_allowed(1_000).len(), 190);
    let sampled = points.of_allowed(100);
    assert!((80..=100).contains(&sampled.len()), "only those who would meet themselves are lost");
    assert_eq!(points.of_pairs_in(&[vec![id(0), id(1), id(2)], vec![id(3), id(99)]]).len(), 3);
}
