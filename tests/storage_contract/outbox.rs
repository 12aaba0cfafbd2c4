//! What is said is said once, in order, by whoever holds the row.

use crate::fixture::*;
use crate::promise;
use jiff::civil::date;
use std::time::Duration;
use viceversa::domain::decision::{Decision, Outgoing, SkipReason, Target, Urgency, Withdrawn};
use viceversa::domain::ids::{ChannelId, MessageKey, MessageRef, WorkspaceId};
use viceversa::domain::message::Message;
use viceversa::ports::{Claimed, Finish, OutboxCount, OutboxId, Standing, Storage};

const QUARANTINE: Duration = Duration::from_secs(90);

fn keys(claimed: &[Claimed]) -> Vec<&str> {
    claimed.iter().map(|each| each.key.as_str()).collect()
}

fn sent(ts: &str) -> Finish {
    Finish::Sent { message: message_ref(ts) }
}

fn check(seconds: i64) -> Finish {
    Finish::Check { until: at(seconds), reason: "timeout".into() }
}

promise!(the_same_key_is_said_once, store => {
    store.say([outgoing("k", "U1"), outgoing("k", "U2")]).await;
    store.say([outgoing("k", "U3")]).await;
    let claimed = store.db.claim(at(0), 9).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].to, Target::Direct(person("U1").id));
    assert!(store.db.finish(&claimed[0], sent("1.1"), at(1)).await.unwrap());
    store.say([outgoing("k", "U1")]).await;
    assert!(store.db.claim(at(99), 9).await.unwrap().is_empty());
});

promise!(a_claim_brings_the_message_and_an_opaque_id, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let said = Outgoing { expires: Some(at(60)), ..introduction(&pair) };
    store.say([said.clone()]).await;
    let claimed = store.claim_one(at(0)).await;
    assert_eq!((claimed.workspace.clone(), claimed.key.clone()), (team(), said.key.clone()));
    assert_eq!((claimed.to.clone(), claimed.message.clone()), (said.to, said.message));
    assert_eq!((claimed.expires, claimed.attempts, claimed.urgency), (said.expires, 0, Urgency::Bulk));
    assert!(claimed.id.0.len() == 32 && claimed.id.0.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(store.db.key_of(&team(), &claimed.id).await.unwrap(), Some(said.key));
    assert_eq!(store.db.key_of(&WorkspaceId::new("T2"), &claimed.id).await.unwrap(), None);
});

promise!(an_edit_of_what_still_waits_changes_what_will_be_said, store => {
    let edit = |key: &str, words| Outgoing {
        to: Target::Edit(MessageKey::new("k")), message: words, ..outgoing(key, "U1")
    };
    store.say([Outgoing { not_before: at(60), ..outgoing("k", "U1") }]).await;
    store.say([edit("k/edit/1", Message::PauseOffer)]).await;
    assert!(store.db.claim(at(0), 9).await.unwrap().is_empty(), "there is nothing to edit yet");
    let claimed = store.claim_one(at(60)).await;
    assert_eq!((claimed.key.as_str(), claimed.message.clone()), ("k", Message::PauseOffer));
    assert!(store.db.finish(&claimed, sent("1.1"), at(61)).await.unwrap());
    store.say([edit("k/edit/2", Message::PauseOffer)]).await;
    assert_eq!(store.claim_one(at(61)).await.key.as_str(), "k/edit/2");
});

promise!(ids_differ_even_where_two_commits_have_the_same_seed, store => {
    store.say([outgoing("a", "U1")]).await;
    store.say([outgoing("b", "U1")]).await;
    let claimed = store.db.claim(at(0), 9).await.unwrap();
    assert_eq!(claimed.len(), 2);
    assert_ne!(claimed[0].id, claimed[1].id);
});

promise!(urgent_then_due_then_in_the_order_said, store => {
    let due = |key: &str, urgency, seconds| Outgoing { urgency, not_before: at(seconds), ..outgoing(key, "U1") };
    store.say([
        due("bulk-3", Urgency::Bulk, 5),
        due("bulk-1", Urgency::Bulk, 0),
        due("bulk-2", Urgency::Bulk, 0),
        due("future", Urgency::Interactive, 60),
        due("urgent", Urgency::Interactive, 9),
    ]).await;
    assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(0)));
    let first = store.db.claim(at(10), 2).await.unwrap();
    assert_eq!(keys(&first), ["urgent", "bulk-1"]);
    let rest = store.db.claim(at(10), 9).await.unwrap();
    assert_eq!(keys(&rest), ["bulk-2", "bulk-3"]);
    assert!(store.db.claim(at(10), 9).await.unwrap().is_empty());
    assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(60)));
});

