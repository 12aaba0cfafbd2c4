use super::message::{AskMessage, HelpRequest};
use super::route::Desk;
use super::*;
use crate::domain::attention::{Attention, Budget, Entry};
use crate::domain::catalogue::{Catalogue, Topic};
use crate::domain::decision::{Change, Decision, Target};
use crate::domain::ids::SubjectId;
use crate::domain::message::Message;
use crate::domain::org::Lines;
use crate::domain::people::Person;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::Shelf;
use crate::domain::record::Record;
use crate::domain::testing::{id, monday, person};
use crate::domain::topics::TopicIndex;
use jiff::SignedDuration;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

mod year;

fn topic(name: &str) -> TopicId {
    TopicId::new(name)
}

fn catalogue() -> Catalogue {
    let topics = ["delegation", "hiring", "incidents", "strategy"].map(|name| Topic {
        id: topic(name),
        name: name.into(),
        group: "All".into(),
        synonyms: vec![format!("{name} work")],
        signs: Vec::new(),
    });
    Catalogue { topics: topics.into(), ..Catalogue::default() }
}

/// Takes part in being asked, and offers these topics.
fn helper(name: &str, offers: &[&str]) -> Person {
    let mut helper = person(name);
    helper.profile.modes = BTreeSet::from([Mode::Situational]);
    helper.profile.offers = offers.iter().map(|name| topic(name)).collect();
    helper
}

fn draft(topics: &[&str]) -> Draft {
    Draft {
        text: "Everything lands on my desk.".into(),
        topics: topics.iter().map(|name| topic(name)).collect(),
        read_out: Vec::new(),
        haste: Haste::Whenever,
        naming: Naming::OnceAccepted,
    }
}

/// Reading the English stop words takes longer than a test.
static INDEX: LazyLock<Arc<TopicIndex>> = LazyLock::new(|| Arc::new(TopicIndex::of(&catalogue())));

fn desk(people: &[Person]) -> Desk {
    let ask =
        Ask::new(AskId::new("ask/1"), id("ANA"), draft(&["delegation"]), Origin::Command, monday("09:00:00"));
    Desk {
        ask,
        people: people.iter().map(|person| (person.id.clone(), person.clone())).collect(),
        lines: Lines::of(&[], people),
        org: Vec::new(),
        others: Vec::new(),
        community: None,
        attention: Attention::default(),
        index: INDEX.clone(),
        shelf: Shelf::default(),
        decision: Decision::default(),
    }
}

fn names(desk: &Desk) -> Vec<String> {
    desk.candidates(monday("09:00:00")).into_iter().map(|each| each.person.to_string()).collect()
}

fn helped(name: &str, helper: &str, days_ago: i64, outcome: Outcome) -> Ask {
    let at = monday("09:00:00") - SignedDuration::from_hours(24 * days_ago);
    let approach = Approach { person: id(helper), at, why: Why::FreshEyes, response: Response::Accepted };
    let state = AskState::Closed {
        at,
        helper: Some(id(helper)),
        ending: Ending::Told(outcome),
        thanks: Thanks::Unsaid,
    };
    let ask = Ask::new(AskId::new(name), id("EVE"), draft(&["delegation"]), Origin::Command, at);
    Ask { approaches: vec![approach], state, ..ask }
}

#[test]
fn whoever_offers_the_topic_comes_before_whoever_only_helped_and_others_are_not_asked() {
    let people = [helper("ANA", &[]), helper("BEN", &["delegation"]), helper("CHO", &[]), helper("DEE", &[])];
    let mut desk = desk(&people);
    desk.others = vec![helped("ask/2", "CHO", 60, Outcome::Helped)];
    assert_eq!(names(&desk), ["BEN", "CHO"]);
    desk.ask.reach = Reach::Anybody;
    assert_eq!(names(&desk), ["BEN", "CHO", "DEE"]);
}

#[test]
fn nobody_is_asked_across_a_line_or_a_wish_or_a_break() {
    let mut people =
        ["ANA", "BEN", "CHO", "DEE", "EVE", "FAY", "GUS", "HAL"].map(|name| helper(name, &["delegation"]));
    people[0].profile.manager = Some(id("BEN"));
    people[1].profile.manager = Some(id("CHO"));
    people[3].profile.manager = Some(id("ANA"));
    people[4].never = BTreeSet::from([id("ANA")]);
    people[0].never = BTreeSet::from([id("FAY")]);
    people[6].pause = Some(crate::domain::people::Pause { until: None });
    assert_eq!(names(&desk(&people)), ["HAL"]);
}

