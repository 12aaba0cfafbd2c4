//! Links that put a suggested time into somebody's calendar, without any server knowing more than the link says.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// What our key is derived for, so that a link proves nothing about requests and a request nothing about links.
const PURPOSE: &[u8] = b"viceversa calendar links 1";

/// How many bytes of the tag stand in a link; half of it cannot be guessed either, and links stay short.
const TAG: usize = 16;

/// An entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From.
    pub start: Timestamp,
    /// Until.
    pub end: Timestamp,
    /// What it is called; the names of those who meet.
    pub title: String,
}

impl Entry {
    /// A Google Calendar form with the entry filled in.
    pub fn google(&self) -> String {
        let dates = format!("{}/{}", compact(self.start), compact(self.end));
        let query = query(&[("action", "TEMPLATE"), ("text", &self.title), ("dates", &dates)]);
        format!("https://calendar.google.com/calendar/render?{query}")
    }

    /// An Outlook form with the entry filled in.
    pub fn outlook(&self) -> String {
        let (start, end) = (self.start.to_string(), self.end.to_string());
        let query = query(&[
            ("path", "/calendar/action/compose"),
            ("rru", "addevent"),
            ("subject", &self.title),
            ("startdt", &start),
            ("enddt", &end),
        ]);
        format!("https://outlook.office.com/calendar/0/deeplink/compose?{query}")
    }
}

fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// An instant as calendars write it in UTC: `20261123T100000Z`.
pub fn compact(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Where `.ics` files are served, for those who can be reached.
pub struct CalendarConfig {
    /// Our own address as a browser sees it, such as `https://mentor.example.com`.
    pub public_url: String,
    /// The app's signing secret, from which the links' key is derived.
    pub signing_secret: SecretString,
}

/// Makes links to `.ics` files and knows its own again, so that nobody can have us serve entries of their making.
pub struct CalendarLinks {
    base: String,
    key: SecretString,
}

impl CalendarLinks {
    /// Links under our own address.
    pub fn new(config: &CalendarConfig) -> Self {
        let key = hex::encode(tag(config.signing_secret.expose_secret().as_bytes(), PURPOSE));
        Self { base: config.public_url.trim_end_matches('/').to_owned(), key: key.into() }
    }

    /// The address of an entry's file.
    pub fn url(&self, entry: &Entry) -> String {
        let (start, end) = (entry.start.as_second(), entry.end.as_second());
        let tag = hex::encode(&self.tag(entry)[..TAG]);
        format!("{}/calendar/{start}-{end}-{tag}.ics?{}", self.base, query(&[("with", &entry.title)]))
    }

    /// The entry of a file's name and title, if we made the link.
    pub fn entry(&self, file: &str, title: &str) -> Option<Entry> {
        let mut parts = file.strip_suffix(".ics")?.split('-');
        let (start, end, given) = (parts.next()?, parts.next()?, parts.next()?);
        let time = |seconds: &str| Timestamp::from_second(seconds.parse().ok()?).ok();
        let entry = Entry { start: time(start)?, end: time(end)?, title: title.to_owned() };
        let given = hex::decode(given).ok().filter(|given| given.len() == TAG)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.expose_secret().as_bytes()).ok()?;
        mac.update(&signed_part(&entry));
        mac.verify_truncated_left(&given).ok()?;
        Some(entry)
    }

    fn tag(&self, entry: &Entry) -> Vec<u8> {
        tag(self.key.expose_secret().as_bytes(), &signed_part(entry))
    }
}

/// What the tag is made over: all that the file will say.
fn signed_part(entry: &Entry) -> Vec<u8> {
    format!("{}-{}-{}", entry.start.as_second(), entry.end.as_second(), entry.title).into_bytes()
}

fn tag(key: &[u8], message: &[u8]) -> Vec<u8> {
    // Any length is a key; were it not, no link would ever be known again.
    let mac = Hmac::<Sha256>::new_from_slice(key).map(|mac| mac.chain_update(message).finalize());
    mac.map_or_else(|_| vec![0; 2 * TAG], |tag| tag.into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            start: "2026-11-24T10:00:00Z".parse().expect("a time"),
            end: "2026-11-24T10:30:00Z".parse().expect("a time"),
            title: "Vice Versa: Ana & Ben".into(),
        }
    }

    fn links(secret: &str) -> CalendarLinks {
        CalendarLinks::new(&CalendarConfig {
            public_url: "https://bot.example/".into(),
            signing_secret: secret.into(),
        })
    }

    #[test]
    fn links_carry_the_time_in_utc() {
        let google = entry().google();
        assert!(google.contains("dates=20261124T100000Z%2F20261124T103000Z"), "{google}");
        assert!(google.contains("text=Vice+Versa%3A+Ana+%26+Ben"), "{google}");
        let outlook = entry().outlook();
        assert!(outlook.contains("startdt=2026-11-24T10%3A00%3A00Z"), "{outlook}");
    }

    #[test]
    fn only_our_own_links_are_served() {
        let links_of = links("secret");
        let url = links_of.url(&entry());
        let (file, _) = url
            .strip_prefix("https://bot.example/calendar/")
            .and_then(|u| u.split_once('?'))
            .expect("a file");
        assert_eq!(links_of.entry(file, "Vice Versa: Ana & Ben"), Some(entry()));
        assert_eq!(links_of.entry(file, "Vice Versa: Ana & Eve"), None);
        assert_eq!(links_of.entry(&file.replacen('1', "2", 1), "Vice Versa: Ana & Ben"), None);
        assert_eq!(links("other").entry(file, "Vice Versa: Ana & Ben"), None);
        for junk in ["", ".ics", "1-2.ics", "1-2-zz.ics", "x-y-00.ics"] {
            assert_eq!(links_of.entry(junk, ""), None, "{junk}");
        }
    }
}
