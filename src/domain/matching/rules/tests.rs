use super::super::board::Board;
use super::super::form;
use super::super::scores::{Peers, Scores};
use super::super::simulation::{field, person};
use super::past;
use crate::domain::event::Seed;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::weights::Weights;
use crate::domain::matching::{Field, Groups, Met, PastPairing};
use crate::domain::org::Lines;
use crate::domain::people::Person;
use crate::domain::people::profile::Profile;
use crate::domain::reciprocity::Ledger;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

/// `a` and `b` seek what `c` offers; whoever is not matched with `c` is matched with `d`, who offers nothing.
fn four() -> Vec<Person> {
    let topics = || vec![TopicId::new("delegation")];
    let seeks = || Profile { seeks: topics(), ..Profile::default() };
    let offers = Profile { offers: topics(), ..Profile::default() };
    vec![person("a", seeks()), person("b", seeks()), person("c", offers), person("d", Profile::default())]
}

fn partner_of_c(lately: &BTreeMap<PersonId, Ledger>, seed: u8) -> PersonId {
    let (people, none) = (four(), BTreeMap::new());
    let groups =
        form(&Field { lately, seed: Seed([seed; 32]), ..field(&people, &[], &none, &Lines::default()) });
    partner_of(&groups, "c")
}

fn partner_of(groups: &Groups, name: &str) -> PersonId {
    let group = groups.groups.iter().find(|group| group.members.contains(&PersonId::new(name))).unwrap();
    group.members.iter().find(|member| member.as_str() != name).unwrap().clone()
}

#[test]
fn whoever_mostly_gave_lately_is_matched_with_whom_they_can_receive_from() {
    let gave = |name: &str| BTreeMap::from([(PersonId::new(name), Ledger { gave: 4, received: 0 })]);
    for seed in 0..20 {
        assert_eq!(partner_of_c(&gave("a"), seed).as_str(), "a");
        assert_eq!(partner_of_c(&gave("b"), seed).as_str(), "b");
    }
}

#[test]
fn who_only_received_is_not_put_back_and_chance_decides_as_before() {
    let received = BTreeMap::from([(PersonId::new("a"), Ledger { gave: 0, received: 4 })]);
    for seed in 0..20 {
        assert_eq!(partner_of_c(&received, seed), partner_of_c(&BTreeMap::new(), seed));
    }
}

fn introduced(a: &str, b: &str) -> PastPairing {
    PastPairing {
        members: [a, b].map(PersonId::new).to_vec(),
        slot: date(2026, 7, 6),
        met: Met::Unknown,
        asks_first: PersonId::new(a),
    }
}

/// The four, and `e`, whom `a` was introduced to half a year ago and `b` never wants to meet.
fn partner_of_c_where_e_offers(topic: &str, seed: u8) -> PersonId {
    let offers = Profile { offers: vec![TopicId::new(topic)], ..Profile::default() };
    let mut people = four();
    people[1].never.insert(PersonId::new("e"));
    people.extend([person("e", offers), person("f", Profile::default())]);
    let (past, none, lines) = ([introduced("a", "e")], BTreeMap::new(), Lines::default());
    let groups = form(&Field { seed: Seed([seed; 32]), ..field(&people, &past, &none, &lines) });
    partner_of(&groups, "c")
}

#[test]
fn help_that_nobody_known_can_give_comes_before_help_once_more() {
    for seed in 0..20 {
        assert_eq!(partner_of_c_where_e_offers("delegation", seed).as_str(), "b");
    }
    let partners: BTreeSet<PersonId> =
        (0..20).map(|seed| partner_of_c_where_e_offers("hiring", seed)).collect();
    assert_eq!(partners, ["a", "b"].map(PersonId::new).into());
}

#[test]
fn a_junior_who_is_the_first_to_help_is_worth_more_to_a_senior() {
    let delegation = || vec![TopicId::new("delegation")];
    let offers = || Profile { offers: delegation(), ..Profile::default() };
    let people = [
        person("jo", offers()),
        person("kim", offers()),
        person("sam", Profile { seeks: delegation(), ..Profile::default() }),
    ];
    let (none, lines) = (BTreeMap::new(), Lines::default());
    let worth = |past: &[PastPairing]| {
        Board::of(&field(&people, past, &none, &lines)).worth_of_leading(0, 2).unwrap()
    };
    let known = introduced("kim", "sam");
    assert_eq!(worth(&[]) - worth(&[known]), i64::from(Weights::default().first_to_help));
}

#[test]
fn no_weights_make_up_for_meeting_somebody_again() {
    let mut weights = Weights::default();
    for (name, least, most) in Weights::LIMITS {
        let extreme = if *name == "no_common_hours" { least } else { most };
        weights.set(name, i64::from(*extreme)).unwrap();
    }
    // Many new people: nothing is added for looking ahead.
    let people: Vec<Person> =
        (0..20).map(|number| person(&format!("p{number}"), Profile::default())).collect();
    let (none, lines) = (BTreeMap::new(), Lines::default());
    let board = Board::of(&Field { weights, ..field(&people, &[], &none, &lines) });
    let (least, most) = Peers::of(&board).range();
    let apart = i64::from(most) - (i64::from(least) - past::least(0));
    assert!((150_000..-past::KNOWN).contains(&apart), "{apart}");
}
