//! One of everything we may say about reverse mentoring.

use super::*;
use crate::domain::ids::TermId;
use crate::domain::message::Sure;
use crate::domain::reverse::message::*;
use crate::domain::reverse::{GoOn, Origin, Review, Said, Topic};

fn term() -> TermId {
    TermId::new("term/0011223344556677/00")
}

fn junior() -> Introduced {
    Introduced { level: Some(Level::Engineer), ..member_of(ana(), "Ana Lima", "Europe/Lisbon") }
}

fn senior() -> Introduced {
    Introduced { level: Some(Level::Director), ..member_of(ben(), "Ben Ode", "Europe/Berlin") }
}

fn progress(done: u8, cancelled: u8, pace: Pace) -> Progress {
    let topic = (done > 0).then(|| Topic::Words("What a release feels like <from> here".into()));
    Progress { topic, done, length: 6, cancelled, pace }
}

fn introduction_at(progress: Progress) -> Message {
    let topics = vec![TopicId::new("incidents")];
    Message::Reverse(ReverseMessage::Introduction(Box::new(TermIntroduction {
        term: term(),
        junior: junior(),
        senior: senior(),
        reasons: vec![
            Reason::Offers { helper: ana(), seeker: ben(), topics },
            Reason::CommonHours(420),
            Reason::OutsideTheLine,
        ],
        progress,
    })))
}

fn ask(because: Because) -> Message {
    Message::Reverse(ReverseMessage::AskTimes(AskTimes { term: term(), senior: ben(), meeting: 2, because }))
}

fn offer(origin: Origin, standing: OfferStanding) -> Message {
    Message::Reverse(ReverseMessage::Offer(Box::new(Offer {
        term: term(),
        turn: 4,
        junior: junior(),
        senior: senior(),
        topic: Some(Topic::Offered(TopicId::new("incidents"))),
        times: times(),
        origin,
        standing,
    })))
}

