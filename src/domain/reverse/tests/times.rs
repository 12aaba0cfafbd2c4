use super::*;
use crate::domain::decision::{Field, FieldProblem};
use crate::domain::reverse::message::{Because, DateStanding, OfferStanding};

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

fn refused(reply: &Reply) -> Option<(Field, FieldProblem)> {
    match reply {
        Reply::Refuse(errors) => errors.first().map(|error| (error.field, error.problem)),
        Reply::Nothing | Reply::Say(_) | Reply::Open(_) => None,
    }
}
