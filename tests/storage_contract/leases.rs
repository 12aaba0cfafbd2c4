//! Whose a row and a workspace are, and for how long.

use crate::fixture::*;
use crate::promise;
use std::time::Duration;
use viceversa::adapters::storage::{Database, OpenOptions};
use viceversa::domain::decision::{Change, Decision, Outgoing, Urgency};
use viceversa::domain::ids::{MessageRef, WorkspaceId};
use viceversa::domain::workspace::{Access, Workspace};
use viceversa::ports::{Claimed, Commit, Finish, Standing, Storage};

const QUARANTINE: Duration = Duration::from_secs(90);

fn keys(claimed: &[Claimed]) -> Vec<&str> {
    claimed.iter().map(|each| each.key.as_str()).collect()
}

/// Opened as in production: whoever has claimed something has two minutes for it.
async fn opened_again(store: &Store) -> Database {
    if store.is_sqlite() {
        store.db.close().await;
    }
    Database::open(&store.url, &OpenOptions { lease: Duration::from_secs(120), ..throwaway() }).await.unwrap()
}

promise!(a_row_is_left_to_its_sender_while_its_lease_runs, store => {
    store.say([outgoing("k", "U1")]).await;
    let db = opened_again(store).await;
    store.release().await;
    let claimed = db.claim(at(0), 9).await.unwrap();
    assert_eq!(db.recover(at(1), QUARANTINE).await.unwrap(), 0);
    store.execute("UPDATE outbox SET lease_until = 0").await;
    assert_eq!(db.recover(at(1), QUARANTINE).await.unwrap(), 1);
    assert!(db.finish(&claimed[0], Finish::Sent { message: message_ref("1.1") }, at(2)).await.unwrap());
    db.close().await;
});

#[test]
fn whoever_had_a_file_before_is_gone() {
    on_sqlite(async |store| {
        store.say([outgoing("k", "U1")]).await;
        let first = opened_again(store).await;
        assert_eq!(first.claim(at(0), 9).await.unwrap().len(), 1);
        first.close().await;
        let second = opened_again(store).await;
        assert_eq!(second.recover(at(1), QUARANTINE).await.unwrap(), 1);
        second.close().await;
    });
}

promise!(who_brings_down_one_sender_after_the_other_is_parked, store => {
    store.say([outgoing("poison", "U1"), outgoing("good", "U2")]).await;
    let good = store.db.claim(at(0), 2).await.unwrap().remove(1);
    store.db.finish(&good, Finish::Postponed { until: at(900) }, at(0)).await.unwrap();
    for crash in 0..5 {
        let now = at(100 * crash);
        if crash > 0 {
            assert_eq!(keys(&store.db.claim(now, 9).await.unwrap()), ["poison"]);
        }
        assert_eq!(store.db.recover(now, QUARANTINE).await.unwrap(), 1);
    }
    let counts = store.db.outbox_counts(&team()).await.unwrap();
    assert_eq!((counts[0].state.as_str(), counts[0].reason.as_deref()), ("failed", Some("crashes")));
    assert_eq!(keys(&store.db.claim(at(900), 9).await.unwrap()), ["good"]);
});

promise!(a_claim_says_what_is_in_doubt, store => {
    store.say([outgoing("k", "U1")]).await;
    let first = store.claim_one(at(0)).await;
    assert_eq!(first.doubt, None);
    let check = Finish::Check { until: at(90), reason: "timeout".into() };
    store.db.finish(&first, check, at(5)).await.unwrap();
    let second = store.claim_one(at(95)).await;
    let doubt = second.doubt.unwrap();
    assert_eq!((doubt.times, doubt.noticed, second.since, second.claimed_at), (1, at(5), at(0), at(95)));
    store.db.recover(at(200), QUARANTINE).await.unwrap();
    let third = store.claim_one(at(300)).await;
    assert_eq!(third.doubt.map(|doubt| (doubt.times, doubt.noticed)), Some((2, at(200))));
});

