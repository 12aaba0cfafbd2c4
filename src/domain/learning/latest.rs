//! What somebody could share something from without looking for the message that offered it.

use super::{Learning, Source, share::was_useful};
use crate::domain::asks::{Ask, AskState, Ending, Outcome};
use crate::domain::ids::PersonId;
use crate::domain::rounds::check_in::CheckIn;
use jiff::{SignedDuration, Timestamp};

/// Later than this, few remember what it was.
pub const WORTH_SHARING: SignedDuration = SignedDuration::from_hours(28 * 24);

/// The newest talk or ask of the last weeks that was useful to this person, as they said, and of which they have not shared
/// anything yet.
pub fn latest(
    person: &PersonId,
    check_ins: &[CheckIn],
    asks: &[Ask],
    shared: &[Learning],
    now: Timestamp,
) -> Option<Source> {
    let talks = check_ins.iter().filter(|each| each.person == *person && was_useful(each));
    let talks = talks.map(|each| (each.asked_at, Source::Talk(each.pairing.clone())));
    let asks = asks.iter().filter(|ask| ask.asker == *person);
    let asks = asks.filter_map(|ask| Some((helped_at(ask)?, Source::Ask(ask.id.clone()))));
    let is_new = |source: &Source| shared.iter().all(|each| each.author != *person || each.source != *source);
    let recent = talks.chain(asks).filter(|(at, source)| *at >= now - WORTH_SHARING && is_new(source));
    recent.max_by_key(|(at, _)| *at).map(|(_, source)| source)
}

/// When the asker said that it had helped.
fn helped_at(ask: &Ask) -> Option<Timestamp> {
    match ask.state {
        AskState::Closed { at, ending: Ending::Told(Outcome::Helped | Outcome::Partly), .. } => Some(at),
        AskState::Closed {
            ending: Ending::Told(Outcome::No) | Ending::Unknown | Ending::Withdrawn, ..
        }
        | AskState::Searching
        | AskState::Unanswered
        | AskState::Waiting { .. }
        | AskState::Accepted { .. } => None,
    }
}