#[test]
fn whoever_was_asked_lately_stands_back() {
    let people = [helper("ANA", &[]), helper("BEN", &["delegation"]), helper("CHO", &["delegation"])];
    let mut desk = desk(&people);
    assert_eq!(names(&desk), ["BEN", "CHO"]);
    desk.others = vec![helped("ask/2", "BEN", 3, Outcome::No)];
    assert_eq!(names(&desk), ["CHO", "BEN"]);
    desk.others = vec![helped("ask/2", "CHO", 300, Outcome::No)];
    assert_eq!(names(&desk), ["BEN", "CHO"], "among equals, whoever was never asked");
}

#[test]
fn what_a_helper_reads_holds_neither_the_asker_nor_anything_of_theirs() {
    let ask = Ask { asker: id("UNIQUE"), ..desk(&[]).ask };
    let request = HelpRequest::of(&ask, Why::Referred, message::RequestStanding::Open);
    assert!(!serde_json::to_string(&request).unwrap().contains("UNIQUE"));
    let open = Ask { draft: Draft { naming: Naming::FromTheStart, ..ask.draft.clone() }, ..ask };
    assert_eq!(
        HelpRequest::of(&open, Why::Referred, message::RequestStanding::Open).asker,
        Some(id("UNIQUE"))
    );
}

#[test]
fn a_helper_may_read_only_their_own_part_of_the_record() {
    let mut ask = helped("ask/1", "BEN", 1, Outcome::Helped);
    ask.approaches.push(Approach { person: id("CHO"), ..ask.approaches[0].clone() });
    let seen = ask.seen_by(&id("CHO"));
    assert_eq!((seen.asker.as_str(), seen.draft.text.as_str()), ("not-told", ""));
    assert_eq!(seen.approaches.iter().map(|each| each.person.as_str()).collect::<Vec<_>>(), ["CHO"]);
    assert_eq!(ask.seen_by(&id("EVE")), ask);
}

/// What may happen to an ask, by anybody, in any order.
#[derive(Clone, Debug)]
enum Step {
    Press(usize, Press),
    Refer(usize, usize),
    Silence(usize),
    Gone(usize),
    Change,
    FollowUp,
    Again,
    Days(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..8_usize, 0..Press::ALL.len()).prop_map(|(who, press)| Step::Press(who, Press::ALL[press])),
        1 => (0..8_usize, 0..8_usize).prop_map(|(who, other)| Step::Refer(who, other)),
        2 => (0..8_usize).prop_map(Step::Silence),
        1 => (0..8_usize).prop_map(Step::Gone),
        1 => Just(Step::Change),
        1 => Just(Step::FollowUp),
        1 => Just(Step::Again),
        2 => (0..9_i64).prop_map(Step::Days),
    ]
}

/// The ask and everybody's attention as the storage would hold them.
struct Play {
    people: Vec<Person>,
    ask: Ask,
    spent: Vec<Entry>,
    now: Timestamp,
}

impl Play {
    fn desk(&self) -> Desk {
        Desk {
            ask: self.ask.clone(),
            attention: Attention::of(Budget(2), self.spent.clone()),
            ..desk(&self.people)
        }
    }

    fn take(&mut self, step: &Step) -> Decision {
        let name = |place: usize| self.people[place % self.people.len()].id.clone();
        let (desk, now) = (self.desk(), self.now);
        match step {
            Step::Press(who, press) => match press {
                Press::Accept => desk.accepts(&name(*who), now),
                Press::Decline => desk.declines(&name(*who), now),
                Press::Refer => desk.asks_who_is_better(&name(*who)),
                Press::Edit => desk.edits(),
                Press::Withdraw => desk.withdraws(&name(*who), now),
                Press::Widen => desk.widens(&name(*who), now),
                Press::Wait => desk.waits(&name(*who), now),
                Press::Helped => desk.tells(&name(*who), Outcome::Helped, now),
                Press::Partly => desk.tells(&name(*who), Outcome::Partly, now),
                Press::NotHelped => desk.tells(&name(*who), Outcome::No, now),
                Press::NotYet => desk.not_yet(&name(*who), now),
                Press::GoPublic => desk.goes_public(&name(*who), now),
                Press::Thank => desk.thanks_helper(&name(*who), now),
            },
            Step::Refer(who, other) => desk.refers(&name(*who), &name(*other), now),
            Step::Silence(who) => desk.answer_is_due(&name(*who), now),
            Step::Gone(who) => desk.helper_is_gone(&name(*who), now),
            Step::Change => desk.changes(draft(&["hiring"]), now),
            Step::FollowUp => desk.follow_up_is_due(now),
            Step::Again => desk.tries_again(now),
            Step::Days(days) => {
                self.now += SignedDuration::from_hours(24 * days);
                Decision::default()
            }
        }
    }

