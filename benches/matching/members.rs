//! A made-up company whose managers are to be paired: the same seed, the same people.

use std::ops::Range;

use crate::families::{Chance, Line};

const ROUNDS: usize = 8;
const TOPICS: usize = 24;
/// In half-hours from UTC, and how many in a hundred work there.
const OFFSETS: [(i64, usize); 10] =
    [(-16, 22), (-12, 8), (-10, 18), (-6, 5), (0, 9), (2, 14), (4, 6), (11, 10), (16, 4), (18, 4)];
const FUNCTIONS: [(u8, usize); 8] = [(0, 28), (1, 20), (2, 14), (3, 12), (4, 9), (5, 7), (6, 6), (7, 4)];

/// How finely a pair is judged.
#[derive(Clone, Copy, Debug)]
pub enum Score {
    /// Some six thousand different values, up to 10,500.
    Fine,
    /// Up to 100, with heavy ties.
    Coarse,
}

/// Which pairs become edges.
#[derive(Clone, Copy, Debug)]
pub enum Density {
    /// Every pair that is allowed.
    All,
    /// Those that are among so many best of one of the two, and a few more at random.
    Best { best: usize, random: usize },
}

struct Member {
    team: usize,
    director: usize,
    function: u8,
    /// The half-hours of the day, in UTC, in which they work.
    hours: u64,
    challenges: u32,
    skills: u32,
    wants: u32,
    balance: i64,
    goals: [i8; 16],
    met: [usize; ROUNDS],
    blocks: usize,
}

struct Team {
    director: usize,
    function: u8,
    offset: i64,
}

/// The graph of a company with so many members.
pub fn graph(members: usize, seed: u64, score: Score, density: Density) -> Vec<Line> {
    let mut chance = Chance::new(seed);
    let company = company(members, &mut chance);
    let edge = |a: usize, b: usize| {
        is_allowed(&company, a, b).then(|| (a.min(b), a.max(b), worth(&company[a], &company[b], score)))
    };
    match density {
        Density::All => (0..members).flat_map(|a| (a + 1..members).filter_map(move |b| edge(a, b))).collect(),
        Density::Best { best, random } => {
            let mut edges = Vec::new();
            for a in 0..members {
                let mut row: Vec<Line> =
                    (0..members).filter(|&b| b != a).filter_map(|b| edge(a, b)).collect();
                for _ in 0..random.min(row.len()) {
                    edges.push(row[chance.below(row.len())]);
                }
                if row.len() > best {
                    row.select_nth_unstable_by_key(best, |&(low, high, weight)| (-weight, low, high));
                    row.truncate(best);
                }
                edges.append(&mut row);
            }
            edges.sort_unstable();
            edges.dedup();
            edges
        }
    }
}

fn company(members: usize, chance: &mut Chance) -> Vec<Member> {
    let count = (members / 6).max(4);
    let directors = (count / 5).max(2);
    let heads: Vec<(u8, i64)> =
        (0..directors).map(|_| (weighted(chance, &FUNCTIONS), weighted(chance, &OFFSETS))).collect();
    let teams: Vec<Team> = (0..count)
        .map(|_| {
            let director = chance.below(directors);
            let (function, offset) = heads[director];
            let function = if chance.below(100) < 80 { function } else { weighted(chance, &FUNCTIONS) };
            let offset = if chance.below(100) < 60 { offset } else { weighted(chance, &OFFSETS) };
            Team { director, function, offset }
        })
        .collect();
    let centres: Vec<[i64; 16]> = (0..12).map(|_| std::array::from_fn(|_| around(chance, 30))).collect();
    let mut people: Vec<Member> = (0..members).map(|_| member(chance, &teams, &centres, members)).collect();
    remember_rounds(&mut people, chance);
    people
}

