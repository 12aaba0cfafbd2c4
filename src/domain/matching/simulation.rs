//! Rounds upon rounds, as people would live them: what must hold over half a year.

use super::explain::Reason;
use super::history::pairs_of;
use super::weights::Weights;
use super::{Field, Groups, Met, PastPairing, Turns, form};
use crate::domain::calendar::WorkingHours;
use crate::domain::event::Seed;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::org::Lines;
use crate::domain::people::profile::{Function, Profile};
use crate::domain::people::{Person, Standing};
use crate::domain::reciprocity::Ledger;
use crate::domain::rounds::LeftOutReason;
use crate::domain::topics::TopicIndex;
use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Nobody gave or received anything lately.
const NOBODY: &BTreeMap<PersonId, Ledger> = &BTreeMap::new();
pub(super) const FIRST: Date = date(2026, 1, 5);

pub(super) fn person(name: &str, profile: Profile) -> Person {
    let (id, zone) = (PersonId::new(name), "Europe/Berlin".into());
    Person { version: 1, ..Person::joining(id, name.to_owned(), zone, profile, Timestamp::UNIX_EPOCH) }
}

/// How a crowd's profiles come about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Crowd {
    /// Nobody said anything.
    Silent,
    /// Everything by chance, over four time zones.
    Mixed,
    /// Two functions that would rather talk with each other, of odd size where the crowd is twice an odd number.
    TwoFunctions,
    /// Five people of each function.
    FunctionsOfFive,
}

pub(super) fn crowd(kind: Crowd, count: usize, rng: &mut ChaCha8Rng) -> Vec<Person> {
    (0..count).map(|place| member(kind, place, count, rng)).collect()
}

fn member(kind: Crowd, place: usize, count: usize, rng: &mut ChaCha8Rng) -> Person {
    let mut each = person(&format!("U{place:03}"), Profile::default());
    match kind {
        Crowd::Silent => {}
        Crowd::Mixed => {
            let mut topics = |most| -> Vec<TopicId> {
                (0..rng.random_range(0..=most))
                    .map(|_| TopicId::new(format!("t{}", rng.random_range(0..40))))
                    .collect()
            };
            (each.profile.seeks, each.profile.offers) = (topics(6), topics(8));
            each.profile.function = Function::ALL[..4].choose(rng).copied();
            each.profile.team = Some(format!("Team {}", rng.random_range(0..8)));
            let zones = ["Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles"];
            each.time_zone = zones.choose(rng).unwrap().to_string();
            let start = time(rng.random_range(7..11), 0, 0, 0);
            each.profile.hours = WorkingHours { start, end: start + 8.hours(), ..WorkingHours::default() };
        }
        Crowd::TwoFunctions => each.profile.function = Some(Function::ALL[usize::from(place < count / 2)]),
        Crowd::FunctionsOfFive => each.profile.function = Some(Function::ALL[place / 5]),
    }
    each
}

pub(super) fn field<'a>(
    people: &'a [Person],
    past: &'a [PastPairing],
    left_out: &'a BTreeMap<PersonId, u32>,
    lines: &'a Lines,
) -> Field<'a> {
    let (lately, weights, seed) = (NOBODY, Weights::default(), Seed([7; 32]));
    Field { people, past, left_out, lines, lately, slot: FIRST, weights, topics: no_topics(), seed }
}

/// A taxonomy without topics.
fn no_topics() -> &'static TopicIndex {
    static NONE: LazyLock<TopicIndex> = LazyLock::new(TopicIndex::default);
    &NONE
}

/// A crowd that lives through weekly rounds.
struct Life {
    people: Vec<Person>,
    past: Vec<PastPairing>,
    left_out: BTreeMap<PersonId, u32>,
    rng: ChaCha8Rng,
    slot: Date,
}

impl Life {
    fn of(kind: Crowd, count: usize, seed: u16) -> Self {
        let mut rng = Seed(std::array::from_fn(|place| seed.to_le_bytes()[place % 2])).rng();
        let people = crowd(kind, count, &mut rng);
        Self { people, past: Vec::new(), left_out: BTreeMap::new(), rng, slot: FIRST }
    }

    fn round(&mut self) -> Groups {
        let seed = Seed(self.rng.random());
        let lines = Lines::default();
        let groups = form(&Field {
            people: &self.people,
            past: &self.past,
            left_out: &self.left_out,
            lines: &lines,
            lately: NOBODY,
            slot: self.slot,
            weights: Weights::default(),
            topics: no_topics(),
            seed,
        });
        let mut held = Vec::new();
        let turns = Turns::of(&self.past);
        for group in &groups.groups {
            let met = match self.rng.random_range(0..10) {
                0..7 => Met::Yes,
                7 => Met::No,
                _ => Met::Unknown,
            };
            let asks_first = turns.asks_first(&group.members, seed).unwrap();
            held.push(PastPairing { members: group.members.clone(), slot: self.slot, met, asks_first });
        }
        self.past.extend(held);
        let before = std::mem::take(&mut self.left_out);
        for left in &groups.left_out {
            self.left_out.insert(left.person.clone(), before.get(&left.person).unwrap_or(&0) + 1);
        }
        self.slot += 7.days();
        groups
    }

