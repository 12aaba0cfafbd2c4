//! What a pair is worth, in points: one small rule each. The table below is all there is to tune.

use super::candidates::{Forbidden, participants};
use super::freshness::Freshness;
use super::history::{History, Together};
use super::{Field, PersonId};
use crate::domain::calendar::hours::Week;
use crate::domain::ids::TopicId;
use crate::domain::people::Person;
use crate::domain::people::profile::Function;
use crate::domain::reciprocity::Hint;
use rand::RngExt;
use std::collections::BTreeMap;

/// For each topic that one seeks and the other offers, each way.
pub(super) const OFFERED_TOPIC: i64 = 120;
/// When each can help the other.
pub(super) const BOTH_WAYS: i64 = 150;
/// For each topic that both seek.
pub(super) const SHARED_CHALLENGE: i64 = 60;
/// So many topics count, for each of the three above.
pub(super) const TOPICS_THAT_COUNT: usize = 2;
/// When their functions are known and differ.
pub(super) const OTHER_FUNCTION: i64 = 80;
/// When their teams are known and differ.
pub(super) const OTHER_TEAM: i64 = 60;
/// When one who mostly gave lately seeks what the other offers. What it rests on is private, so it is no reason that is
/// given.
pub(super) const TURN_TO_RECEIVE: i64 = 70;
/// For each half hour that their working days share.
pub(super) const COMMON_HALF_HOUR: i64 = 15;
/// So many half hours count.
pub(super) const HALF_HOURS_THAT_COUNT: u32 = 8;
/// When their working days share nothing.
pub(super) const NO_COMMON_HOURS: i64 = -2_000;
/// When they were introduced within the last four rounds; on top of the cost that fades.
pub(super) const RECENT: i64 = -1_000_000;
/// For each round in a row that one of them was left out. It outweighs any repeat: twice running is worse.
pub(super) const LEFT_OUT: i64 = 10_000_000;
/// So many rounds in a row count.
pub(super) const LEFT_OUT_THAT_COUNT: u32 = 50;
/// Chance: up to so many points for each pair, so that equals are not always matched alike.
pub(super) const CHANCE: i64 = 9;

/// What the rules look at in one person, made ready once.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub person: &'a Person,
    pub week: Week,
    pub waited: u32,
    pub function: Option<Function>,
    pub team: Option<String>,
    pub hint: Option<Hint>,
    seeks: Vec<u32>,
    offers: Vec<u32>,
}

/// A field made ready: everybody by place, and what every two of them are worth.
pub(super) struct Board<'a> {
    pub people: Vec<Facts<'a>>,
    pub history: History,
    scores: Vec<Option<i64>>,
}

impl<'a> Board<'a> {
    /// Makes a field ready.
    pub fn of(field: &Field<'a>) -> Self {
        let people = participants(field);
        let places: BTreeMap<&PersonId, usize> =
            people.iter().enumerate().map(|(place, person)| (&person.id, place)).collect();
        let history = History::of(field, &places);
        let forbidden = Forbidden::of(&people, field.lines);
        let people = facts(people, field);
        let mut board = Self { scores: vec![None; people.len() * people.len()], people, history };
        board.score_all(&forbidden, field);
        board
    }

    fn score_all(&mut self, forbidden: &Forbidden, field: &Field<'_>) {
        let mut rng = field.seed.rng();
        let count = self.people.len();
        let is_new = |a, b| forbidden.allows(a, b) && self.history.together(a, b).is_none();
        let freshness = Freshness::of(count, is_new);
        for a in 0..count {
            for b in a + 1..count {
                let chance = rng.random_range(0..=CHANCE);
                if forbidden.allows(a, b) {
                    let score = Some(self.points(a, b) + freshness.points(a, b) + chance);
                    self.scores[a * count + b] = score;
                    self.scores[b * count + a] = score;
                }
            }
        }
    }

    /// What two people are worth together; `None` where they must not be matched.
    pub fn score(&self, a: usize, b: usize) -> Option<i64> {
        self.scores.get(a * self.people.len() + b).copied().flatten()
    }

    /// What it is worth that one leads another through a term; `None` where they must not be matched, or share no hours in
    /// which they could meet.
    pub fn worth_of_leading(&self, junior: usize, senior: usize) -> Option<i64> {
        self.score(junior, senior)?;
        let together = self.history.together(junior, senior);
        let (junior, senior) = (&self.people[junior], &self.people[senior]);
        let hours = Some(hours(junior, senior)).filter(|hours| *hours > 0)?;
        let topics = counted(junior.can_help(senior).count()) * OFFERED_TOPIC;
        Some(
            topics
                + differences(junior, senior)
                + hours
                + repeat(together)
                + waiting(junior)
                + waiting(senior),
        )
    }

    fn points(&self, a: usize, b: usize) -> i64 {
        let together = self.history.together(a, b);
        let (a, b) = (&self.people[a], &self.people[b]);
        topics(a, b)
            + turn_to_receive(a, b)
            + turn_to_receive(b, a)
            + differences(a, b)
            + hours(a, b)
            + repeat(together)
            + waiting(a)
            + waiting(b)
    }
}