fn member(chance: &mut Chance, teams: &[Team], centres: &[[i64; 16]], members: usize) -> Member {
    let team = chance.below(teams.len());
    let offset = if chance.below(100) < 85 { teams[team].offset } else { weighted(chance, &OFFSETS) };
    let start = 18 - offset + around(chance, 2);
    let length = 15 + chance.below(4) as i64;
    let hours = (start..start + length).fold(0, |day, hour| day | 1_u64 << hour.rem_euclid(48));
    let challenges = topics(chance, 2..6, 0);
    let skills = topics(chance, 3..8, 0);
    let wants = topics(chance, 1..5, skills);
    let centre = centres[chance.below(centres.len())];
    let goal = |chance: &mut Chance, at: usize| centre[at] + (0..3).map(|_| around(chance, 30)).sum::<i64>();
    Member {
        team,
        director: teams[team].director,
        function: teams[team].function,
        hours,
        challenges,
        skills,
        wants,
        balance: around(chance, 5),
        goals: std::array::from_fn(|at| goal(chance, at).clamp(-127, 127) as i8),
        met: [usize::MAX; ROUNDS],
        blocks: if chance.below(50) == 0 { chance.below(members) } else { usize::MAX },
    }
}

fn remember_rounds(people: &mut [Member], chance: &mut Chance) {
    let mut order: Vec<usize> = (0..people.len()).collect();
    for round in 0..ROUNDS {
        for place in (1..order.len()).rev() {
            order.swap(place, chance.below(place + 1));
        }
        for pair in order.chunks_exact(2) {
            if is_allowed(people, pair[0], pair[1]) {
                people[pair[0]].met[round] = pair[1];
                people[pair[1]].met[round] = pair[0];
            }
        }
    }
}

/// The hard rules. The first members are the directors.
fn is_allowed(people: &[Member], a: usize, b: usize) -> bool {
    let (one, other) = (&people[a], &people[b]);
    one.team != other.team
        && one.director != b
        && other.director != a
        && (one.hours & other.hours).count_ones() >= 2
        && !one.met.contains(&b)
        && one.blocks != b
        && other.blocks != a
}

fn worth(one: &Member, other: &Member, score: Score) -> i64 {
    let count = |set: u32| i64::from(set.count_ones());
    let shared = count(one.challenges & other.challenges);
    let (gets, gives) = (count(one.wants & other.skills), count(other.wants & one.skills));
    let hours = i64::from((one.hours & other.hours).count_ones());
    let other_function = i64::from(one.function != other.function);
    let other_director = i64::from(one.director != other.director);
    let balance = (one.balance - other.balance).abs().min(6);
    match score {
        Score::Fine => {
            let goals: i64 =
                one.goals.iter().zip(other.goals).map(|(&a, b)| i64::from(a) * i64::from(b)).sum();
            shared * 2_500 / count(one.challenges | other.challenges)
                + gets * 1_000 / count(one.wants)
                + gives * 1_000 / count(other.wants)
                + 250 * gets.min(gives).min(2)
                + 1_000 * other_function
                + 500 * other_director
                + 80 * hours.min(12)
                + 150 * balance
                + ((goals / 16).clamp(-1_000, 1_000) + 1_000) / 2
        }
        Score::Coarse => {
            10 * shared.min(3)
                + 6 * (gets + gives).min(4)
                + 8 * i64::from(gets > 0 && gives > 0)
                + 10 * other_function
                + 5 * other_director
                + hours.min(8)
                + 2 * balance
        }
    }
}

/// A number from −reach to reach.
fn around(chance: &mut Chance, reach: i64) -> i64 {
    chance.below(2 * reach as usize + 1) as i64 - reach
}

fn weighted<T: Copy>(chance: &mut Chance, choices: &[(T, usize)]) -> T {
    let mut left = chance.below(100);
    for &(choice, share) in choices {
        if left < share {
            return choice;
        }
        left -= share;
    }
    choices[0].0
}

/// A set of topics, none of those that are taken; the first are asked for the most, as in Zipf's law.
fn topics(chance: &mut Chance, count: Range<usize>, taken: u32) -> u32 {
    let wanted = count.start + chance.below(count.len());
    let share = |topic: usize| 10_000 / (topic + 3);
    let total: usize = (0..TOPICS).map(share).sum();
    let mut set = 0_u32;
    while (set.count_ones() as usize) < wanted {
        let mut left = chance.below(total);
        let mut topic = 0;
        while left >= share(topic) {
            left -= share(topic);
            topic += 1;
        }
        if taken & 1 << topic == 0 {
            set |= 1 << topic;
        }
    }
    set
}
