//! The score rules for a whole row of peers at once. It gives what [`Board::score`] gives, pair by pair; tests hold the one
//! against the other.
//!
//! First a few passes over bytes count topics, sixteen people at a time where the processor can. Then each pair becomes
//! two small codes, whose points were reckoned once by the rules themselves. What touches few pairs (words in common, the
//! past, who must not meet) is laid on top.

use super::columns::Columns;
use super::{NEVER, Reader, Scores};
use crate::domain::matching::board::Board;
use crate::domain::matching::freshness::{self, Freshness};
use crate::domain::matching::history::Together;
use crate::domain::matching::rules::topics::{self, Counts, THAT_COUNT};
use crate::domain::matching::rules::{chance, hours, own_words, past};
use crate::domain::matching::weights::Weights;
use std::collections::BTreeMap;

/// From no topic to all that count.
const STEPS: usize = THAT_COUNT + 1;
/// As many codes there are: more than combinations of topics (help and nearness each way, and challenges), and of
/// everything else. Every byte is one, so that no code has to be checked.
const CODES: usize = 1 << 8;

/// Peers by columns, ready to be read.
pub(in super::super) struct Peers<'a> {
    columns: Columns<'a>,
    board: &'a Board<'a>,
    /// The place of each column.
    order: Vec<u32>,
    /// The column of each place.
    row_of: Vec<u32>,
    /// What the combinations of topics are worth.
    by_topics: [i32; CODES],
    /// What the combinations of the rest are worth.
    by_rest: [i32; CODES],
    /// For each column, what touches few pairs of theirs.
    past: Vec<Vec<(u32, Past)>>,
}

/// What lies between two people.
#[derive(Clone, Copy)]
enum Past {
    /// They must not be matched.
    Never,
    /// They were introduced before, for so many points.
    Points(i32),
}

impl<'a> Peers<'a> {
    /// Makes a board ready.
    pub fn of(board: &'a Board<'a>) -> Self {
        let (columns, order) = Columns::of(board);
        let mut row_of = vec![0_u32; order.len()];
        order.iter().zip(0..).for_each(|(place, row)| row_of[*place as usize] = row);
        Self {
            past: between(board, &order, &row_of),
            by_topics: std::array::from_fn(|code| topic_points(code, &board.weights)),
            by_rest: std::array::from_fn(|code| rest_points(code, &board.weights)),
            columns,
            board,
            order,
            row_of,
        }
    }

    /// The place of the person at a row.
    pub fn place(&self, row: usize) -> usize {
        self.order[row] as usize
    }

    /// The row of the person at a place.
    pub fn row(&self, place: usize) -> usize {
        self.row_of[place] as usize
    }
}

fn between(board: &Board<'_>, order: &[u32], row_of: &[u32]) -> Vec<Vec<(u32, Past)>> {
    let of = |place: &u32| {
        let place = *place as usize;
        let points = |together: &Together| Past::Points(past::points(Some(together)) as i32);
        let met = board.history.of_person(place).iter();
        let mut found: BTreeMap<u32, Past> =
            met.map(|(other, together)| (row_of[*other as usize], points(together))).collect();
        found.extend(board.forbidden.for_person(place).map(|other| (row_of[other], Past::Never)));
        found.into_iter().collect()
    };
    order.iter().map(of).collect()
}

/// The digits of a code to the base [`STEPS`], lowest first: gives, gives nearly, gets, gets nearly, shares.
fn topic_points(code: usize, weights: &Weights) -> i32 {
    let digit = |place: u32| code / STEPS.pow(place) % STEPS;
    let (gives, gets) = (Counts::capped(digit(0), digit(1)), Counts::capped(digit(2), digit(3)));
    let both = if gives.exact > 0 && gets.exact > 0 { weights.both_ways.into() } else { 0 };
    let help = gives.help(weights) + gets.help(weights) + gives.nearness(weights) + gets.nearness(weights);
    let either = if gives.exact + gets.exact > 0 { weights.either_way.into() } else { 0 };
    (help + either + both + topics::shared(digit(4), weights)) as i32
}

/// The bits of a code: other function, other team, I receive in turn, they do, I speak of it, they do, I am the
/// first to help them, they are the first to help me.
fn rest_points(code: usize, weights: &Weights) -> i32 {
    let has = |bit: usize| code >> bit & 1 == 1;
    let when = |bit: usize, points: i32| if has(bit) { points } else { 0 };
    let spoken = own_words::fit(has(4), 0, weights) + own_words::fit(has(5), 0, weights);
    when(0, weights.other_function)
        + when(1, weights.other_team)
        + when(2, weights.turn_to_receive)
        + when(3, weights.turn_to_receive)
        + when(6, weights.first_to_help)
        + when(7, weights.first_to_help)
        + spoken as i32
}