    /// Takes the decision over as the storage would, and holds it against what must always be true.
    fn commit(&mut self, decision: Decision) -> Result<(), TestCaseError> {
        let knew = self.ask.helper().cloned();
        for change in &decision.changes {
            if let Change::SaveRecord(Record::Ask(ask)) = change {
                self.ask = Ask { version: self.ask.version + 1, ..ask.clone() };
            }
            if let Change::SpendAttention(entry) = change {
                prop_assert!(!self.spent.contains(entry));
                self.spent.push(entry.clone());
            }
        }
        for outgoing in &decision.outgoing {
            let told = match &outgoing.to {
                Target::Direct(person) => vec![person.clone()],
                Target::Group(members) => members.clone(),
                Target::Edit(key) => self.readers(key.as_str()),
                Target::Thread(_) | Target::Under(_) | Target::Channel(_) => Vec::new(),
            };
            let to_others = told.iter().any(|person| *person != self.ask.asker);
            let private =
                told.iter().all(|person| knew.as_ref() != Some(person) && self.ask.helper() != Some(person));
            if to_others && private {
                let payload = serde_json::to_string(&outgoing.message).unwrap();
                prop_assert!(!payload.contains("ANA"), "{payload}");
            }
        }
        Ok(())
    }

    fn readers(&self, key: &str) -> Vec<PersonId> {
        let asked =
            self.people.iter().filter(|person| key.starts_with(self.ask.request(&person.id).as_str()));
        asked.map(|person| person.id.clone()).collect()
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let ask = &self.ask;
        let count = |response| ask.approaches.iter().filter(|each| each.response == response).count();
        let people: BTreeSet<&PersonId> = ask.approaches.iter().map(|each| &each.person).collect();
        prop_assert_eq!(people.len(), ask.approaches.len(), "nobody is asked twice");
        prop_assert!(!people.contains(&ask.asker));
        prop_assert!(count(Response::Accepted) <= 1);
        match &ask.state {
            AskState::Searching => prop_assert!(count(Response::Pending) > 0),
            AskState::Accepted { helper, .. } => {
                prop_assert_eq!(ask.response_of(helper), Some(Response::Accepted));
                prop_assert_eq!(count(Response::Pending) + count(Response::Late), 0);
            }
            AskState::Closed { .. } => {
                prop_assert_eq!(count(Response::Pending) + count(Response::Late), 0);
            }
            AskState::Unanswered | AskState::Waiting { .. } => prop_assert_eq!(count(Response::Pending), 0),
        }
        let mut weeks: BTreeMap<_, usize> = BTreeMap::new();
        for entry in self.spent.iter().filter(|entry| !entry.is_held_back()) {
            *weeks.entry((&entry.person, entry.week)).or_default() += 1;
        }
        prop_assert!(weeks.values().all(|count| *count <= 2));
        prop_assert!(self.spent.iter().all(|entry| entry.subject == Some(SubjectId::from(&ask.id))));
        Ok(())
    }
}

proptest! {
    #[test]
    fn whatever_happens_in_whatever_order_an_ask_stays_sound(steps in prop::collection::vec(step(), 1..40)) {
        let names = ["ANA", "BEN", "CHO", "DEE", "EVE", "FAY", "GUS", "HAL"];
        let people: Vec<Person> = names.iter().map(|name| helper(name, &["delegation"])).collect();
        let now = monday("09:00:00");
        let mut play = Play { ask: desk(&people).ask, people, spent: Vec::new(), now };
        let opened = play.desk().opens(now);
        play.commit(opened)?;
        play.check()?;
        for step in steps {
            let decision = play.take(&step);
            play.commit(decision)?;
            play.check()?;
        }
    }
}

#[test]
fn the_message_that_says_it_is_over_reaches_whoever_was_asked() {
    let people = [helper("ANA", &[]), helper("BEN", &["delegation"]), helper("CHO", &["delegation"])];
    let mut play =
        Play { ask: desk(&people).ask, people: people.into(), spent: Vec::new(), now: monday("09:00:00") };
    let opened = play.desk().opens(play.now);
    play.commit(opened).unwrap();
    let withdrawn = play.desk().withdraws(&id("ANA"), play.now);
    let edited = withdrawn.outgoing.iter().any(|outgoing| {
        matches!(&outgoing.message, Message::Ask(AskMessage::Request(request)) if request.text.is_empty())
    });
    assert!(edited);
}
