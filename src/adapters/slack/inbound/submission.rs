//! The values of a submitted modal. Codes we do not know are dropped and empty texts are none: the domain says what is
//! missing, next to the field.

use crate::adapters::slack::ids::{NAME_IF_AGREED, NAME_ONLY_IF_AGREED, NO, THIS_WEEK, YES, field_id};
use crate::adapters::slack::json::{list, text};
use crate::domain::asks::{self, Draft, Haste};
use crate::domain::calendar::{Day, WorkingHours};
use crate::domain::decision::Field;
use crate::domain::ids::{ChannelId, PersonId, TopicId};
use crate::domain::learning::Naming;
use crate::domain::learning::share::LearningDraft;
use crate::domain::people::profile::{Function, Level, Mode, Profile, Rhythm};
use crate::domain::reverse::{Submission, Topic};
use crate::domain::rounds::check_in::{Balance, MetAnswer, Useful};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::Value;

/// The profile in `view.state.values`. What the modal does not ask for is left unknown.
pub fn profile(values: &Value) -> Profile {
    Profile {
        seeks: topics(values, Field::Seeks),
        offers: topics(values, Field::Offers),
        own_words: typed(values, Field::OwnWords),
        manages_people: match chosen(values, Field::ManagesPeople) {
            Some(YES) => Some(true),
            Some(NO) => Some(false),
            Some(_) | None => None,
        },
        level: chosen(values, Field::Level).and_then(Level::from_code),
        function: chosen(values, Field::Function).and_then(Function::from_code),
        team: typed(values, Field::Team),
        manager: None,
        modes: ticked(values, Field::Modes).filter_map(Mode::from_code).collect(),
        rhythm: chosen(values, Field::Rhythm).and_then(Rhythm::from_code).unwrap_or_default(),
        hours: hours(values),
    }
}

/// The answer in the check-in's `view.state.values`.
pub fn met(values: &Value) -> MetAnswer {
    MetAnswer {
        useful: chosen(values, Field::Useful).and_then(Useful::from_code),
        balance: chosen(values, Field::Balance).and_then(Balance::from_code),
        will_try: typed(values, Field::WillTry),
    }
}

/// What was said about a problem; `read_out` are the topics that the form had begun with because of the words.
pub fn ask(values: &Value, read_out: &[TopicId]) -> Draft {
    let topics = topics(values, Field::AskTopics);
    Draft {
        text: typed(values, Field::AskText).unwrap_or_default(),
        read_out: topics.iter().filter(|topic| read_out.contains(topic)).cloned().collect(),
        topics,
        haste: match chosen(values, Field::AskHaste) {
            Some(THIS_WEEK) => Haste::ThisWeek,
            Some(_) | None => Haste::Whenever,
        },
        naming: match ticked(values, Field::AskNaming).next() {
            Some(_) => asks::Naming::FromTheStart,
            None => asks::Naming::OnceAccepted,
        },
    }
}

/// Whom somebody will ask, and when, as far as they filled it in.
pub fn commitment(values: &Value) -> (Option<PersonId>, Option<Date>) {
    let with = element(values, Field::NudgeWho).and_then(|element| text(element, "/selected_user"));
    let on = element(values, Field::NudgeDay).and_then(|element| text(element, "/selected_date"));
    (with.map(PersonId::new), on.and_then(|date| Date::strptime("%Y-%m-%d", date).ok()))
}

/// Whom a helper named as better; `None` where the menu was left empty.
pub fn referred(values: &Value) -> Option<PersonId> {
    text(element(values, Field::Referred)?, "/selected_user").map(PersonId::new)
}

/// What somebody shares of what they learned.
pub fn learning(values: &Value) -> LearningDraft {
    let channel = element(values, Field::LearningChannel)
        .and_then(|element| text(element, "/selected_conversation"))
        .map(ChannelId::new);
    LearningDraft {
        text: typed(values, Field::LearningText).unwrap_or_default(),
        channel,
        naming: match chosen(values, Field::LearningNaming) {
            Some(NAME_IF_AGREED) => Naming::IfAgreed,
            Some(NAME_ONLY_IF_AGREED) => Naming::OnlyIfAgreed,
            Some(_) | None => Naming::Nobody,
        },
    }
}

/// Topic and times of a term. What was written counts before what was chosen.
pub fn times(values: &Value) -> Submission {
    let written = typed(values, Field::TermWords).map(Topic::Words);
    let offered = || chosen(values, Field::TermTopic).map(|topic| Topic::Offered(TopicId::new(topic)));
    let start = |field| Timestamp::from_second(chosen(values, field)?.parse().ok()?).ok();
    let starts = [Field::TermFirst, Field::TermSecond, Field::TermThird].into_iter().filter_map(start);
    Submission { topic: written.or_else(offered), starts: starts.collect() }
}

