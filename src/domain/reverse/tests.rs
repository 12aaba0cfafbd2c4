use super::desk::Desk;
use super::message::{Because, DateStanding, OfferStanding, ReverseAnswer, ReverseMessage, TermNews};
use super::views::{MyNext, MyTerm};
use super::*;
use crate::domain::catalogue::{Catalogue, Depth, Prompt};
use crate::domain::decision::{Change, Decision, Field, FieldProblem, Reply, SkipReason, Target};
use crate::domain::event::Seed;
use crate::domain::ids::{PromptId, ThemeId};
use crate::domain::message::{Answer, Message};
use crate::domain::people::profile::Mode;
use crate::domain::record::Record;
use crate::domain::rounds::dissolve::Announcement;
use crate::domain::testing::{id, monday, people};
use proptest::prelude::*;
use std::sync::Arc;

/// A term that is being lived: every decision is saved, and what was said is kept.
struct Life {
    desk: Desk,
    now: Timestamp,
    said: Vec<(MessageKey, ReverseMessage)>,
}

fn term() -> Term {
    Term {
        id: TermId::new("term/1"),
        version: 0,
        round: RoundId::new("reverse/2027-01-04"),
        slot: jiff::civil::date(2027, 1, 4),
        began_at: monday("09:00:00"),
        junior: id("JO"),
        senior: id("SAM"),
        reasons: vec![Reason::OutsideTheLine],
        topic: None,
        length: LENGTH,
        meetings: Vec::new(),
        cancelled: 0,
        turn: 0,
        chased: 0,
        next_from: monday("09:00:00"),
        unfit: BTreeSet::new(),
        question: None,
        resting: BTreeSet::new(),
        reviews: BTreeMap::new(),
        stage: Stage::Asking,
        look_at: None,
    }
}

fn catalogue() -> Catalogue {
    let prompt = |place: usize| Prompt {
        id: PromptId::new(format!("q{place}")),
        theme: ThemeId::new("technology"),
        depth: [Depth::Light, Depth::Real, Depth::Commitment][place % 3],
        mode: Mode::Reverse,
        text: format!("Question {place}?"),
    };
    Catalogue { prompts: (0..30).map(prompt).collect(), ..Catalogue::default() }
}

impl Life {
    fn begins() -> Self {
        let desk = Desk {
            term: term(),
            people: people(&["JO", "SAM"]),
            announcement: Announcement::Planned,
            showings: Vec::new(),
            catalogue: Arc::new(catalogue()),
            decision: Decision::default(),
        };
        let mut life = Self { desk, now: monday("09:00:00"), said: Vec::new() };
        let now = life.now;
        life.does(|desk| desk.begins(now));
        life.desk.announcement = Announcement::Sent;
        life
    }

    fn does(&mut self, decide: impl FnOnce(Desk) -> Decision) -> Reply {
        let decision = decide(self.desk.clone());
        for outgoing in decision.outgoing {
            match &outgoing.to {
                Target::Direct(person) => assert!(self.desk.term.role_of(person).is_some()),
                Target::Group(members) => assert_eq!(*members, self.desk.term.members()),
                Target::Thread(_) | Target::Under(_) | Target::Channel(_) | Target::Edit(_) => {}
            }
            let Message::Reverse(message) = outgoing.message else { panic!("about something else") };
            assert!(self.said.iter().all(|(key, _)| *key != outgoing.key), "{} twice", outgoing.key);
            self.said.push((outgoing.key, message));
        }
        for change in decision.changes {
            if let Change::SaveRecord(Record::Term(term)) = change {
                self.desk.term = Term { version: term.version + 1, ..*term };
            } else if let Change::ShowPrompt(showing) = change {
                self.desk.showings.push(showing);
            } else {
                panic!("{change:?}");
            }
        }
        decision.reply
    }

