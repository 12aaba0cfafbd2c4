use super::*;
use axum::routing::{get, post};
use bytes::Bytes;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const MOMENT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(60);

struct House {
    address: SocketAddr,
    stop: CancellationToken,
    served: tokio::task::JoinHandle<()>,
}

impl House {
    async fn with(patience: Patience) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let router = Router::new()
            .route("/who", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
            .route("/length", post(async |body: Bytes| body.len().to_string()))
            .route("/slowly", get(async || tokio::time::sleep(MOMENT * 3).await));
        let served = tokio::spawn(serve(listener, router, patience, stop.clone()));
        Self { address, stop, served }
    }

    async fn connects(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

fn patience() -> Patience {
    Patience { connections: 64, waiting: 32, first: LONG, idle: LONG }
}

async fn asks(stream: &mut TcpStream, path: &str) -> String {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    reads(stream).await
}

/// What comes next; nothing where the connection was closed.
async fn reads(stream: &mut TcpStream) -> String {
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer).await.unwrap_or(0);
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

async fn is_closed(stream: &mut TcpStream) -> bool {
    tokio::time::timeout(LONG, reads(stream)).await.expect("in time").is_empty()
}

#[tokio::test]
async fn a_connection_is_kept_between_requests_and_the_router_knows_whose_it_is() {
    let house = House::with(patience()).await;
    let mut stream = house.connects().await;
    for _ in 0..3 {
        let answer = asks(&mut stream, "/who").await;
        assert!(answer.ends_with(&stream.local_addr().unwrap().to_string()), "{answer}");
    }
}

#[tokio::test]
async fn a_head_that_arrives_drop_by_drop_is_not_waited_for() {
    let house = House::with(Patience { first: MOMENT, ..patience() }).await;
    let (mut silent, mut slow) = (house.connects().await, house.connects().await);
    slow.write_all(b"GET /who HTTP/1.1\r\nHost: x\r\nX-Long: ").await.unwrap();
    let began = Instant::now();
    while slow.write_all(b"y").await.is_ok() && began.elapsed() < LONG {
        tokio::time::sleep(MOMENT / 10).await;
    }
    assert!(is_closed(&mut slow).await && is_closed(&mut silent).await);
}

#[tokio::test]
async fn an_idle_connection_is_closed_in_the_end_and_one_at_work_is_not() {
    let house = House::with(Patience { first: MOMENT, idle: MOMENT, ..patience() }).await;
    let mut stream = house.connects().await;
    assert!(asks(&mut stream, "/slowly").await.starts_with("HTTP/1.1 200"));
    assert!(is_closed(&mut stream).await);
}

#[tokio::test]
async fn many_who_say_nothing_keep_nobody_out() {
    let house = House::with(Patience { waiting: 8, ..patience() }).await;
    let mut silent = Vec::new();
    for _ in 0..40 {
        silent.push(house.connects().await);
        let mut stream = house.connects().await;
        assert!(asks(&mut stream, "/who").await.starts_with("HTTP/1.1 200"));
    }
    assert!(is_closed(&mut silent[0]).await, "the longest guest gives way");
}

#[tokio::test]
async fn further_connections_wait_for_their_turn() {
    let house = House::with(Patience { connections: 2, waiting: 2, idle: MOMENT, ..patience() }).await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(house.connects().await);
    }
    let answers = futures_util::future::join_all(streams.iter_mut().map(|stream| asks(stream, "/who"))).await;
    assert!(answers.iter().all(|answer| answer.starts_with("HTTP/1.1 200")), "{answers:?}");
}

#[tokio::test]
async fn a_head_too_long_is_refused() {
    let house = House::with(patience()).await;
    let mut stream = house.connects().await;
    let head = format!("GET /who HTTP/1.1\r\nX-Long: {}\r\n\r\n", "y".repeat(2 * MOST_READ));
    let _ = stream.write_all(head.as_bytes()).await;
    assert!(reads(&mut stream).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn a_body_may_be_longer_than_a_head() {
    let house = House::with(patience()).await;
    let mut stream = house.connects().await;
    let length = 8 * MOST_READ;
    let head = format!("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b'y'; length]).await.unwrap();
    assert!(reads(&mut stream).await.ends_with(&length.to_string()));
}

#[tokio::test]
async fn a_stop_answers_what_is_under_way_and_closes_what_is_idle() {
    let house = House::with(patience()).await;
    let (mut busy, mut idle) = (house.connects().await, house.connects().await);
    asks(&mut idle, "/who").await;
    busy.write_all(b"GET /slowly HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(MOMENT).await;
    house.stop.cancel();
    assert!(reads(&mut busy).await.starts_with("HTTP/1.1 200"));
    assert!(is_closed(&mut idle).await);
    tokio::time::timeout(LONG, house.served).await.expect("in time").unwrap();
}
