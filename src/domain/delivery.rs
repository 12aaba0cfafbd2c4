//! The last look before something is said: people may have left, paused or gone since it was planned.

pub mod attempt;
pub mod pace;
pub mod repair;

use super::asks::message::AskMessage;
use super::community::message::CommunityMessage;
use super::decision::{SkipReason, Target};
use super::ids::PersonId;
use super::learning::message::LearningMessage;
use super::message::Message;
use super::nudges::message::NudgeMessage;
use super::people::{Person, Standing};
use super::reverse::message::ReverseMessage;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Whether a planned message is still to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Send,
    /// It is not; because of whom, where one person is the reason.
    Skip {
        /// Why.
        reason: SkipReason,
        /// Because of whom.
        person: Option<PersonId>,
    },
}

/// Looks at a planned message again. `people` holds the records of those it is for; somebody forgotten is absent.
pub fn still_wanted(
    to: &Target,
    message: &Message,
    expires: Option<Timestamp>,
    people: &BTreeMap<PersonId, Person>,
    now: Timestamp,
) -> Verdict {
    if expires.is_some_and(|expires| expires <= now) {
        return Verdict::Skip { reason: SkipReason::Expired, person: None };
    }
    let recipients: &[PersonId] = match to {
        Target::Direct(person) => std::slice::from_ref(person),
        Target::Group(members) => members,
        Target::Channel(_) | Target::Under(_) | Target::Thread(_) | Target::Edit(_) => &[],
    };
    recipients
        .iter()
        .find_map(|id| obstacle(people.get(id), message, now).map(|reason| (reason, id)))
        .map_or(Verdict::Send, |(reason, id)| Verdict::Skip { reason, person: Some(id.clone()) })
}

fn obstacle(person: Option<&Person>, message: &Message, now: Timestamp) -> Option<SkipReason> {
    let Some(person) = person else { return Some(SkipReason::Forgotten) };
    match person.standing {
        Standing::Deactivated => Some(SkipReason::Deactivated),
        Standing::Left => Some(SkipReason::OptedOut),
        Standing::Active if person.is_paused(now) && !reaches_the_paused(message) => {
            Some(SkipReason::OptedOut)
        }
        Standing::Active if is_nudge(message) && !person.wants_nudges() => Some(SkipReason::OptedOut),
        Standing::Active => None,
    }
}

/// Whether it begins a matter that the person may have turned off since it was planned.
fn is_nudge(message: &Message) -> bool {
    matches!(message, Message::Nudge(NudgeMessage::Card(_)))
}

/// What answers a click of one's own is said even during a pause.
fn reaches_the_paused(message: &Message) -> bool {
    match message {
        Message::Welcome { .. } | Message::CheckInAnswered { .. } | Message::Upload(_) => true,
        // Of an ask, only what concerns one's own; a request for help waits for nobody who pauses.
        Message::Ask(message) => match message {
            AskMessage::Card(_)
            | AskMessage::Introduction(_)
            | AskMessage::NotIntroduced { .. }
            | AskMessage::News { .. }
            | AskMessage::Thanks { .. } => true,
            AskMessage::Request(_) | AskMessage::FollowUp { .. } => false,
        },
        // Channels do not pause; an offer is made to nobody who does.
        Message::Community(message) => match message {
            CommunityMessage::Question { .. }
            | CommunityMessage::Offer { .. }
            | CommunityMessage::Words { .. } => false,
        },
        // What concerns one's own words; nobody who pauses is asked about those of others.
        Message::Learning(message) => match message {
            LearningMessage::Card { .. } => true,
            LearningMessage::Post { .. } | LearningMessage::MayWeNameYou { .. } => false,
        },
        Message::Nudge(message) => match message {
            NudgeMessage::Note { .. } | NudgeMessage::Pointer => true,
            NudgeMessage::Card(_) | NudgeMessage::Reminder { .. } | NudgeMessage::FollowUp { .. } => false,
        },
        // That a term has ended or rests is said even then; nothing is asked.
        Message::Reverse(message) => match message {
            ReverseMessage::News { .. } => true,
            ReverseMessage::Introduction(_)
            | ReverseMessage::AskTimes(_)
            | ReverseMessage::Offer(_)
            | ReverseMessage::OfferReminder { .. }
            | ReverseMessage::Date(_)
            | ReverseMessage::LookBack { .. }
            | ReverseMessage::Review { .. }
            | ReverseMessage::LeftOut { .. } => false,
        },
        Message::Introduction(_)
        | Message::AnotherQuestion { .. }
        | Message::MidRound { .. }
        | Message::PairDissolved { .. }
        | Message::CheckIn { .. }
        | Message::LeftOut { .. }
        | Message::PauseEnded { .. }
        | Message::PauseOffer
        | Message::LargeRound { .. } => false,
    }
}