promise!(two_who_claim_at_once_never_get_the_same_row, store => {
    store.say((0..200).map(|nth| outgoing(&format!("k{nth:03}"), "U1"))).await;
    let claims = futures_util::future::join_all((0..8).map(|_| store.db.claim(at(0), 25))).await;
    let mut all: Vec<String> = Vec::new();
    for claimed in &claims {
        all.extend(claimed.as_ref().unwrap().iter().map(|each| each.key.to_string()));
    }
    all.extend(store.db.claim(at(0), 200).await.unwrap().iter().map(|each| each.key.to_string()));
    all.sort();
    let expected: Vec<String> = (0..200).map(|nth| format!("k{nth:03}")).collect();
    assert_eq!(all, expected);
});

promise!(a_sent_message_is_found_by_its_key, store => {
    store.say([outgoing("k", "U1")]).await;
    let key = MessageKey::new("k");
    assert_eq!(store.db.posted(&team(), &key).await.unwrap(), None);
    let claimed = store.claim_one(at(0)).await;
    assert!(store.db.finish(&claimed, sent("1.1"), at(1)).await.unwrap());
    assert_eq!(store.db.posted(&team(), &key).await.unwrap(), Some(message_ref("1.1")));
    assert!(!store.db.finish(&claimed, sent("2.2"), at(2)).await.unwrap(), "sent is for good");
    assert_eq!(store.db.posted(&team(), &key).await.unwrap(), Some(message_ref("1.1")));
});

promise!(postponed_does_not_count_and_retry_does, store => {
    store.say([outgoing("k", "U1")]).await;
    let mut claimed = store.claim_one(at(0)).await;
    store.db.finish(&claimed, Finish::Postponed { until: at(10) }, at(1)).await.unwrap();
    assert!(store.db.claim(at(9), 9).await.unwrap().is_empty());
    claimed = store.claim_one(at(10)).await;
    assert_eq!(claimed.attempts, 0);
    let again = Finish::Retry { until: at(20), reason: "internal_error".into() };
    store.db.finish(&claimed, again, at(11)).await.unwrap();
    assert!(store.db.claim(at(19), 9).await.unwrap().is_empty());
    claimed = store.claim_one(at(20)).await;
    assert_eq!(claimed.attempts, 1);
});

promise!(an_unclear_attempt_waits_and_is_then_tried_again, store => {
    store.say([outgoing("k", "U1")]).await;
    let claimed = store.claim_one(at(0)).await;
    assert!(store.db.finish(&claimed, check(90), at(1)).await.unwrap());
    assert_eq!(store.states().await["check"], 1);
    assert!(store.db.claim(at(89), 9).await.unwrap().is_empty());
    assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(90)));
    assert_eq!(store.claim_one(at(90)).await.attempts, 1);
});

promise!(a_row_that_was_in_doubt_stays_so_until_it_is_settled, store => {
    store.say([outgoing("k", "U1")]).await;
    let first = store.claim_one(at(0)).await;
    store.db.finish(&first, check(10), at(1)).await.unwrap();
    let second = store.claim_one(at(10)).await;
    store.db.finish(&second, Finish::Postponed { until: at(20) }, at(11)).await.unwrap();
    assert_eq!(store.states().await["check"], 1, "the first attempt may still have been applied");
    assert_eq!(store.db.confirm(&team(), &first.id, &message_ref("1.1"), at(2)).await.unwrap(), Standing::Confirmed);
    assert!(store.db.claim(at(99), 9).await.unwrap().is_empty());
});

promise!(an_attempt_is_given_back_once, store => {
    store.say([outgoing("k", "U1")]).await;
    let first = store.claim_one(at(0)).await;
    store.db.finish(&first, check(10), at(1)).await.unwrap();
    let second = store.claim_one(at(10)).await;
    assert!(store.db.finish(&second, Finish::Postponed { until: at(20) }, at(11)).await.unwrap());
    assert!(!store.db.finish(&second, Finish::Postponed { until: at(20) }, at(11)).await.unwrap());
    assert_eq!(store.claim_one(at(20)).await.attempts, 1);
});

