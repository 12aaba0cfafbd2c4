//! Who is let in. Nothing is believed before its signature is checked, and nobody is refused for what others did: Slack may
//! reach us through a proxy whose address it shares with everybody. So an address that keeps sending what is not
//! Slack's is only looked at more sparingly. What cannot be Slack's by its head is turned away unread; everything else is
//! read, in a room of its own where slow bodies crowd out each other.

use super::body::{self, Unread};
use super::refusals::{Reason, Refusals};
use super::signature::{Claim, Flaw};
use super::sources::Sources;
use crate::adapters::room::Room;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use http::request::Parts;
use http::{Extensions, StatusCode};
use jiff::Timestamp;
use secrecy::SecretString;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The longest body we read, in bytes; Slack's own stay far below.
const MOST_BYTES: usize = 1 << 20;
/// The longest body without a signature: a certificate check and nothing else.
const MOST_UNSIGNED: usize = 4 << 10;
/// How many bytes of bodies may be on their way to us.
const USUAL_ROOM: usize = 16 << 20;
/// How many of them from addresses that have spent their budget.
const NARROW_ROOM: usize = 4 << 20;

/// Where Slack's requests come in, and others' do not.
pub struct Door {
    secret: SecretString,
    sources: Sources,
    usual: Room,
    narrow: Room,
    refusals: Refusals,
}

/// What somebody at the door wants.
#[derive(Debug)]
pub enum Visit {
    /// Slack says something.
    Genuine(Bytes),
    /// Slack now and then posts `ssl_check=1` to see whether our certificate is valid, and expects nothing but a 200.
    CertificateCheck,
}

impl Door {
    /// A door that opens to whoever knows the secret.
    pub fn new(secret: SecretString) -> Self {
        Self {
            secret,
            sources: Sources::new(),
            usual: Room::of(USUAL_ROOM),
            narrow: Room::of(NARROW_ROOM),
            refusals: Refusals::new(),
        }
    }

    /// Reads a request as far as it deserves.
    ///
    /// # Errors
    /// The status to refuse it with.
    pub async fn admit(&self, head: &Parts, body: Body, now: Timestamp) -> Result<Visit, StatusCode> {
        let source = source(&head.extensions);
        match self.look_at(source, head, body, now).await {
            Ok(Visit::Genuine(body)) => Ok(Visit::Genuine(body)),
            Ok(Visit::CertificateCheck) => {
                // Anybody can send one.
                self.sources.charge(source);
                Ok(Visit::CertificateCheck)
            }
            Err(reason) => {
                self.sources.charge(source);
                self.refusals.note(reason);
                Err(reason.status())
            }
        }
    }

    async fn look_at(
        &self,
        source: IpAddr,
        head: &Parts,
        body: Body,
        now: Timestamp,
    ) -> Result<Visit, Reason> {
        if body::announces_more_than(MOST_BYTES, &head.headers) {
            return Err(Reason::TooLong);
        }
        let has_spent = self.sources.has_spent(source);
        let room = if has_spent { &self.narrow } else { &self.usual };
        let claim = match Claim::of(&head.headers, now) {
            Ok(claim) => claim,
            Err(_) if has_spent => return Err(Reason::TooMany),
            Err(flaw) => return certificate_check(head, body, room, flaw).await,
        };
        let body = body::read(body, MOST_BYTES, room).await.map_err(|unread| match unread {
            Unread::TooLong => Reason::TooLong,
            Unread::TooSlow => Reason::TooSlow,
            Unread::GaveWay => Reason::GaveWay,
            Unread::Broken => Reason::Broken,
        })?;
        match claim.holds(&self.secret, &body) {
            true if body::is_certificate_check(&body) => Ok(Visit::CertificateCheck),
            true => Ok(Visit::Genuine(body)),
            false => Err(Reason::Forged),
        }
    }
}

/// What has no valid signature may still be a certificate check, and then it is short.
async fn certificate_check(head: &Parts, body: Body, room: &Room, flaw: Flaw) -> Result<Visit, Reason> {
    let reason = match flaw {
        Flaw::Unsigned => Reason::Unsigned,
        Flaw::Stale => Reason::Stale,
    };
    if body::announces_more_than(MOST_UNSIGNED, &head.headers) {
        return Err(reason);
    }
    match body::read(body, MOST_UNSIGNED, room).await {
        Ok(body) if body::is_certificate_check(&body) => Ok(Visit::CertificateCheck),
        Err(Unread::TooSlow) => Err(Reason::TooSlow),
        Ok(_) | Err(Unread::TooLong | Unread::GaveWay | Unread::Broken) => Err(reason),
    }
}

/// The address that a request comes from. `X-Forwarded-For` says what its sender likes.
fn source(extensions: &Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(address)| address.ip())
}

#[cfg(test)]
mod tests;