    fn proposes(&mut self) -> Reply {
        let starts = self.desk.common_times(self.now, PROPOSALS).iter().map(|time| time.start).collect();
        let said = Submission { topic: Some(Topic::Words("Releases".into())), starts };
        let now = self.now;
        self.does(|desk| desk.proposes(&id("JO"), said, now))
    }

    fn takes(&mut self, who: &str, place: u8) -> Reply {
        let (turn, now) = (self.desk.term.turn, self.now);
        self.does(|desk| desk.takes(&id(who), turn, place, now, Seed([7; 32])))
    }

    fn cancels(&mut self, who: &str) -> Reply {
        let (turn, now) = (self.desk.term.turn, self.now);
        self.does(|desk| desk.cancels(&id(who), turn, now))
    }

    fn tells(&mut self, who: &str, said: Said) -> Reply {
        let (meeting, now) = (self.desk.term.meetings.len().saturating_sub(1), self.now);
        self.does(|desk| desk.tells(&id(who), u16::try_from(meeting).unwrap(), said, now))
    }

    /// Time passes until the term is looked at again.
    fn looks(&mut self) {
        self.now = self.desk.term.look_at.unwrap_or(self.now).max(self.now);
        let now = self.now;
        self.does(|desk| desk.look_is_due(now));
    }

    fn meets(&mut self) {
        self.proposes();
        self.takes("SAM", 0);
        self.looks();
        self.tells("JO", Said::Met);
    }

    fn six_meetings(&mut self) {
        for _ in 0..LENGTH {
            self.meets();
            if self.desk.term.stage == Stage::Between {
                self.looks();
            }
        }
        assert_eq!(self.desk.term.stage, Stage::Reviewing);
    }

    fn last(&self) -> &ReverseMessage {
        &self.said.last().expect("something was said").1
    }

    fn was_told(&self, news: &TermNews) -> bool {
        self.said
            .iter()
            .any(|(_, said)| matches!(said, ReverseMessage::News { news: told, .. } if told == news))
    }

    fn next(&self) -> MyNext {
        MyTerm::of(&self.desk.term, &id("JO"), "UTC").expect("theirs").next
    }
}

fn refused(reply: &Reply) -> Option<(Field, FieldProblem)> {
    match reply {
        Reply::Refuse(errors) => errors.first().map(|error| (error.field, error.problem)),
        Reply::Nothing | Reply::Say(_) | Reply::Open(_) => None,
    }
}

fn answered(reply: &Reply) -> Option<&ReverseAnswer> {
    match reply {
        Reply::Say(Answer::Reverse(answer)) => Some(answer),
        Reply::Say(_) | Reply::Nothing | Reply::Refuse(_) | Reply::Open(_) => None,
    }
}

#[test]
fn the_junior_proposes_and_only_the_senior_takes() {
    let mut life = Life::begins();
    assert_eq!(life.next(), MyNext::TimesFromTheJunior);
    assert_eq!(answered(&life.proposes()), Some(&ReverseAnswer::Proposed(id("SAM"))));
    assert_eq!(answered(&life.takes("JO", 0)), Some(&ReverseAnswer::ForTheSenior));
    assert_eq!(answered(&life.takes("EVE", 0)), Some(&ReverseAnswer::Over));
    assert_eq!(answered(&life.takes("SAM", 3)), Some(&ReverseAnswer::Over), "there are three");
    assert_eq!(life.next(), MyNext::ChoiceOfTheSenior);
    assert_eq!(life.takes("SAM", 1), Reply::Nothing);
    let ReverseMessage::Date(date) = life.last() else { panic!("{:?}", life.last()) };
    assert_eq!((date.meeting, &date.standing), (1, &DateStanding::Standing));
    assert_eq!(answered(&life.takes("SAM", 0)), Some(&ReverseAnswer::Over), "it is taken");
}