/// The element of a field: our action id is the block's, but only the block's place is relied on.
fn element(values: &Value, field: Field) -> Option<&Value> {
    values.get(field_id(field))?.as_object()?.values().next()
}

fn typed(values: &Value, field: Field) -> Option<String> {
    let typed = text(element(values, field)?, "/value")?.trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

fn chosen(values: &Value, field: Field) -> Option<&str> {
    text(element(values, field)?, "/selected_option/value")
}

fn ticked(values: &Value, field: Field) -> impl Iterator<Item = &str> {
    let options = element(values, field).map_or(&[][..], |element| list(element, "/selected_options"));
    options.iter().filter_map(|option| text(option, "/value"))
}

fn topics(values: &Value, field: Field) -> Vec<TopicId> {
    let mut topics: Vec<TopicId> = Vec::new();
    for topic in ticked(values, field).map(TopicId::new) {
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

fn hours(values: &Value) -> WorkingHours {
    let usual = WorkingHours::default();
    let time = |field| {
        let time = text(element(values, field)?, "/selected_time")?;
        Time::strptime("%H:%M", time).ok()
    };
    WorkingHours {
        days: ticked(values, Field::Days).filter_map(day).collect(),
        start: time(Field::Start).unwrap_or(usual.start),
        end: time(Field::End).unwrap_or(usual.end),
    }
}

fn day(code: &str) -> Option<Day> {
    serde_json::from_value(Value::from(code)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn option(code: &str) -> Value {
        json!({"text": {"type": "plain_text", "text": code}, "value": code})
    }

    #[test]
    fn every_field_of_the_profile_is_read() {
        let several = |codes: &[&str]| {
            let options: Vec<Value> = codes.iter().map(|code| option(code)).collect();
            json!({"any": {"selected_options": options}})
        };
        let one = |code: &str| json!({"any": {"selected_option": option(code)}});
        let values = json!({
            "seeks": several(&["delegation", "hiring", "delegation"]),
            "offers": several(&["incidents"]),
            "own_words": {"any": {"value": "  I ask a lot. "}},
            "manages_people": one("yes"), "level": one("manager"), "function": one("data"),
            "team": {"any": {"value": "  "}}, "modes": several(&["peer", "chess"]), "rhythm": one("fortnightly"),
            "days": several(&["mon", "thu", "someday"]),
            "start": {"any": {"selected_time": "08:30"}}, "end": {"any": {"selected_time": "25:00"}},
        });
        let expected = Profile {
            seeks: vec![TopicId::new("delegation"), TopicId::new("hiring")],
            offers: vec![TopicId::new("incidents")],
            own_words: Some("I ask a lot.".into()),
            manages_people: Some(true),
            level: Some(Level::Manager),
            function: Some(Function::Data),
            team: None,
            manager: None,
            modes: BTreeSet::from([Mode::Peer]),
            rhythm: Rhythm::Fortnightly,
            hours: WorkingHours {
                days: BTreeSet::from([Day::Mon, Day::Thu]),
                start: Time::constant(8, 30, 0, 0),
                end: Time::constant(17, 0, 0, 0),
            },
        };
        assert_eq!(profile(&values), expected);
    }

    #[test]
    fn nothing_is_still_a_profile() {
        let empty = profile(&Value::Null);
        assert_eq!((empty.seeks.len(), empty.rhythm, empty.manages_people), (0, Rhythm::Weekly, None));
        let odd = profile(&json!({"seeks": 7, "level": {"any": null}, "start": {}}));
        assert_eq!(odd, empty);
    }

    #[test]
    fn own_words_about_a_term_count_before_a_choice_and_times_are_instants() {
        let one = |code: &str| json!({"any": {"selected_option": option(code)}});
        let mut values = json!({
            "term_topic": one("incidents"), "term_words": {"any": {"value": " How releases feel "}},
            "term_first": one("1795000000"), "term_second": one("soon"), "term_third": {"any": {}},
        });
        let starts = vec![Timestamp::from_second(1_795_000_000).expect("a time")];
        let words = Some(Topic::Words("How releases feel".into()));
        assert_eq!(times(&values), Submission { topic: words, starts });
        values["term_words"] = Value::Null;
        assert_eq!(times(&values).topic, Some(Topic::Offered(TopicId::new("incidents"))));
        assert_eq!(times(&Value::Null), Submission::default());
    }

    #[test]
    fn the_check_in_may_be_left_empty() {
        let values = json!({
            "useful": {"u": {"selected_option": option("very")}},
            "balance": {"b": {"selected_option": null}},
            "will_try": {"w": {"value": null}},
        });
        let expected = MetAnswer { useful: Some(Useful::Very), balance: None, will_try: None };
        assert_eq!(met(&values), expected);
    }
}
