//! Why two people were matched, as data; the renderer has the words.

use super::board::Board;
use super::facts::Facts;
use super::history::pairs_of;
use super::rules::differences::differ;
use super::rules::own_words;
use super::rules::topics::THAT_COUNT;
use super::weights::Weights;
use crate::domain::ids::{PersonId, TopicId};
use serde::{Deserialize, Serialize};

/// One reason. Only reasons that are true of the pair are given, and none that tells what a person keeps private.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// One offers what the other seeks.
    Offers {
        /// Who can help.
        helper: PersonId,
        /// Whom.
        seeker: PersonId,
        /// With what.
        topics: Vec<TopicId>,
    },
    /// One offers something close to what the other seeks.
    ComesNear {
        /// Who can help.
        helper: PersonId,
        /// Whom.
        seeker: PersonId,
        /// With what is sought.
        topics: Vec<TopicId>,
    },
    /// What one says in their own words fits what the other seeks or says.
    OwnWords {
        /// Who said it.
        helper: PersonId,
        /// Whom it fits.
        seeker: PersonId,
    },
    /// Both seek advice on the same topics.
    SharedChallenges(Vec<TopicId>),
    /// They work in different functions.
    OtherFunction,
    /// They work in different teams.
    OtherTeam,
    /// Their working days share this many minutes.
    CommonHours(u32),
    /// They have never been introduced to each other here.
    FirstTime,
    /// They met before, this many weeks ago.
    LongAgo(u32),
    /// One of them was left out last time; whom is not said.
    SomebodyWaited,
    /// Nothing else is known about them: a fresh pair of eyes.
    FreshEyes,
    /// Neither is in the other's reporting line, and they work levels apart: what is said stays without consequences.
    OutsideTheLine,
}

impl Reason {
    /// Whether it speaks of a person.
    pub fn names(&self, person: &PersonId) -> bool {
        match self {
            Self::Offers { helper, seeker, .. }
            | Self::ComesNear { helper, seeker, .. }
            | Self::OwnWords { helper, seeker } => helper == person || seeker == person,
            Self::SharedChallenges(_)
            | Self::OtherFunction
            | Self::OtherTeam
            | Self::CommonHours(_)
            | Self::FirstTime
            | Self::LongAgo(_)
            | Self::SomebodyWaited
            | Self::FreshEyes
            | Self::OutsideTheLine => false,
        }
    }
}

/// The most reasons given: more are read by nobody.
const REASONS: usize = 4;
/// How strongly a reason speaks that is no matter of points. Below every topic and difference.
const LONG_AGO: i64 = 40;
const FIRST_TIME: i64 = 30;
const COMMON_HOURS: i64 = 20;
const WAITED: i64 = 10;

/// Why a group was formed, strongest first. What is said of a trio holds for every two of it, except who can help whom.
pub(super) fn reasons(board: &Board<'_>, members: &[usize]) -> Vec<Reason> {
    let people: Vec<&Facts<'_>> = members.iter().map(|place| &board.people[*place]).collect();
    let weights = &board.weights;
    let mut weighed = offers(&people, weights);
    weighed.extend(near_offers(&people, weights));
    weighed.extend(shared_challenges(&people, weights));
    weighed.extend(own_words(&people, weights));
    weighed.extend(differences(&people, weights));
    weighed.extend(past(board, members));
    weighed.extend(common_hours(&people));
    if weighed.is_empty() {
        return vec![Reason::FreshEyes];
    }
    // Never the only reason: it would be no reason for the one who did not wait.
    if people.iter().any(|person| person.waited > 0) {
        weighed.push((WAITED, Reason::SomebodyWaited));
    }
    weighed.sort_by_key(|(strength, _)| std::cmp::Reverse(*strength));
    weighed.into_iter().take(REASONS).map(|(_, reason)| reason).collect()
}

type Weighed = (i64, Reason);