#[test]
fn a_form_without_topic_or_with_times_that_have_passed_comes_back() {
    let mut life = Life::begins();
    let now = life.now;
    let words = |count| Some(Topic::Words("x".repeat(count)));
    let mut submits = |topic, starts: &[Timestamp]| {
        let said = Submission { topic, starts: starts.to_vec() };
        refused(&life.does(|desk| desk.proposes(&id("JO"), said, now)))
    };
    let tomorrow = monday("10:00:00") + SignedDuration::from_hours(24);
    assert_eq!(submits(None, &[tomorrow]), Some((Field::TermWords, FieldProblem::Missing)));
    let long = submits(words(121), &[tomorrow]);
    assert_eq!(long, Some((Field::TermWords, FieldProblem::TooLong(TOPIC_LIMIT))));
    assert_eq!(submits(words(120), &[]), Some((Field::TermFirst, FieldProblem::Missing)));
    assert_eq!(submits(words(120), &[now]), Some((Field::TermFirst, FieldProblem::TimesPassed)));
    assert_eq!(submits(words(120), &[tomorrow, tomorrow, now]), None);
    let Stage::Offering { times, .. } = &life.desk.term.stage else { panic!() };
    assert_eq!(times.len(), 1, "each once, and none that has passed");
}

#[test]
fn a_cancellation_offers_other_times_at_once_and_only_the_seniors_is_counted() {
    let mut life = Life::begins();
    life.proposes();
    life.takes("SAM", 0);
    let Stage::Booked(booked) = life.desk.term.stage.clone() else { panic!() };
    let question = life.desk.term.question.clone();
    assert_eq!(answered(&life.cancels("SAM")), Some(&ReverseAnswer::Cancelled));
    let Stage::Offering { times, origin, .. } = life.desk.term.stage.clone() else { panic!() };
    assert_eq!((times.len(), origin, times.contains(&booked)), (3, Origin::SeniorCancelled, false));
    assert_eq!((life.desk.term.cancelled, life.next()), (1, MyNext::ChoiceOfEither));
    life.takes("JO", 2);
    assert_eq!(life.desk.term.question, question, "the question waits for the meeting");
    life.cancels("JO");
    assert_eq!(life.desk.term.cancelled, 1);
}

#[test]
fn what_did_not_suit_is_not_suggested_again() {
    let mut life = Life::begins();
    life.proposes();
    let Stage::Offering { times, .. } = life.desk.term.stage.clone() else { panic!() };
    let (turn, now) = (life.desk.term.turn, life.now);
    let reply = life.does(|desk| desk.none_fit(&id("SAM"), turn, now));
    assert_eq!(answered(&reply), Some(&ReverseAnswer::AskedForOthers));
    assert!(life.desk.common_times(now, PROPOSALS).iter().all(|time| !times.contains(time)));
    let none_fit = |said: &ReverseMessage| matches!(said, ReverseMessage::Offer(offer) if offer.standing == OfferStanding::NoneFit);
    let settled = life.said.iter().any(|(_, said)| none_fit(said));
    assert!(
        settled && matches!(life.last(), ReverseMessage::AskTimes(ask) if ask.because == Because::NoneFit)
    );
}

#[test]
fn the_next_meeting_is_about_a_fortnight_after_the_last() {
    let mut life = Life::begins();
    life.meets();
    let first = life.desk.term.meetings[0].time.start;
    assert_eq!(life.desk.term.stage, Stage::Between);
    life.looks();
    life.proposes();
    let Stage::Offering { times, .. } = &life.desk.term.stage else { panic!() };
    for time in times {
        let days = time.start.duration_since(first).as_hours() / 24;
        assert!((11..=22).contains(&days), "{days} days");
    }
}

#[test]
fn questions_deepen_with_the_meetings_and_never_come_twice() {
    let mut life = Life::begins();
    life.six_meetings();
    let asked: Vec<&PromptId> = life.desk.showings.iter().step_by(2).map(|showing| &showing.prompt).collect();
    let catalogue = catalogue();
    let depth = |prompt: &&PromptId| catalogue.prompts.iter().find(|each| each.id == **prompt).unwrap().depth;
    let depths: Vec<Depth> = asked.iter().map(depth).collect();
    assert_eq!(depths[..2], [Depth::Light, Depth::Real]);
    assert!(depths[2..].iter().all(|depth| *depth != Depth::Light), "{depths:?}");
    assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), usize::from(LENGTH));
}