promise!(failed_and_skipped_are_for_good_and_say_why, store => {
    store.say([outgoing("a", "U1"), outgoing("b", "U1")]).await;
    let claimed = store.db.claim(at(0), 9).await.unwrap();
    let failed = Finish::Failed { reason: "channel_not_found".into() };
    assert!(store.db.finish(&claimed[0], failed, at(1)).await.unwrap());
    let skipped = Finish::Skipped { reason: SkipReason::Expired };
    assert!(store.db.finish(&claimed[1], skipped, at(1)).await.unwrap());
    for each in &claimed {
        assert!(!store.db.finish(each, Finish::Postponed { until: at(2) }, at(2)).await.unwrap());
        assert_ne!(store.db.confirm(&team(), &each.id, &message_ref("1.1"), at(2)).await.unwrap(), Standing::Confirmed);
    }
    assert!(store.db.claim(at(99), 9).await.unwrap().is_empty());
    let count = |state: &str, reason: &str| OutboxCount { state: state.into(), reason: Some(reason.into()), rows: 1 };
    let counts = store.db.outbox_counts(&team()).await.unwrap();
    assert_eq!(counts, [count("failed", "channel_not_found"), count("skipped", "expired")]);
});

promise!(a_late_word_is_refused_once_somebody_else_has_claimed, store => {
    store.say([outgoing("k", "U1")]).await;
    let slow = store.claim_one(at(0)).await;
    assert_eq!(store.db.recover(at(10), QUARANTINE).await.unwrap(), 1);
    let next = store.claim_one(at(100)).await;
    assert!(next.lease > slow.lease);
    assert!(!store.db.finish(&slow, sent("1.1"), at(101)).await.unwrap());
    assert_eq!(store.states().await["sending"], 1);
    assert!(store.db.finish(&next, sent("2.2"), at(102)).await.unwrap());
});

promise!(after_a_crash_rows_are_checked_and_never_just_sent_again, store => {
    store.say([outgoing("a", "U1"), outgoing("b", "U1"), outgoing("c", "U1")]).await;
    assert_eq!(store.db.claim(at(0), 2).await.unwrap().len(), 2);
    assert_eq!(store.db.recover(at(5), QUARANTINE).await.unwrap(), 2);
    assert_eq!(store.db.recover(at(5), QUARANTINE).await.unwrap(), 0);
    let states = store.states().await;
    assert_eq!((states["check"], states["pending"]), (2, 1));
    assert_eq!(keys(&store.db.claim(at(94), 9).await.unwrap()), ["c"]);
    let again = store.db.claim(at(95), 9).await.unwrap();
    assert_eq!(keys(&again), ["a", "b"]);
    assert!(again.iter().all(|each| each.attempts == 1));
});

promise!(a_sender_that_was_alive_after_all_still_settles_its_row, store => {
    store.say([outgoing("k", "U1")]).await;
    let slow = store.claim_one(at(0)).await;
    store.db.recover(at(10), QUARANTINE).await.unwrap();
    assert!(store.db.finish(&slow, sent("1.1"), at(11)).await.unwrap());
    assert!(store.db.claim(at(999), 9).await.unwrap().is_empty());
});

promise!(a_message_seen_in_slack_is_sent, store => {
    store.say([outgoing("a", "U1"), outgoing("b", "U1"), outgoing("c", "U1")]).await;
    let claimed = store.db.claim(at(0), 2).await.unwrap();
    store.db.finish(&claimed[0], check(90), at(1)).await.unwrap();
    for each in &claimed {
        assert_eq!(store.db.confirm(&team(), &each.id, &message_ref("1.1"), at(2)).await.unwrap(), Standing::Confirmed);
        assert_ne!(store.db.confirm(&team(), &each.id, &message_ref("1.1"), at(2)).await.unwrap(), Standing::Confirmed);
        assert_eq!(store.db.posted(&team(), &each.key).await.unwrap(), Some(message_ref("1.1")));
    }
    let nobodys = OutboxId("0".repeat(32));
    assert_ne!(store.db.confirm(&team(), &nobodys, &message_ref("1.1"), at(2)).await.unwrap(), Standing::Confirmed);
    assert_eq!(store.states().await["pending"], 1);
});

