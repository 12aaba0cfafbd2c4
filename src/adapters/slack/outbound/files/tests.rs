use super::super::SlackConfig;
use super::*;
use crate::adapters::slack::render::Renderer;
use crate::domain::catalogue::Catalogue;
use crate::ports::{Chat, Clock, OneProcess};
use axum::Router;
use axum::extract::Request as Asked;
use axum::response::IntoResponse;
use std::sync::{Arc, Mutex};

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::UNIX_EPOCH
    }
}

/// A Slack with files at addresses of its own, and the tokens it was shown.
struct Slack {
    origin: String,
    shown: Arc<Mutex<Vec<String>>>,
}

impl Slack {
    async fn answering(answer: fn(&str) -> axum::response::Response) -> Self {
        let shown = Arc::new(Mutex::new(Vec::new()));
        let seen = shown.clone();
        let router = Router::new().fallback(move |request: Asked| async move {
            let token = request.headers().get("authorization").and_then(|value| value.to_str().ok());
            seen.lock().expect("a lock").push(token.unwrap_or("-").to_owned());
            answer(request.uri().path())
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, shown }
    }

    async fn download(&self, address: &str, most: u64) -> Result<Vec<u8>, ChatError> {
        let config = SlackConfig {
            api_url: format!("{}/api", self.origin),
            bot_tokens: vec!["xoxb-1".into()],
            app_token: None,
        };
        let renderer = Arc::new(Renderer::new(Arc::new(Catalogue::default()), None));
        let chat = SlackChat::new(config, Arc::new(Stopped), Arc::new(OneProcess::default()), renderer)
            .expect("a client");
        let file = FileFacts {
            name: "people.csv".into(),
            mime_type: "text/csv".into(),
            size: None,
            address: address.to_owned(),
        };
        chat.download(&WorkspaceId::new("T1"), &file, most).await
    }

    fn shown(&self) -> Vec<String> {
        self.shown.lock().expect("a lock").clone()
    }
}

fn of_all_kinds(path: &str) -> axum::response::Response {
    let page = [("content-type", "text/html; charset=utf-8")];
    match path {
        "/good" => (page_free(), "email\nana@x.example\n").into_response(),
        "/page" => (page, "<!doctype html>Sign in").into_response(),
        "/away" => (StatusCode::FOUND, [("location", "http://127.0.0.1:9/stolen")]).into_response(),
        "/gone" => StatusCode::NOT_FOUND.into_response(),
        "/busy" => (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "7")]).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn page_free() -> [(&'static str, &'static str); 1] {
    [("content-type", "text/csv")]
}

#[tokio::test]
async fn a_file_comes_for_the_token_and_is_cut_where_it_is_too_long() {
    let slack = Slack::answering(of_all_kinds).await;
    let address = format!("{}/good", slack.origin);
    assert_eq!(slack.download(&address, 100).await.unwrap(), b"email\nana@x.example\n");
    assert_eq!(slack.download(&address, 4).await.unwrap(), b"email", "one byte more, so that it is known");
    assert_eq!(slack.shown(), ["Bearer xoxb-1"; 2]);
}

#[tokio::test]
async fn a_page_to_sign_in_and_the_way_there_are_no_file() {
    let slack = Slack::answering(of_all_kinds).await;
    let denied = Err(ChatError::Denied("missing_scope".into()));
    for path in ["page", "away"] {
        assert_eq!(slack.download(&format!("{}/{path}", slack.origin), 100).await, denied, "{path}");
    }
    assert_eq!(slack.shown().len(), 2, "nobody followed");
    let got = slack.download(&format!("{}/gone", slack.origin), 100).await;
    assert_eq!(got, Err(ChatError::Gone("http_404".into())));
    let got = slack.download(&format!("{}/busy", slack.origin), 100).await;
    assert_eq!(got, Err(ChatError::RetryAfter(std::time::Duration::from_secs(7))));
    let got = slack.download(&format!("{}/else", slack.origin), 100).await;
    assert_eq!(got, Err(ChatError::Unclear("http_500".into())));
}

#[tokio::test]
async fn the_token_is_shown_to_nobody_but_slack() {
    let slack = Slack::answering(of_all_kinds).await;
    let elsewhere = Slack::answering(of_all_kinds).await;
    let refused = Err(ChatError::Refused("file_address".into()));
    let stolen = format!("{}/good", elsewhere.origin);
    for address in [stolen.as_str(), "https://slack.com.evil.example/f", "http://slack.com/f", "nonsense"] {
        assert_eq!(slack.download(address, 100).await, refused, "{address}");
    }
    assert!(elsewhere.shown().is_empty());
}

#[test]
fn a_file_is_described_or_gone() {
    let file = serde_json::json!({
        "id": "F1", "name": "people.csv", "mimetype": "text/csv", "size": 12,
        "url_private": "https://files.slack.com/a", "url_private_download": "https://files.slack.com/b",
    });
    let expected = FileFacts {
        name: "people.csv".into(),
        mime_type: "text/csv".into(),
        size: Some(12),
        address: "https://files.slack.com/b".into(),
    };
    assert_eq!(facts(&file), Ok(expected));
    let tombstone = serde_json::json!({"id": "F1", "mode": "tombstone"});
    assert_eq!(facts(&tombstone), Err(ChatError::Gone("file_deleted".into())));
    let elsewhere = serde_json::json!({"id": "F1", "name": "x", "is_external": true});
    assert_eq!(facts(&elsewhere), Err(ChatError::Gone("no_address".into())));
}
