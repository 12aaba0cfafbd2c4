use super::*;
use crate::domain::decision::SkipReason;

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
