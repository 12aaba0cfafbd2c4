//! Slack's request signature, version 0: an HMAC-SHA256 over the timestamp and the raw bytes of the body.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// How far Slack's clock and ours may be apart, in seconds; an older request may be a replay.
const MAX_AGE_SECONDS: i64 = 300;

/// Whether Slack signed these bytes with our secret, not long ago. The comparison takes the same time however many
/// bytes agree.
pub fn is_genuine(secret: &SecretString, headers: &HeaderMap, body: &[u8], now: Timestamp) -> bool {
    check(secret, headers, body, now).is_some()
}

fn check(secret: &SecretString, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Option<()> {
    let stamp = headers.get("x-slack-request-timestamp")?.to_str().ok()?;
    let signature = headers.get("x-slack-signature")?.to_str().ok()?;
    let sent: i64 = stamp.parse().ok()?;
    let age = now.as_second().checked_sub(sent)?;
    if age.checked_abs()? > MAX_AGE_SECONDS {
        return None;
    }
    let given = hex::decode(signature.strip_prefix("v0=")?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(b"v0:");
    mac.update(stamp.as_bytes());
    mac.update(b":");
    mac.update(body);
    mac.verify_slice(&given).ok()
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

    fn genuine(stamp: &str, signature: &str, body: &[u8], now: i64) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("X-Slack-Request-Timestamp", stamp.parse().expect("a header"));
        headers.insert("X-Slack-Signature", signature.parse().expect("a header"));
        let now = Timestamp::from_second(now).expect("a time");
        is_genuine(&SecretString::from(SECRET), &headers, body, now)
    }

    #[test]
    fn slacks_own_example_is_genuine() {
        assert!(genuine("1531420618", SIGNATURE, BODY, STAMP));
        assert!(genuine("1531420618", SIGNATURE, BODY, STAMP + 300));
        assert!(genuine("1531420618", SIGNATURE, BODY, STAMP - 300));
    }

    #[test]
    fn nothing_else_is() {
        assert!(!genuine("1531420618", SIGNATURE, BODY, STAMP + 301));
        assert!(!genuine("1531420618", SIGNATURE, BODY, STAMP - 301));
        assert!(!genuine("1531420619", SIGNATURE, BODY, STAMP));
        assert!(!genuine("1531420618", SIGNATURE, b"text=other", STAMP));
        assert!(!genuine("1531420618", "v0=", BODY, STAMP));
        assert!(!genuine("1531420618", "v0=zz", BODY, STAMP));
        assert!(!genuine("1531420618", &SIGNATURE.replace("v0=", "v1="), BODY, STAMP));
        assert!(!genuine("1531420618", &SIGNATURE[..SIGNATURE.len() - 2], BODY, STAMP));
        assert!(!genuine("-9223372036854775808", SIGNATURE, BODY, STAMP));
        assert!(!genuine("soon", SIGNATURE, BODY, STAMP));
        assert!(!is_genuine(&SecretString::from(SECRET), &HeaderMap::new(), BODY, Timestamp::UNIX_EPOCH));
    }
}