promise!(a_second_message_is_noted_and_looked_into_once, store => {
    store.say([outgoing("k", "U1")]).await;
    let claimed = store.claim_one(at(0)).await;
    let early = MessageRef { ts: "100.000001".into(), ..message_ref("") };
    let late = MessageRef { ts: "200.000001".into(), ..early.clone() };
    store.db.finish(&claimed, Finish::Sent { message: late.clone() }, at(1)).await.unwrap();
    assert_eq!(store.db.next_due().await.unwrap().repair, None, "nothing was in doubt");
    assert_eq!(store.db.confirm(&team(), &claimed.id, &late, at(2)).await.unwrap(), Standing::Known);
    assert_eq!(store.db.confirm(&team(), &claimed.id, &early, at(3)).await.unwrap(), Standing::Twice);
    assert_eq!(store.db.next_due().await.unwrap().repair, Some(at(3)));
    assert!(store.db.doubled(at(2), 9).await.unwrap().is_empty());
    let doubled = store.db.doubled(at(3), 9).await.unwrap().remove(0);
    assert_eq!((&doubled.known, doubled.extra.as_ref()), (&late, Some(&early)));
    store.db.repaired(&doubled, &late, 0, Some(at(300))).await.unwrap();
    let doubled = store.db.doubled(at(300), 9).await.unwrap().remove(0);
    assert_eq!(doubled.extra, Some(early.clone()), "put off, nothing is forgotten");
    store.db.repaired(&doubled, &early, 1, None).await.unwrap();
    assert!(store.db.doubled(at(9_999), 9).await.unwrap().is_empty());
    assert_eq!(store.db.posted(&team(), &claimed.key).await.unwrap(), Some(early));
});

promise!(what_was_in_doubt_is_looked_at_once_more_after_it_was_sent, store => {
    store.say([outgoing("a", "U1"), outgoing("b", "U1")]).await;
    let claimed = store.db.claim(at(0), 9).await.unwrap();
    for row in &claimed {
        store.db.finish(row, Finish::Check { until: at(90), reason: "cut".into() }, at(1)).await.unwrap();
    }
    let message = message_ref("1.1");
    assert_eq!(store.db.confirm(&team(), &claimed[0].id, &message, at(2)).await.unwrap(), Standing::Confirmed);
    let again = store.claim_one(at(90)).await;
    store.db.finish(&again, Finish::Sent { message }, at(91)).await.unwrap();
    assert_eq!(store.db.next_due().await.unwrap().repair, Some(at(602)));
    assert_eq!(store.db.doubled(at(691), 9).await.unwrap().len(), 2);
});

promise!(a_workspace_with_a_great_round_leaves_room_for_the_others, store => {
    for (team, rows) in [("T1", 200), ("T2", 3)] {
        let workspace = Workspace { id: WorkspaceId::new(team), access: Access::Granted, ..workspace() };
        let mut decision = Decision::default().change(Change::SaveWorkspace(workspace.clone()));
        decision.outgoing = (0..rows).map(|nth| outgoing(&format!("{team}/{nth:03}"), "U1")).collect();
        store.db.commit(Commit { workspace: workspace.id, ..commit(decision) }).await.unwrap();
    }
    let first = store.db.claim(at(0), 8).await.unwrap();
    let of = |team: &str| first.iter().filter(|each| each.workspace.as_str() == team).count();
    assert_eq!((of("T1"), of("T2")), (4, 3));
    let mut one_by_one = Vec::new();
    store.db.finish(&first[0], Finish::Postponed { until: at(0) }, at(0)).await.unwrap();
    for _ in 0..4 {
        one_by_one.extend(store.db.claim(at(0), 1).await.unwrap());
    }
    assert_eq!(one_by_one.len(), 4);
});

promise!(urgent_rows_overtake_a_round_that_was_there_before, store => {
    store.say((0..50).map(|nth| outgoing(&format!("bulk/{nth:02}"), "U1"))).await;
    assert_eq!(store.db.claim(at(0), 4).await.unwrap().len(), 4);
    store.say([Outgoing { urgency: Urgency::Interactive, ..outgoing("now", "U2") }]).await;
    assert_eq!(keys(&store.db.claim(at(0), 2).await.unwrap()), ["now", "bulk/04"]);
});

#[test]
fn one_replica_delivers_for_a_workspace_at_a_time() {
    on_postgres(async |store| {
        store.say((0..6).map(|nth| outgoing(&format!("k{nth}"), "U1"))).await;
        let other = Database::open(&store.url, &throwaway()).await.unwrap();
        assert_eq!(keys(&store.db.claim(at(0), 1).await.unwrap()), ["k0"]);
        assert!(other.claim(at(0), 9).await.unwrap().is_empty(), "it is another's");
        store.release().await;
        assert_eq!(keys(&other.claim(at(0), 1).await.unwrap()), ["k1"]);
        assert!(store.db.claim(at(0), 9).await.unwrap().is_empty(), "it has changed hands");
        assert_eq!(store.texts("SELECT CAST(token AS TEXT) FROM lane".into()).await, ["2"]);
        other.close().await;
        assert_eq!(
            keys(&store.db.claim(at(0), 1).await.unwrap()),
            ["k2"],
            "whoever closes leaves it at once"
        );
    });
}
