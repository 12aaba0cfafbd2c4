//! One of everything we may say about asks.

use super::*;
use crate::domain::asks::message::*;
use crate::domain::asks::{Draft, Form, Haste, Naming, Origin, Outcome, Thanks};
use crate::domain::ids::{AskId, ChannelId};

fn ask() -> AskId {
    AskId::new("ask/0011223344556677")
}

fn draft() -> Draft {
    Draft {
        text: "Two of my seniors have stopped talking.\nHow do I step in <without> taking sides?".into(),
        topics: vec![TopicId::new("delegation"), TopicId::new("incidents")],
        read_out: vec![TopicId::new("delegation")],
        haste: Haste::Whenever,
        naming: Naming::OnceAccepted,
    }
}

fn request(why: Why, standing: RequestStanding) -> Message {
    Message::Ask(AskMessage::Request(HelpRequest {
        ask: ask(),
        text: draft().text,
        topics: draft().topics,
        haste: Haste::Whenever,
        asker: None,
        why,
        standing,
    }))
}

fn card(standing: AskStanding) -> Message {
    Message::Ask(AskMessage::Card(AskCard { ask: ask(), draft: draft(), standing }))
}

fn introduction_of_two(times: Vec<TimeOption>) -> Message {
    Message::Ask(AskMessage::Introduction(Box::new(AskIntroduction {
        ask: ask(),
        asker: member_of(ana(), "Ana Lima", "Europe/Lisbon"),
        helper: member_of(ben(), "Ben Ode", "Europe/Berlin"),
        text: draft().text,
        topics: draft().topics,
        times,
        reading: Some(ReadingId::new("crucial-conversations")),
    })))
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    let delegation = || TopicId::new("delegation");
    let open = |why| request(why, RequestStanding::Open);
    let news = |news| Message::Ask(AskMessage::News { ask: ask(), news });
    let follow_up = |answered| Message::Ask(AskMessage::FollowUp { ask: ask(), helper: ben(), answered });
    let told = |outcome, thanks| follow_up(Some(FollowUpAnswer::Outcome(outcome, thanks)));
    let thanks = |outcome| {
        let topics = vec![delegation()];
        Message::Ask(AskMessage::Thanks { ask: ask(), from: ana(), topics, outcome })
    };
    let urgent = Message::Ask(AskMessage::Request(HelpRequest {
        ask: ask(),
        text: draft().text,
        topics: draft().topics,
        haste: Haste::ThisWeek,
        asker: Some(ana()),
        why: Why::OwnWords,
        standing: RequestStanding::Open,
    }));
    let erased = Draft { text: String::new(), ..draft() };
    let erased = AskCard { ask: ask(), draft: erased, standing: AskStanding::Closed(None) };
    BTreeMap::from([
        ("ask_card_new", card(AskStanding::Searching { asked: 0 })),
        ("ask_card_searching", card(AskStanding::Searching { asked: 1 })),
        ("ask_card_searching_on", card(AskStanding::Searching { asked: 3 })),
        ("ask_card_unanswered", card(AskStanding::Unanswered)),
        ("ask_card_waiting", card(AskStanding::Waiting(monday()))),
        ("ask_card_accepted", card(AskStanding::Accepted(ben()))),
        ("ask_card_helped", card(AskStanding::Closed(Some(Outcome::Helped)))),
        ("ask_card_partly", card(AskStanding::Closed(Some(Outcome::Partly)))),
        ("ask_card_no", card(AskStanding::Closed(Some(Outcome::No)))),
        ("ask_card_erased", Message::Ask(AskMessage::Card(erased))),
        ("ask_card_withdrawn", card(AskStanding::Withdrawn)),
        ("help_request", open(Why::Offers(delegation()))),
        ("help_request_close", open(Why::Close(delegation()))),
        ("help_request_helped_before", open(Why::HelpedBefore(delegation()))),
        ("help_request_referred", open(Why::Referred)),
        ("help_request_fresh_eyes", open(Why::FreshEyes)),
        ("help_request_urgent", urgent),
        ("help_request_accepted", request(Why::Referred, RequestStanding::Accepted)),
        ("help_request_declined", request(Why::Referred, RequestStanding::Declined)),
        ("help_request_taken", request(Why::Referred, RequestStanding::Taken)),
        ("help_request_not_needed", request(Why::Referred, RequestStanding::NotNeeded)),
        ("ask_introduction", introduction_of_two(times())),
        ("ask_introduction_without_times", introduction_of_two(Vec::new())),
        ("ask_unanswered", news(News::Unanswered { can_widen: Choice::Offered, community: None })),
        (
            "ask_unanswered_with_a_channel",
            news(News::Unanswered { can_widen: Choice::Offered, community: Some(ChannelId::new("C1")) }),
        ),
        ("ask_unanswered_again", news(News::Unanswered { can_widen: Choice::Absent, community: None })),
        ("ask_not_shown", news(News::NotShown { channel: ChannelId::new("C1") })),
        ("help_request_raised_hand", open(Why::RaisedHand)),
        ("ask_not_introduced", Message::Ask(AskMessage::NotIntroduced { ask: ask(), other: ben() })),
        ("ask_helper_left", news(News::HelperLeft)),
        ("ask_follow_up", follow_up(None)),
        ("ask_told_helped", told(Outcome::Helped, Thanks::Unsaid)),
        ("ask_told_thanked", told(Outcome::Partly, Thanks::Said)),
        ("ask_told_no", told(Outcome::No, Thanks::Unsaid)),
        ("ask_told_not_yet", follow_up(Some(FollowUpAnswer::NotYet))),
        ("thanks_helped", thanks(Outcome::Helped)),
        ("thanks_partly", thanks(Outcome::Partly)),
        ("thanks_no", thanks(Outcome::No)),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    BTreeMap::from([
        ("ask_opened", AskAnswer::Opened { asked: 1 }),
        ("ask_opened_two", AskAnswer::Opened { asked: 2 }),
        ("ask_nobody", AskAnswer::NobodyToAsk),
        ("ask_changed", AskAnswer::Changed),
        ("ask_withdrawn", AskAnswer::Withdrawn),
        ("ask_referred_on", AskAnswer::ReferredOn(ben())),
        ("ask_cannot_refer", AskAnswer::CannotRefer(ben())),
        ("ask_taken", AskAnswer::Taken),
        ("ask_over", AskAnswer::Over),
        ("ask_widened", AskAnswer::Widened),
        ("ask_waits", AskAnswer::Waits(monday())),
        ("ask_too_many", AskAnswer::TooMany),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Ask(answer)))
    .collect()
}

pub fn modals() -> BTreeMap<&'static str, Modal> {
    let form = |draft, form, topics| Modal::Ask(AskModal::Draft { draft, form, topics });
    BTreeMap::from([
        ("ask", form(Draft::about(Vec::new()), Form::New(Origin::Command), Topics::Chosen)),
        ("ask_read_out", form(draft(), Form::New(Origin::Command), Topics::ReadOut)),
        ("ask_not_found", form(draft(), Form::New(Origin::Nudge), Topics::NotFound)),
        ("ask_change", form(draft(), Form::Change(ask()), Topics::Chosen)),
        ("refer", Modal::Ask(AskModal::Refer(ask()))),
    ])
}

/// The ids that are put together from a kind and a code.
pub fn ids() -> Vec<&'static str> {
    vec![
        "haste-this_week",
        "haste-whenever",
        "naming-show_name",
        "ask-card-closed-helped",
        "ask-card-closed-partly",
        "ask-card-closed-no",
        "ask-told-helped",
        "ask-told-partly",
        "ask-told-no",
        "thanks-helped",
        "thanks-partly",
        "thanks-no",
    ]
}
