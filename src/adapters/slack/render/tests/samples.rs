//! One of everything we may say.

use super::*;
use crate::domain::message::Sure;
use crate::domain::people::why_not::{Cause, WhyNot};

pub mod asks;
pub mod community;
pub mod home;
pub mod learning;
pub mod modes;
pub mod nudges;
pub mod prompts;
pub mod reverse;
pub mod uploads;

pub fn at(time: &str) -> Timestamp {
    time.parse().expect("a time")
}

fn ana() -> PersonId {
    PersonId::new("UANA")
}

fn ben() -> PersonId {
    PersonId::new("UBEN")
}

fn chi() -> PersonId {
    PersonId::new("UCHI")
}

fn pairing() -> PairingId {
    PairingId::new("peer/2026-11-23/00")
}

fn monday() -> LocalTime {
    LocalTime { at: at("2026-11-30T10:00:00Z"), zone: "Europe/Lisbon".into() }
}

fn times() -> Vec<TimeOption> {
    [("2026-11-24T10:00:00Z", "2026-11-24T10:30:00Z"), ("2026-11-25T15:30:00Z", "2026-11-25T16:00:00Z")]
        .map(|(start, end)| TimeOption { start: at(start), end: at(end) })
        .to_vec()
}

fn question() -> Question {
    Question {
        prompt: PromptId::new("delegation-what-only-you"),
        text: "What do you still do yourself that somebody in your team would grow by doing?".into(),
        reading: Some(ReadingId::new("turn-the-ship-around")),
    }
}

fn member_of(person: PersonId, name: &str, zone: &str) -> Introduced {
    Introduced {
        person,
        name: name.into(),
        level: Some(Level::Manager),
        function: Some(Function::Engineering),
        team: Some("Search & Find".into()),
        own_words: None,
        time_zone: zone.into(),
    }
}

pub fn introduction(status: Status) -> Introduction {
    let mut members =
        vec![member_of(ana(), "Ana Lima", "Europe/Lisbon"), member_of(ben(), "Ben Ode", "Europe/Berlin")];
    members[1].own_words = Some("New to managing managers.\nHow do I stay out of the <weeds>?".into());
    let offers =
        |helper, seeker, topic: &str| Reason::Offers { helper, seeker, topics: vec![TopicId::new(topic)] };
    Introduction {
        pairing: pairing(),
        members,
        asks_first: ben(),
        reasons: vec![
            offers(ana(), ben(), "delegation"),
            offers(ben(), ana(), "incidents"),
            Reason::OtherFunction,
            Reason::CommonHours(420),
            Reason::FirstTime,
        ],
        question: question(),
        times: times(),
        status,
        told_by: (status != Status::Open).then(ana),
    }
}

fn trio() -> Introduction {
    let mut trio = introduction(Status::Open);
    trio.members.push(member_of(chi(), "Chi Wu", "Asia/Tokyo"));
    trio.reasons = vec![
        Reason::SharedChallenges(vec![TopicId::new("delegation"), TopicId::new("incidents")]),
        Reason::OtherTeam,
        Reason::SomebodyWaited,
    ];
    trio.times = vec![TimeOption { start: at("2026-11-24T23:00:00Z"), end: at("2026-11-24T23:30:00Z") }];
    trio
}

