//! Messages that may stand twice: Slack applied a call later than anybody would wait for it. They are looked for, and the
//! one too many is taken away.

use super::{App, AppError};
use crate::domain::decision::Target;
use crate::domain::delivery::repair::Repair;
use crate::ports::{ChatError, Doubled, Place, Sight, Sighting, measure};
use jiff::{SignedDuration, Timestamp};

/// Messages looked into in one go.
const AT_ONCE: u32 = 16;

/// How long until a look that could not be taken is tried again.
const LATER: SignedDuration = SignedDuration::from_mins(5);

impl App {
    /// Looks into what is due; gives how many messages that were.
    pub(super) async fn repair_due(&self) -> Result<usize, AppError> {
        let doubled = self.storage.doubled(self.clock.now(), AT_ONCE).await?;
        for each in &doubled {
            self.repair(each).await?;
        }
        Ok(doubled.len())
    }

    async fn repair(&self, doubled: &Doubled) -> Result<(), AppError> {
        let mut seen: Vec<_> = doubled.extra.iter().cloned().collect();
        match self.look_twice(doubled).await? {
            Ok(Sighting::There(messages)) => seen.extend(messages),
            Ok(Sighting::Nowhere | Sighting::Unseen)
            | Err(ChatError::Gone(_) | ChatError::Refused(_) | ChatError::Denied(_)) => {}
            Err(ChatError::RetryAfter(_) | ChatError::NotSent(_) | ChatError::Unclear(_)) => {
                return self.look_later(doubled).await;
            }
        }
        let repair = Repair::of(&doubled.known, &seen);
        for message in &repair.remove {
            match self.chat.retract(&doubled.workspace, message).await {
                Ok(()) => {
                    measure::repaired();
                    tracing::warn!(workspace = %doubled.workspace, key = %doubled.key, "a message stood twice; the second is taken away")
                }
                Err(ChatError::RetryAfter(_) | ChatError::NotSent(_) | ChatError::Unclear(_)) => {
                    return self.look_later(doubled).await;
                }
                Err(ChatError::Gone(reason) | ChatError::Refused(reason) | ChatError::Denied(reason)) => {
                    tracing::error!(workspace = %doubled.workspace, key = %doubled.key, reason, "a message stands twice and cannot be taken away");
                }
            }
        }
        let removed = u32::try_from(repair.remove.len()).unwrap_or(u32::MAX);
        Ok(self.storage.repaired(doubled, &repair.keep, removed, None).await?)
    }

    async fn look_twice(&self, doubled: &Doubled) -> Result<Result<Sighting, ChatError>, AppError> {
        let place = match &doubled.to {
            Target::Edit(_) => return Ok(Ok(Sighting::Unseen)),
            Target::Under(parent) => Place::Thread(parent.clone()),
            Target::Thread(root) => match self.storage.posted(&doubled.workspace, root).await? {
                Some(parent) => Place::Thread(parent),
                None => return Ok(Ok(Sighting::Unseen)),
            },
            Target::Direct(_) | Target::Group(_) | Target::Channel(_) => {
                Place::Channel(doubled.known.channel.clone())
            }
        };
        Ok(match self.chat.sight(&place) {
            Sight::History => self.chat.find(&doubled.workspace, &place, &doubled.id, doubled.since).await,
            Sight::Event | Sight::Blind => Ok(Sighting::Unseen),
        })
    }

    async fn look_later(&self, doubled: &Doubled) -> Result<(), AppError> {
        let again = self.clock.now().checked_add(LATER).unwrap_or(Timestamp::MAX);
        Ok(self.storage.repaired(doubled, &doubled.known, 0, Some(again)).await?)
    }
}
