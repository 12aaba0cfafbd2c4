//! What made-up managers do about nudges: they name somebody and a day, by form or by reply, or pass; a week later they
//! say what came of it.

use super::cast::Actor;
use super::habits::reliability;
use crate::domain::nudges::Press;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::RngExt;
use rand::seq::IndexedRandom;

/// What somebody does about a nudge.
#[derive(Clone, Debug)]
pub enum NudgeAct {
    /// Names somebody and a day in the form.
    Commit {
        /// Whom, by their id.
        with: String,
        /// When.
        on: Date,
    },
    /// Says the same in the thread.
    Reply(String),
    /// Presses a button.
    Press(Press),
}

/// What somebody does about a new nudge; `None` is silence. `others` are whom they may ask.
pub fn about_nudge(actor: &mut Actor, others: &[String], now: Timestamp) -> Option<(Timestamp, NudgeAct)> {
    let rng = &mut actor.rng;
    if !rng.random_bool(reliability(actor.temper)) {
        return None;
    }
    let at = now + SignedDuration::from_secs(rng.random_range(5 * 60..8 * 3600));
    let with = others.choose(rng)?.clone();
    let days = rng.random_range(1..=4);
    let today = at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let act = match rng.random_range(0..10) {
        0..4 => NudgeAct::Commit { with, on: today.saturating_add(days.days()) },
        4..7 => NudgeAct::Reply(format!("I'll ask <@{with}> in {days} days")),
        _ => NudgeAct::Press(Press::NotThisWeek),
    };
    Some((at, act))
}

/// What somebody answers when asked whether they have: what they press, one after the other.
pub fn about_follow_up(actor: &mut Actor, now: Timestamp) -> Vec<(Timestamp, NudgeAct)> {
    let rng = &mut actor.rng;
    if !rng.random_bool(reliability(actor.temper)) {
        return Vec::new();
    }
    let at = now + SignedDuration::from_secs(rng.random_range(3 * 60..6 * 3600));
    let first =
        *[Press::Asked, Press::Asked, Press::NotYet, Press::LetGo].choose(rng).unwrap_or(&Press::Asked);
    let useful =
        *[Press::Very, Press::Very, Press::Somewhat, Press::NotReally].choose(rng).unwrap_or(&Press::Very);
    let then = (first == Press::Asked).then(|| (at + SignedDuration::from_secs(30), NudgeAct::Press(useful)));
    std::iter::once((at, NudgeAct::Press(first))).chain(then).collect()
}

/// The button that an act needs; a reply needs none.
pub fn needs(act: &NudgeAct) -> Option<String> {
    let action = |press: &Press| format!("nudge:{}", press.code());
    match act {
        NudgeAct::Commit { .. } => Some(action(&Press::Who)),
        NudgeAct::Press(press) => Some(action(press)),
        NudgeAct::Reply(_) => None,
    }
}

/// A message about a nudge that waits for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The nudge itself.
    Nudge,
    /// The question a week later.
    FollowUp,
}

impl Waiting {
    /// What the buttons of a message say about it.
    pub fn of(actions: &[&str]) -> Option<Self> {
        let has = |press: Press| actions.contains(&format!("nudge:{}", press.code()).as_str());
        match (has(Press::NotThisWeek), has(Press::LetGo)) {
            (true, _) => Some(Self::Nudge),
            (false, true) => Some(Self::FollowUp),
            (false, false) => None,
        }
    }
}
