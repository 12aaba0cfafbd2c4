//! People's words, names and times, made fit to stand in Slack's markup.

use super::words::{Words, value};
use crate::domain::ids::{ChannelId, PersonId};
use crate::domain::message::LocalTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// People's own words with Slack's three special characters made harmless: no mention, no link, no `@channel`.
pub fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// People's own words as a quotation, each line of them.
pub fn quote(words: &str) -> String {
    let lines: Vec<String> = words.trim().lines().map(|line| format!("> {}", escape(line))).collect();
    lines.join("\n")
}

/// A mention. An id with anything else than letters and digits is not one, and is shown as it is.
pub fn mention(person: &PersonId) -> String {
    let id = person.as_str();
    if id.chars().all(|c| c.is_ascii_alphanumeric()) { format!("<@{id}>") } else { escape(id) }
}

/// A link to a channel. An id with anything else than letters and digits is not one, and is shown as it is.
pub fn channel(channel: &ChannelId) -> String {
    let id = channel.as_str();
    if id.chars().all(|c| c.is_ascii_alphanumeric()) { format!("<#{id}>") } else { escape(id) }
}

impl Words {
    /// `Ana, Ben and Chris`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [rest @ .., last] => {
                self.with("list-and", &[("rest", value(rest.join(", "))), ("last", value(last.as_str()))])
            }
        }
    }

    /// Mentions of people, as a list.
    pub fn people(&self, people: &[PersonId]) -> String {
        self.list(&people.iter().map(mention).collect::<Vec<_>>())
    }

    /// `Mon 23 Nov, 10:00 (Lisbon)`.
    pub fn time(&self, time: &LocalTime) -> String {
        let zoned = in_zone(time.at, &time.zone);
        self.with(
            "time-local",
            &[
                ("date", value(self.date(&zoned))),
                ("time", value(clock(&zoned))),
                ("place", value(place(&time.zone))),
            ],
        )
    }

    /// `Mon 23 Nov`.
    pub fn date(&self, zoned: &Zoned) -> String {
        let weekday = self.say(&format!("weekday-{}", zoned.weekday().to_monday_one_offset()));
        let month = self.say(&format!("month-{}", zoned.month()));
        let day = zoned.day().to_string();
        self.with("date", &[("weekday", value(weekday)), ("day", value(day)), ("month", value(month))])
    }
}

/// An instant in a zone; in UTC where the zone does not exist.
pub fn in_zone(at: Timestamp, zone: &str) -> Zoned {
    at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
}

/// `10:00`.
pub fn clock(zoned: &Zoned) -> String {
    format!("{:02}:{:02}", zoned.hour(), zoned.minute())
}

/// The city in the name of a zone: `Europe/Lisbon` is `Lisbon`.
pub fn place(zone: &str) -> String {
    escape(&zone.rsplit('/').next().unwrap_or(zone).replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_words_can_ping() {
        assert_eq!(escape("<!channel> & <@U1>"), "&lt;!channel&gt; &amp; &lt;@U1&gt;");
        assert_eq!(quote(" one\n<b> "), "> one\n> &lt;b&gt;");
        assert_eq!(mention(&PersonId::new("U1")), "<@U1>");
        assert_eq!(mention(&PersonId::new("U1> <!here")), "U1&gt; &lt;!here");
    }

    #[test]
    fn times_are_shown_where_people_are() {
        let words = Words::english();
        let at = "2026-11-23T10:00:00Z".parse().expect("a time");
        let time = |zone: &str| words.time(&LocalTime { at, zone: zone.into() });
        assert_eq!(time("Europe/Berlin"), "Mon 23 Nov, 11:00 (Berlin)");
        assert_eq!(time("America/New_York"), "Mon 23 Nov, 05:00 (New York)");
        assert_eq!(time("Nowhere/Land"), "Mon 23 Nov, 10:00 (Land)");
    }

    #[test]
    fn lists_read_like_sentences() {
        let words = Words::english();
        let list = |items: &[&str]| words.list(&items.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
