//! Reading the ledger, for the page's drawer and for scripts: onwards from a line or backwards from the newest, some of
//! it or all; or everything as lines.

use std::convert::Infallible;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use serde_json::json;

use super::read::Query;
use super::{Outcome, Problem};
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;

const MOST: u64 = 5_000;
/// Entries in one answer where nothing is said, and in one piece of the stream.
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
            Self::Problems => entry.is_problem(),
        }
    }
}

/// Finished lines, oldest first: the first ones after `since`, or with `before` (0: the end) the last ones before it.
pub(super) fn page(sandbox: &Sandbox, query: &Query) -> Outcome {
    let (whose, limit) = (Whose::parse(query.text("of"))?, query.number("limit", PAGE)?.min(MOST) as usize);
    let since = query.number("since", 0)?;
    let before = query.number("before", 0)?;
    let range = since.saturating_add(1)..if before == 0 { u64::MAX } else { before };
    let way = if query.has("before") { Way::Backwards } else { Way::Onwards };
    let file = sandbox.ledger_file();
    sandbox.read(|moment| {
        let ledger = &moment.state.ledger;
        let all = ledger.finished();
        let entries = match whose {
            // They are few among many, and have an index of their own.
            Whose::Problems => chosen(ledger.problems(range), way, limit),
            Whose::Everybody | Whose::App | Whose::People | Whose::Events => {
                let place = |seq: u64| all.partition_point(|entry| entry.seq < seq);
                let begin = place(range.start);
                let part = all[begin..place(range.end).max(begin)].iter();
                chosen(part.filter(|entry| whose.wants(entry)), way, limit)
            }
        };
        let mut body = json!({"entries": entries, "last": all.last().map_or(0, |entry| entry.seq)});
        if let Some(file) = file {
            body["file"] = json!(file);
        }
        Ok(body)
    })
}

#[derive(Clone, Copy)]
enum Way {
    Onwards,
    Backwards,
}

/// So many from the beginning or from the end, oldest first.
fn chosen<'l>(
    entries: impl DoubleEndedIterator<Item = &'l LedgerEntry>,
    way: Way,
    limit: usize,
) -> Vec<&'l LedgerEntry> {
    match way {
        Way::Onwards => entries.take(limit).collect(),
        Way::Backwards => {
            let mut found: Vec<_> = entries.rev().take(limit).collect();
            found.reverse();
            found
        }
    }
}

/// The entries after `since` that have ended by now, one on each line, without holding all of them at once.
pub(super) fn lines(sandbox: Sandbox, since: u64) -> Response {
    let pages = stream::unfold(Some(since), move |since| {
        let page = since.map(|since| sandbox.ledger_since(since, PAGE as usize)).unwrap_or_default();
        let next = page.last().map(|entry| entry.seq).filter(|_| page.len() == PAGE as usize);
        let text: String = page.iter().map(|entry| entry.to_line() + "\n").collect();
        std::future::ready((!text.is_empty()).then(|| (Ok::<_, Infallible>(Bytes::from(text)), next)))
    });
    ([(CONTENT_TYPE, "application/x-ndjson; charset=utf-8")], Body::from_stream(pages)).into_response()
}