impl Scores for Peers<'_> {
    fn people(&self) -> usize {
        self.order.len()
    }

    fn range(&self) -> (i32, i32) {
        let weights = &self.board.weights;
        let most = |table: &[i32]| table.iter().copied().max().unwrap_or(0).max(0);
        let least = |table: &[i32]| table.iter().copied().min().unwrap_or(0).min(0);
        let ahead = match self.board.freshness {
            Freshness::Plenty => 0,
            Freshness::Scarce { .. } => freshness::MOST as i32,
        };
        let words = 2 * own_words::fit(true, usize::MAX, weights) as i32;
        let waiting = 2 * self.columns.waiting.iter().copied().max().unwrap_or(0);
        let repeat = past::least(self.board.history.most_cost()) as i32;
        let hours = 8 * weights.common_half_hour;
        (
            least(&self.by_rest) + repeat + weights.no_common_hours,
            most(&self.by_topics) + most(&self.by_rest) + words + hours + weights.chance + ahead + waiting,
        )
    }

    fn own(&self, row: usize) -> i32 {
        self.columns.waiting[row]
    }

    fn reader(&self) -> Box<dyn Reader + '_> {
        let shared = vec![0; self.people()];
        Box::new(RowReader { peers: self, hours: (u32::MAX, Vec::new()), bytes: Bytes::default(), shared })
    }
}

/// Bytes for each column of a tile.
#[derive(Default)]
struct Bytes {
    /// What the row's person gives, gives nearly, gets, gets nearly and shares; then what they speak of and what is spoken
    /// of to them, and what they would be the first to give, and to get.
    counts: [Vec<u8>; 9],
    topics: Vec<u8>,
    rest: Vec<u8>,
}

struct RowReader<'a> {
    peers: &'a Peers<'a>,
    /// What the hours of one week are worth with every other.
    hours: (u32, Vec<i32>),
    bytes: Bytes,
    /// How many particular words each shares with the row's person; zero at rest.
    shared: Vec<u8>,
}

impl Reader for RowReader<'_> {
    fn read(&mut self, row: usize, first: usize, scores: &mut [i32]) {
        self.count(row, first, scores.len());
        self.codes(row, first);
        self.points(row, first, scores);
        self.words_in_common(row, first, scores);
        self.ahead(row, first, scores);
        self.past(row, first, scores);
    }
}

