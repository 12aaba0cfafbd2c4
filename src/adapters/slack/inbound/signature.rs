//! Slack's request signature, version 0: an HMAC-SHA256 over the timestamp and the raw bytes of the body.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// How far Slack's clock and ours may be apart, in seconds; an older request may be a replay.
const MAX_AGE_SECONDS: i64 = 300;

/// What a head says for itself; whether it is true only the body shows.
#[derive(Debug)]
pub struct Claim<'h> {
    stamp: &'h str,
    given: [u8; 32],
}

/// Why a head cannot be Slack's, whatever the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No signature, or nothing that has the form of one.
    Unsigned,
    /// Signed too long ago, or in our future.
    Stale,
}

impl<'h> Claim<'h> {
    /// Reads a head.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(headers: &'h HeaderMap, now: Timestamp) -> Result<Self, Flaw> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(Flaw::Unsigned);
        let (stamp, signature) = (text("x-slack-request-timestamp")?, text("x-slack-signature")?);
        let mut given = [0; 32];
        let digits = signature.strip_prefix("v0=").ok_or(Flaw::Unsigned)?;
        hex::decode_to_slice(digits, &mut given).map_err(|_| Flaw::Unsigned)?;
        let sent: i64 = stamp.parse().map_err(|_| Flaw::Unsigned)?;
        let age = now.as_second().checked_sub(sent).and_then(i64::checked_abs).ok_or(Flaw::Stale)?;
        if age > MAX_AGE_SECONDS { Err(Flaw::Stale) } else { Ok(Self { stamp, given }) }
    }

    /// Whether Slack signed these bytes with our secret. The comparison takes the same time however many bytes agree.
    pub fn holds(&self, secret: &SecretString, body: &[u8]) -> bool {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else {
            return false;
        };
        for part in [b"v0:", self.stamp.as_bytes(), b":", body] {
            mac.update(part);
        }
        mac.verify_slice(&self.given).is_ok()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The signature that Slack would send.
    pub fn sign(secret: &str, stamp: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length is a key");
        mac.update(format!("v0:{stamp}:").as_bytes());
        mac.update(body);
        format!("v0={}", hex::encode(mac.finalize().into_bytes()))
    }

    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const STAMP: i64 = 1_531_420_618;
    const BODY: &[u8] = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
        channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&\
        text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&\
        trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    fn looked_at(stamp: &str, signature: &str, body: &[u8], now: i64) -> Result<bool, Flaw> {
        let mut headers = HeaderMap::new();
        headers.insert("X-Slack-Request-Timestamp", stamp.parse().expect("a header"));
        headers.insert("X-Slack-Signature", signature.parse().expect("a header"));
        let now = Timestamp::from_second(now).expect("a time");
        Claim::of(&headers, now).map(|claim| claim.holds(&SecretString::from(SECRET), body))
    }

    fn genuine(stamp: &str, signature: &str, body: &[u8], now: i64) -> bool {
        looked_at(stamp, signature, body, now) == Ok(true)
    }

    #[test]
    fn slacks_own_example_is_genuine() {
        assert!(genuine("1531420618", SIGNATURE, BODY, STAMP));
        assert!(genuine("1531420618", SIGNATURE, BODY, STAMP + 300));
        assert!(genuine("1531420618", SIGNATURE, BODY, STAMP - 300));
    }

    #[test]
    fn what_says_the_right_things_about_the_wrong_bytes_is_not() {
        let another = SIGNATURE.replace("a2114d57", "a2114d58");
        assert_eq!(looked_at("1531420619", SIGNATURE, BODY, STAMP), Ok(false));
        assert_eq!(looked_at("1531420618", SIGNATURE, b"text=other", STAMP), Ok(false));
        assert_eq!(looked_at("1531420618", &another, BODY, STAMP), Ok(false));
    }

    #[test]
    fn a_stale_or_unsigned_head_is_known_without_the_body() {
        for now in [STAMP + 301, STAMP - 301] {
            assert_eq!(looked_at("1531420618", SIGNATURE, BODY, now), Err(Flaw::Stale));
        }
        assert_eq!(looked_at("-9223372036854775808", SIGNATURE, BODY, STAMP), Err(Flaw::Stale));
        let malformed = ["v0=", "v0=zz", &SIGNATURE.replace("v0=", "v1="), &SIGNATURE[..65]];
        for signature in malformed {
            assert_eq!(looked_at("1531420618", signature, BODY, STAMP), Err(Flaw::Unsigned), "{signature}");
        }
        assert_eq!(looked_at("soon", SIGNATURE, BODY, STAMP), Err(Flaw::Unsigned));
        assert_eq!(Claim::of(&HeaderMap::new(), Timestamp::UNIX_EPOCH).err(), Some(Flaw::Unsigned));
    }
}
