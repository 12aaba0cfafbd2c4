use super::super::board::Board;
use super::super::scores::{NEVER, Peers, Scores};
use super::super::simulation::{Crowd, crowd, field};
use super::super::solver::{GraphError, WeightedGraph, solve};
use super::super::watch::{Patiently, Stage, Step, Watch};
use super::super::{Field, Met, PastPairing};
use super::*;
use crate::domain::event::Seed;
use crate::domain::ids::PersonId;
use crate::domain::org::Lines;
use crate::domain::people::Person;
use crate::domain::topics::TopicIndex;
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Everything that matching looks at, by chance.
fn company(count: usize, seed: u8) -> (Vec<Person>, Vec<PastPairing>, BTreeMap<PersonId, u32>, Lines) {
    let mut rng = Seed([seed; 32]).rng();
    let mut people = crowd(Crowd::Mixed, count, &mut rng);
    let id = |place: usize| people[place % count].id.clone();
    let slot = super::super::simulation::FIRST;
    let past = (0..3 * count).map(|place| PastPairing {
        members: vec![id(place), id(place * 7 + 3)],
        slot: slot - (7 * (1 + place as i64 % 9)).days(),
        met: [Met::Yes, Met::No, Met::Unknown][place % 3],
        asks_first: id(place),
    });
    let past: Vec<PastPairing> = past.filter(|past| past.members[0] != past.members[1]).collect();
    let waited = (0..count).step_by(17).map(|place| (id(place), 1 + place as u32 % 3)).collect();
    let lines =
        (0..count).map(|place| (id(place), id(place / 6))).filter(|(one, boss)| one != boss).collect();
    let never: Vec<PersonId> = (0..count).map(|place| id(place * 5 + 1)).collect();
    for (person, never) in people.iter_mut().zip(never).step_by(4) {
        person.never.insert(never);
    }
    for (place, person) in people.iter_mut().enumerate().step_by(3) {
        let words = [
            "Postgres and letting go",
            "Kubernetes upgrades",
            "I was the bottleneck",
            "resignations, Postgres",
        ];
        person.profile.own_words = Some(words[place % 4].into());
    }
    (people, past, waited, lines)
}

fn with_board<T>(count: usize, seed: u8, look: impl FnOnce(&Board<'_>) -> T) -> T {
    let (people, past, waited, lines) = company(count, seed);
    let index = TopicIndex::of(&crate::domain::topics::tests::catalogue());
    let field = Field { topics: &index, seed: Seed([seed; 32]), ..field(&people, &past, &waited, &lines) };
    look(&Board::of(&field))
}

#[test]
fn a_row_says_what_the_rules_say_pair_by_pair() {
    for (count, seed) in [(2, 1), (13, 2), (40, 3), (150, 4), (2_100, 5)] {
        with_board(count, seed, |board| {
            let peers = Peers::of(board);
            let (least, most) = peers.range();
            let (mut reader, first) = (peers.reader(), if count > TILE { TILE } else { count / 3 });
            let mut scores = vec![0; count - first];
            for row in (0..count).step_by(1 + count / 50) {
                reader.read(row, first, &mut scores);
                for (at, score) in scores.iter().enumerate() {
                    let expected = board.score(peers.place(row), peers.place(first + at));
                    let expected = expected.filter(|_| row != first + at);
                    assert_eq!(
                        (*score != NEVER).then_some(i64::from(*score)),
                        expected,
                        "{count} {row} {at}"
                    );
                    assert!(*score == NEVER || (least..=most).contains(score));
                }
            }
        });
    }
}

fn all_pairs(peers: &Peers<'_>) -> Vec<Edge> {
    let (count, mut reader) = (peers.people(), peers.reader());
    let mut row = vec![0; count];
    let mut edges = Vec::new();
    for a in 0..count {
        reader.read(a, 0, &mut row);
        let pairs = row.iter().enumerate().filter(|(b, score)| *b > a && **score != NEVER);
        edges.extend(pairs.map(|(b, score)| Edge { a, b, weight: (*score).into() }));
    }
    edges
}

#[test]
fn candidates_and_prices_find_the_best_of_all_pairs() {
    for (count, seed) in [(600, 1), (601, 2), (900, 3)] {
        with_board(count, seed, |board| {
            let peers = Peers::of(board);
            let paired = Pairs::of(&peers, &mut Patiently).best(&BTreeSet::new(), &mut Patiently);
            let all = solve(&WeightedGraph::new(count, &all_pairs(&peers)).unwrap());
            assert_eq!((paired.weight, paired.bound, paired.doubt), (all.weight, Some(all.weight), None));
        });
    }
}

#[test]
fn whoever_is_left_out_by_all_means_is_found_too() {
    // Everybody's only partners are five hubs, which are nobody's best.
    struct Hubs;
    struct Row;
    impl Scores for Hubs {
        fn people(&self) -> usize {
            700
        }
        fn range(&self) -> (i32, i32) {
            (-1_000, 1_000)
        }
        fn own(&self, _: usize) -> i32 {
            0
        }
        fn reader(&self) -> Box<dyn Reader + '_> {
            Box::new(Row)
        }
    }
    impl Reader for Row {
        fn read(&mut self, row: usize, first: usize, scores: &mut [i32]) {
            for (at, score) in scores.iter_mut().enumerate() {
                let other = first + at;
                let is_hub = (row < 5) != (other < 5);
                *score = if is_hub { ((row * 31 + other * 31) % 97) as i32 - 500 } else { NEVER };
            }
        }
    }
    let paired = Pairs::of(&Hubs, &mut Patiently).best(&BTreeSet::new(), &mut Patiently);
    assert_eq!(paired.partners.iter().flatten().count(), 10);
    assert_eq!(paired.bound, Some(paired.weight));
}

