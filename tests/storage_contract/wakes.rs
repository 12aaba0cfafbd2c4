//! Times to look again: set, moved, done with.

use crate::fixture::*;
use crate::promise;
use viceversa::domain::decision::{Change, Decision, Wake, WakeKind};
use viceversa::domain::ids::{PersonId, WakeKey};
use viceversa::domain::workspace::{Access, Workspace};
use viceversa::ports::{Commit, DueWake, Storage};

fn pause_ends(id: &str, seconds: i64) -> Wake {
    let what = WakeKind::PauseEnds(PersonId::new(id));
    Wake { key: WakeKey::new(format!("pause/{id}")), at: at(seconds), what }
}

fn due(wake: &Wake) -> DueWake {
    DueWake { workspace: team(), key: wake.key.clone(), at: wake.at, what: wake.what.clone() }
}

async fn set(store: &Store, wakes: &[Wake]) {
    let decision = Decision { wakes: wakes.to_vec(), ..Decision::default() };
    store.commit(decision.change(Change::SaveWorkspace(workspace()))).await.unwrap();
}

promise!(wakes_come_due_oldest_first, store => {
    let (late, early, future) = (pause_ends("U1", 20), pause_ends("U2", 10), pause_ends("U3", 90));
    set(store, &[late.clone(), early.clone(), future.clone()]).await;
    assert_eq!(store.db.due_wakes(at(20), 9).await.unwrap(), [due(&early), due(&late)]);
    assert_eq!(store.db.due_wakes(at(20), 1).await.unwrap(), [due(&early)]);
    assert!(store.db.due_wakes(at(9), 9).await.unwrap().is_empty());
    assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(10)));
});

promise!(setting_a_wake_again_moves_it, store => {
    set(store, &[pause_ends("U1", 10)]).await;
    set(store, &[pause_ends("U1", 15), pause_ends("U1", 50)]).await;
    assert_eq!(store.db.due_wakes(at(99), 9).await.unwrap(), [due(&pause_ends("U1", 50))]);
});

promise!(a_commit_completes_its_wake_but_not_one_that_was_moved, store => {
    let (done, moved) = (pause_ends("U1", 10), pause_ends("U2", 10));
    set(store, &[done.clone(), moved.clone()]).await;
    let later = pause_ends("U2", 30);
    set(store, std::slice::from_ref(&later)).await;
    for wake in [done, moved] {
        let answer = Commit { wake: Some((wake.key, wake.at)), ..commit(Decision::default()) };
        store.db.commit(answer).await.unwrap();
    }
    assert_eq!(store.db.due_wakes(at(99), 9).await.unwrap(), [due(&later)]);
});

promise!(a_wake_may_set_itself_again, store => {
    let wake = pause_ends("U1", 10);
    set(store, std::slice::from_ref(&wake)).await;
    let again = Decision::default().wake(wake.clone());
    store.db.commit(Commit { wake: Some((wake.key.clone(), wake.at)), ..commit(again) }).await.unwrap();
    assert_eq!(store.db.due_wakes(at(99), 9).await.unwrap(), [due(&wake)]);
});

promise!(where_we_may_not_act_only_the_erasure_comes_due, store => {
    let erase = Wake { key: WakeKey::new("erase"), at: at(40), what: WakeKind::EraseWorkspace };
    set(store, &[pause_ends("U1", 10), erase.clone()]).await;
    store.say([outgoing("hello", "U1")]).await;
    for access in [Access::Revoked, Access::Uninstalled { at: at(0) }] {
        store.save([Change::SaveWorkspace(Workspace { access, ..workspace() })]).await.unwrap();
        assert_eq!(store.db.due_wakes(at(99), 9).await.unwrap(), [due(&erase)]);
        assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(40)));
        assert!(store.db.claim(at(99), 9).await.unwrap().is_empty());
    }
    store.save([Change::SaveWorkspace(workspace())]).await.unwrap();
    assert_eq!(store.db.due_wakes(at(99), 9).await.unwrap().len(), 2);
    assert_eq!(store.db.next_due().await.unwrap().first(), Some(at(0)));
    assert_eq!(store.db.claim(at(99), 9).await.unwrap().len(), 1);
});
