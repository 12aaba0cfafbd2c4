use super::super::simulation::{field, person};
use super::super::weights::Weights;
use super::super::{Met, PastPairing};
use super::*;
use crate::domain::calendar::{Day, WorkingHours};
use crate::domain::event::Seed;
use crate::domain::ids::TopicId;
use crate::domain::org::{Lines, OrgFacts};
use crate::domain::people::Person;
use crate::domain::people::profile::{Function, Profile};
use proptest::prelude::*;

fn topics(names: &[&str]) -> Vec<TopicId> {
    names.iter().map(|name| TopicId::new(*name)).collect()
}

fn at_level(name: &str, level: Option<Level>) -> Person {
    person(name, Profile { level, offers: topics(&["incidents"]), ..Profile::default() })
}

/// Two who could begin a term.
fn jo_and_sam() -> Vec<Person> {
    vec![at_level("jo", Some(Level::Engineer)), at_level("sam", Some(Level::Director))]
}

fn form(people: &[Person], facts: &[OrgFacts], engaged: &BTreeMap<PersonId, Vec<Role>>) -> Couples {
    form_after(people, facts, engaged, &[], &BTreeMap::new())
}

fn form_after(
    people: &[Person],
    facts: &[OrgFacts],
    engaged: &BTreeMap<PersonId, Vec<Role>>,
    past: &[PastPairing],
    waited: &BTreeMap<PersonId, u32>,
) -> Couples {
    let lines = Lines::of(facts, people);
    couples(&Partners { field: field(people, past, waited, &lines), engaged })
}

fn names(formed: &Couples) -> Vec<(&str, &str)> {
    formed.couples.iter().map(|couple| (couple.junior.as_str(), couple.senior.as_str())).collect()
}

fn why_not_of<'a>(formed: &'a Couples, name: &str) -> Option<&'a LeftOutReason> {
    formed.left_out.iter().find(|left| left.person.as_str() == name).map(|left| &left.reason)
}

fn no_one() -> BTreeMap<PersonId, Vec<Role>> {
    BTreeMap::new()
}

fn left(reason: Unmatched) -> Option<&'static LeftOutReason> {
    Some(match reason {
        Unmatched::Alone => &LeftOutReason::Reverse(Unmatched::Alone),
        Unmatched::NobodyFits => &LeftOutReason::Reverse(Unmatched::NobodyFits),
        Unmatched::OthersMatched => &LeftOutReason::Reverse(Unmatched::OthersMatched),
        Unmatched::AttentionSpent => &LeftOutReason::Reverse(Unmatched::AttentionSpent),
        Unmatched::LevelUnknown => &LeftOutReason::Reverse(Unmatched::LevelUnknown),
        Unmatched::NothingOffered => &LeftOutReason::Reverse(Unmatched::NothingOffered),
    })
}

#[test]
fn the_lower_one_leads_and_both_read_that_neither_has_anything_to_fear() {
    let mut people = jo_and_sam();
    people[1].profile.seeks = topics(&["incidents"]);
    people[0].profile.seeks = topics(&["incidents"]);
    let formed = form(&people, &[], &no_one());
    assert_eq!(names(&formed), [("jo", "sam")]);
    let (jo, sam) = (PersonId::new("jo"), PersonId::new("sam"));
    let reasons = &formed.couples[0].reasons;
    let topics = topics(&["incidents"]);
    assert_eq!(reasons[0], Reason::Offers { helper: jo, seeker: sam, topics });
    assert_eq!(reasons.last(), Some(&Reason::OutsideTheLine));
    let offers = reasons.iter().filter(|reason| matches!(reason, Reason::Offers { .. }));
    assert_eq!(offers.count(), 1, "that the senior could help is not what this is about: {reasons:?}");
}

#[test]
fn levels_come_from_the_organisation_first_and_must_be_two_apart_and_known() {
    let unknown = vec![at_level("jo", None), at_level("sam", Some(Level::Director))];
    let formed = form(&unknown, &[], &no_one());
    assert_eq!(why_not_of(&formed, "jo"), left(Unmatched::LevelUnknown));
    assert_eq!(why_not_of(&formed, "sam"), left(Unmatched::NobodyFits));
    let said = |level| OrgFacts { level: Some(level), ..OrgFacts::unknown(PersonId::new("jo")) };
    assert_eq!(names(&form(&unknown, &[said(Level::Senior)], &no_one())), [("jo", "sam")]);
    assert_eq!(names(&form(&unknown, &[said(Level::SeniorManager)], &no_one())), []);
    let staff = vec![at_level("jo", Some(Level::Engineer)), at_level("sam", Some(Level::Staff))];
    assert_eq!(names(&form(&staff, &[], &no_one())), [], "nobody below a manager is led");
}

#[test]
fn lines_wishes_hours_and_offers_are_hard() {
    let manager = |of: &str, above: &str| OrgFacts {
        manager: Some(PersonId::new(above)),
        ..OrgFacts::unknown(PersonId::new(of))
    };
    let through = [manager("jo", "ben"), manager("ben", "sam")];
    assert_eq!(names(&form(&jo_and_sam(), &through, &no_one())), [], "ben never joined");
    let mut apart = jo_and_sam();
    apart[1].never.insert(PersonId::new("jo"));
    assert_eq!(why_not_of(&form(&apart, &[], &no_one()), "jo"), left(Unmatched::NobodyFits));
    let mut hours = jo_and_sam();
    hours[0].profile.hours = WorkingHours { days: [Day::Sun].into(), ..WorkingHours::default() };
    assert_eq!(names(&form(&hours, &[], &no_one())), []);
    let mut silent = jo_and_sam();
    silent[0].profile.offers.clear();
    assert_eq!(why_not_of(&form(&silent, &[], &no_one()), "jo"), left(Unmatched::NothingOffered));
    assert_eq!(why_not_of(&form(&jo_and_sam()[..1], &[], &no_one()), "jo"), left(Unmatched::Alone));
}