    /// For every pair that met again, how many rounds lay between: 1 is twice running.
    fn returns(&self) -> Vec<i64> {
        let mut last: BTreeMap<(PersonId, PersonId), Date> = BTreeMap::new();
        let mut returns = Vec::new();
        for pairing in &self.past {
            for (a, b) in pairs_of(&(0..pairing.members.len()).collect::<Vec<_>>()) {
                let pair = (pairing.members[a].clone(), pairing.members[b].clone());
                if let Some(before) = last.insert(pair, pairing.slot) {
                    returns.push(before.duration_until(pairing.slot).as_hours() / 24 / 7);
                }
            }
        }
        returns
    }
}

/// Lives through half a year of weekly rounds.
fn half_a_year(kind: Crowd, count: usize, seed: u16) -> Life {
    let mut life = Life::of(kind, count, seed);
    for round in 0..26 {
        let groups = life.round();
        assert_eq!(groups.left_out, [], "{kind:?} {count} seed {seed} round {round}");
    }
    life
}

/// How often each person sat in a trio; everybody is listed.
fn trio_seats(life: &Life) -> Vec<usize> {
    let trios = || life.past.iter().filter(|pairing| pairing.members.len() == 3);
    let seats = |person: &Person| trios().filter(|pairing| pairing.members.contains(&person.id)).count();
    life.people.iter().map(seats).collect()
}

#[test]
fn twelve_people_do_not_meet_again_within_four_rounds() {
    for kind in [Crowd::Silent, Crowd::Mixed, Crowd::TwoFunctions] {
        for seed in 0..10 {
            let returns = half_a_year(kind, 12, seed).returns();
            assert!(returns.iter().all(|rounds| *rounds > 4), "{kind:?} seed {seed}: {returns:?}");
        }
    }
}

#[test]
fn thirty_people_do_not_meet_again_in_half_a_year() {
    for kind in [Crowd::Silent, Crowd::Mixed, Crowd::FunctionsOfFive] {
        for seed in 0..10 {
            assert_eq!(half_a_year(kind, 30, seed).returns(), Vec::<i64>::new(), "{kind:?} seed {seed}");
        }
    }
}

/// Without looking ahead, every such crowd uses up the pairs across first and has eleven repeats by the end.
#[test]
fn two_odd_circles_do_not_run_into_a_wall() {
    for seed in 0..10 {
        let returns = half_a_year(Crowd::TwoFunctions, 30, seed).returns();
        assert!(returns.len() <= 1 && returns.iter().all(|rounds| *rounds > 13), "seed {seed}: {returns:?}");
    }
}

#[test]
fn with_an_odd_number_nobody_sits_out_and_trios_go_round() {
    for (kind, count) in
        [(Crowd::Mixed, 31), (Crowd::TwoFunctions, 31), (Crowd::Silent, 13), (Crowd::Mixed, 13)]
    {
        for seed in 0..5 {
            let life = half_a_year(kind, count, seed);
            let (seats, share) = (trio_seats(&life), (3 * 26_usize).div_ceil(count));
            assert_eq!(seats.iter().sum::<usize>(), 3 * 26);
            // That nobody meets again may cost somebody one seat more.
            assert!(seats.iter().all(|seats| *seats <= share + 1), "{kind:?} {count} seed {seed}: {seats:?}");
            assert!(life.returns().iter().all(|rounds| *rounds > 4), "{kind:?} {count} seed {seed}");
        }
    }
}

#[test]
fn the_fewest_are_served_too() {
    let mut nobody = Life::of(Crowd::Silent, 0, 1);
    let formed = nobody.round();
    assert!(formed.groups.is_empty() && formed.left_out.is_empty());
    let mut alone = Life::of(Crowd::Silent, 1, 1).round();
    assert_eq!((alone.groups.len(), alone.left_out.remove(0).reason), (0, LeftOutReason::Alone));
    for count in [2, 3] {
        let life = half_a_year(Crowd::Silent, count, 1);
        assert!(life.past.iter().all(|pairing| pairing.members.len() == count));
    }
}

#[test]
fn where_two_want_the_same_partner_nobody_waits_twice_running() {
    let mut life = Life::of(Crowd::Silent, 3, 1);
    let third = life.people[2].id.clone();
    life.people[0].never.insert(third);
    let mut last = None;
    for _ in 0..10 {
        let left = life.round().left_out.remove(0);
        assert_eq!(left.reason, LeftOutReason::OthersMatched);
        assert_ne!(Some(&left), last.as_ref());
        last = Some(left);
    }
}

