//! What kind of message something is, from the key it was sent under and what can be pressed on it.

use viceversa::cli::demo::player::Happened;

/// Something that the bot wrote.
pub enum Wrote<'a> {
    /// Peers are introduced.
    Peers,
    /// A junior and a senior are introduced.
    Term,
    /// Somebody is asked for help with this ask.
    Request(&'a str),
    /// Somebody was found for this ask.
    Found(&'a str),
    /// An asker's own view of this ask.
    Card(&'a str),
    /// Somebody who raised a hand is offered somebody, under the key of the ask that it may become.
    Offer(&'a str),
    /// Anything else about this ask.
    AboutAsk(&'a str),
    /// A small act for the week.
    Nudge,
    /// There was nobody.
    LeftOut,
    /// Whether a pause would help.
    PauseOffer,
    /// What is no beginning of anything.
    Other,
}

/// Whether a line is a new message of the bot's.
pub fn is_posted(happened: &Happened<'_>) -> bool {
    happened.entry.method.as_deref() == Some("chat.postMessage") && happened.entry.ok == Some(true)
}

/// Whether it is a message of the bot's as it was changed.
pub fn is_edited(happened: &Happened<'_>) -> bool {
    happened.entry.method.as_deref() == Some("chat.update") && happened.entry.ok == Some(true)
}

impl<'a> Wrote<'a> {
    pub fn of(happened: &Happened<'a>) -> Self {
        let Some(key) = happened.key else { return Self::Other };
        let parts: Vec<&str> = key.split('/').collect();
        let can_press = |action: &str| {
            happened
                .shown
                .as_ref()
                .is_some_and(|shown| shown.contains(&format!("\"action_id\":\"{action}\"")))
        };
        let ask = || key.match_indices('/').nth(1).map_or(key, |(end, _)| &key[..end]);
        match parts[..] {
            ["introduction", ..] => Self::Peers,
            ["term", _, _, "introduction"] => Self::Term,
            ["ask", _, "request", _] => Self::Request(ask()),
            ["ask", _, "introduction", _] => Self::Found(ask()),
            ["ask", _] if can_press("community:introduce") => Self::Offer(ask()),
            ["ask", _] => Self::Card(ask()),
            ["ask", ..] => Self::AboutAsk(ask()),
            ["nudge", _, _] => Self::Nudge,
            ["left-out", ..] => Self::LeftOut,
            ["pause-offer", ..] => Self::PauseOffer,
            _ => Self::Other,
        }
    }
}
