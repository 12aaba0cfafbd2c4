//! Opening, closing, and what is told when it does not work.

use crate::fixture::*;
use crate::promise;
use std::time::Duration;
use viceversa::adapters::storage::{Database, Durability, OpenError, OpenOptions};
use viceversa::domain::decision::{Change, Decision};
use viceversa::ports::{Storage, StorageError};

fn url(folder: &Folder) -> String {
    format!("sqlite:{}", folder.path().join("some.db").display())
}

#[test]
fn a_sqlite_file_is_opened_by_one_at_a_time_and_keeps_what_it_has() {
    let folder = Folder::new();
    let full = OpenOptions { durability: Durability::Full, ..throwaway() };
    block_on(async {
        let first = Database::open(&url(&folder), &full).await.unwrap();
        let refused = Database::open(&url(&folder), &full).await.unwrap_err();
        assert!(matches!(&refused, OpenError::InUse { path } if path.ends_with("some.db")), "{refused}");
        assert!(refused.to_string().contains("another process"));
        first.commit(commit(Decision::default().change(Change::SavePerson(person("U1"))))).await.unwrap();
        first.close().await;
        let second = Database::open(&url(&folder), &full).await.unwrap();
        assert_eq!(second.people(&team()).await.unwrap().len(), 1);
        second.close().await;
    });
}

promise!(a_closed_database_says_that_it_is_not_available, store => {
    store.db.close().await;
    store.db.close().await;
    let read = store.db.people(&team()).await;
    assert!(matches!(read, Err(StorageError::Unavailable(_))), "{read:?}");
    let written = store.save([Change::SavePerson(person("U1"))]).await;
    assert!(matches!(written, Err(StorageError::Unavailable(_))), "{written:?}");
});

promise!(what_was_handed_in_before_closing_is_kept, store => {
    let writes = (0..200).map(|nth| {
        let change = Change::SavePerson(person(&format!("U{nth}")));
        store.db.commit(commit(Decision::default().change(change)))
    });
    let closing = async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        store.db.close().await;
    };
    let (results, ()) = tokio::join!(futures_util::future::join_all(writes), closing);
    let answered = results.iter().filter(|each| each.is_ok()).count();
    assert_eq!(store.texts("SELECT id FROM person".to_owned()).await.len(), answered);
});

#[test]
fn temporary_databases_know_nothing_of_each_other() {
    block_on(async {
        let options = OpenOptions::default();
        let both = ["sqlite::memory:"; 2].map(|url| Database::open(url, &options));
        let [one, other] = both;
        let (one, other) = tokio::join!(one, other);
        let (one, other) = (one.unwrap(), other.unwrap());
        let change = Change::SavePerson(person("U1"));
        one.commit(commit(Decision::default().change(change))).await.unwrap();
        assert_eq!(one.people(&team()).await.unwrap().len(), 1);
        assert!(other.people(&team()).await.unwrap().is_empty());
        one.close().await;
        other.close().await;
    });
}

#[test]
fn a_writer_waits_for_somebody_who_holds_the_file() {
    on_sqlite(async |store| {
        let mut backup = store.sqlite().await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut backup).await.unwrap();
        let release = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            sqlx::query("COMMIT").execute(&mut backup).await.unwrap();
        };
        let (saved, ()) = tokio::join!(store.save([Change::SavePerson(person("U1"))]), release);
        saved.unwrap();
    });
}

#[test]
fn replicas_that_start_together_make_the_tables_once() {
    block_on(async {
        let Some(empty) = crate::support::postgres::empty_database().await else { return };
        let options = throwaway();
        let opening = (0..4).map(|_| Database::open(&empty.url, &options));
        let replicas = futures_util::future::join_all(opening).await;
        for replica in replicas {
            let replica = replica.unwrap();
            replica.ping().await.unwrap();
            replica.close().await;
        }
        empty.remove().await;
    });
}

promise!(the_password_is_not_in_what_a_log_would_print, store => {
    let with_password = store.url.replace("//postgres@", "//postgres:hunter2@");
    if with_password != store.url {
        let db = Database::open(&with_password, &throwaway()).await.unwrap();
        assert!(!format!("{db:?}").contains("hunter2"));
        db.close().await;
    }
});

#[test]
fn a_file_is_the_same_by_any_of_its_names() {
    let folder = Folder::new();
    block_on(async {
        let first = Database::open(&url(&folder), &throwaway()).await.unwrap();
        let alias = folder.path().join("alias.db");
        std::os::unix::fs::symlink(folder.path().join("some.db"), &alias).unwrap();
        let refused = Database::open(&format!("sqlite://{}", alias.display()), &throwaway()).await;
        assert!(matches!(refused, Err(OpenError::InUse { .. })), "{refused:?}");
        first.close().await;
    });
}

#[test]
fn a_wrong_url_is_explained_without_its_password() {
    block_on(async {
        let folder = Folder::new();
        let nowhere = format!("sqlite://{}/no/such/folder/some.db", folder.path().display());
        for (url, expected) in [
            ("mysql://user:hunter2@host/db", "begins with sqlite: or postgres:, not with \"mysql\""),
            ("hunter2", "begins with sqlite: or postgres:"),
            ("sqlite:", "sqlite://viceversa.db"),
            ("sqlite://some.db?mode=ro", "sqlite://viceversa.db"),
            (nowhere.as_str(), "check that its folder exists"),
            ("postgres://user:hunter2@[bad/db", "postgres://user:password@host:5432/database"),
            ("postgres://user:hunter2@127.0.0.1:1/db", "check that the server runs"),
        ] {
            let error = Database::open(url, &throwaway()).await.unwrap_err();
            let said = format!("{error} {error:?}");
            assert!(said.contains(expected), "{url}: {said}");
            assert!(!said.contains("hunter2"), "{url}: {said}");
        }
    });
}
