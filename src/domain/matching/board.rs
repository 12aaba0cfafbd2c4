//! A field made ready: everybody by place, and what any two of them are worth.

use super::candidates::{Forbidden, participants};
use super::facts::{Facts, facts};
use super::freshness::Freshness;
use super::history::History;
use super::rules::{Pair, Rule, Share};
use super::weights::Weights;
use super::{Field, PersonId};
use std::collections::BTreeMap;

/// Everybody by place. People are sorted by id, so the order of the field's lists leaves no trace.
pub(super) struct Board<'a> {
    pub people: Vec<Facts<'a>>,
    pub history: History,
    pub forbidden: Forbidden,
    pub freshness: Freshness,
    pub weights: Weights,
}

impl<'a> Board<'a> {
    /// Makes a field ready.
    pub fn of(field: &Field<'a>) -> Self {
        let people = participants(field);
        let places: BTreeMap<&PersonId, usize> =
            people.iter().enumerate().map(|(place, person)| (&person.id, place)).collect();
        let history = History::of(field, &places);
        let forbidden = Forbidden::of(&people, field.lines);
        let freshness = Freshness::of(people.len(), &forbidden, &history);
        Self { people: facts(people, field, &history), history, forbidden, freshness, weights: field.weights }
    }

    /// What two people are worth together; `None` where they must not be matched.
    pub fn score(&self, a: usize, b: usize) -> Option<i64> {
        let pair = self.pair(a, b)?;
        Some(Rule::ALL.iter().map(|rule| rule.points(&pair)).sum())
    }

    /// What each rule makes of two people, in the order of [`Rule::ALL`], those that make nothing of them left out;
    /// `None` where they must not be matched.
    pub fn shares(&self, a: usize, b: usize) -> Option<Vec<Share>> {
        let pair = self.pair(a, b)?;
        let shares = Rule::ALL.map(|rule| Share { rule, points: rule.points(&pair) });
        Some(shares.into_iter().filter(|share| share.points != 0).collect())
    }

    /// What it is worth that one leads another through a term; `None` where they must not be matched, or share no hours in
    /// which they could meet.
    pub fn worth_of_leading(&self, junior: usize, senior: usize) -> Option<i64> {
        let pair = self.pair(junior, senior)?;
        if pair.a.week.common(&pair.b.week).minutes() == 0 {
            return None;
        }
        Some(Rule::ALL.iter().map(|rule| rule.points_of_leading(pair.a, pair.b, &pair)).sum())
    }

    fn pair(&self, a: usize, b: usize) -> Option<Pair<'_>> {
        self.forbidden.allows(a, b).then(|| Pair {
            a: &self.people[a],
            b: &self.people[b],
            together: self.history.together(a, b),
            ahead: self.freshness.points(a, b),
            weights: &self.weights,
        })
    }
}
