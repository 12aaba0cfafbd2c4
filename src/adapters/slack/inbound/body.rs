//! Bodies that nobody has vouched for yet: read within limits of length, time and memory, and looked into as far as that
//! needs no trust.

use super::Kind;
use crate::adapters::room::Room;
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use std::time::Duration;

/// How long a body may take to arrive. Slack gives up after three seconds.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// What a body costs before its first byte is here: a connection's buffers.
const EMPTY: usize = 8 << 10;

/// Why a body is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Longer than we read.
    TooLong,
    /// It takes too long.
    TooSlow,
    /// It took its time while others needed the room.
    GaveWay,
    /// The connection ended, or the encoding makes no sense.
    Broken,
}

/// Whether a head says that its body is longer than so many bytes.
pub fn announces_more_than(bytes: usize, headers: &HeaderMap) -> bool {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    announced.is_some_and(|length: u64| length > bytes as u64)
}

/// The body, unless it turns out to be too long: then it is not even read to its end.
///
/// # Errors
/// Why it is not here.
pub async fn read(body: Body, most: usize, room: &Room) -> Result<Bytes, Unread> {
    let stay = room.enter(EMPTY);
    let reading = async {
        let mut body = body;
        // Copied together: a frame of one byte would keep the whole buffer that it was read into.
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else { continue };
            if bytes.len() + data.len() > most {
                return Err(Unread::TooLong);
            }
            bytes.extend_from_slice(&data);
            stay.takes(EMPTY + bytes.capacity());
        }
        Ok(bytes.freeze())
    };
    tokio::select! {
        biased;
        read = tokio::time::timeout(READ_TIMEOUT, reading) => read.unwrap_or(Err(Unread::TooSlow)),
        () = stay.gives_way() => Err(Unread::GaveWay),
    }
}

/// Whether it is Slack's question whether our certificate is valid.
pub fn is_certificate_check(body: &[u8]) -> bool {
    !looks_like_json(body)
        && form_urlencoded::parse(body).any(|(key, value)| key == "ssl_check" && value == "1")
}

/// The payload, whatever the content type says: events are JSON, commands a form, interactions JSON within a form.
pub fn payload(kind: Kind, body: &[u8]) -> Option<Value> {
    if kind == Kind::Event || looks_like_json(body) {
        return serde_json::from_slice(body).ok();
    }
    let fields: Map<String, Value> =
        form_urlencoded::parse(body).map(|(key, value)| (key.into_owned(), value.into())).collect();
    match kind {
        Kind::Interaction => serde_json::from_str(fields.get("payload")?.as_str()?).ok(),
        Kind::Command | Kind::Event => Some(Value::Object(fields)),
    }
}

fn looks_like_json(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{StreamExt, stream};

    fn dripping(drops: usize) -> Body {
        let drop = || Ok::<_, std::io::Error>(Bytes::from_static(b"x"));
        Body::from_stream(stream::iter(0..drops).map(move |_| drop()).chain(stream::pending()))
    }

    #[tokio::test]
    async fn a_slow_body_gives_way_to_one_that_is_here() {
        let room = Room::of(4 * EMPTY);
        let slow = [(); 2].map(|()| {
            tokio::spawn({
                let room = room.clone();
                async move { read(dripping(3), 100, &room).await }
            })
        });
        tokio::task::yield_now().await;
        let quick = read(Body::from(vec![b'x'; EMPTY + 1]), 1 << 20, &room).await;
        assert_eq!(quick.map(|body| body.len()), Ok(EMPTY + 1));
        let [first, second] = slow;
        assert_eq!(first.await.expect("no panic"), Err(Unread::GaveWay));
        assert!(!second.is_finished(), "one was enough");
    }

    #[tokio::test]
    async fn a_broken_body_is_told_from_a_long_one() {
        let broken = stream::iter([Ok(Bytes::from_static(b"x")), Err(std::io::Error::other("cut"))]);
        let room = Room::of(1 << 20);
        assert_eq!(read(Body::from_stream(broken), 100, &room).await, Err(Unread::Broken));
        assert_eq!(read(dripping(101), 100, &room).await, Err(Unread::TooLong));
    }
}