promise!(what_is_withdrawn_is_skipped_unless_somebody_is_sending_it, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let other = pairing(date(2026, 11, 23), 1, &["U3", "U4"]);
    store.say([introduction(&pair), introduction(&other), outgoing("u5", "U5"), outgoing("u6", "U6")]).await;
    store.say([Outgoing { urgency: Urgency::Interactive, ..outgoing("busy", "U5") }]).await;
    let busy = store.claim_one(at(0)).await;
    let instead = Outgoing {
        key: MessageKey::new("sorry"),
        message: Message::PairDissolved { pairing: pair.id.clone(), remaining: vec![person("U2").id] },
        ..outgoing("", "U2")
    };
    let decision = Decision::default()
        .say(instead)
        .withdraw(Withdrawn::About((&pair.id).into()), SkipReason::Dissolved)
        .withdraw(Withdrawn::To(person("U5").id), SkipReason::OptedOut)
        .withdraw(Withdrawn::Key(MessageKey::new("u6")), SkipReason::Expired);
    store.commit(decision).await.unwrap();
    let left = store.db.claim(at(0), 9).await.unwrap();
    assert_eq!(keys(&left), [other.introduction().as_str(), "sorry"]);
    assert!(store.db.finish(&busy, sent("1.1"), at(1)).await.unwrap());
    let counts = store.db.outbox_counts(&team()).await.unwrap();
    let reasons: Vec<_> = counts.iter().filter_map(|count| count.reason.as_deref()).collect();
    assert_eq!(reasons, ["dissolved", "expired", "opted_out"]);
});

promise!(what_belongs_to_a_message_waits_until_that_is_settled, store => {
    let under = |key: &str, to| Outgoing { urgency: Urgency::Interactive, to, ..outgoing(key, "") };
    let root = MessageKey::new("root");
    store.say([
        under("reply", Target::Thread(root.clone())),
        under("edit", Target::Edit(root.clone())),
        under("orphan", Target::Thread(MessageKey::new("nothing"))),
        outgoing("root", "U1"),
    ]).await;
    let first = store.db.claim(at(0), 9).await.unwrap();
    assert_eq!(keys(&first), ["orphan", "root"]);
    assert_eq!(store.db.next_due().await.unwrap().first(), None, "what waits is not due");
    store.db.finish(&first[1], check(10), at(1)).await.unwrap();
    assert!(store.db.claim(at(9), 9).await.unwrap().is_empty());
    assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(10)));
    let again = store.claim_one(at(10)).await;
    assert_eq!(again.key, root);
    store.db.finish(&again, sent("1.1"), at(11)).await.unwrap();
    assert_eq!(keys(&store.db.claim(at(11), 9).await.unwrap()), ["reply", "edit"]);
});

promise!(what_belongs_to_a_message_that_failed_waits_no_longer, store => {
    let reply = Outgoing { to: Target::Thread(MessageKey::new("root")), ..outgoing("reply", "") };
    store.say([outgoing("root", "U1"), reply]).await;
    let root = store.claim_one(at(0)).await;
    let failed = Finish::Failed { reason: "user_disabled".into() };
    store.db.finish(&root, failed, at(1)).await.unwrap();
    assert_eq!(keys(&store.db.claim(at(1), 9).await.unwrap()), ["reply"]);
});

promise!(a_row_that_cannot_be_read_is_parked_and_holds_nobody_up, store => {
    store.say([outgoing("bad", "U1"), outgoing("good", "U1")]).await;
    store.execute("UPDATE outbox SET message = '{}' WHERE key = 'bad'").await;
    assert_eq!(keys(&store.db.claim(at(0), 9).await.unwrap()), ["good"]);
    let counts = store.db.outbox_counts(&team()).await.unwrap();
    assert_eq!(counts[0].reason.as_deref(), Some("unreadable"));
});

promise!(what_is_done_with_keeps_no_words, store => {
    let to = |id: &str, key: &str| Outgoing { key: MessageKey::new(key), ..outgoing("", id) };
    store.say([to("U1", "sent"), to("U2", "failed"), to("U3", "confirmed"), to("U4", "withdrawn")]).await;
    let withdrawn = Withdrawn::Key(MessageKey::new("withdrawn"));
    store.db.commit(commit(Decision::default().withdraw(withdrawn, SkipReason::Answered))).await.unwrap();
    for claimed in store.db.claim(at(0), 9).await.unwrap() {
        let message = MessageRef { channel: ChannelId::new("D1"), ts: format!("{}.1", claimed.key) };
        let finish = match claimed.key.as_str() {
            "sent" => Finish::Sent { message },
            "failed" => Finish::Failed { reason: "no".into() },
            _ => {
                assert_eq!(store.db.confirm(&team(), &claimed.id, &message, at(2)).await.unwrap(), Standing::Confirmed);
                continue;
            }
        };
        assert!(store.db.finish(&claimed, finish, at(1)).await.unwrap());
    }
    let all = store.everything().await;
    let messages: Vec<_> = all.iter().filter(|line| line.starts_with("outbox.message")).collect();
    assert_eq!(messages.iter().filter(|line| **line == "outbox.message: null").count(), 3);
    assert_eq!(messages.len(), 4, "what failed keeps them for a while");
});
