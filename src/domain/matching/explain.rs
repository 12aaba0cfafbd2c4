//! Why two people were matched, as data; the renderer has the words.

use super::history::pairs_of;
use super::rules::{self, Board, Facts, differ};
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
            Self::Offers { helper, seeker, .. } => helper == person || seeker == person,
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
    let mut weighed = offers(&people);
    weighed.extend(shared_challenges(&people));
    weighed.extend(differences(&people));
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

fn offers(people: &[&Facts<'_>]) -> Vec<Weighed> {
    let mut found = Vec::new();
    for helper in people {
        for seeker in people.iter().filter(|seeker| seeker.person.id != helper.person.id) {
            let topics: Vec<TopicId> = helper
                .can_help(seeker)
                .take(rules::TOPICS_THAT_COUNT)
                .filter_map(|place| seeker.sought(place).cloned())
                .collect();
            let both_ways = seeker.can_help(helper).next().map_or(0, |_| rules::BOTH_WAYS / 2);
            let strength = points(topics.len(), rules::OFFERED_TOPIC) + both_ways;
            if !topics.is_empty() {
                let (helper, seeker) = (helper.person.id.clone(), seeker.person.id.clone());
                found.push((strength, Reason::Offers { helper, seeker, topics }));
            }
        }
    }
    found
}

fn points(count: usize, each: i64) -> i64 {
    i64::try_from(count).unwrap_or(0) * each
}

fn shared_challenges(people: &[&Facts<'_>]) -> Option<Weighed> {
    let (first, others) = people.split_first()?;
    let mut places: Vec<usize> = first.challenges_shared_with(first).collect();
    for other in others {
        let shared: Vec<usize> = first.challenges_shared_with(other).collect();
        places.retain(|place| shared.contains(place));
    }
    places.truncate(rules::TOPICS_THAT_COUNT);
    let topics: Vec<TopicId> = places.into_iter().filter_map(|place| first.sought(place).cloned()).collect();
    let strength = points(topics.len(), rules::SHARED_CHALLENGE);
    (!topics.is_empty()).then_some((strength, Reason::SharedChallenges(topics)))
}

fn differences(people: &[&Facts<'_>]) -> Vec<Weighed> {
    let places: Vec<usize> = (0..people.len()).collect();
    let all = |test: &dyn Fn(&Facts<'_>, &Facts<'_>) -> bool| {
        pairs_of(&places).into_iter().all(|(a, b)| test(people[a], people[b]))
    };
    let mut found = Vec::new();
    if all(&|a, b| differ(&a.function, &b.function)) {
        found.push((rules::OTHER_FUNCTION, Reason::OtherFunction));
    }
    if all(&|a, b| differ(&a.team, &b.team)) {
        found.push((rules::OTHER_TEAM, Reason::OtherTeam));
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
            pair.met_weeks_ago.filter(|weeks| *weeks > 0).map(|weeks| (LONG_AGO, Reason::LongAgo(weeks)))
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