#[test]
fn whoever_has_a_part_already_gets_no_second_one_and_is_not_told_that_nobody_is_there() {
    let mut people = jo_and_sam();
    people.push(at_level("max", Some(Level::Manager)));
    let engaged = |name: &str, role| BTreeMap::from([(PersonId::new(name), vec![role])]);
    let formed = form(&people, &[], &engaged("jo", Role::Junior));
    assert_eq!(names(&formed), [("max", "sam")], "a manager leads a director");
    assert_eq!(why_not_of(&formed, "jo"), None);
    let formed = form(&people, &[], &engaged("sam", Role::Senior));
    assert_eq!(names(&formed), [("jo", "max")]);
}

#[test]
fn what_is_offered_and_sought_other_functions_and_waiting_decide() {
    let mut people = jo_and_sam();
    people.push(at_level("kim", Some(Level::Director)));
    people[2].profile.seeks = topics(&["incidents"]);
    let formed = form(&people, &[], &no_one());
    assert_eq!(names(&formed), [("jo", "kim")]);
    assert_eq!(why_not_of(&formed, "sam"), left(Unmatched::OthersMatched));
    people[2].profile.seeks.clear();
    people[0].profile.function = Some(Function::Data);
    people[1].profile.function = Some(Function::Design);
    people[2].profile.function = Some(Function::Data);
    assert_eq!(names(&form(&people, &[], &no_one())), [("jo", "sam")]);
    let waited = BTreeMap::from([(PersonId::new("kim"), 1)]);
    assert_eq!(names(&form_after(&people, &[], &no_one(), &[], &waited)), [("jo", "kim")]);
    let met = PastPairing {
        members: vec![PersonId::new("jo"), PersonId::new("sam")],
        slot: field(&people, &[], &BTreeMap::new(), &Lines::default()).slot,
        met: Met::Yes,
        asks_first: PersonId::new("jo"),
    };
    assert_eq!(names(&form_after(&people, &[], &no_one(), &[met], &BTreeMap::new())), [("jo", "kim")]);
}

#[test]
fn whoever_may_lead_several_terms_does_where_that_leaves_fewer_out() {
    let mut people = jo_and_sam();
    people.push(at_level("tom", Some(Level::Director)));
    let (waited, lines) = (BTreeMap::new(), Lines::of(&[], &people));
    let at_once = |terms_led_at_once: i32, engaged: &BTreeMap<PersonId, Vec<Role>>| {
        let weights = Weights { terms_led_at_once, ..Weights::default() };
        let field = super::Field { weights, ..field(&people, &[], &waited, &lines) };
        couples(&Partners { field, engaged }).couples.len()
    };
    let leads = BTreeMap::from([(PersonId::new("jo"), vec![Role::Junior])]);
    assert_eq!([1, 2, 3].map(|most| at_once(most, &no_one())), [1, 2, 2]);
    assert_eq!([1, 2, 3].map(|most| at_once(most, &leads)), [0, 1, 2]);
}

proptest! {
    #[test]
    fn no_couple_breaks_a_rule_and_order_does_not_matter(
        levels in prop::collection::vec(prop::option::of(prop::sample::select(Level::ALL)), 0..12),
        managers in prop::collection::vec(prop::option::of(0..12_usize), 12),
        engaged in prop::collection::btree_map(0..12_usize, any::<bool>(), 0..6),
        turn in 0..12_usize,
        seed in any::<u8>(),
    ) {
        let name = |place: usize| format!("p{place:02}");
        let mut people: Vec<Person> =
            levels.iter().enumerate().map(|(place, level)| at_level(&name(place), *level)).collect();
        for (place, person) in people.iter_mut().enumerate() {
            person.profile.manager = managers[place].filter(|boss| *boss != place).map(|boss| PersonId::new(name(boss)));
        }
        let engaged: BTreeMap<PersonId, Vec<Role>> = engaged
            .into_iter()
            .map(|(place, leads)| {
                let role = if leads { Role::Junior } else { Role::Senior };
                (PersonId::new(name(place)), vec![role])
            })
            .collect();
        let (lines, waited) = (Lines::of(&[], &people), BTreeMap::new());
        let with = |people: &[Person]| {
            let field = super::Field { seed: Seed([seed; 32]), ..field(people, &[], &waited, &lines) };
            couples(&Partners { field, engaged: &engaged })
        };
        let formed = with(&people);
        let mut taken = BTreeSet::new();
        for couple in &formed.couples {
            prop_assert!(lines.levels_apart(&couple.senior, &couple.junior) >= Some(LEVELS_APART));
            prop_assert!(lines.level(&couple.senior) >= Some(LED_FROM));
            prop_assert!(!lines.related(&couple.senior, &couple.junior));
            prop_assert!(taken.insert(couple.senior.clone()) && taken.insert(couple.junior.clone()));
            for (person, role) in [(&couple.junior, Role::Junior), (&couple.senior, Role::Senior)] {
                prop_assert!(engaged.get(person).is_none_or(|roles| !roles.contains(&role)));
            }
        }
        let told: BTreeSet<&PersonId> = formed.left_out.iter().map(|left| &left.person).collect();
        for person in people.iter().filter(|person| !taken.contains(&person.id)) {
            prop_assert_eq!(told.contains(&person.id), !engaged.contains_key(&person.id));
        }
        let mut turned = people.clone();
        turned.rotate_left(turn.min(people.len()));
        prop_assert_eq!(with(&turned), formed);
    }
}
