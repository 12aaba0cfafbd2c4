use super::super::signature::tests::sign;
use super::super::support::NOW;
use super::*;
use axum::extract::Request;
use futures_util::stream;

const SECRET: &str = "s3cret";

fn door() -> Door {
    Door::new(SECRET.into())
}

async fn comes(door: &Door, from: &str, request: Request) -> Result<Visit, StatusCode> {
    let (mut head, body) = request.into_parts();
    let peer = SocketAddr::new(from.parse().expect("an address"), 40_000);
    head.extensions.insert(ConnectInfo(peer));
    door.admit(&head, body, Timestamp::from_second(NOW).expect("a time")).await
}

fn request(signed: Option<(&str, i64)>, body: &str) -> Request {
    let mut request = Request::post("/slack/events");
    if let Some((secret, stamp)) = signed {
        request = request
            .header("x-slack-request-timestamp", stamp)
            .header("x-slack-signature", sign(secret, stamp, body.as_bytes()));
    }
    request.body(Body::from(body.to_owned())).expect("a request")
}

fn genuine(body: &str) -> Request {
    request(Some((SECRET, NOW)), body)
}

fn unsigned() -> Request {
    request(None, "{}")
}

fn forged() -> Request {
    request(Some(("a guess", NOW)), "{}")
}

fn refused(visit: Result<Visit, StatusCode>) -> StatusCode {
    visit.expect_err("it is not let in")
}

#[tokio::test]
async fn an_address_that_sends_too_much_is_turned_away_unread() {
    let door = door();
    let mut statuses = Vec::new();
    for _ in 0..200 {
        statuses.push(refused(comes(&door, "192.0.2.1", unsigned()).await));
    }
    assert_eq!(statuses[0], StatusCode::UNAUTHORIZED);
    assert_eq!(statuses[199], StatusCode::TOO_MANY_REQUESTS);
    let silent = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
    let silent = Request::post("/slack/events").body(silent).expect("a request");
    assert_eq!(refused(comes(&door, "192.0.2.1", silent).await), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused(comes(&door, "192.0.2.2", unsigned()).await), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn slack_is_let_in_whatever_else_comes_from_its_address() {
    let door = door();
    let long = "x".repeat(MOST_BYTES);
    for round in 0..300 {
        let _ = comes(&door, "192.0.2.1", unsigned()).await;
        assert_eq!(refused(comes(&door, "192.0.2.1", forged()).await), StatusCode::UNAUTHORIZED);
        let body = if round % 100 == 0 { &long } else { "{}" };
        let visit = comes(&door, "192.0.2.1", genuine(body)).await;
        assert!(matches!(visit, Ok(Visit::Genuine(read)) if read.len() == body.len()), "round {round}");
    }
}

#[tokio::test]
async fn slow_bodies_from_its_address_keep_slack_out_as_little() {
    let door = std::sync::Arc::new(door());
    for _ in 0..200 {
        let _ = comes(&door, "192.0.2.1", unsigned()).await;
    }
    // Each looks like Slack's and never ends.
    let slow: Vec<_> = (0..NARROW_ROOM / (8 << 10) + 50)
        .map(|_| {
            let door = door.clone();
            let (head, _) = genuine("{}").into_parts();
            let silent = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
            tokio::spawn(async move { comes(&door, "192.0.2.1", Request::from_parts(head, silent)).await })
        })
        .collect();
    tokio::task::yield_now().await;
    assert!(matches!(comes(&door, "192.0.2.1", genuine("{}")).await, Ok(Visit::Genuine(_))));
    let first = slow.into_iter().next().expect("many").await.expect("no panic");
    assert_eq!(refused(first), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_certificate_check_is_answered_and_counts() {
    let door = door();
    let check = || request(None, "token=x&ssl_check=1");
    assert!(matches!(comes(&door, "192.0.2.1", check()).await, Ok(Visit::CertificateCheck)));
    let signed = request(Some((SECRET, NOW)), "token=x&ssl_check=1");
    assert!(matches!(comes(&door, "192.0.2.1", signed).await, Ok(Visit::CertificateCheck)));
    for _ in 0..200 {
        let _ = comes(&door, "192.0.2.1", check()).await;
    }
    assert_eq!(refused(comes(&door, "192.0.2.1", check()).await), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn without_a_signature_little_is_read() {
    let door = door();
    let long = "x".repeat(MOST_UNSIGNED + 1);
    for signed in [None, Some((SECRET, NOW - 301))] {
        assert_eq!(
            refused(comes(&door, "192.0.2.1", request(signed, &long)).await),
            StatusCode::UNAUTHORIZED
        );
    }
    let (head, _) = unsigned().into_parts();
    let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 1 << 10])));
    let endless = Request::from_parts(head, Body::from_stream(endless));
    assert_eq!(refused(comes(&door, "192.0.2.1", endless).await), StatusCode::UNAUTHORIZED);
}
