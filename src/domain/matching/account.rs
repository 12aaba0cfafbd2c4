//! An account of a round: what it was worth to bring two people together, whether it was possible at all, by how much they
//! missed each other, and what would have brought them together.

use super::board::Board;
use super::groups::worth_without;
use super::rules::{Rule, Share};
use super::{Field, Groups, PastPairing, form};
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::people::Person;
use crate::domain::people::profile::Profile;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A round with everything that there is to say about it.
pub struct Account<'a> {
    field: Field<'a>,
    board: Board<'a>,
    groups: Groups,
}

/// How two people stand to each other in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// One of them was not in it.
    Absent,
    /// A reporting line or a wish keeps them apart; which of the two, and whose, is said to nobody.
    Apart,
    /// They are in one group.
    Together,
    /// They could have talked, and talk with others.
    Missed(Missed),
}

/// Two who could have talked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    /// The points of the round as it was formed.
    pub formed: i64,
    /// The points of the best round in which the two are a pair; `None` where that would leave out more people.
    pub with_them: Option<i64>,
}

impl Missed {
    /// By how many points they missed each other; never below 0.
    pub fn short(&self) -> Option<i64> {
        self.with_them.map(|with_them| (self.formed - with_them).max(0))
    }
}

/// A single thing that would have brought two people together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody seeks one more topic.
    Seeks(PersonId, TopicId),
    /// Somebody offers one more topic.
    Offers(PersonId, TopicId),
    /// The two had not been introduced before.
    NeverMet,
    /// Nobody had been left out before.
    NobodyWaited,
}

/// Whose changes are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By<'a> {
    /// Everything that may have been otherwise.
    Anything,
    /// What this person alone can say otherwise of themselves.
    Person(&'a PersonId),
}

impl<'a> Account<'a> {
    /// Forms a round once more.
    pub fn of(field: Field<'a>) -> Self {
        Self { groups: form(&field), board: Board::of(&field), field }
    }

    /// Its groups.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// What a pair was worth, in points; `None` where it was not possible.
    pub fn worth(&self, a: &PersonId, b: &PersonId) -> Option<i64> {
        worth_in(&self.board, a, b)
    }

    /// What each rule made of a pair, for an operator to read. Whose turn it is to receive is private, so those points stand
    /// with those of looking ahead and of chance, under [`Rule::Chance`]. `None` where the pair was not possible.
    pub fn shares(&self, a: &PersonId, b: &PersonId) -> Option<Vec<Share>> {
        let all = self.board.shares(place(&self.board, a)?, place(&self.board, b)?)?;
        let is_told =
            |share: &&Share| !matches!(share.rule, Rule::TurnToReceive | Rule::LookingAhead | Rule::Chance);
        let told: Vec<Share> = all.iter().filter(is_told).copied().collect();
        let rest: i64 = all.iter().filter(|share| !is_told(share)).map(|share| share.points).sum();
        let rest = (rest != 0).then_some(Share { rule: Rule::Chance, points: rest });
        Some(told.into_iter().chain(rest).collect())
    }

    /// How two people stand to each other.
    pub fn between(&self, a: &PersonId, b: &PersonId) -> Standing {
        let is_absent = |person: &PersonId| place(&self.board, person).is_none();
        if is_absent(a) || is_absent(b) {
            return Standing::Absent;
        }
        if are_together(&self.groups, a, b) {
            return Standing::Together;
        }
        match self.worth(a, b) {
            Some(worth) => Standing::Missed(self.missed(worth, a, b)),
            None => Standing::Apart,
        }
    }

