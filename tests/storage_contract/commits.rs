//! A decision is committed whole and once, whatever its caller does meanwhile.

use crate::fixture::*;
use crate::promise;
use futures_util::future::join_all;
use jiff::SignedDuration;
use jiff::civil::date;
use std::time::Duration;
use viceversa::adapters::storage::{Database, OpenOptions};
use viceversa::domain::decision::{Change, Decision, Reply, Showing};
use viceversa::domain::ids::{DedupKey, ProgramId, PromptId, WorkspaceId};
use viceversa::domain::message::Answer;
use viceversa::domain::rounds::RoundOutcome;
use viceversa::ports::{Commit, Storage, StorageError};

fn delivery(key: &str, decision: Decision) -> Commit {
    Commit { dedup: Some(DedupKey::new(key)), ..commit(decision) }
}

promise!(a_repeated_delivery_gets_the_recorded_reply_and_changes_nothing, store => {
    let first = Decision::default().reply(Reply::Say(Answer::Skipped)).change(Change::SavePerson(person("U1")));
    store.db.commit(delivery("Ev1", first)).await.unwrap();
    let second = Decision::default().reply(Reply::Say(Answer::Left)).change(Change::SavePerson(person("U2")));
    let known = store.db.commit(delivery("Ev1", second.clone())).await;
    let Err(StorageError::Duplicate(reply)) = known else { panic!("{known:?}") };
    assert_eq!(*reply, Reply::Say(Answer::Skipped));
    assert_eq!(store.db.people(&team()).await.unwrap().len(), 1);
    let elsewhere = Commit { workspace: WorkspaceId::new("T2"), ..delivery("Ev1", second) };
    store.db.commit(elsewhere).await.unwrap();
});

promise!(a_failed_commit_does_not_use_its_delivery_up, store => {
    let mut stale = person("U1");
    stale.version = 4;
    let lost = store.db.commit(delivery("Ev1", Decision::default().change(Change::SavePerson(stale)))).await;
    assert!(matches!(lost, Err(StorageError::Conflict)));
    let again = Decision::default().change(Change::SavePerson(person("U1")));
    store.db.commit(delivery("Ev1", again)).await.unwrap();
});

promise!(deliveries_are_forgotten_after_a_day, store => {
    store.db.commit(delivery("Ev1", Decision::default())).await.unwrap();
    let later = |key: &str, hours| Commit {
        now: at(0) + SignedDuration::from_hours(hours),
        ..delivery(key, Decision::default())
    };
    store.db.commit(later("Ev2", 23)).await.unwrap();
    assert!(matches!(store.db.commit(later("Ev1", 23)).await, Err(StorageError::Duplicate(_))));
    store.db.commit(later("Ev3", 25)).await.unwrap();
    store.db.commit(later("Ev1", 25)).await.unwrap();
    assert!(matches!(store.db.commit(later("Ev2", 25)).await, Err(StorageError::Duplicate(_))));
});

promise!(two_who_take_up_the_same_delivery_at_once_do_it_once, store => {
    let both = [1, 2].map(|nth| {
        let change = Change::ShowPrompt(Showing {
            person: person("U1").id,
            prompt: PromptId::new(format!("q{nth}")),
            at: at(0),
        });
        store.db.commit(delivery("Ev1", Decision::default().change(change)))
    });
    let [first, second] = both;
    let (first, second) = tokio::join!(first, second);
    let duplicates = [&first, &second].iter().filter(|each| matches!(each, Err(StorageError::Duplicate(_)))).count();
    assert_eq!(duplicates, 1, "{first:?} {second:?}");
    assert_eq!(store.db.showings(&team(), None).await.unwrap().len(), 1);
});

promise!(commits_at_the_same_time_are_all_kept_and_only_the_bad_ones_fail, store => {
    let ids: Vec<String> = (0..64).map(|nth| format!("U{nth:02}")).collect();
    let commits = ids.iter().enumerate().map(|(nth, id)| {
        let slot = date(2026, 1, 1) + jiff::Span::new().days(nth as i64);
        let mut who = person(id);
        who.version = if nth % 8 == 7 { 5 } else { 0 };
        let decision = Decision::default()
            .change(Change::OpenRound(round(slot, RoundOutcome::Held { pairings: 0 })))
            .change(Change::SavePerson(who));
        store.db.commit(commit(decision))
    });
    let results = join_all(commits).await;
    let lost = results.iter().filter(|each| matches!(each, Err(StorageError::Conflict))).count();
    let kept = results.iter().filter(|each| each.is_ok()).count();
    assert_eq!((lost, kept), (8, 56));
    assert_eq!(store.db.people(&team()).await.unwrap().len(), 56);
    let rounds = store.db.held_rounds(&team(), &ProgramId::new("peer"), 99).await.unwrap();
    assert_eq!(rounds.len(), 56, "nothing of a bad one stays behind");
});