impl RowReader<'_> {
    fn count(&mut self, row: usize, first: usize, length: usize) {
        let columns = &self.peers.columns;
        let me = columns.people[row];
        let passes = [
            (&columns.seeks, &me.offers),
            (&columns.seeks, &me.near),
            (&columns.offers, &me.seeks),
            (&columns.near, &me.seeks),
            (&columns.seeks, &me.seeks),
            (&columns.seeks, &me.about),
            (&columns.about, &me.seeks),
            (&columns.unmet, &me.offers),
            (&columns.offers, &me.unmet),
        ];
        for ((topics, mine), counts) in passes.into_iter().zip(&mut self.bytes.counts) {
            counts.resize(length, 0);
            topics.count(mine, first, counts);
        }
    }

    /// Folds the counts into two codes for each pair.
    fn codes(&mut self, row: usize, first: usize) {
        const ALL: u8 = THAT_COUNT as u8;
        const BASE: u8 = STEPS as u8;
        let columns = &self.peers.columns;
        let Bytes { counts, topics, rest } = &mut self.bytes;
        let length = counts[0].len();
        topics.resize(length, 0);
        rest.resize(length, 0);
        // All are of one length, which the compiler has to see to take sixteen at a time.
        let (topics, rest) = (&mut topics[..length], &mut rest[..length]);
        let [gives, nearly, gets, gets_nearly, shares, speaks, hears, first_to_give, first_to_get] =
            counts.each_ref().map(|counts| &counts[..length]);
        let (function, team) = (columns.function[row], columns.team[row]);
        let (others, teams) = (&columns.function[first..][..length], &columns.team[first..][..length]);
        let (my_turn, turns) = (columns.receives[row], &columns.receives[first..][..length]);
        for at in 0..length {
            let (give, get) = (gives[at].min(ALL), gets[at].min(ALL));
            let (near, get_near) = (nearly[at].min(ALL - give), gets_nearly[at].min(ALL - get));
            let share = shares[at].min(ALL);
            topics[at] = give + BASE * (near + BASE * (get + BASE * (get_near + BASE * share)));
        }
        for at in 0..length {
            let differ = |mine: u16, theirs: u16| {
                u8::from(mine != theirs) & u8::from(mine != 0) & u8::from(theirs != 0)
            };
            rest[at] = differ(function, others[at])
                | differ(team, teams[at]) << 1
                | (my_turn & u8::from(gets[at] > 0)) << 2
                | (turns[at] & u8::from(gives[at] > 0)) << 3
                | u8::from(speaks[at] > 0) << 4
                | u8::from(hears[at] > 0) << 5
                | u8::from(first_to_give[at] > 0) << 6
                | u8::from(first_to_get[at] > 0) << 7;
        }
    }

    /// Adds up what the codes, the hours, the waiting and chance are worth.
    fn points(&mut self, row: usize, first: usize, scores: &mut [i32]) {
        let week = self.peers.columns.week[row];
        if self.hours.0 != week {
            let (columns, weights) = (&self.peers.columns, &self.peers.board.weights);
            let mine = columns.weeks[week as usize];
            let worth = columns.weeks.iter().map(|other| hours::points(mine, other, weights) as i32);
            self.hours = (week, worth.collect());
        }
        let Self { peers, hours: (_, hours), bytes, .. } = self;
        let columns = &peers.columns;
        let (draw, waiting) = (columns.draw[row], columns.waiting[row]);
        let most = chance::most(&peers.board.weights);
        let all = first..first + scores.len();
        let others =
            columns.draw[all.clone()].iter().zip(&columns.waiting[all.clone()]).zip(&columns.week[all]);
        let codes = bytes.topics.iter().zip(&bytes.rest);
        for ((score, (topics, rest)), ((other, waits), week)) in scores.iter_mut().zip(codes).zip(others) {
            *score = peers.by_topics[usize::from(*topics)]
                + peers.by_rest[usize::from(*rest)]
                + hours[*week as usize]
                + (waiting + waits)
                + chance::drawn(draw, *other, most);
        }
    }

    /// Words in common are few: only whoever shares one is looked at again.
    fn words_in_common(&mut self, row: usize, first: usize, scores: &mut [i32]) {
        let (columns, weights) = (&self.peers.columns, &self.peers.board.weights);
        let sharers = |word: &u32| {
            let users = &columns.users[*word as usize];
            let start = users.partition_point(|user| (*user as usize) < first);
            users[start..].iter().map(|user| *user as usize).take_while(|user| *user < first + scores.len())
        };
        let mine = &columns.people[row].words;
        for user in mine.iter().flat_map(sharers) {
            self.shared[user] = self.shared[user].saturating_add(1);
        }
        let (speaks, hears) = (&self.bytes.counts[5], &self.bytes.counts[6]);
        let seen: Vec<usize> = mine.iter().flat_map(sharers).collect();
        for user in seen {
            let shared = usize::from(std::mem::take(&mut self.shared[user]));
            if shared > 0 {
                let more = |on_topic| {
                    own_words::fit(on_topic, shared, weights) - own_words::fit(on_topic, 0, weights)
                };
                let at = user - first;
                scores[at] += (more(speaks[at] > 0) + more(hears[at] > 0)) as i32;
            }
        }
    }

    fn ahead(&self, row: usize, first: usize, scores: &mut [i32]) {
        match self.peers.board.freshness {
            Freshness::Plenty => {}
            Freshness::Scarce { .. } => {
                let place = self.peers.place(row);
                for (at, score) in scores.iter_mut().enumerate() {
                    *score += self.peers.board.freshness.points(place, self.peers.place(first + at)) as i32;
                }
            }
        }
    }

    fn past(&self, row: usize, first: usize, scores: &mut [i32]) {
        let all = &self.peers.past[row];
        let start = all.partition_point(|(other, _)| (*other as usize) < first);
        for (other, past) in &all[start..] {
            let Some(score) = scores.get_mut(*other as usize - first) else { break };
            match past {
                Past::Never => *score = NEVER,
                Past::Points(points) => *score += points,
            }
        }
        if let Some(score) = row.checked_sub(first).and_then(|at| scores.get_mut(at)) {
            *score = NEVER;
        }
    }
}
