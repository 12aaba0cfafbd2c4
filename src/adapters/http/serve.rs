//! The listening side of HTTP. A connection may take its time, but not for ever and not at the cost of others: whoever has
//! kept us waiting longest is let go of first, and one that we are working for is not waited for.

use crate::adapters::room::Room;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::future::pending;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service;

/// The longest head, in bytes, and the most that is read from a connection at a time. Slack's heads are far shorter;
/// proxies and browsers put cookies into theirs.
const MOST_READ: usize = 32 * 1024;

/// How long to wait where the system has no place for another connection.
const AFTER_TROUBLE: Duration = Duration::from_millis(200);

/// How much is put up with.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Connections at a time. Further ones wait in the system's queue.
    pub connections: usize,
    /// Those among them that we wait for; where there are more, the one that has kept us waiting longest is closed.
    pub waiting: usize,
    /// How long the first request may take to arrive.
    pub first: Duration,
    /// How long a connection may stay without a further request.
    pub idle: Duration,
}

impl Default for Patience {
    /// Below the 1,024 open files that many systems allow, and well above what Slack needs. Proxies keep a connection for
    /// a minute: we are not the one who closes it just when the next request comes.
    fn default() -> Self {
        Self { connections: 768, waiting: 512, first: Duration::from_secs(10), idle: Duration::from_secs(75) }
    }
}

/// Serves until told to stop; requests under way are answered first.
pub async fn serve(listener: TcpListener, router: Router, patience: Patience, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(patience.connections));
    let waiting = Room::of(patience.waiting);
    let connections = TaskTracker::new();
    let everything = async {
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { return };
            let (stream, peer) = accept(&listener).await;
            let guest = Guest { peer, patience, waiting: waiting.clone(), stop: stop.clone() };
            let router = router.clone();
            connections.spawn(async move {
                guest.talk(stream, router).await;
                drop(place);
            });
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = everything => {}
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The other side has gone in the meantime.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset
                ) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(AFTER_TROUBLE).await;
            }
        }
    }
}

/// One connection.
struct Guest {
    peer: SocketAddr,
    patience: Patience,
    waiting: Room,
    stop: CancellationToken,
}

/// Who is to do something next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// The guest, who has said nothing yet.
    First,
    /// The guest, who was answered before.
    Theirs,
    /// We.
    Ours,
}

impl Guest {
    async fn talk(&self, stream: TcpStream, router: Router) {
        // Answers are short: waiting for more to send with them would only delay them.
        let _ = stream.set_nodelay(true);
        let (turn, mut turns) = watch::channel(Turn::First);
        let peer = self.peer;
        let service = service_fn(move |request| answer(router.clone(), request, peer, turn.clone()));
        let mut http = http1::Builder::new();
        http.max_buf_size(MOST_READ);
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
        let mut stopping = false;
        loop {
            let turn = *turns.borrow_and_update();
            tokio::select! {
                // How a connection ends is of no interest: whoever asked has an answer, or has gone.
                _ = connection.as_mut() => return,
                _ = turns.changed() => {}
                () = self.stop.cancelled(), if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
                () = self.loses_patience(turn) => return,
            }
        }
    }

    async fn loses_patience(&self, turn: Turn) {
        let limit = match turn {
            Turn::First => self.patience.first,
            Turn::Theirs => self.patience.idle,
            Turn::Ours => return pending().await,
        };
        let stay = self.waiting.enter(1);
        // The time is over, or somebody needs the place.
        let _ = tokio::time::timeout(limit, stay.gives_way()).await;
    }
}

/// Answers a request, and lets the router know who asks.
async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    turn: watch::Sender<Turn>,
) -> Result<Response, Infallible> {
    turn.send_replace(Turn::Ours);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let answer = router.call(request).await;
    turn.send_replace(Turn::Theirs);
    answer
}

#[cfg(test)]
mod tests;