#[test]
fn two_yes_go_on_at_once_and_a_no_is_told_to_nobody() {
    let mut life = Life::begins();
    life.six_meetings();
    let mut both = Life { desk: life.desk.clone(), now: life.now, said: Vec::new() };
    let now = life.now;
    for who in ["JO", "SAM"] {
        both.does(|desk| desk.wishes(&id(who), GoOn::Yes, now));
    }
    assert_eq!(both.desk.term.length, LENGTH + EXTENSION);
    assert!(both.was_told(&TermNews::GoesOn(id("JO"))) && both.desk.term.stage == Stage::Between);
    life.does(|desk| desk.wishes(&id("JO"), GoOn::Yes, now));
    life.does(|desk| desk.wishes(&id("SAM"), GoOn::No, now));
    assert!(life.desk.term.is_open(), "a no looks like no answer until the time is over");
    life.looks();
    assert!(life.was_told(&TermNews::Done(id("JO"))) && life.was_told(&TermNews::Done(id("SAM"))));
    let seen = life.desk.term.seen_by(&id("JO"));
    assert_eq!(seen.reviews.keys().collect::<Vec<_>>(), [&id("JO")]);
    assert!(seen.meetings.iter().all(|meeting| !meeting.said.contains_key(&id("SAM"))));
}

#[test]
fn a_pause_rests_the_term_until_both_are_back() {
    let mut life = Life::begins();
    life.proposes();
    life.takes("SAM", 0);
    let now = life.now;
    life.does(|desk| desk.pauses(&id("SAM"), now));
    life.does(|desk| desk.pauses(&id("JO"), now));
    assert!(life.was_told(&TermNews::Rests(id("SAM"))) && !life.was_told(&TermNews::Rests(id("JO"))));
    life.does(|desk| desk.comes_back(&id("SAM"), now));
    assert_eq!((&life.desk.term.stage, life.desk.term.look_at), (&Stage::Resting, None));
    life.does(|desk| desk.comes_back(&id("JO"), now));
    assert_eq!(life.desk.term.stage, Stage::Asking);
    assert_eq!(life.desk.term.cancelled, 0, "a pause is no cancellation");
}

#[test]
fn before_the_two_have_met_nobody_is_named() {
    for announcement in [Announcement::Planned, Announcement::Sent] {
        let mut life = Life::begins();
        life.desk.announcement = announcement;
        let now = life.now;
        life.does(|desk| desk.is_gone(&id("JO"), SkipReason::OptedOut, now));
        let named = Some(id("JO")).filter(|_| announcement == Announcement::Sent);
        assert!(life.was_told(&TermNews::PartnerGone(named)));
        assert_eq!(life.desk.term.stage, Stage::Over { at: now, ending: Ending::Gone });
    }
}

#[test]
fn what_somebody_said_in_private_is_forgotten_with_them() {
    let mut life = Life::begins();
    life.six_meetings();
    let now = life.now;
    life.does(|desk| desk.was_useful(&id("SAM"), Useful::NotReally, now));
    life.tells("SAM", Said::Met);
    life.looks();
    life.does(|desk| desk.is_forgotten(&id("SAM"), now));
    let term = &life.desk.term;
    assert!(!term.reviews.contains_key(&id("SAM")) && term.reviews.contains_key(&id("JO")));
    assert!(term.meetings.iter().all(|meeting| !meeting.said.contains_key(&id("SAM"))));
}

#[test]
fn the_topics_words_are_erased_some_time_after_the_end() {
    let mut life = Life::begins();
    life.proposes();
    life.does(Desk::erases);
    assert!(life.desk.term.topic.is_some(), "it is not over");
    let now = life.now;
    life.does(|desk| desk.ends(&id("SAM"), now));
    life.does(Desk::erases);
    assert_eq!(life.desk.term.topic, None);
}