    /// The smallest single change that would have brought two people together, tried by forming the round again. `None`
    /// where no single one would, where a hard rule stands between them, and where they are together.
    pub fn change(&self, a: &PersonId, b: &PersonId, by: By<'_>) -> Option<Change> {
        let worth = self.worth(a, b).filter(|_| !are_together(&self.groups, a, b))?;
        let mut tried: Vec<(i64, Trial<'a>)> = self
            .trials(a, b, by)
            .into_iter()
            .filter_map(|trial| {
                let gain = worth_in(&Board::of(&trial.field(&self.field)), a, b)? - worth;
                (gain > 0).then_some((gain, trial))
            })
            .collect();
        tried.sort_by_key(|(gain, _)| *gain);
        let works = |trial: &Trial<'a>| are_together(&form(&trial.field(&self.field)), a, b);
        tried.into_iter().map(|(_, trial)| trial).find(works).map(|trial| trial.change)
    }

    /// What may have been otherwise, one thing at a time. Of topics the first that fits stands for the others.
    fn trials(&self, a: &PersonId, b: &PersonId, by: By<'_>) -> Vec<Trial<'a>> {
        match by {
            By::Person(person) if person == b => self.topics(b, a),
            By::Person(_) => self.topics(a, b),
            By::Anything => {
                let mut trials = self.topics(a, b);
                trials.extend(self.topics(b, a));
                trials.extend(self.without_their_past(a, b));
                trials.extend(self.without_waiting());
                trials
            }
        }
    }

    /// One more topic that the first of two seeks or offers.
    fn topics(&self, who: &PersonId, other: &PersonId) -> Vec<Trial<'a>> {
        let known = |id: &PersonId| self.field.people.iter().find(|person| person.id == *id);
        let (Some(person), Some(other)) = (known(who), known(other)) else { return Vec::new() };
        let (mine, theirs) = (&person.profile, &other.profile);
        let first_new = |topics: &[TopicId], known: &[TopicId]| {
            topics.iter().find(|topic| !known.contains(topic)).cloned()
        };
        let sought =
            [&theirs.seeks, &theirs.offers].into_iter().filter_map(|topics| first_new(topics, &mine.seeks));
        let offered = first_new(&theirs.seeks, &mine.offers);
        let seeks = sought.map(|topic| {
            let seeks = mine.seeks.iter().cloned().chain([topic.clone()]).collect();
            (Change::Seeks(who.clone(), topic), Profile { seeks, ..mine.clone() })
        });
        let offers = offered.map(|topic| {
            let offers = mine.offers.iter().cloned().chain([topic.clone()]).collect();
            (Change::Offers(who.clone(), topic), Profile { offers, ..mine.clone() })
        });
        seeks.chain(offers).map(|(change, profile)| self.with(person, profile, change)).collect()
    }

    fn with(&self, person: &Person, profile: Profile, change: Change) -> Trial<'a> {
        let changed = Person { profile, ..person.clone() };
        let others = self.field.people.iter().filter(|other| other.id != person.id).cloned();
        Trial { people: others.chain([changed]).collect(), ..Trial::of(&self.field, change) }
    }

    fn without_their_past(&self, a: &PersonId, b: &PersonId) -> Option<Trial<'a>> {
        let is_theirs = |past: &&PastPairing| past.members.contains(a) && past.members.contains(b);
        let past: Vec<PastPairing> =
            self.field.past.iter().filter(|past| !is_theirs(past)).cloned().collect();
        let met = past.len() < self.field.past.len();
        met.then(|| Trial { past: past.into(), ..Trial::of(&self.field, Change::NeverMet) })
    }

    fn without_waiting(&self) -> Option<Trial<'a>> {
        let somebody = !self.field.left_out.is_empty();
        somebody.then(|| Trial {
            left_out: Cow::Owned(BTreeMap::new()),
            ..Trial::of(&self.field, Change::NobodyWaited)
        })
    }

    fn missed(&self, worth: i64, a: &PersonId, b: &PersonId) -> Missed {
        let without: Vec<usize> =
            [a, b].into_iter().filter_map(|person| place(&self.board, person)).collect();
        let others: Vec<Person> =
            self.field.people.iter().filter(|person| person.id != *a && person.id != *b).cloned().collect();
        let left_out = form(&Field { people: &others, ..self.field }).left_out.len();
        let nobody_more = left_out <= self.groups.left_out.len();
        let with_them = nobody_more.then(|| worth + worth_without(&self.field, &self.board, &without));
        Missed { formed: self.groups.proof.total, with_them }
    }
}

/// A round with one thing changed.
struct Trial<'a> {
    change: Change,
    people: Cow<'a, [Person]>,
    past: Cow<'a, [PastPairing]>,
    left_out: Cow<'a, BTreeMap<PersonId, u32>>,
}

impl<'a> Trial<'a> {
    fn of(field: &Field<'a>, change: Change) -> Self {
        Self {
            change,
            people: Cow::Borrowed(field.people),
            past: Cow::Borrowed(field.past),
            left_out: Cow::Borrowed(field.left_out),
        }
    }

    fn field<'t>(&'t self, base: &Field<'t>) -> Field<'t> {
        Field { people: &self.people, past: &self.past, left_out: &self.left_out, ..*base }
    }
}

fn place(board: &Board<'_>, person: &PersonId) -> Option<usize> {
    board.people.iter().position(|facts| facts.person.id == *person)
}

fn worth_in(board: &Board<'_>, a: &PersonId, b: &PersonId) -> Option<i64> {
    board.score(place(board, a)?, place(board, b)?)
}

fn are_together(groups: &Groups, a: &PersonId, b: &PersonId) -> bool {
    groups.groups.iter().any(|group| group.members.contains(a) && group.members.contains(b))
}

#[cfg(test)]
mod tests;
