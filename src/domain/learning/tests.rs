use super::message::{CardStanding, LearningAnswer, LearningMessage};
use super::share::{Background, LearningDraft};
use super::*;
use crate::domain::decision::{Change, Decision, Field, Outgoing, Reply, Target};
use crate::domain::message::{Answer, Message};
use crate::domain::people::Pause;
use crate::domain::record::Record;
use crate::domain::rounds::check_in::{CheckIn, CheckInAnswer, CheckInState, MetAnswer, Useful};
use crate::domain::testing::{id, monday, pairing, people};

fn now() -> Timestamp {
    monday("10:00:00")
}

fn talk(useful: Useful) -> Background {
    let pairing = pairing(&["ANA", "BEN"]);
    let met = MetAnswer { useful: Some(useful), ..MetAnswer::default() };
    let check_in = CheckIn {
        pairing: pairing.id.clone(),
        person: id("ANA"),
        version: 1,
        asked_at: now(),
        reminders: 0,
        state: CheckInState::Answered(CheckInAnswer::Met(met)),
    };
    Background::Talk(pairing, Some(check_in))
}

fn draft(naming: Naming) -> LearningDraft {
    LearningDraft { text: "I let go.".into(), channel: Some(ChannelId::new("C1")), naming }
}

fn shares(naming: Naming) -> Decision {
    shares_with(&talk(Useful::Very), &draft(naming), &|_| {})
}

fn shares_with(
    background: &Background,
    draft: &LearningDraft,
    change: &dyn Fn(&mut crate::domain::people::Person),
) -> Decision {
    let mut people = people(&["ANA", "BEN"]);
    change(people.get_mut(&id("BEN")).unwrap());
    let source = Source::Talk(PairingId::new("peer/2027-01-04/00"));
    let new = (LearningId::new("learning/1"), now());
    Learning::shares(&id("ANA"), (source, background), draft, &people, new)
}

fn saved(decision: &Decision) -> Learning {
    let learning = |change: &Change| {
        if let Change::SaveRecord(Record::Learning(learning)) = change {
            Some(learning.clone())
        } else {
            None
        }
    };
    decision.changes.iter().rev().find_map(learning).expect("something learned")
}

/// Who is named in what goes to the channel, if anything does.
fn posted(decision: &Decision) -> Option<Vec<PersonId>> {
    let named = |outgoing: &Outgoing| {
        let message = if let Message::Learning(message) = &outgoing.message { Some(message) } else { None };
        if let Some(LearningMessage::Post { named, .. }) = message { Some(named.clone()) } else { None }
    };
    decision.outgoing.iter().find_map(named)
}

fn says(naming: Naming, press: LearningPress) -> Decision {
    saved(&shares(naming)).pressed(&id("BEN"), press, now())
}

#[test]
fn without_a_name_it_is_posted_at_once_and_nobody_is_asked() {
    let decision = shares(Naming::Nobody);
    assert_eq!(posted(&decision), Some(Vec::new()));
    assert_eq!(decision.outgoing.len(), 1);
    assert_eq!(decision.outgoing[0].to, Target::Channel(ChannelId::new("C1")));
}

#[test]
fn a_partner_is_named_by_their_own_yes_alone() {
    for naming in [Naming::OnlyIfAgreed, Naming::IfAgreed] {
        assert_eq!(posted(&shares(naming)), None, "asked first");
        assert_eq!(posted(&says(naming, LearningPress::Agree)), Some(vec![id("BEN")]));
    }
    assert_eq!(posted(&says(Naming::IfAgreed, LearningPress::Refuse)), Some(Vec::new()));
    let refused = says(Naming::OnlyIfAgreed, LearningPress::Refuse);
    assert_eq!((posted(&refused), saved(&refused).state), (None, LearningState::NotAgreed));
}

#[test]
fn three_working_days_of_silence_are_a_no() {
    let asked = shares(Naming::IfAgreed);
    let silence = asked.wakes.iter().find(|wake| wake.key.as_str().ends_with("silence")).unwrap();
    assert_eq!(silence.at.to_string(), "2027-01-07T08:00:00Z");
    assert_eq!(posted(&saved(&asked).silence_is_over(silence.at)), Some(Vec::new()));
    let only = saved(&shares(Naming::OnlyIfAgreed)).silence_is_over(silence.at);
    assert_eq!(posted(&only), None);
    let spoken = saved(&says(Naming::IfAgreed, LearningPress::Agree));
    assert_eq!(spoken.silence_is_over(silence.at), Decision::default());
}

#[test]
fn the_author_takes_it_back_before_it_is_posted_and_not_after() {
    let withdrawn = saved(&shares(Naming::IfAgreed)).pressed(&id("ANA"), LearningPress::Withdraw, now());
    assert_eq!((posted(&withdrawn), saved(&withdrawn).state), (None, LearningState::Withdrawn));
    let over = Reply::Say(Answer::Learning(LearningAnswer::Over));
    let late = saved(&withdrawn).pressed(&id("BEN"), LearningPress::Agree, now());
    assert_eq!(late.reply, over, "whoever presses later reads that it is settled");
    let posted = saved(&shares(Naming::Nobody)).pressed(&id("ANA"), LearningPress::Withdraw, now());
    assert_eq!(posted.reply, over);
    let stranger = saved(&shares(Naming::IfAgreed)).pressed(&id("EVE"), LearningPress::Agree, now());
    assert_eq!(stranger.reply, over);
}

