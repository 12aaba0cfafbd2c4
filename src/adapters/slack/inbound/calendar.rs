//! The `.ics` files that introductions link to: made from the link alone, which only we can have made.

use crate::adapters::slack::render::Renderer;
use crate::adapters::slack::render::calendar_links::{Entry, compact};
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use icalendar::{Calendar, Component, Event};
use std::sync::Arc;

/// The file of a link of ours; nothing for every other.
pub async fn file(
    State(renderer): State<Arc<Renderer>>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let title = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "with");
    let title = title.map(|(_, title)| title.into_owned()).unwrap_or_default();
    match renderer.calendar().and_then(|links| links.entry(&file, &title)) {
        Some(entry) => (
            [
                (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"vice-versa.ics\""),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ],
            text(&file, &entry),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Every property that the library would make up from its own clock and chance is given.
fn text(file: &str, entry: &Entry) -> String {
    let mut event = Event::new();
    event
        .summary(&entry.title)
        .uid(&format!("{}@viceversa", file.trim_end_matches(".ics")))
        .add_property("DTSTAMP", compact(entry.start))
        .add_property("DTSTART", compact(entry.start))
        .add_property("DTEND", compact(entry.end));
    Calendar::new().push(event.done()).done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::slack::render::CalendarConfig;
    use crate::domain::catalogue::Catalogue;
    use http_body_util::BodyExt;

    #[tokio::test]
    async fn a_link_of_ours_gives_its_entry_in_utc() {
        let config = CalendarConfig { public_url: "https://bot.example".into(), signing_secret: "s".into() };
        let renderer = Arc::new(Renderer::new(Arc::new(Catalogue::default()), Some(&config)));
        let entry = Entry {
            start: "2026-11-24T10:00:00Z".parse().expect("a time"),
            end: "2026-11-24T10:30:00Z".parse().expect("a time"),
            title: "Vice Versa: Ana; Ben".into(),
        };
        let url = renderer.calendar().expect("links").url(&entry);
        let (name, query) =
            url.trim_start_matches("https://bot.example/calendar/").split_once('?').expect("a query");
        let get = |name: &str, query: &str| {
            file(State(renderer.clone()), Path(name.to_owned()), RawQuery(Some(query.to_owned())))
        };
        let found = get(name, query).await;
        assert_eq!(found.status(), StatusCode::OK);
        let body = found.into_body().collect().await.expect("a body").to_bytes();
        let body = String::from_utf8(body.to_vec()).expect("text");
        for line in [
            "DTSTART:20261124T100000Z",
            "DTEND:20261124T103000Z",
            "SUMMARY:Vice Versa: Ana\\; Ben",
            "BEGIN:VEVENT",
        ] {
            assert!(body.lines().any(|each| each == line), "{line} is not in\n{body}");
        }
        assert_eq!(body.matches("DTSTAMP").count(), 1);
        assert_eq!(get(name, "with=Somebody+else").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(get("x.ics", query).await.status(), StatusCode::NOT_FOUND);
    }
}
