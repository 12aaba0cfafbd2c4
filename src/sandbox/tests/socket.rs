use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use jiff::SignedDuration;

use super::*;

type Link = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

async fn dial(stage: &Stage) -> Link {
    dial_with(stage, "").await
}

async fn dial_with(stage: &Stage, more: &str) -> Link {
    let request = Request::post(format!("{}/apps.connections.open", stage.sandbox.api_url()))
        .header("authorization", format!("Bearer {}", stage.sandbox.config().app.app_token))
        .header("content-type", "application/json");
    let (_, _, body) = stage.send(request, "{}".into()).await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    let url = body["url"].as_str().unwrap().to_owned();
    tokio_tungstenite::connect_async(format!("{url}{more}")).await.unwrap().0
}

async fn hear(link: &mut Link) -> Option<Value> {
    while let Some(Ok(frame)) = link.next().await {
        if let Frame::Text(text) = frame {
            return Some(serde_json::from_str(&text).unwrap());
        }
    }
    None
}

#[tokio::test]
async fn everything_goes_down_an_open_socket_and_acknowledgements_carry_answers() {
    let stage = Stage::new().await;
    let mut link = dial(&stage).await;
    let hello = hear(&mut link).await.unwrap();
    assert_eq!(hello["type"], "hello");
    assert_eq!(hello["num_connections"], 1);
    assert_eq!(hello["connection_info"]["app_id"], stage.sandbox.config().app.app_id);
    assert!(hello["debug_info"]["host"].is_string());
    let client = async {
        let command = hear(&mut link).await.unwrap();
        assert_eq!(command["type"], "slash_commands");
        assert_eq!(command["payload"]["command"], "/try");
        let answer = json!({"envelope_id": command["envelope_id"], "payload": {"text": "Welcome"}});
        link.send(Frame::text(answer.to_string())).await.unwrap();
        let event = hear(&mut link).await.unwrap();
        assert_eq!(event["type"], "events_api");
        assert_eq!(event["payload"]["event"]["type"], "app_home_opened");
        link.send(Frame::text(json!({"envelope_id": event["envelope_id"]}).to_string())).await.unwrap();
        link
    };
    let person = async {
        let outcome = stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
        assert_eq!(outcome.reply.unwrap().text, "Welcome");
        stage.sandbox.open_home(&stage.ana).unwrap();
        assert_eq!(stage.sandbox.settle().await, 1);
    };
    let (mut link, ()) = tokio::join!(client, person);
    assert!(stage.bot.heard().is_empty(), "nothing went over HTTP");
    stage.sandbox.disconnect_sockets(Goodbye::Warning);
    assert_eq!(hear(&mut link).await.unwrap()["reason"], "warning");
    stage.sandbox.disconnect_sockets(Goodbye::RefreshRequested);
    assert_eq!(hear(&mut link).await.unwrap()["reason"], "refresh_requested");
    assert_eq!(hear(&mut link).await, None, "the connection ends");
}

#[tokio::test]
async fn a_ticket_is_good_for_one_connection_and_ten_are_the_most() {
    let stage = Stage::new().await;
    let forged = format!("{}/socket?ticket=1-0", stage.sandbox.base_url().replacen("http", "ws", 1));
    assert!(tokio_tungstenite::connect_async(forged).await.is_err());
    let mut links = Vec::new();
    for number in 1..=10 {
        let mut link = dial(&stage).await;
        assert_eq!(hear(&mut link).await.unwrap()["num_connections"], number);
        links.push(link);
    }
    let mut one_too_many = dial(&stage).await;
    assert_eq!(hear(&mut one_too_many).await.unwrap()["reason"], "too_many_websockets");
}

#[tokio::test]
async fn any_payload_comes_on_any_connection() {
    let stage = Stage::new().await;
    let (mut first, mut second) = (dial(&stage).await, dial(&stage).await);
    hear(&mut first).await.unwrap();
    hear(&mut second).await.unwrap();
    for _ in 0..2 {
        stage.sandbox.open_home(&stage.ana).unwrap();
    }
    let answer = async |link: &mut Link| {
        let event = hear(link).await.unwrap();
        assert_eq!(event["retry_attempt"], 0);
        link.send(Frame::text(json!({"envelope_id": event["envelope_id"]}).to_string())).await.unwrap();
    };
    let (count, (), ()) = tokio::join!(stage.sandbox.settle(), answer(&mut first), answer(&mut second));
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_connection_is_warned_and_refreshed_when_its_time_has_come() {
    let stage = Stage::new().await;
    let (mut old, mut short) = (dial(&stage).await, dial_with(&stage, "&debug_reconnects=true").await);
    assert_eq!(hear(&mut old).await.unwrap()["debug_info"]["approximate_connection_time"], 18_060);
    assert_eq!(hear(&mut short).await.unwrap()["debug_info"]["approximate_connection_time"], 360);
    stage.sandbox.clock().advance(SignedDuration::from_secs(350));
    assert_eq!(hear(&mut short).await.unwrap()["reason"], "warning");
    stage.sandbox.clock().advance(SignedDuration::from_secs(10));
    assert_eq!(hear(&mut short).await.unwrap()["reason"], "refresh_requested");
    assert_eq!(hear(&mut short).await, None);
    assert_eq!(stage.sandbox.socket_connections(), 1);
    stage.sandbox.clock().advance(SignedDuration::from_hours(24));
    assert_eq!(hear(&mut old).await.unwrap()["reason"], "warning", "a jump warns first");
    stage.sandbox.clock().advance(SignedDuration::from_hours(1));
    assert_eq!(hear(&mut old).await.unwrap()["reason"], "refresh_requested");
}