/// How many topics count out of so many.
fn counted(topics: usize) -> i64 {
    i64::try_from(topics.min(TOPICS_THAT_COUNT)).unwrap_or(0)
}

fn topics(a: &Facts<'_>, b: &Facts<'_>) -> i64 {
    let (gives, takes) = (counted(a.can_help(b).count()), counted(b.can_help(a).count()));
    let both_ways = if gives > 0 && takes > 0 { BOTH_WAYS } else { 0 };
    let challenges = counted(a.challenges_shared_with(b).count());
    (gives + takes) * OFFERED_TOPIC + both_ways + challenges * SHARED_CHALLENGE
}

fn turn_to_receive(giver: &Facts<'_>, other: &Facts<'_>) -> i64 {
    let can_receive = other.can_help(giver).next().is_some();
    if giver.hint == Some(Hint::AskForSomething) && can_receive { TURN_TO_RECEIVE } else { 0 }
}

fn differences(a: &Facts<'_>, b: &Facts<'_>) -> i64 {
    let function = if differ(&a.function, &b.function) { OTHER_FUNCTION } else { 0 };
    let team = if differ(&a.team, &b.team) { OTHER_TEAM } else { 0 };
    function + team
}

/// Whether two things are both known and not the same. What is unknown is neither the same nor different.
pub(super) fn differ<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_some() && b.is_some() && a != b
}

fn hours(a: &Facts<'_>, b: &Facts<'_>) -> i64 {
    let common = a.week.common(&b.week);
    if common.minutes() == 0 {
        return NO_COMMON_HOURS;
    }
    i64::from((common.minutes_per_day() / 30).min(HALF_HOURS_THAT_COUNT)) * COMMON_HALF_HOUR
}

fn repeat(together: Option<&Together>) -> i64 {
    together.map_or(0, |together| if together.is_recent() { RECENT } else { 0 } - together.cost)
}

fn waiting(person: &Facts<'_>) -> i64 {
    i64::from(person.waited.min(LEFT_OUT_THAT_COUNT)) * LEFT_OUT
}

/// Topics as small numbers, so that comparing everybody with everybody compares no texts.
fn facts<'a>(people: Vec<&'a Person>, field: &Field<'_>) -> Vec<Facts<'a>> {
    let mut numbers: BTreeMap<&'a TopicId, u32> = BTreeMap::new();
    let mut number = |topics: &'a [TopicId]| -> Vec<u32> {
        let mut listed = Vec::with_capacity(topics.len());
        for topic in topics {
            let fresh = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(topic).or_insert(fresh);
            if !listed.contains(&number) {
                listed.push(number);
            }
        }
        listed
    };
    people
        .into_iter()
        .map(|person| Facts {
            week: Week::of((&person.profile.hours, &person.time_zone), field.slot),
            waited: field.left_out.get(&person.id).copied().unwrap_or(0),
            function: person.profile.function,
            hint: field.lately.get(&person.id).and_then(|ledger| ledger.hint()),
            team: person.profile.team.as_deref().and_then(plain),
            seeks: number(&person.profile.seeks),
            offers: number(&person.profile.offers),
            person,
        })
        .collect()
}

/// A team's name without what people write differently; `None` when nothing is left.
fn plain(team: &str) -> Option<String> {
    let plain = team.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    (!plain.is_empty()).then_some(plain)
}

impl Facts<'_> {
    /// Places, in the other's list, of the topics they seek and this person offers.
    pub fn can_help<'b>(&'b self, other: &'b Facts<'_>) -> impl Iterator<Item = usize> + 'b {
        other.places_of(|topic| self.offers.contains(&topic))
    }

    /// Places, in this person's list, of the topics that both seek.
    pub fn challenges_shared_with<'b>(&'b self, other: &'b Facts<'_>) -> impl Iterator<Item = usize> + 'b {
        self.places_of(|topic| other.seeks.contains(&topic))
    }

    fn places_of<'b>(&'b self, is_meant: impl Fn(u32) -> bool + 'b) -> impl Iterator<Item = usize> + 'b {
        self.seeks.iter().enumerate().filter(move |(_, topic)| is_meant(**topic)).map(|(place, _)| place)
    }

    /// What this person seeks, without repetitions, in their order.
    pub fn sought(&self, place: usize) -> Option<&TopicId> {
        let listed = &self.person.profile.seeks;
        let first = |at: &usize| !listed[..*at].contains(&listed[*at]);
        (0..listed.len()).filter(first).nth(place).map(|at| &listed[at])
    }
}

#[cfg(test)]
mod tests {
    use super::super::form;
    use super::super::simulation::{field, person};
    use crate::domain::event::Seed;
    use crate::domain::ids::{PersonId, TopicId};
    use crate::domain::matching::Field;
    use crate::domain::org::Lines;
    use crate::domain::people::Person;
    use crate::domain::people::profile::Profile;
    use crate::domain::reciprocity::Ledger;
    use std::collections::BTreeMap;

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
        let c = PersonId::new("c");
        let group = groups.groups.into_iter().find(|group| group.members.contains(&c)).unwrap();
        group.members.into_iter().find(|member| *member != c).unwrap()
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
}
