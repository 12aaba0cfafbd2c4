//! What an operator sees of the outbox and does about it. Words are kept for a while where a message failed, and nowhere
//! longer than its people want.

use crate::fixture::*;
use crate::promise;
use jiff::civil::date;
use viceversa::domain::decision::{Change, Decision, Outgoing, SkipReason, Target, Withdrawn};
use viceversa::domain::eta::Work;
use viceversa::domain::ids::{ChannelId, DedupKey, MessageKey, PersonId, SubjectId};
use viceversa::domain::message::Message;
use viceversa::ports::{Backlog, Claimed, Commit, Finish, OutboxRow, Retry, RowState, Rows, Storage};

const TWO_WEEKS: i64 = 14 * 24 * 3_600;

async fn rows(store: &Store, which: Rows) -> Vec<OutboxRow> {
    store.db.outbox_rows(&team(), &which, 50).await.unwrap()
}

async fn row(store: &Store, key: &str) -> OutboxRow {
    rows(store, Rows::Key(MessageKey::new(key))).await.pop().expect("it is listed")
}

async fn fails(store: &Store, claimed: &Claimed) {
    let failed = Finish::Failed { reason: "channel_not_found".into() };
    assert!(store.db.finish(claimed, failed, at(1)).await.unwrap());
}

/// One row that has failed at second 1.
async fn failed(store: &Store, outgoing: Outgoing) -> Claimed {
    store.say([outgoing]).await;
    let claimed = store.claim_one(at(0)).await;
    fails(store, &claimed).await;
    claimed
}

async fn retry(store: &Store, key: &str) -> u64 {
    let which = Retry::Key(MessageKey::new(key));
    store.db.retry_failed(&team(), &which, at(60)).await.unwrap()
}

promise!(a_failed_row_is_listed_with_its_reason_and_tried_again_from_the_start, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let said = introduction(&pair);
    failed(store, said.clone()).await;
    let listed = row(store, said.key.as_str()).await;
    assert_eq!((listed.state, listed.since, listed.attempts), (RowState::Failed, at(1), 1));
    assert_eq!((listed.reason.as_deref(), listed.next_at), (Some("channel_not_found"), None));
    assert!(listed.has_words && listed.kind == "introduction");
    assert_eq!(retry(store, said.key.as_str()).await, 1);
    assert_eq!(row(store, said.key.as_str()).await.next_at, Some(at(60)));
    let again = store.claim_one(at(60)).await;
    assert_eq!((again.message, again.attempts), (said.message, 0));
    assert_eq!(retry(store, said.key.as_str()).await, 0, "it has not failed");
});

promise!(what_slack_may_have_after_all_is_looked_into_first, store => {
    store.say([outgoing("k", "U1")]).await;
    let first = store.claim_one(at(0)).await;
    let unclear = Finish::Check { until: at(0), reason: "timeout".into() };
    store.db.finish(&first, unclear, at(0)).await.unwrap();
    let second = store.claim_one(at(0)).await;
    fails(store, &second).await;
    assert_eq!(retry(store, "k").await, 1);
    let listed = row(store, "k").await;
    assert_eq!((listed.state, listed.next_at), (RowState::Check, Some(at(60))));
    let again = store.claim_one(at(60)).await;
    assert_eq!(again.doubt.map(|doubt| doubt.times), Some(1));
});

promise!(all_that_failed_is_tried_again_at_once_and_nothing_else, store => {
    store.say(["a", "b", "c"].map(|key| outgoing(key, "U1"))).await;
    for claimed in store.db.claim(at(0), 2).await.unwrap() {
        fails(store, &claimed).await;
    }
    assert_eq!(store.db.retry_failed(&team(), &Retry::AllFailed, at(60)).await.unwrap(), 2);
    assert_eq!(store.states().await, [("pending".to_owned(), 3)].into());
});

promise!(a_dropped_row_is_never_sent_and_says_who_did_it, store => {
    store.say(["waits", "under-way", "failed"].map(|key| outgoing(key, "U1"))).await;
    let claimed = store.db.claim(at(0), 9).await.unwrap();
    fails(store, &claimed[2]).await;
    store.db.finish(&claimed[0], Finish::Postponed { until: at(9) }, at(1)).await.unwrap();
    let mut dropped = Vec::new();
    for key in ["waits", "under-way", "failed", "unheard-of"] {
        dropped.push(store.db.drop_row(&team(), &MessageKey::new(key), at(2)).await.unwrap());
    }
    assert_eq!(dropped, [true, false, true, false]);
    let listed = row(store, "failed").await;
    assert_eq!((listed.state, listed.reason.as_deref()), (RowState::Skipped, Some("dropped")));
    assert!(!listed.has_words && listed.since == at(2));
    assert_eq!(retry(store, "failed").await, 0);
    assert!(store.db.claim(at(99), 9).await.unwrap().is_empty());
});

promise!(the_oldest_come_first_and_what_is_settled_only_when_asked_for, store => {
    store.say(["a", "b", "c"].map(|key| outgoing(key, "U1"))).await;
    let claimed = store.db.claim(at(0), 1).await.unwrap();
    store.db.finish(&claimed[0], Finish::Sent { message: message_ref("1.1") }, at(1)).await.unwrap();
    let keys = |rows: Vec<OutboxRow>| rows.iter().map(|row| row.key.to_string()).collect::<Vec<_>>();
    assert_eq!(keys(rows(store, Rows::Unsettled).await), ["b", "c"]);
    assert_eq!(keys(rows(store, Rows::In(RowState::Sent)).await), ["a"]);
    assert_eq!(keys(rows(store, Rows::In(RowState::Failed)).await), [""; 0]);
    let one = store.db.outbox_rows(&team(), &Rows::In(RowState::Pending), 1).await.unwrap();
    assert_eq!(keys(one), ["b"]);
});

