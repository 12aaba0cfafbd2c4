use super::super::simulation::{field, person};
use super::super::{Met, weights::Weights};
use super::*;
use crate::domain::org::Lines;
use jiff::ToSpan;

fn id(name: &str) -> PersonId {
    PersonId::new(name)
}

fn topics(names: &[&str]) -> Vec<TopicId> {
    names.iter().map(|name| TopicId::new(*name)).collect()
}

/// Ana and Ben need each other, and so do Cho and Dee; Ana seeks a topic that Cho does not offer.
fn four() -> Vec<Person> {
    let profile = |seeks: &[&str], offers: &[&str]| Profile {
        seeks: topics(seeks),
        offers: topics(offers),
        ..Profile::default()
    };
    vec![
        person("ana", profile(&["hiring"], &["delegation"])),
        person("ben", profile(&["delegation"], &["hiring"])),
        person("cho", profile(&["conflict"], &["incidents"])),
        person("dee", profile(&["incidents"], &["conflict"])),
    ]
}

fn told<T>(people: &[Person], past: &[PastPairing], ask: impl FnOnce(&Account<'_>) -> T) -> T {
    let (lines, nobody) = (Lines::default(), BTreeMap::new());
    ask(&Account::of(field(people, past, &nobody, &lines)))
}

#[test]
fn two_who_could_have_talked_hear_by_how_many_points_they_missed_each_other() {
    let standing = told(&four(), &[], |account| account.between(&id("ana"), &id("cho")));
    let Standing::Missed(missed) = standing else { panic!("{standing:?}") };
    // Each pair that was made has two topics and first help both ways, and those that were not have nothing of it.
    let topics = 2 * (2 * (120 + 600) + 50 + 150);
    assert!((topics - 18..=topics + 18).contains(&missed.short().unwrap()), "{missed:?}");
    assert_eq!(told(&four(), &[], |account| account.between(&id("ana"), &id("ben"))), Standing::Together);
}

#[test]
fn whoever_is_kept_apart_or_not_there_is_no_matter_of_points() {
    let mut people = four();
    people[0].never = [id("cho")].into();
    for (other, expected) in [("cho", Standing::Apart), ("eve", Standing::Absent)] {
        assert_eq!(told(&people, &[], |account| account.between(&id("ana"), &id(other))), expected);
    }
    assert_eq!(told(&people, &[], |account| account.change(&id("cho"), &id("ana"), By::Anything)), None);
}

#[test]
fn one_topic_more_would_have_brought_them_together_and_it_is_tried() {
    let people = [("ana", &["hiring"][..], &[][..]), ("ben", &["incidents"], &[])];
    let others =
        [("cho", &["conflict"][..], &["hiring"][..]), ("dee", &["hiring", "incidents"], &["conflict"])];
    let of = |(name, seeks, offers): (&str, &[&str], &[&str])| {
        person(name, Profile { seeks: topics(seeks), offers: topics(offers), ..Profile::default() })
    };
    let mut people: Vec<Person> = people.into_iter().chain(others).map(of).collect();
    let by = By::Person(&id("ana"));
    let change = told(&people, &[], |account| account.change(&id("ana"), &id("cho"), by));
    assert_eq!(change, Some(Change::Offers(id("ana"), TopicId::new("conflict"))));
    people[0].profile.offers.push(TopicId::new("conflict"));
    assert_eq!(told(&people, &[], |account| account.between(&id("ana"), &id("cho"))), Standing::Together);
}

#[test]
fn two_who_met_last_week_would_be_together_had_they_not() {
    let people = four();
    let slot = field(&people, &[], &BTreeMap::new(), &Lines::default()).slot - 7.days();
    let past =
        [PastPairing { members: vec![id("ana"), id("ben")], slot, met: Met::Yes, asks_first: id("ana") }];
    let (missed, change) = told(&people, &past, |account| {
        (account.between(&id("ana"), &id("ben")), account.change(&id("ana"), &id("ben"), By::Anything))
    });
    assert!(matches!(missed, Standing::Missed(missed) if missed.short() > Some(1_000_000)), "{missed:?}");
    assert_eq!(change, Some(Change::NeverMet));
}

#[test]
fn what_counts_less_brings_other_people_together() {
    let mut people = four();
    for (person, team) in people.iter_mut().zip(["Red", "Red", "Blue", "Blue"]) {
        person.profile.team = Some(team.into());
    }
    let (lines, nobody) = (Lines::default(), BTreeMap::new());
    let formed = |other_team| {
        let weights = Weights { other_team, ..Weights::default() };
        form(&Field { weights, ..field(&people, &[], &nobody, &lines) })
    };
    people_apart(&formed(0), &formed(10_000));
}

fn people_apart(usual: &Groups, teams_first: &Groups) {
    assert!(are_together(usual, &id("ana"), &id("ben")));
    assert!(!are_together(teams_first, &id("ana"), &id("ben")));
}
