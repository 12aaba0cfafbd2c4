//! What a person can ask the bot for: the same list behind `/mentor …`, the buttons of the Home and those of messages.

pub mod free_text;
pub mod parse;

use super::ids::PersonId;
use super::nudges::NudgeWish;
use super::people::profile::Mode;
use super::prompts::PromptWish;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One request, understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Opens the profile, and takes part once it is saved.
    Join,
    /// Says where the Home tab is and brings it up to date.
    Home,
    /// Opens the profile to change it.
    Profile,
    /// Takes a break.
    Pause(PauseLength),
    /// Ends the break.
    Resume,
    /// Sits out the next round.
    Skip,
    /// Takes part in the next round after all.
    Unskip,
    /// Stops taking part.
    Leave,
    /// Never be paired with this person.
    Never(PersonId),
    /// May be paired with this person again.
    Allow(PersonId),
    /// Takes part in one more kind of mentoring.
    Try(Mode),
    /// Would rather not take part in a kind of mentoring that was offered.
    PassOn(Mode),
    /// Shows the private never-pair list.
    NeverList,
    /// Opens the form to ask for help, with what was typed in it.
    Ask(String),
    /// Takes up what they can help with; without a topic, opens the profile.
    Offer(String),
    /// What somebody wants of nudges.
    Nudge(NudgeWish),
    /// What somebody wants of the questions.
    Prompt(PromptWish),
    /// Opens the form to share what was learned from the last useful talk.
    Share,
    /// Why the present pair was made.
    Why,
    /// Why this person was not introduced to them.
    WhyNot(PersonId),
    /// Past conversations.
    History,
    /// What is kept, and for how long.
    Privacy,
    /// Everything kept about the person, as JSON.
    Export,
    /// Asks for confirmation, then erases everything kept about the person.
    ForgetMe,
    /// What the bot can do.
    Help,
    /// Not understood.
    Unknown(Misunderstanding),
}

/// How long a pause lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseLength {
    /// Until the person comes back.
    Open,
    /// For some weeks.
    Weeks(u8),
    /// For some days.
    Days(u16),
    /// Until the morning of a day, in the person's own zone.
    Until(Date),
}

/// What was typed, and what might have been meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misunderstanding {
    /// What is wrong with it.
    pub problem: Problem,
    /// The command that comes nearest, as it is typed.
    pub nearest: Option<String>,
}

/// What is wrong with a typed command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// No command begins so; the word as typed, cut to a readable length.
    NoSuchCommand(String),
    /// `pause` was followed by something that is no length.
    NotALength(String),
    /// The date is over.
    DateIsPast(Date),
    /// `never` and `allow` need a person, and so does `why` where something follows it.
    NobodyNamed,
    /// Only one person at a time.
    SeveralNamed,
}