fn offers(people: &[&Facts<'_>], weights: &Weights) -> Vec<Weighed> {
    let of = |helper: &Facts<'_>, seeker: &Facts<'_>| {
        let topics = topics_sought(seeker, helper.can_help(seeker));
        let both_ways = seeker.can_help(helper).next().map_or(0, |_| weights.both_ways / 2);
        let strength = points(topics.len(), weights.offered_topic) + i64::from(both_ways);
        let (helper, seeker) = (helper.person.id.clone(), seeker.person.id.clone());
        (!topics.is_empty()).then_some((strength, Reason::Offers { helper, seeker, topics }))
    };
    each_way(people).filter_map(|(helper, seeker)| of(helper, seeker)).collect()
}

/// What comes close is said only of whoever offers nothing better.
fn near_offers(people: &[&Facts<'_>], weights: &Weights) -> Vec<Weighed> {
    let of = |helper: &Facts<'_>, seeker: &Facts<'_>| {
        let topics = topics_sought(seeker, helper.comes_near(seeker));
        let strength =
            points(topics.len(), weights.offered_topic) * i64::from(weights.neighbour_percent) / 100;
        let says = !topics.is_empty() && helper.can_help(seeker).next().is_none();
        let (helper, seeker) = (helper.person.id.clone(), seeker.person.id.clone());
        says.then_some((strength, Reason::ComesNear { helper, seeker, topics }))
    };
    each_way(people).filter_map(|(helper, seeker)| of(helper, seeker)).collect()
}

fn own_words(people: &[&Facts<'_>], weights: &Weights) -> Vec<Weighed> {
    let of = |helper: &Facts<'_>, seeker: &Facts<'_>| {
        let strength = own_words::points(helper, seeker, weights);
        let (helper, seeker) = (helper.person.id.clone(), seeker.person.id.clone());
        (strength > 0).then_some((strength, Reason::OwnWords { helper, seeker }))
    };
    each_way(people).filter_map(|(helper, seeker)| of(helper, seeker)).collect()
}

/// Every two of them, both ways round.
fn each_way<'a>(people: &'a [&'a Facts<'a>]) -> impl Iterator<Item = (&'a Facts<'a>, &'a Facts<'a>)> {
    people.iter().enumerate().flat_map(move |(place, helper)| {
        let others = people.iter().enumerate().filter(move |(other, _)| *other != place);
        others.map(move |(_, seeker)| (*helper, *seeker))
    })
}

/// The topics at these places of what somebody seeks, as many as count.
fn topics_sought(seeker: &Facts<'_>, places: impl Iterator<Item = usize>) -> Vec<TopicId> {
    places.take(THAT_COUNT).filter_map(|place| seeker.sought(place).cloned()).collect()
}

fn points(count: usize, each: i32) -> i64 {
    i64::try_from(count).unwrap_or(0) * i64::from(each)
}

fn shared_challenges(people: &[&Facts<'_>], weights: &Weights) -> Option<Weighed> {
    let (first, others) = people.split_first()?;
    let mut places: Vec<usize> = first.challenges_shared_with(first).collect();
    for other in others {
        let shared: Vec<usize> = first.challenges_shared_with(other).collect();
        places.retain(|place| shared.contains(place));
    }
    let topics = topics_sought(first, places.into_iter());
    let strength = points(topics.len(), weights.shared_challenge);
    (!topics.is_empty()).then_some((strength, Reason::SharedChallenges(topics)))
}

fn differences(people: &[&Facts<'_>], weights: &Weights) -> Vec<Weighed> {
    let places: Vec<usize> = (0..people.len()).collect();
    let all = |test: &dyn Fn(&Facts<'_>, &Facts<'_>) -> bool| {
        pairs_of(&places).into_iter().all(|(a, b)| test(people[a], people[b]))
    };
    let mut found = Vec::new();
    if all(&|a, b| differ(&a.function, &b.function)) {
        found.push((weights.other_function.into(), Reason::OtherFunction));
    }
    if all(&|a, b| differ(&a.team, &b.team)) {
        found.push((weights.other_team.into(), Reason::OtherTeam));
    }
    found
}

fn past(board: &Board<'_>, members: &[usize]) -> Option<Weighed> {
    let together: Vec<_> = pairs_of(members).into_iter().map(|(a, b)| board.history.together(a, b)).collect();
    if together.iter().all(Option::is_none) {
        return Some((FIRST_TIME, Reason::FirstTime));
    }
    match together[..] {
        [Some(pair)] => {
            let weeks = pair.met_weeks_ago.filter(|weeks| *weeks > 0);
            weeks.map(|weeks| (LONG_AGO, Reason::LongAgo(weeks.into())))
        }
        _ => None,
    }
}

fn common_hours(people: &[&Facts<'_>]) -> Option<Weighed> {
    let (first, others) = people.split_first()?;
    let common = others.iter().fold(first.week.clone(), |all, other| all.common(&other.week));
    // Less than half an hour a day is no reason to be brought together.
    let minutes = common.minutes_per_day() / 30 * 30;
    (minutes > 0).then_some((COMMON_HOURS, Reason::CommonHours(minutes)))
}

#[cfg(test)]
mod tests {
    use super::super::simulation::{field, person};
    use super::super::{Met, PastPairing, form};
    use super::*;
    use crate::domain::calendar::{Day, WorkingHours};
    use crate::domain::org::Lines;
    use crate::domain::people::Person;
    use crate::domain::people::profile::{Function, Profile};
    use jiff::ToSpan;

    fn topics(names: &[&str]) -> Vec<TopicId> {
        names.iter().map(|name| TopicId::new(*name)).collect()
    }

    /// On a day of their own, so that nobody shares hours unless a test says so.
    fn on(day: Day) -> WorkingHours {
        WorkingHours { days: [day].into(), ..WorkingHours::default() }
    }

    fn why(people: &[Person], weeks_ago: Option<i64>, waited: &[(&str, u32)]) -> Vec<Reason> {
        let (none, waited) =
            (Lines::default(), waited.iter().map(|(id, n)| (PersonId::new(*id), *n)).collect());
        let slot = field(people, &[], &waited, &none).slot;
        let members: Vec<PersonId> = people.iter().map(|person| person.id.clone()).collect();
        let past: Vec<PastPairing> = weeks_ago
            .map(|weeks| PastPairing {
                members: members.clone(),
                slot: slot - (7 * weeks).days(),
                met: Met::Yes,
                asks_first: members[0].clone(),
            })
            .into_iter()
            .collect();
        let mut groups = form(&field(people, &past, &waited, &none)).groups;
        assert_eq!(groups.len(), 1);
        groups.remove(0).reasons
    }

    #[test]
    fn help_both_ways_comes_first_and_four_reasons_are_enough() {
        let ana = Profile {
            seeks: topics(&["delegation", "hiring", "delegation", "conflict"]),
            offers: topics(&["incidents"]),
            function: Some(Function::Data),
            team: Some("Search".into()),
            ..Profile::default()
        };
        let ben = Profile {
            seeks: topics(&["incidents", "conflict"]),
            offers: topics(&["conflict", "hiring", "delegation"]),
            function: Some(Function::Product),
            team: Some("search ".into()),
            ..Profile::default()
        };
        let (a, b) = (PersonId::new("a"), PersonId::new("b"));
        let expected = [
            Reason::Offers {
                helper: b.clone(),
                seeker: a.clone(),
                topics: topics(&["delegation", "hiring"]),
            },
            Reason::Offers { helper: a, seeker: b, topics: topics(&["incidents"]) },
            Reason::OtherFunction,
            Reason::SharedChallenges(topics(&["conflict"])),
        ];
        assert_eq!(why(&[person("a", ana), person("b", ben)], None, &[("a", 1)]), expected);
    }

    #[test]
    fn what_is_known_of_the_past_and_the_hours_is_said() {
        let silent = || [person("a", Profile::default()), person("b", Profile::default())];
        assert_eq!(
            why(&silent(), None, &[("b", 2)]),
            [Reason::FirstTime, Reason::CommonHours(480), Reason::SomebodyWaited]
        );
        assert_eq!(why(&silent(), Some(9), &[]), [Reason::LongAgo(9), Reason::CommonHours(480)]);
    }

    #[test]
    fn fresh_eyes_are_the_last_resort_and_waiting_is_never_the_only_reason() {
        let apart = [Day::Mon, Day::Tue].map(|day| Profile { hours: on(day), ..Profile::default() });
        let [a, b] = apart;
        let mut past = [person("a", a), person("b", b)];
        assert_eq!(why(&past, Some(0), &[("a", 1)]), [Reason::FreshEyes]);
        past[0].time_zone = "Mars/Olympus".into();
        assert_eq!(why(&past, None, &[]), [Reason::FirstTime]);
    }

    #[test]
    fn what_is_said_of_three_is_true_of_every_two() {
        let of = |function, seeks: &[&str]| Profile {
            function: Some(function),
            seeks: topics(seeks),
            ..Profile::default()
        };
        let three = [
            person("a", of(Function::Data, &["hiring", "conflict"])),
            person("b", of(Function::Design, &["conflict", "hiring"])),
            person("c", of(Function::Data, &["conflict"])),
        ];
        assert_eq!(
            why(&three, None, &[]),
            [Reason::SharedChallenges(topics(&["conflict"])), Reason::FirstTime, Reason::CommonHours(480)]
        );
    }
}