#[test]
fn an_early_look_does_nothing() {
    let mut life = Life::begins();
    let (term, now) = (life.desk.term.clone(), life.now);
    life.does(|desk| desk.look_is_due(now));
    assert_eq!(life.desk.term, term);
}

/// Everything anybody may press, in any order and at any time.
#[derive(Clone, Debug)]
enum Act {
    Propose,
    Take(&'static str, u8),
    NoneFit(&'static str),
    Cancel(&'static str),
    Tell(&'static str, Said),
    Wish(&'static str, GoOn),
    Pause(&'static str),
    Back(&'static str),
    Look,
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let who = || prop::sample::select(vec!["JO", "SAM"]);
    prop_oneof![
        3 => Just(Act::Propose),
        3 => (who(), 0..3_u8).prop_map(|(who, place)| Act::Take(who, place)),
        1 => who().prop_map(Act::NoneFit),
        1 => who().prop_map(Act::Cancel),
        3 => (who(), prop::sample::select(Said::ALL)).prop_map(|(who, said)| Act::Tell(who, said)),
        2 => (who(), prop::sample::select(GoOn::ALL)).prop_map(|(who, wish)| Act::Wish(who, wish)),
        1 => who().prop_map(Act::Pause),
        2 => who().prop_map(Act::Back),
        5 => Just(Act::Look),
        1 => (1..200_i64).prop_map(Act::Wait),
    ]
}

impl Life {
    fn plays(&mut self, act: Act) {
        let (turn, now) = (self.desk.term.turn, self.now);
        match act {
            Act::Propose => self.proposes(),
            Act::Take(who, place) => self.takes(who, place),
            Act::NoneFit(who) => self.does(|desk| desk.none_fit(&id(who), turn, now)),
            Act::Cancel(who) => self.cancels(who),
            Act::Tell(who, said) => self.tells(who, said),
            Act::Wish(who, wish) => self.does(|desk| desk.wishes(&id(who), wish, now)),
            Act::Pause(who) => self.does(|desk| desk.pauses(&id(who), now)),
            Act::Back(who) => self.does(|desk| desk.comes_back(&id(who), now)),
            Act::Look => {
                self.looks();
                Reply::Nothing
            }
            Act::Wait(hours) => {
                // Nobody sleeps through a wake.
                let until = self.now + SignedDuration::from_hours(hours);
                while self.desk.term.look_at.is_some_and(|at| at <= until) {
                    self.looks();
                }
                self.now = self.now.max(until);
                Reply::Nothing
            }
        };
    }
}

proptest! {
    #[test]
    fn whatever_is_pressed_the_term_never_waits_in_silence_and_always_ends(
        acts in prop::collection::vec(act(), 0..60),
    ) {
        let mut life = Life::begins();
        let mut cancelled = 0;
        for act in acts {
            let by_senior = matches!(act, Act::Cancel("SAM"))
                && matches!(&life.desk.term.stage, Stage::Booked(time) if time.start > life.now);
            cancelled += u8::from(by_senior);
            life.plays(act);
            let term = &life.desk.term;
            prop_assert_eq!(term.cancelled, cancelled);
            let waits = matches!(term.stage, Stage::Resting | Stage::Over { .. });
            prop_assert_eq!(term.look_at.is_none(), waits, "{:?}", &term.stage);
            prop_assert_eq!(term.stage == Stage::Resting, !term.resting.is_empty() && term.is_open());
            prop_assert!(matches!(term.stage, Stage::Booked(_)) <= term.question.is_some());
        }
        let now = life.now;
        for who in ["JO", "SAM"] {
            life.does(|desk| desk.comes_back(&id(who), now));
        }
        for _ in 0..40 {
            if life.desk.term.is_open() {
                life.looks();
            }
        }
        prop_assert!(!life.desk.term.is_open(), "{:?}", life.desk.term.stage);
    }
}
