//! The ledger as the page's drawer and scripts read it: onwards from a line, or backwards from the newest, some or all.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::read::Query;
use super::{Outcome, Problem};
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;

const MOST: u64 = 5_000;
const PAGE: u64 = 500;

/// Whose lines are wanted.
#[derive(Clone, Copy)]
enum Whose {
    Everybody,
    App,
    People,
    Events,
    Problems,
}

impl Whose {
    fn parse(text: Option<&str>) -> Result<Self, Problem> {
        match text {
            None => Ok(Self::Everybody),
            Some("app") => Ok(Self::App),
            Some("people") => Ok(Self::People),
            Some("events") => Ok(Self::Events),
            Some("problems") => Ok(Self::Problems),
            Some(_) => Err(Problem::Call("of must be app, people, events or problems".into())),
        }
    }

    fn wants(self, entry: &LedgerEntry) -> bool {
        match self {
            Self::Everybody => true,
            Self::App => entry.actor == "bot",
            Self::Events => entry.actor == "slack",
            Self::People => entry.actor != "bot" && entry.actor != "slack",
            Self::Problems => entry.ok == Some(false) || entry.fault.is_some(),
        }
    }
}

/// Finished lines, oldest first: the first ones after `since`, or with `before` (0: the end) the last ones before it.
pub(super) fn answer(sandbox: &Sandbox, query: &Query) -> Outcome {
    let (whose, limit) = (Whose::parse(query.text("of"))?, query.number("limit", PAGE)?.min(MOST) as usize);
    let (since, before) = (query.number("since", 0)? as usize, query.number("before", 0)? as usize);
    let backwards = query.has("before");
    sandbox.read(|moment| {
        let all = moment.state.ledger.finished();
        let entries: Vec<&LedgerEntry> = if backwards {
            let end = if before == 0 { all.len() } else { (before - 1).min(all.len()) };
            let mut found: Vec<_> =
                all[..end].iter().rev().filter(|entry| whose.wants(entry)).take(limit).collect();
            found.reverse();
            found
        } else {
            all[since.min(all.len())..].iter().filter(|entry| whose.wants(entry)).take(limit).collect()
        };
        Ok(json!({"entries": entries, "last": all.len()}))
    })
}

/// The whole ledger as JSON lines.
pub(super) async fn lines(State(sandbox): State<Sandbox>) -> Response {
    let lines: String = sandbox
        .read(|moment| moment.state.ledger.finished().iter().map(|entry| entry.to_line() + "\n").collect());
    ([(CONTENT_TYPE, "application/x-ndjson; charset=utf-8")], lines).into_response()
}
