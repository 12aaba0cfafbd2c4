//! A round of a whole company in a database that has never heard of it: Postgres plans by what it knew of the tables before,
//! and no plan of its may make a statement of such a commit take longer than a statement may.

use crate::fixture::*;
use crate::promise;
use sqlx::{AssertSqlSafe, Row};
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::ids::WorkspaceId;
use viceversa::domain::record::Record;
use viceversa::ports::{Commit, Storage};

const MANY: usize = 10_000;

fn names() -> impl Iterator<Item = String> {
    (0..MANY).map(|nth| format!("U{nth:05}"))
}

fn everybody() -> Decision {
    names().fold(Decision::default(), |sum, name| sum.change(Change::SavePerson(person(&name))))
}

promise!(ten_thousand_people_are_relied_upon_in_a_workspace_that_is_new, store => {
    let before = Commit { workspace: WorkspaceId::new("T0"), ..commit(everybody()) };
    store.db.commit(before).await.unwrap();
    store.execute("ANALYZE person").await;
    store.db.commit(commit(everybody())).await.unwrap();
    let relies_on = names().map(|name| (person(&name).id, 1)).collect();
    store.db.commit(commit(Decision { relies_on, ..Decision::default() })).await.unwrap();
});

promise!(ten_thousand_records_are_written_down_where_there_were_none, store => {
    let asks = names().map(|name| Change::SaveRecord(Record::Ask(ask(&name, &name, &[]))));
    let asks = asks.fold(Decision::default(), Decision::change);
    store.db.commit(commit(asks)).await.unwrap();
});

/// SQLite would gladly go through everybody's records in the order of time to spare itself a sort.
#[test]
fn somebodys_records_are_found_by_their_name_and_not_among_those_of_everybody() {
    on_sqlite(async |store| {
        let sql = include_str!("../../src/adapters/storage/sql/list_records_of.sql");
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
        let steps = plan.fetch_all(&mut store.sqlite().await).await.unwrap();
        let first: String = steps[0].get("detail");
        assert!(first.contains("person") && first.contains("person_id=?"), "{first}");
    });
}