fn met(useful: Useful, balance: Balance) -> CheckInAnswer {
    CheckInAnswer::Met(MetAnswer {
        useful: Some(useful),
        balance: Some(balance),
        will_try: Some("By Friday I ask Dana to run the review.".into()),
    })
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    let answered = |answer| Message::CheckInAnswered { pairing: pairing(), partners: vec![ben()], answer };
    let check_in = |reminder| Message::CheckIn { pairing: pairing(), partners: vec![ben()], reminder };
    let left_out = |reason| Message::LeftOut { reason, next_round: Some(monday()) };
    let mut no_times = introduction(Status::Open);
    no_times.times.clear();
    no_times.reasons = vec![
        Reason::SharedChallenges(vec![TopicId::new("delegation")]),
        Reason::LongAgo(1),
        Reason::FreshEyes,
        Reason::CommonHours(30),
    ];
    BTreeMap::from([
        ("introduction", Message::Introduction(introduction(Status::Open))),
        ("introduction_booked", Message::Introduction(introduction(Status::Booked))),
        ("introduction_met", Message::Introduction(introduction(Status::Met))),
        ("introduction_not_this_time", Message::Introduction(introduction(Status::NotThisTime))),
        ("introduction_dissolved", Message::Introduction(introduction(Status::Dissolved))),
        ("introduction_without_times", Message::Introduction(no_times)),
        ("introduction_of_three", Message::Introduction(trio())),
        (
            "another_question",
            Message::AnotherQuestion { pairing: pairing(), question: question(), asked_by: ana() },
        ),
        ("mid_round", Message::MidRound { pairing: pairing(), members: vec![ana(), ben()], times: times() }),
        ("dissolved", Message::PairDissolved { pairing: pairing(), remaining: vec![ana()] }),
        ("check_in", check_in(0)),
        ("check_in_again", check_in(1)),
        ("check_in_last", check_in(2)),
        ("answered_met", answered(met(Useful::Very, Balance::Both))),
        ("answered_somewhat", answered(met(Useful::Somewhat, Balance::Gave))),
        ("answered_not_really", answered(met(Useful::NotReally, Balance::Received))),
        ("answered_later", answered(CheckInAnswer::Later)),
        ("answered_no", answered(CheckInAnswer::No)),
        ("left_out_alone", left_out(LeftOutReason::Alone)),
        ("left_out_nobody_allowed", left_out(LeftOutReason::NobodyAllowed)),
        ("left_out_others_matched", left_out(LeftOutReason::OthersMatched)),
        ("left_out_attention_spent", left_out(LeftOutReason::AttentionSpent)),
        ("left_out_partner_gone", Message::LeftOut { reason: LeftOutReason::PartnerGone, next_round: None }),
        ("pause_ended", Message::PauseEnded { next_round: Some(monday()) }),
        ("pause_offer", Message::PauseOffer),
        ("large_round", Message::LargeRound { messages: 1_250, minutes: 27 }),
    ])
    .into_iter()
    .chain(asks::messages())
    .chain(modes::messages())
    .chain(community::messages())
    .chain(learning::messages())
    .chain(nudges::messages())
    .chain(reverse::messages())
    .chain(uploads::messages())
    .collect()
}

fn misunderstood(problem: Problem, nearest: Option<&str>) -> Answer {
    Answer::Misunderstood(Misunderstanding { problem, nearest: nearest.map(str::to_owned) })
}

fn past(status: Status, partners: Vec<Option<PersonId>>) -> PastTalk {
    let will_try = (status == Status::Met).then(|| "Let Dana run it.".to_owned());
    PastTalk { slot: jiff::civil::date(2026, 11, 23), partners, status, will_try }
}

fn contacts() -> Vec<Contact> {
    use crate::domain::attention::Kind;
    let contact = |kind, outcome| Contact { kind, at: monday(), outcome };
    let begun = [
        Kind::Introduction,
        Kind::HelpRequest,
        Kind::CommunityMatch,
        Kind::LeftOut,
        Kind::Nudge,
        Kind::PauseOffer,
    ];
    let held = contact(Kind::Nudge, ContactOutcome::HeldBack);
    begun.map(|kind| contact(kind, ContactOutcome::Begun)).into_iter().chain([held]).collect()
}

fn why(sure: Sure) -> Answer {
    Answer::Why { partners: vec![ben()], reasons: introduction(Status::Open).reasons, sure }
}