/// Ends the search when it comes to a stage for the so-manieth time.
struct Until(Stage, u64);

impl Watch for Until {
    fn at(&mut self, step: Step) -> ControlFlow<()> {
        if step.stage != self.0 || step.done < self.1 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }
}

#[test]
fn whoever_ends_the_search_gets_a_round_and_the_bound_that_is_known() {
    with_board(900, 3, |board| {
        let peers = Peers::of(board);
        let best = Pairs::of(&peers, &mut Patiently).best(&BTreeSet::new(), &mut Patiently);
        for (until, has_bound) in [
            (Until(Stage::Scoring, 0), false),
            (Until(Stage::Pricing, 0), false),
            (Until(Stage::Matching, 1), true),
        ] {
            let (mut until, mut again) = (until, Patiently);
            let paired = Pairs::of(&peers, &mut again).best(&BTreeSet::new(), &mut until);
            let has_bound = has_bound || until.0 == Stage::Scoring;
            assert_eq!(paired.bound.is_some(), has_bound, "{:?}", until.0);
            assert!(paired.bound.is_none_or(|bound| bound >= best.weight));
            // Among the first candidates alone, somebody may be left without a partner.
            assert!(paired.partners.iter().flatten().count() >= 890);
        }
    });
}

#[test]
fn what_the_solver_refuses_comes_from_the_library_with_a_doubt() {
    struct Wide;
    struct Row;
    impl Scores for Wide {
        fn people(&self) -> usize {
            4
        }
        fn range(&self) -> (i32, i32) {
            (i32::MIN + 1, i32::MAX)
        }
        fn own(&self, _: usize) -> i32 {
            0
        }
        fn reader(&self) -> Box<dyn Reader + '_> {
            Box::new(Row)
        }
    }
    impl Reader for Row {
        fn read(&mut self, row: usize, first: usize, scores: &mut [i32]) {
            let other = |at: usize| first + at;
            scores.iter_mut().enumerate().for_each(|(at, score)| {
                *score = if row == other(at) { NEVER } else { (row + other(at)) as i32 };
            });
        }
    }
    let mut pairs = Pairs::of(&Wide, &mut Patiently);
    let proven = pairs.best(&BTreeSet::new(), &mut Patiently);
    assert_eq!((proven.weight, proven.doubt), (6, None));
    let beyond = Edge { a: 0, b: 1, weight: 1 << 40 };
    pairs.candidates.push(beyond);
    let doubted = pairs.best(&BTreeSet::new(), &mut Patiently);
    assert_eq!(doubted.doubt, Some(Doubt::Graph(GraphError::OutOfRange { edge: beyond })));
    assert_eq!((doubted.partners[0], doubted.bound), (Some(1), None));
}
