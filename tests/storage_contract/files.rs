//! The SQL and the migrations: every statement is right on both databases, and both have the same tables.

use crate::fixture::*;
use crate::promise;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr};
use std::collections::BTreeSet;
use std::path::Path;

fn names(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

const SQL: &str = "src/adapters/storage/sql";

promise!(every_statement_prepares, store => {
    let foreign = if store.is_sqlite() { ".postgres.sql" } else { ".sqlite.sql" };
    let mut prepared = 0;
    for name in names(SQL).iter().filter(|name| !name.ends_with(foreign)) {
        let sql = AssertSqlSafe(text(&format!("{SQL}/{name}"))).into_sql_str();
        let problem = match store.is_sqlite() {
            true => store.sqlite().await.prepare(sql).await.err(),
            false => PgConnection::connect(&store.url).await.unwrap().prepare(sql).await.err(),
        };
        assert!(problem.is_none(), "{name}: {problem:?}");
        prepared += 1;
    }
    assert!(prepared > 50, "only {prepared}");
});

#[test]
fn every_statement_is_used() {
    let sources: String = names("src/adapters/storage")
        .iter()
        .filter(|name| name.ends_with(".rs"))
        .map(|name| text(&format!("src/adapters/storage/{name}")))
        .collect();
    for name in names(SQL) {
        let stem = name.strip_suffix(".sql").expect("only SQL");
        assert!(sources.contains(&format!("sql!(\"{stem}\")")), "{name}");
    }
}

/// A statement for one row is repeated for many, with its placeholders numbered anew.
#[test]
fn inserted_values_are_numbered_in_their_order() {
    let mut inserts = 0;
    for name in names(SQL) {
        let sql = text(&format!("{SQL}/{name}"));
        let Some((_, values)) = sql.split_once("VALUES (") else { continue };
        let (values, _) = values.split_once(')').expect("a closed list");
        let numbers: Vec<&str> = values.split(", ").filter(|value| value.starts_with('$')).collect();
        let expected: Vec<String> = (1..=numbers.len()).map(|number| format!("${number}")).collect();
        assert_eq!(numbers, expected, "{name}");
        inserts += 1;
    }
    assert!(inserts > 10, "only {inserts}");
}

#[test]
fn statements_differ_between_the_databases_only_in_pairs_and_seldom() {
    let names = names(SQL);
    let of = |dialect: &str| -> BTreeSet<&str> {
        names.iter().filter_map(|name| name.strip_suffix(dialect)).collect()
    };
    assert_eq!(of(".sqlite.sql"), of(".postgres.sql"));
    assert!(of(".sqlite.sql").len() <= 5);
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

#[test]
fn both_databases_have_the_same_columns() {
    let mut sqlite = BTreeSet::new();
    on_sqlite(async |store| sqlite.extend(store.columns().await));
    assert!(sqlite.len() > 50, "{sqlite:?}");
    on_postgres(async |store| {
        let postgres: BTreeSet<_> = store.columns().await.into_iter().collect();
        assert_eq!(sqlite, postgres);
    });
}

/// A bulk round gives thousands of rows the same due time: a claim that sorted them would be slow.
#[test]
fn claims_walk_the_index_of_due_rows_in_its_order() {
    on_sqlite(async |store| {
        for name in ["claim_due", "list_due_lanes", "next_due"] {
            let sql = format!("EXPLAIN QUERY PLAN {}", text(&format!("{SQL}/{name}.sql")));
            let mut conn = store.sqlite().await;
            let rows: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut conn).await.unwrap();
            let plan: Vec<String> = rows.into_iter().map(|row| row.3).collect();
            assert!(
                plan.iter().any(|step| step.contains("USING") && step.contains("outbox_lane")),
                "{plan:?}"
            );
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
        }
    });
}