fn why_not(because: Cause) -> Answer {
    let (partners, reasons) = (vec![ben()], vec![Reason::OtherTeam]);
    Answer::WhyNot(WhyNot { other: chi(), because, partners, reasons })
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    let statuses = [Status::Open, Status::Booked, Status::Met, Status::NotThisTime, Status::Dissolved];
    let history = statuses
        .iter()
        .map(|status| past(*status, vec![Some(ben())]))
        .chain([past(Status::Met, vec![None, Some(chi())])]);
    BTreeMap::from([
        ("paused", Answer::Paused { until: None }),
        ("paused_until", Answer::Paused { until: Some(monday()) }),
        ("resumed", Answer::Resumed { next_round: None }),
        ("skipped", Answer::Skipped),
        ("unskipped", Answer::Unskipped),
        ("left", Answer::Left),
        ("never_paired", Answer::NeverPaired(ben())),
        ("may_be_paired", Answer::MayBePaired(ben())),
        ("never_list", Answer::NeverList(vec![ben(), chi()])),
        ("never_list_empty", Answer::NeverList(Vec::new())),
        ("why", why(Sure::Unknown)),
        ("why_best", why(Sure::Best)),
        ("why_within", why(Sure::Within(2))),
        ("why_not", why_not(Cause::Untold)),
        ("why_not_introduced", why_not(Cause::IntroducedLately(3))),
        ("why_not_introduced_0", why_not(Cause::IntroducedLately(0))),
        ("why_not_seek", why_not(Cause::WouldSeek(TopicId::new("delegation")))),
        ("why_not_offer", why_not(Cause::WouldOffer(TopicId::new("incidents")))),
        ("no_pair", Answer::NoPair(None)),
        ("no_pair_because", Answer::NoPair(Some(LeftOutReason::OthersMatched))),
        ("history", Answer::History(History { talks: history.collect(), contacts: contacts() })),
        ("history_empty", Answer::History(History { talks: Vec::new(), contacts: Vec::new() })),
        ("privacy", Answer::Privacy),
        ("export", Answer::Export("{\n  \"own_words\": \"a < b\"\n}".into())),
        ("forgotten", Answer::Forgotten),
        ("help", Answer::Help),
        ("home_is_ready", Answer::HomeIsReady),
        ("not_joined", Answer::NotJoined),
        ("cannot_take_part", Answer::CannotTakePart),
        ("never_yourself", Answer::NeverYourself),
        ("not_your_pair", Answer::NotYourPair),
        ("check_in_closed", Answer::CheckInClosed),
        ("no_more_questions", Answer::NoMoreQuestions),
        ("trouble", Answer::Trouble),
        ("unknown", misunderstood(Problem::NoSuchCommand("jion".into()), Some("join"))),
        ("unknown_leave", misunderstood(Problem::NoSuchCommand("stop".into()), Some("leave"))),
        ("unknown_nothing", misunderstood(Problem::NoSuchCommand(String::new()), None)),
        ("unknown_length", misunderstood(Problem::NotALength("a while".into()), None)),
        ("unknown_past", misunderstood(Problem::DateIsPast(jiff::civil::date(2026, 1, 1)), None)),
        ("unknown_nobody", misunderstood(Problem::NobodyNamed, None)),
        ("unknown_several", misunderstood(Problem::SeveralNamed, None)),
        ("offers", Answer::Offers(vec![TopicId::new("delegation"), TopicId::new("incidents")])),
        ("no_such_topic", Answer::NoSuchTopic),
    ])
    .into_iter()
    .chain(asks::answers())
    .chain(modes::answers())
    .chain(community::answers())
    .chain(learning::answers())
    .chain(nudges::answers())
    .chain(prompts::answers())
    .chain(reverse::answers())
    .chain(uploads::answers())
    .collect()
}

fn profile() -> Profile {
    Profile {
        seeks: vec![TopicId::new("delegation"), TopicId::new("forgotten-topic")],
        offers: vec![TopicId::new("incidents")],
        own_words: Some("New to managing managers.".into()),
        manages_people: Some(true),
        level: Some(Level::SeniorManager),
        function: Some(Function::Data),
        team: Some("Pipelines".into()),
        modes: BTreeSet::from([Mode::Peer]),
        rhythm: Rhythm::Fortnightly,
        ..Profile::default()
    }
}

pub fn modals() -> BTreeMap<&'static str, Modal> {
    let profile_for =
        |profile, purpose| Modal::Profile { profile, purpose, time_zone: "Europe/Lisbon".into() };
    BTreeMap::from([
        ("join", profile_for(Profile::default(), ProfilePurpose::Join)),
        ("profile", profile_for(profile(), ProfilePurpose::Change)),
        ("forget", Modal::ConfirmForget),
        ("check_in", Modal::CheckIn { pairing: pairing(), partners: vec![ben(), chi()] }),
        ("notice", Modal::Notice(Answer::NeverList(vec![ben()]))),
    ])
    .into_iter()
    .chain(asks::modals())
    .chain(learning::modals())
    .chain(nudges::modals())
    .chain(reverse::modals())
    .collect()
}