fn date(standing: DateStanding) -> Message {
    let question = Question {
        prompt: PromptId::new("technology-tool-you-would-miss"),
        text: "Show your partner the tool you would miss most, on your own screen.".into(),
        reading: Some(ReadingId::new("a-talk")),
    };
    Message::Reverse(ReverseMessage::Date(Box::new(Date {
        term: term(),
        turn: 5,
        meeting: 2,
        junior: junior(),
        senior: senior(),
        time: times().remove(0),
        topic: Some(Topic::Offered(TopicId::new("incidents"))),
        question,
        standing,
    })))
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    let look_back =
        |said| Message::Reverse(ReverseMessage::LookBack { term: term(), meeting: 1, partner: ben(), said });
    let review = |going_on, useful, go_on| {
        let said = Review { useful, go_on };
        Message::Reverse(ReverseMessage::Review { term: term(), partner: ben(), going_on, said })
    };
    let news = |news| Message::Reverse(ReverseMessage::News { term: term(), news });
    let left_out = |reason| Message::Reverse(ReverseMessage::LeftOut { reason, next_round: Some(monday()) });
    let reminder = ReverseMessage::OfferReminder { term: term(), person: ben() };
    BTreeMap::from([
        ("term_introduction", introduction_at(progress(0, 0, Pace::Going))),
        ("term_introduction_going", introduction_at(progress(2, 1, Pace::Going))),
        ("term_introduction_resting", introduction_at(progress(1, 0, Pace::Resting))),
        ("term_introduction_over", introduction_at(progress(6, 2, Pace::Over))),
        ("term_ask_first", ask(Because::First)),
        ("term_ask_next", ask(Because::Next)),
        ("term_ask_did_not_happen", ask(Because::DidNotHappen)),
        ("term_ask_none_fit", ask(Because::NoneFit)),
        ("term_ask_passed", ask(Because::Passed)),
        ("term_ask_back", ask(Because::Back)),
        ("term_ask_reminder", ask(Because::Reminder)),
        ("term_ask_settled", ask(Because::Settled)),
        ("term_offer", offer(Origin::Junior, OfferStanding::Open)),
        ("term_offer_again", offer(Origin::SeniorCancelled, OfferStanding::Open)),
        ("term_offer_again_by_junior", offer(Origin::JuniorCancelled, OfferStanding::Open)),
        ("term_offer_taken", offer(Origin::Junior, OfferStanding::Taken(times().remove(0)))),
        ("term_offer_none_fit", offer(Origin::Junior, OfferStanding::NoneFit)),
        ("term_offer_overtaken", offer(Origin::Junior, OfferStanding::Overtaken)),
        ("term_offer_reminder", Message::Reverse(reminder)),
        ("term_date", date(DateStanding::Standing)),
        ("term_date_cancelled", date(DateStanding::Cancelled(ben()))),
        ("term_date_called_off", date(DateStanding::CalledOff)),
        ("term_look_back", look_back(None)),
        ("term_told_met", look_back(Some(Said::Met))),
        ("term_told_moved", look_back(Some(Said::Moved))),
        ("term_told_not", look_back(Some(Said::Not))),
        ("term_review", review(GoingOn::Asked, None, None)),
        ("term_review_very", review(GoingOn::Asked, Some(Useful::Very), None)),
        ("term_review_yes", review(GoingOn::Asked, None, Some(GoOn::Yes))),
        ("term_review_no", review(GoingOn::Asked, Some(Useful::Somewhat), Some(GoOn::No))),
        ("term_review_ended", review(GoingOn::NotAsked, None, None)),
        ("term_review_not_really", review(GoingOn::NotAsked, Some(Useful::NotReally), None)),
        ("term_news_ended", news(TermNews::Ended(ben()))),
        ("term_news_gone", news(TermNews::PartnerGone(Some(ben())))),
        ("term_news_never_began", news(TermNews::PartnerGone(None))),
        ("term_news_rests", news(TermNews::Rests(ben()))),
        ("term_news_back", news(TermNews::Back(ben()))),
        ("term_news_goes_on", news(TermNews::GoesOn(ben()))),
        ("term_news_done", news(TermNews::Done(ben()))),
        ("term_news_faded", news(TermNews::Faded(ben()))),
        ("term_left_out_alone", left_out(Unmatched::Alone)),
        ("term_left_out_nobody_fits", left_out(Unmatched::NobodyFits)),
        ("term_left_out_others_matched", left_out(Unmatched::OthersMatched)),
        ("term_left_out_attention", left_out(Unmatched::AttentionSpent)),
        ("term_left_out_level_unknown", left_out(Unmatched::LevelUnknown)),
        ("term_left_out_nothing_offered", left_out(Unmatched::NothingOffered)),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    let reasons = vec![Reason::FirstTime, Reason::OutsideTheLine];
    let pair = Answer::Why { partners: vec![chi()], reasons: vec![Reason::OtherTeam], sure: Sure::Unknown };
    BTreeMap::from([
        ("term_proposed", ReverseAnswer::Proposed(ben())),
        ("term_no_common_times", ReverseAnswer::NoCommonTimes(ben())),
        ("term_asked_for_others", ReverseAnswer::AskedForOthers),
        ("term_passed", ReverseAnswer::Passed),
        ("term_for_the_senior", ReverseAnswer::ForTheSenior),
        ("term_cancelled", ReverseAnswer::Cancelled),
        ("term_ended", ReverseAnswer::Ended),
        ("term_over", ReverseAnswer::Over),
        (
            "term_why",
            ReverseAnswer::Why { pair: Some(Box::new(pair)), term: WhyTerm::Terms(vec![(ben(), reasons)]) },
        ),
        ("term_why_not", ReverseAnswer::Why { pair: None, term: WhyTerm::LeftOut(Unmatched::LevelUnknown) }),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Reverse(answer)))
    .collect()
}

pub fn modals() -> BTreeMap<&'static str, Modal> {
    let form = |offers, topic, zones: [&str; 2]| {
        Modal::Reverse(ReverseModal::Times(Box::new(TimesForm {
            term: term(),
            senior: ben(),
            offers,
            topic,
            choices: times(),
            suggested: times(),
            zones: zones.map(str::to_owned),
        })))
    };
    let offers = vec![TopicId::new("incidents"), TopicId::new("delegation")];
    let words = Some(Topic::Words("What a release feels like".into()));
    BTreeMap::from([
        ("times", form(offers, None, ["Europe/Lisbon", "Europe/Berlin"])),
        ("times_again", form(Vec::new(), words, ["Europe/Berlin", "Europe/Berlin"])),
    ])
}
