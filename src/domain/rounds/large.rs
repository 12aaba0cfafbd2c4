//! A round that is so large that Slack's pace shows: whoever administers the workspace hears of it before people ask.

use super::super::decision::{Decision, Outgoing, Target, Urgency};
use super::super::ids::{MessageKey, RoundId};
use super::super::message::Message;
use super::super::people::Person;
use super::conversation::own_hour;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// From here on the last people would wonder why others have heard already.
const LONG: Duration = Duration::from_mins(10);

/// Whether the messages of a round take so long that it is worth a word.
pub fn takes_long(time: Duration) -> bool {
    time >= LONG
}

/// Tells those who administer the workspace and take part how long the messages of a round will take, where that is long.
/// Whoever is not at work while they go out is spared it.
pub fn tell_admins(
    people: &[Person],
    round: &RoundId,
    messages: u64,
    time: Duration,
    now: Timestamp,
) -> Decision {
    if !takes_long(time) {
        return Decision::default();
    }
    let over = now.checked_add(SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX));
    let over = over.unwrap_or(Timestamp::MAX);
    let minutes = time.as_secs().div_ceil(60);
    let admins = people.iter().filter(|person| person.admin && person.takes_part(now));
    let told = admins.map(|person| (person, own_hour(person, now))).filter(|(_, hour)| *hour < over);
    told.fold(Decision::default(), |decision, (person, hour)| {
        decision.say(Outgoing {
            key: MessageKey::new(format!("large-round/{round}/{}", person.id)),
            to: Target::Direct(person.id.clone()),
            message: Message::LargeRound { messages, minutes },
            not_before: hour,
            expires: Some(over),
            // Behind the round it would say what is over.
            urgency: Urgency::Interactive,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ProgramId;
    use crate::domain::people::Standing;
    use crate::domain::testing::person;
    use jiff::civil::date;

    /// A Monday, ten o'clock in Berlin.
    const NOW: &str = "2026-11-23T09:00:00Z";

    fn told(people: &[Person], minutes: u64, now: &str) -> Vec<Outgoing> {
        let round = RoundId::of(&ProgramId::new("peer"), date(2026, 11, 23));
        let time = Duration::from_mins(minutes);
        tell_admins(people, &round, 700, time, now.parse().unwrap()).outgoing
    }

    fn admin(name: &str) -> Person {
        Person { admin: true, ..person(name) }
    }

    #[test]
    fn those_who_administer_and_take_part_are_told_once_for_each_round() {
        let gone = Person { standing: Standing::Left, ..admin("CID") };
        let told = told(&[admin("ANA"), person("BEN"), gone], 15, NOW);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].key.as_str(), "large-round/peer/2026-11-23/ANA");
        assert_eq!(told[0].message, Message::LargeRound { messages: 700, minutes: 15 });
        assert_eq!(told[0].expires, Some("2026-11-23T09:15:00Z".parse().unwrap()));
    }

    #[test]
    fn a_round_that_is_soon_over_is_not_worth_a_word() {
        assert!(told(&[admin("ANA")], 9, NOW).is_empty());
    }

    #[test]
    fn nobody_is_told_after_it_is_over() {
        assert!(told(&[admin("ANA")], 15, "2026-11-23T02:00:00Z").is_empty());
        let early = told(&[admin("ANA")], 240, "2026-11-23T06:00:00Z");
        assert_eq!(early.len(), 1);
        assert!(early[0].not_before > "2026-11-23T06:00:00Z".parse().unwrap());
    }
}