#[test]
fn a_newcomer_does_not_sit_in_every_trio() {
    let mut life = half_a_year(Crowd::Silent, 12, 3);
    let mut late = life.people[0].clone();
    late.id = PersonId::new("U900");
    life.people.push(late);
    for _ in 0..13 {
        life.round();
    }
    assert!(trio_seats(&life).last().is_some_and(|seats| *seats <= 5), "{:?}", trio_seats(&life));
}

/// Rules that hold in every round, whatever the wishes, lines and the past.
mod always {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    struct Case {
        people: Vec<Person>,
        past: Vec<PastPairing>,
        left_out: BTreeMap<PersonId, u32>,
        managers: BTreeMap<PersonId, PersonId>,
    }

    fn cases() -> impl Strategy<Value = Case> {
        let place = 0..11_usize;
        let two = (place.clone(), place.clone());
        (
            0..11_usize,
            any::<u16>(),
            prop::collection::vec(two.clone(), 0..20),
            prop::collection::vec(two.clone(), 0..8),
            prop::collection::vec((two, 0..9_i64), 0..20),
            prop::collection::vec((place, 0..3_u32), 0..4),
        )
            .prop_map(|(count, seed, nevers, lines, past, waited)| {
                let id = |place: usize| PersonId::new(format!("U{place:03}"));
                let mut people = Life::of(Crowd::Mixed, count, seed).people;
                for (a, b) in nevers.iter().filter(|(a, _)| *a < count) {
                    people[*a].never.insert(id(*b));
                }
                if count > 2 && seed % 3 == 0 {
                    people[0].standing = Standing::Left;
                }
                let past = past.into_iter().filter(|((a, b), _)| a != b).map(|((a, b), weeks)| PastPairing {
                    members: vec![id(a), id(b)],
                    slot: FIRST - (7 * (weeks + 1)).days(),
                    met: [Met::Yes, Met::No, Met::Unknown][a % 3],
                    asks_first: id(a),
                });
                Case {
                    people,
                    past: past.collect(),
                    left_out: waited.into_iter().map(|(place, rounds)| (id(place), rounds)).collect(),
                    managers: lines.into_iter().map(|(person, manager)| (id(person), id(manager))).collect(),
                }
            })
    }

    fn above(person: &PersonId, managers: &BTreeMap<PersonId, PersonId>) -> Vec<PersonId> {
        std::iter::successors(managers.get(person), |manager| managers.get(manager))
            .take(12)
            .cloned()
            .collect()
    }

    fn allowed(case: &Case, a: &PersonId, b: &PersonId) -> bool {
        let never = |one: &PersonId, other: &PersonId| {
            case.people.iter().any(|person| person.id == *one && person.never.contains(other))
        };
        let reports = |one: &PersonId, other: &PersonId| above(one, &case.managers).contains(other);
        a != b && !never(a, b) && !never(b, a) && !reports(a, b) && !reports(b, a)
    }

    fn form_case(case: &Case) -> Groups {
        let lines = case.managers.clone().into_iter().collect();
        form(&field(&case.people, &case.past, &case.left_out, &lines))
    }

    proptest! {
        #[test]
        fn everybody_has_one_place_and_no_rule_is_broken(case in cases()) {
            let groups = form_case(&case);
            let active: Vec<&PersonId> =
                case.people.iter().filter(|each| each.standing == Standing::Active).map(|each| &each.id).collect();
            let mut placed: Vec<&PersonId> = groups.groups.iter().flat_map(|group| &group.members).collect();
            placed.extend(groups.left_out.iter().map(|left| &left.person));
            placed.sort();
            prop_assert_eq!(&placed, &active);
            for group in &groups.groups {
                prop_assert!((2..=3).contains(&group.members.len()) && group.members.is_sorted());
                prop_assert!((1..=4).contains(&group.reasons.len()));
                prop_assert!(group.reasons != [Reason::SomebodyWaited]);
                for (a, b) in pairs_of(&(0..group.members.len()).collect::<Vec<_>>()) {
                    prop_assert!(allowed(&case, &group.members[a], &group.members[b]), "{:?}", group.members);
                }
            }
            for left in &groups.left_out {
                let anybody = active.iter().any(|other| allowed(&case, &left.person, other));
                let expected = match (active.len(), anybody) {
                    (1, _) => LeftOutReason::Alone,
                    (_, false) => LeftOutReason::NobodyAllowed,
                    (_, true) => LeftOutReason::OthersMatched,
                };
                prop_assert_eq!(left.reason, expected);
            }
            // Two who are left and may meet would have been a pair.
            for (a, b) in pairs_of(&(0..groups.left_out.len()).collect::<Vec<_>>()) {
                prop_assert!(!allowed(&case, &groups.left_out[a].person, &groups.left_out[b].person));
            }
        }

        #[test]
        fn the_order_of_the_lists_does_not_matter(case in cases(), turn in 0..10_usize) {
            let groups = form_case(&case);
            let mut turned = case;
            turned.people.reverse();
            let middle = turn.min(turned.people.len());
            turned.people.rotate_left(middle);
            turned.past.reverse();
            prop_assert_eq!(form_case(&turned), groups);
        }
    }
}