promise!(what_was_answered_is_read_at_once, store => {
    for nth in 0..100 {
        let id = format!("U{nth}");
        store.save([Change::SavePerson(person(&id))]).await.unwrap();
        assert!(store.db.person(&team(), &person(&id).id).await.unwrap().is_some());
    }
});

promise!(one_of_two_writers_of_a_record_wins, store => {
    store.save([Change::SavePerson(person("U1"))]).await.unwrap();
    let loaded = store.db.person(&team(), &person("U1").id).await.unwrap().unwrap();
    let writers = (0..8).map(|nth| {
        let mut mine = loaded.clone();
        mine.unanswered = nth;
        store.db.commit(commit(Decision::default().change(Change::SavePerson(mine))))
    });
    let results = join_all(writers).await;
    assert_eq!(results.iter().filter(|each| each.is_ok()).count(), 1);
    assert_eq!(store.db.person(&team(), &loaded.id).await.unwrap().unwrap().version, 2);
});

promise!(a_round_of_thousands_goes_in_whole, store => {
    let slot = date(2026, 11, 23);
    let pairs: Vec<_> = (0..1_234)
        .map(|nth| pairing(slot, nth, &[&format!("a{nth:04}"), &format!("b{nth:04}")]))
        .collect();
    let mut decision = Decision::default()
        .change(Change::SaveWorkspace(workspace()))
        .change(Change::OpenRound(round(slot, RoundOutcome::Held { pairings: pairs.len() })));
    decision.changes.extend(pairs.iter().cloned().map(Change::SavePairing));
    decision.outgoing.extend(pairs.iter().map(introduction));
    store.commit(decision).await.unwrap();
    assert_eq!(store.db.pairings_since(&team(), slot).await.unwrap().len(), 1_234);
    assert_eq!(store.states().await["pending"], 1_234);
    let claimed = store.db.claim(at(0), 2_000).await.unwrap();
    let keys: Vec<_> = claimed.iter().map(|each| each.key.clone()).collect();
    let expected: Vec<_> = pairs.iter().map(|pair| pair.introduction()).collect();
    assert_eq!(keys, expected, "in the order in which they were said");
});

promise!(a_caller_that_goes_away_loses_no_write_and_leaves_no_transaction, store => {
    let single = OpenOptions { connections: 1, ..throwaway() };
    let url = if store.is_sqlite() { "sqlite::memory:" } else { store.url.as_str() };
    let other = Database::open(url, &single).await.unwrap();
    let db = if store.is_sqlite() { &store.db } else { &other };
    for nth in 0..200 {
        let who = Change::SavePerson(person(&format!("U{nth:03}")));
        let write = db.commit(commit(Decision::default().change(who)));
        let _ = tokio::time::timeout(Duration::from_micros(20 * (nth % 20)), write).await;
        let witness = Showing { person: person("W").id, prompt: PromptId::new(format!("q{nth:03}")), at: at(0) };
        db.commit(commit(Decision::default().change(Change::ShowPrompt(witness)))).await.unwrap();
    }
    // The last write of a caller that went away may still be under way.
    for _ in 0..100 {
        if store.texts("SELECT id FROM person".to_owned()).await.len() == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(store.texts("SELECT id FROM person".to_owned()).await.len(), 200);
    assert_eq!(store.texts("SELECT prompt_id FROM showing".to_owned()).await.len(), 200);
    if !store.is_sqlite() {
        let sql = "SELECT state FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid() \
                   AND application_name = 'viceversa'";
        let states = store.texts(sql.to_owned()).await;
        let is_fine = |state: &String| !state.starts_with("idle in transaction");
        assert!(!states.is_empty() && states.iter().all(is_fine), "{states:?}");
    }
    other.close().await;
});

promise!(a_decision_that_rests_on_a_record_fails_once_that_has_moved_on, store => {
    store.db.commit(commit(Decision::default().change(Change::SavePerson(person("U1"))))).await.unwrap();
    let known = store.db.person(&team(), &person("U1").id).await.unwrap().unwrap();
    let resting = |nth: u8| {
        let showing = Showing { person: known.id.clone(), prompt: PromptId::new(format!("q{nth}")), at: at(0) };
        commit(Decision::default().relying_on(&known).change(Change::ShowPrompt(showing)))
    };
    store.db.commit(resting(1)).await.unwrap();
    store.db.commit(commit(Decision::default().change(Change::SavePerson(known.clone())))).await.unwrap();
    assert!(matches!(store.db.commit(resting(2)).await, Err(StorageError::Conflict)));
    store.db.commit(commit(Decision::default().change(Change::ForgetPerson(known.id.clone())))).await.unwrap();
    assert!(matches!(store.db.commit(resting(3)).await, Err(StorageError::Conflict)));
    assert!(store.db.showings(&team(), None).await.unwrap().is_empty());
});