promise!(what_is_withdrawn_after_it_failed_loses_its_words_and_keeps_its_reason, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let said = introduction(&pair);
    failed(store, said.clone()).await;
    let about = Withdrawn::About(SubjectId::from(&pair.id));
    store.commit(Decision::default().withdraw(about, SkipReason::Dissolved)).await.unwrap();
    let listed = row(store, said.key.as_str()).await;
    assert_eq!((listed.state, listed.has_words), (RowState::Failed, false));
    assert_eq!(listed.reason.as_deref(), Some("channel_not_found"));
    assert_eq!(retry(store, said.key.as_str()).await, 0, "the pair was told that nothing comes");
});

promise!(what_was_given_up_is_never_tried_again, store => {
    failed(store, outgoing("failed", "U1")).await;
    store.say([outgoing("waits", "U1")]).await;
    for key in ["failed", "waits"] {
        store.db.give_up(&team(), &MessageKey::new(key)).await.unwrap();
    }
    assert_eq!(retry(store, "failed").await, 0);
    assert_eq!(store.claim_one(at(60)).await.message, outgoing("waits", "U1").message);
});

promise!(an_edit_of_what_failed_changes_what_is_tried_again, store => {
    failed(store, outgoing("k", "U1")).await;
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let words = Message::PairDissolved { pairing: pair.id, remaining: pair.members };
    let to = Target::Edit(MessageKey::new("k"));
    store.say([Outgoing { to, message: words.clone(), ..outgoing("k/edit/1", "") }]).await;
    assert_eq!(retry(store, "k").await, 1);
    assert_eq!(store.claim_one(at(60)).await.message, words);
    assert!(store.db.claim(at(99), 9).await.unwrap().is_empty());
});

promise!(forgetting_somebody_erases_the_words_of_what_failed, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    failed(store, introduction(&pair)).await;
    failed(store, outgoing("to-u1", "U1")).await;
    assert!(store.everything().await.iter().any(|line| line.contains("words of U1")));
    store.save([Change::ForgetPerson(PersonId::new("U1"))]).await.unwrap();
    for line in store.everything().await.iter().filter(|line| line.starts_with("outbox.")) {
        assert!(!line.contains("words of U1") && !line.contains("U1\""), "{line}");
    }
    assert_eq!(store.db.retry_failed(&team(), &Retry::AllFailed, at(60)).await.unwrap(), 0);
});

promise!(nobody_comes_for_what_failed_two_weeks_ago, store => {
    failed(store, outgoing("k", "U1")).await;
    let visit = |key: &str, seconds| Commit {
        now: at(seconds),
        dedup: Some(DedupKey::new(key)),
        ..commit(Decision::default())
    };
    store.db.commit(visit("soon", TWO_WEEKS)).await.unwrap();
    assert!(row(store, "k").await.has_words);
    store.db.commit(visit("later", TWO_WEEKS + 3_600)).await.unwrap();
    assert!(!row(store, "k").await.has_words);
    assert_eq!(retry(store, "k").await, 0);
});

promise!(the_backlog_tells_posts_from_edits_and_known_conversations_from_new_ones, store => {
    let to = |key: &str, to| Outgoing { to, ..outgoing(key, "") };
    let group = |ids: [&str; 2]| Target::Group(ids.map(PersonId::new).to_vec());
    let known = [PersonId::new("U1"), PersonId::new("U2")];
    store.db.save_channel(&team(), &known, &ChannelId::new("G1")).await.unwrap();
    store.db.save_channel(&team(), &known[..1], &ChannelId::new("D1")).await.unwrap();
    store.say([
        to("known-group", group(["U1", "U2"])),
        to("new-group", group(["U1", "U3"])),
        to("new-group-again", group(["U1", "U3"])),
        outgoing("known", "U1"),
        outgoing("new", "U4"),
        to("channel", Target::Channel(ChannelId::new("C1"))),
        to("thread", Target::Thread(MessageKey::new("direct"))),
        to("edit", Target::Edit(MessageKey::new("sent-before"))),
        Outgoing { not_before: at(60), ..outgoing("later", "U9") },
    ]).await;
    let now = store.db.backlog(at(0)).await.unwrap();
    let waits = |rows, work| Backlog {
        workspace: team(), state: RowState::Pending, rows, oldest: Some(at(0)), work
    };
    assert_eq!(now, [waits(9, Work { posts: 7, opens: 2, edits: 1 })]);
    let later = store.db.backlog(at(60)).await.unwrap();
    assert_eq!(later, [waits(9, Work { posts: 8, opens: 3, edits: 1 })]);
    let mut claimed = store.db.claim(at(0), 3).await.unwrap();
    fails(store, &claimed.pop().unwrap()).await;
    let check = Finish::Check { until: at(90), reason: "timeout".into() };
    store.db.finish(&claimed.pop().unwrap(), check, at(1)).await.unwrap();
    let mut states: Vec<_> =
        store.db.backlog(at(0)).await.unwrap().iter().map(|each| (each.state, each.rows, each.oldest)).collect();
    states.sort();
    assert_eq!(states, [
        (RowState::Pending, 6, Some(at(0))),
        (RowState::Sending, 1, Some(at(0))),
        (RowState::Check, 1, Some(at(0))),
        (RowState::Failed, 1, None),
    ]);
});
