use super::*;
use crate::domain::ids::{ChannelId, MessageKey, PersonId};

fn noon() -> Timestamp {
    "2027-01-04T12:00:00Z".parse().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

fn to_ana() -> Target {
    Target::Direct(PersonId::new("U1"))
}

fn attempt(to: &Target, before: u32, sight: Sight) -> Attempt<'_> {
    Attempt { to, before, sight, now: noon(), percent: 100 }
}

fn message(ts: &str) -> MessageRef {
    MessageRef { channel: ChannelId::new("D1"), ts: ts.into() }
}

fn unclear() -> Result<MessageRef, ChatError> {
    Err(ChatError::Unclear("timeout".into()))
}

fn doubt(times: u32) -> Doubt {
    Doubt { times, noticed: at(-3_600) }
}

#[test]
fn a_limit_postpones_to_the_second_and_costs_no_attempt() {
    let to = to_ana();
    for before in [0, ATTEMPTS + 5] {
        let limited = Err(ChatError::RetryAfter(Duration::from_secs(17)));
        let finish = attempt(&to, before, Sight::History).ended(&limited);
        assert_eq!(finish, Finish::Postponed { until: at(17) });
    }
}

#[test]
fn what_nobody_knows_waits_as_long_as_a_confirmation_may_take() {
    let to = to_ana();
    for (sight, seconds) in [(Sight::History, 90), (Sight::Event, 420), (Sight::Blind, 420)] {
        let finish = attempt(&to, 0, sight).ended(&unclear());
        assert_eq!(finish, Finish::Check { until: at(seconds), reason: "timeout".into() });
    }
}

#[test]
fn even_the_last_attempt_is_looked_for_before_it_is_given_up() {
    let to = to_ana();
    let last = attempt(&to, ATTEMPTS - 1, Sight::History);
    assert!(matches!(last.ended(&unclear()), Finish::Check { .. }));
    let after = attempt(&to, ATTEMPTS, Sight::History);
    let found = Ok(Sighting::There(vec![message("5.000000")]));
    let sent = Finish::Sent { message: message("5.000000") };
    assert_eq!(after.looked(&doubt(1), &found), Looked::Settled(sent));
    let nowhere = after.looked(&doubt(1), &Ok(Sighting::Nowhere));
    assert!(matches!(nowhere, Looked::Settled(Finish::Failed { .. })));
}

#[test]
fn the_same_edit_twice_is_the_same_edit() {
    let to = Target::Edit(MessageKey::new("k"));
    let finish = attempt(&to, 0, Sight::Event).ended(&unclear());
    assert_eq!(finish, Finish::Retry { until: at(2), reason: "timeout".into() });
}

#[test]
fn errors_are_tried_again_for_about_a_day() {
    let to = to_ana();
    let refused = Err(ChatError::NotSent("connect".into()));
    let mut waited = SignedDuration::ZERO;
    for before in 0..ATTEMPTS {
        let finish = attempt(&to, before, Sight::History).ended(&refused);
        if let Finish::Retry { until, .. } = finish {
            waited += until.duration_since(noon());
        } else {
            assert_eq!((before, finish), (ATTEMPTS - 1, Finish::Failed { reason: "connect".into() }));
        }
    }
    assert!((1..=24).contains(&waited.as_hours()), "{waited}");
}

#[test]
fn nothing_in_doubt_is_even_looked_for_before_its_quarantine_is_over() {
    let to = to_ana();
    let fresh = Doubt { times: 1, noticed: noon() };
    assert_eq!(attempt(&to, 1, Sight::History).quarantined(&fresh), Some(at(90)));
    assert_eq!(attempt(&to, 1, Sight::Event).quarantined(&fresh), Some(at(420)));
    assert_eq!(attempt(&to, 1, Sight::Event).quarantined(&doubt(1)), None);
}

#[test]
fn whatever_keeps_us_from_looking_keeps_us_from_sending() {
    let to = to_ana();
    let attempt = attempt(&to, 1, Sight::History);
    for error in [
        ChatError::RetryAfter(Duration::from_secs(60)),
        ChatError::NotSent("connect".into()),
        ChatError::Unclear("http_500".into()),
        ChatError::Denied("token_revoked".into()),
    ] {
        let looked = attempt.looked(&doubt(1), &Err(error.clone()));
        assert!(matches!(looked, Looked::Settled(Finish::Postponed { .. })), "{error}");
    }
}

#[test]
fn without_any_confirmation_there_is_one_more_try() {
    let to = to_ana();
    let looked = |sight, times| attempt(&to, times, sight).looked(&doubt(times), &Ok(Sighting::Unseen));
    assert_eq!(looked(Sight::Blind, 1), Looked::Unconfirmed);
    let parked = Looked::Settled(Finish::Failed { reason: "unconfirmed".into() });
    assert_eq!(looked(Sight::Blind, 2), parked);
    assert_eq!(looked(Sight::Event, 2), Looked::Unconfirmed);
}

#[test]
fn of_several_messages_the_first_counts() {
    let to = to_ana();
    let seen = Ok(Sighting::There(vec![message("1000.000001"), message("999.000002")]));
    let sent = Finish::Sent { message: message("999.000002") };
    assert_eq!(attempt(&to, 1, Sight::History).looked(&doubt(1), &seen), Looked::Settled(sent));
}
