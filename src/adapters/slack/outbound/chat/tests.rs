use super::super::SlackConfig;
use super::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::Urgency;
use crate::domain::message::Message;
use crate::domain::people::Account;
use crate::ports::{Clock, OneProcess};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        "2026-11-23T09:00:00Z".parse().expect("a time")
    }
}

type Requests = Arc<Mutex<Vec<(String, Value)>>>;
type Answering = Arc<dyn Fn(&str, &Value) -> Response + Send + Sync>;

/// A Slack that answers as told, and remembers what it was asked.
struct Other {
    api_url: String,
    asked: Requests,
}

impl Other {
    async fn answering(answer: impl Fn(&str, &Value) -> Response + Send + Sync + 'static) -> Self {
        let asked = Requests::default();
        let answer: Answering = Arc::new(answer);
        let router = Router::new().fallback(take).with_state((asked.clone(), answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { api_url: format!("http://{address}/api"), asked }
    }

    async fn saying(
        status: u16,
        body: &'static str,
        headers: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self::answering(move |_, _| {
            let mut response = (StatusCode::from_u16(status).expect("a status"), body).into_response();
            response.headers_mut().insert("content-type", "application/json".parse().expect("a header"));
            for (name, value) in headers {
                response.headers_mut().insert(*name, value.parse().expect("a header"));
            }
            response
        })
        .await
    }

    fn chat(&self) -> SlackChat {
        chat(&self.api_url)
    }

    fn asked(&self) -> Vec<(String, Value)> {
        self.asked.lock().expect("a lock").clone()
    }
}

async fn take(
    State((asked, answer)): State<(Requests, Answering)>,
    request: axum::extract::Request,
) -> Response {
    let (head, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let mut body: Value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    if body.is_null() {
        body = head.uri.query().unwrap_or_default().into();
    }
    let path = head.uri.path().to_owned();
    let token = head.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("-");
    asked.lock().expect("a lock").push((format!("{path} {token}"), body.clone()));
    answer(&path, &body)
}

fn chat(api_url: &str) -> SlackChat {
    let renderer =
        Arc::new(crate::adapters::slack::render::Renderer::new(Arc::new(Catalogue::default()), None));
    let config = SlackConfig {
        api_url: api_url.into(),
        bot_tokens: vec!["xoxb-1".into()],
        app_token: Some("xapp-1".into()),
    };
    SlackChat::new(config, Arc::new(Stopped), Arc::new(OneProcess::default()), renderer).expect("a client")
}

fn workspace() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn message() -> MessageRef {
    MessageRef { channel: ChannelId::new("D1"), ts: "1.2".into() }
}

async fn posted_to(chat: &SlackChat, place: Place) -> Result<MessageRef, ChatError> {
    posted_before(chat, place, Timestamp::MAX).await
}

async fn posted_before(
    chat: &SlackChat,
    place: Place,
    not_after: Timestamp,
) -> Result<MessageRef, ChatError> {
    let id = OutboxId("ab".into());
    let message = &Message::PauseOffer;
    let post = Post { place: &place, message, id: &id, urgency: Urgency::Interactive, not_after };
    chat.send(&workspace(), &post).await
}

async fn outcome(other: &Other) -> ChatError {
    let place = Place::Channel(ChannelId::new("D1"));
    posted_to(&other.chat(), place).await.expect_err("an error")
}

#[tokio::test]
async fn a_call_does_not_begin_when_it_may_be_somebody_elses_by_now() {
    let other = Other::saying(200, r#"{"ok":true,"channel":"D1","ts":"1.2"}"#, &[]).await;
    let moment_ago = Stopped.now() - Duration::from_millis(1);
    for place in [Place::Channel(ChannelId::new("D1")), Place::Thread(message()), Place::Edit(message())] {
        let posted = posted_before(&other.chat(), place, moment_ago).await;
        assert_eq!(posted, Err(ChatError::RetryAfter(Duration::ZERO)));
    }
    assert_eq!(other.asked(), []);
}

#[tokio::test]
async fn a_message_carries_its_words_blocks_and_opaque_id() {
    let other = Other::saying(200, r#"{"ok":true,"channel":"D1","ts":"1.2"}"#, &[]).await;
    let chat = other.chat();
    assert_eq!(posted_to(&chat, Place::Channel(ChannelId::new("D1"))).await, Ok(message()));
    assert_eq!(posted_to(&chat, Place::Thread(message())).await, Ok(message()));
    assert_eq!(posted_to(&chat, Place::Edit(message())).await, Ok(message()));
    let asked = other.asked();
    let (path, body) = &asked[0];
    assert_eq!(path, "/api/chat.postMessage Bearer xoxb-1");
    let metadata = json!({"event_type": "viceversa_message", "event_payload": {"outbox_id": "ab"}});
    assert_eq!((&body["channel"], &body["metadata"]), (&json!("D1"), &metadata));
    assert!(body["text"].as_str().is_some_and(|text| text.contains("break")), "{body}");
    assert_eq!(body["blocks"][1]["elements"][0]["action_id"], "command:pause:2w");
    assert_eq!(asked[1].1["thread_ts"], "1.2");
    assert_eq!(asked[2].0, "/api/chat.update Bearer xoxb-1");
    assert_eq!(asked[2].1["ts"], "1.2");
}

#[tokio::test]
async fn errors_are_the_decisions_they_cause() {
    for (status, body, meaning) in [
        (200, r#"{"ok":false,"error":"user_disabled"}"#, ChatError::Gone("user_disabled".into())),
        (200, r#"{"ok":false,"error":"invalid_auth"}"#, ChatError::Denied("invalid_auth".into())),
        (200, r#"{"ok":false,"error":"no_text"}"#, ChatError::Refused("no_text".into())),
        (200, r#"{"ok":false,"error":"fatal_error"}"#, ChatError::Unclear("fatal_error".into())),
        (200, r#"{"ok":true}"#, ChatError::Unclear("no_ts".into())),
        (200, r#"{"ok":true,"ts":"1."#, ChatError::Unclear("not_json".into())),
        (503, r#"{"ok":false}"#, ChatError::Unclear("http_503".into())),
        (404, "{}", ChatError::Refused("http_404".into())),
    ] {
        assert_eq!(outcome(&Other::saying(status, body, &[]).await).await, meaning, "{status} {body}");
    }
}

#[tokio::test]
async fn a_page_of_html_is_no_success() {
    let other = Other::saying(200, "<html>sign in</html>", &[("content-type", "text/html")]).await;
    assert_eq!(outcome(&other).await, ChatError::Unclear("not_json".into()));
    let gone = other.chat().open(&workspace(), &[PersonId::new("U1")]).await;
    assert_eq!(gone, Err(ChatError::Unclear("not_json".into())));
}

#[tokio::test]
async fn a_limit_is_obeyed_without_asking_again() {
    let other = Other::saying(429, r#"{"ok":false,"error":"ratelimited"}"#, &[("retry-after", "7")]).await;
    let chat = other.chat();
    for channel in ["D1", "D2"] {
        let refused = posted_to(&chat, Place::Channel(ChannelId::new(channel))).await;
        assert_eq!(refused, Err(ChatError::RetryAfter(Duration::from_secs(7))));
    }
    assert_eq!(other.asked().len(), 1);
}

#[tokio::test]
async fn our_own_limit_comes_before_slacks() {
    let other = Other::saying(200, r#"{"ok":true,"channel":"D1","ts":"1.2"}"#, &[]).await;
    let chat = other.chat();
    for _ in 0..3 {
        assert!(posted_to(&chat, Place::Channel(ChannelId::new("D1"))).await.is_ok());
    }
    let fourth = posted_to(&chat, Place::Channel(ChannelId::new("D1"))).await;
    assert_eq!(fourth, Err(ChatError::RetryAfter(Duration::from_secs(1))));
    assert_eq!(other.asked().len(), 3);
}

#[tokio::test]
async fn a_refused_connection_has_sent_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let refused = posted_to(&chat(&format!("http://{address}/api")), Place::Edit(message())).await;
    assert_eq!(refused, Err(ChatError::NotSent("connect".into())));
}

#[tokio::test]
async fn a_cut_answer_is_unclear() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let head =
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{\"ok\":";
            let _ = stream.write_all(head).await;
        }
    });
    let cut = posted_to(&chat(&format!("http://{address}/api")), Place::Edit(message())).await;
    assert_eq!(cut, Err(ChatError::Unclear("cut".into())));
}

#[tokio::test]
async fn refused_blocks_go_as_words() {
    let other = Other::answering(|_, body| {
        let refused = body.get("blocks").is_some_and(|blocks| blocks != &json!([]));
        let answer = if refused {
            json!({"ok": false, "error": "invalid_blocks"})
        } else {
            json!({"ok": true, "ts": "1.2"})
        };
        ([("content-type", "application/json")], answer.to_string()).into_response()
    })
    .await;
    let chat = other.chat();
    assert_eq!(posted_to(&chat, Place::Channel(ChannelId::new("D1"))).await, Ok(message()));
    assert_eq!(posted_to(&chat, Place::Edit(message())).await, Ok(message()));
}

#[tokio::test]
async fn people_and_conversations_are_looked_up() {
    let other = Other::answering(|path, _| {
        let answer = match path {
            "/api/users.info" => {
                json!({"ok": true, "user": {"id": "U1", "name": "ana", "is_restricted": true}})
            }
            "/api/conversations.open" => json!({"ok": true, "channel": {"id": "G1"}}),
            _ => json!({"ok": true, "url": "wss://example.com/link"}),
        };
        ([("content-type", "application/json")], answer.to_string()).into_response()
    })
    .await;
    let chat = other.chat();
    let ana = chat.person(&workspace(), &PersonId::new("U1")).await.expect("a person");
    assert_eq!((ana.display_name.as_str(), ana.account), ("ana", Account::Guest));
    let members = [PersonId::new("U1"), PersonId::new("U2")];
    assert_eq!(chat.open(&workspace(), &members).await, Ok(ChannelId::new("G1")));
    assert_eq!(chat.connections_open().await.as_deref(), Ok("wss://example.com/link"));
    let home = chat.publish(&workspace(), &PersonId::new("U1"), &Home::Stranger).await;
    assert_eq!(home, Ok(()));
    let modal = chat.show(&workspace(), &TriggerId("7.8".into()), &Modal::ConfirmForget).await;
    assert_eq!(modal, Ok(()));
    let asked = other.asked();
    assert_eq!(asked[0], ("/api/users.info Bearer xoxb-1".into(), json!("user=U1")));
    assert_eq!(asked[1].1, json!({"users": "U1,U2"}));
    assert_eq!(asked[2].0, "/api/apps.connections.open Bearer xapp-1");
    assert_eq!((&asked[3].1["user_id"], &asked[3].1["view"]["type"]), (&json!("U1"), &json!("home")));
    assert_eq!((&asked[4].1["trigger_id"], &asked[4].1["view"]["type"]), (&json!("7.8"), &json!("modal")));
}

#[tokio::test]
async fn an_address_leads_to_an_account_or_to_nobody() {
    let other = Other::answering(|_, query| {
        let answer = match query.as_str() {
            Some("email=ana%40x.example") => json!({"ok": true, "user": {"id": "U1", "deleted": false}}),
            Some("email=ben%40x.example") => json!({"ok": false, "error": "users_not_found"}),
            _ => json!({"ok": false, "error": "missing_scope", "needed": "users:read.email"}),
        };
        ([("content-type", "application/json")], answer.to_string()).into_response()
    })
    .await;
    let chat = other.chat();
    let found = chat.person_by_email(&workspace(), "ana@x.example").await;
    assert_eq!(found.map(|facts| facts.map(|facts| facts.id)), Ok(Some(PersonId::new("U1"))));
    assert_eq!(chat.person_by_email(&workspace(), "ben@x.example").await, Ok(None));
    let denied = Err(ChatError::Denied("missing_scope".into()));
    assert_eq!(chat.person_by_email(&workspace(), "cho@x.example").await, denied);
    assert_eq!(other.asked()[0].0, "/api/users.lookupByEmail Bearer xoxb-1");
}

#[tokio::test]
async fn everybody_comes_page_by_page() {
    let other = Other::answering(|_, query| {
        let answer = match query.as_str() {
            Some("limit=200") => json!({
                "ok": true, "response_metadata": {"next_cursor": "next=="},
                "members": [{"id": "U1", "profile": {"email": "Ana@x.example"}}, {"name": "no id"}],
            }),
            Some("limit=200&cursor=next%3D%3D") => {
                json!({"ok": true, "members": [{"id": "U2", "deleted": true}], "response_metadata": {"next_cursor": ""}})
            }
            _ => json!({"ok": true}),
        };
        ([("content-type", "application/json")], answer.to_string()).into_response()
    })
    .await;
    let chat = other.chat();
    let first = chat.everybody(&workspace(), None).await.expect("a page");
    assert_eq!((first.accounts.len(), first.accounts[0].email.as_deref()), (1, Some("ana@x.example")));
    let second = chat.everybody(&workspace(), first.next.as_ref()).await.expect("a page");
    assert_eq!((second.accounts[0].facts.account, &second.accounts[0].email), (Account::Deactivated, &None));
    assert_eq!(second.next, None);
    let odd = chat.everybody(&workspace(), Some(&PageCursor("odd".into()))).await;
    assert_eq!(odd, Err(ChatError::Unclear("no_members".into())));
}

#[tokio::test]
async fn who_we_are_comes_with_scopes_and_slacks_clock() {
    let body = r#"{"ok":true,"team_id":"T1","team":"Acme","user_id":"UBOT"}"#;
    let headers = &[("x-oauth-scopes", "chat:write, im:write"), ("date", "Mon, 23 Nov 2026 09:00:07 GMT")];
    let identity = Other::saying(200, body, headers).await.chat().identity(0).await.expect("an identity");
    assert_eq!(identity.workspace, workspace());
    assert_eq!((identity.workspace_name.as_str(), identity.bot_user.as_str()), ("Acme", "UBOT"));
    assert_eq!(identity.scopes, ["chat:write", "im:write"]);
    assert_eq!(identity.slack_time, "2026-11-23T09:00:07Z".parse().ok());
    let denied = Other::saying(200, r#"{"ok":false,"error":"invalid_auth"}"#, &[]).await;
    assert_eq!(denied.chat().identity(0).await, Err(ChatError::Denied("invalid_auth".into())));
    let limited = Other::saying(429, "", &[("retry-after", "3")]).await;
    assert_eq!(limited.chat().identity(0).await, Err(ChatError::RetryAfter(Duration::from_secs(3))));
}

#[tokio::test]
async fn a_whisper_goes_to_slack_and_nowhere_else() {
    let other = Other::saying(200, "ok", &[]).await;
    let url = other.api_url.replace("/api", "/response/1");
    assert_eq!(other.chat().whisper(&url, &Answer::Skipped).await, Ok(()));
    let (_, body) = &other.asked()[0];
    assert_eq!((&body["response_type"], &body["replace_original"]), (&json!("ephemeral"), &json!(false)));
    let elsewhere = other.chat().whisper("http://127.0.0.1:1/", &Answer::Skipped).await;
    assert_eq!(elsewhere, Err(ChatError::Refused("response_url".into())));
    assert_eq!(other.asked().len(), 1);
    let expired = Other::saying(404, "expired_url", &[]).await;
    let url = expired.api_url.replace("/api", "/response/1");
    assert_eq!(
        expired.chat().whisper(&url, &Answer::Skipped).await,
        Err(ChatError::Refused("http_404".into()))
    );
}

#[test]
fn only_slacks_hosts_are_whispered_to() {
    let api = "https://slack.com/api";
    for good in ["https://hooks.slack.com/actions/1", "https://slack.com/x"] {
        assert!(is_trusted(good, api), "{good}");
    }
    for bad in [
        "http://hooks.slack.com/1",
        "https://hooks.slack.com.evil.example/1",
        "https://evilslack.com/",
        "https://hooks.slack.com@evil.example/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "/relative",
        "",
    ] {
        assert!(!is_trusted(bad, api), "{bad}");
    }
    assert!(is_trusted("http://127.0.0.1:4830/r/1", "http://127.0.0.1:4830/api"));
    assert!(!is_trusted("http://127.0.0.1:4831/r/1", "http://127.0.0.1:4830/api"));
}