#[test]
fn whoever_leaves_is_not_named_and_an_author_who_leaves_shares_nothing() {
    let asked = saved(&shares(Naming::IfAgreed));
    assert_eq!(posted(&asked.clone().left_by(&id("BEN"), now())), Some(Vec::new()));
    let author = asked.left_by(&id("ANA"), now());
    assert_eq!((posted(&author), saved(&author).state), (None, LearningState::Withdrawn));
}

#[test]
fn a_partner_who_cannot_be_asked_is_not_named() {
    let pauses = |naming| {
        shares_with(&talk(Useful::Very), &draft(naming), &|ben| ben.pause = Some(Pause { until: None }))
    };
    assert_eq!(posted(&pauses(Naming::IfAgreed)), Some(Vec::new()));
    let only = pauses(Naming::OnlyIfAgreed);
    assert_eq!(posted(&only), None);
    assert_eq!(only.reply, Reply::Say(Answer::Learning(LearningAnswer::NobodyToAsk)));
}

#[test]
fn only_a_talk_that_was_useful_to_them_can_be_shared() {
    let nothing = Reply::Say(Answer::Learning(LearningAnswer::NothingToShare));
    let share = |background| shares_with(&background, &draft(Naming::Nobody), &|_| {});
    assert_eq!(posted(&share(talk(Useful::Somewhat))), Some(Vec::new()));
    assert_eq!(share(talk(Useful::NotReally)).reply, nothing);
    assert_eq!(share(Background::Talk(pairing(&["BEN", "CHO"]), None)).reply, nothing);
    assert_eq!(share(Background::Nothing).reply, nothing);
}

#[test]
fn a_form_with_gaps_stays_open() {
    let empty = LearningDraft { text: "  ".into(), channel: None, naming: Naming::Nobody };
    let long = LearningDraft { text: "a".repeat(TEXT_LIMIT + 1), ..draft(Naming::Nobody) };
    let fields = |draft: &LearningDraft| {
        let Reply::Refuse(problems) = shares_with(&talk(Useful::Very), draft, &|_| {}).reply else {
            panic!()
        };
        problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>()
    };
    assert_eq!(fields(&empty), [Field::LearningText, Field::LearningChannel]);
    assert_eq!(fields(&long), [Field::LearningText]);
}

#[test]
fn where_slack_refuses_the_author_learns_it_and_may_try_again() {
    let first = saved(&shares(Naming::Nobody));
    let refused = first.clone().unposted(now());
    let card = refused.outgoing.first().expect("news");
    assert_eq!(card.to, Target::Direct(id("ANA")));
    assert_eq!(card.message, saved(&refused).card_message(CardStanding::Unposted));
    let again = saved(&refused).pressed(&id("ANA"), LearningPress::Again, now());
    assert_eq!(posted(&again), Some(Vec::new()));
    let keys = [shares(Naming::Nobody), again].map(|decision| decision.outgoing[0].key.clone());
    assert_ne!(keys[0], keys[1], "the same key is never said twice");
}

#[test]
fn of_the_words_of_others_nobody_reads_a_copy_in_their_export() {
    let asked = saved(&shares(Naming::IfAgreed));
    assert_eq!(asked.seen_by(&id("BEN")).text, "");
    let agreed = saved(&says(Naming::IfAgreed, LearningPress::Agree));
    assert_eq!(agreed.seen_by(&id("ANA")).partners[0].said, Said::Nothing);
}

fn useful_talk(days_ago: i64, place: usize, useful: Useful) -> CheckIn {
    let Background::Talk(pairing, Some(check_in)) = talk(useful) else { panic!("a talk") };
    let at = now() - jiff::SignedDuration::from_hours(24 * days_ago);
    CheckIn { pairing: PairingId::of(&pairing.round, place), asked_at: at, ..check_in }
}

#[test]
fn the_newest_useful_talk_can_be_shared_from_once_and_for_four_weeks() {
    let newest = |check_ins: &[CheckIn], shared: &[Learning]| match latest(
        &id("ANA"),
        check_ins,
        &[],
        shared,
        now(),
    ) {
        Some(Source::Talk(pairing)) => Some(pairing),
        Some(Source::Ask(ask)) => panic!("{ask}"),
        None => None,
    };
    let talks = [useful_talk(3, 0, Useful::Very), useful_talk(9, 1, Useful::Somewhat)];
    assert_eq!(newest(&talks, &[]), Some(talks[0].pairing.clone()));
    let mut shared = saved(&shares(Naming::Nobody));
    shared.source = Source::Talk(talks[0].pairing.clone());
    assert_eq!(newest(&talks, &[shared]), Some(talks[1].pairing.clone()));
    assert_eq!(newest(&[useful_talk(29, 0, Useful::Very), useful_talk(1, 1, Useful::NotReally)], &[]), None);
    let others = CheckIn { person: id("BEN"), ..useful_talk(1, 0, Useful::Very) };
    assert_eq!(newest(&[others], &[]), None, "what others found is theirs");
}
