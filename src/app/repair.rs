//! Messages that may stand twice: Slack applied a call later than anybody would wait for it. They are looked for, and the
//! one too many is taken away.

use super::deliver::Resolved;
use super::{App, AppError};
use crate::domain::decision::Target;
use crate::domain::delivery::repair::Repair;
use crate::ports::{ChatError, Doubled, Place, Sighting, measure};
use jiff::Timestamp;
use std::time::Duration;

/// Messages looked into in one go.
const AT_ONCE: u32 = 16;

/// How long until a look that went wrong is tried again; one that was only put off says for how long.
const LATER: Duration = Duration::from_mins(5);

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
        if let Some(place) = self.place_of(doubled).await? {
            match self.chat.find(&doubled.workspace, &place, &doubled.id, doubled.since).await {
                Ok(Sighting::There(messages)) => seen.extend(messages),
                Ok(Sighting::Nowhere | Sighting::Unseen)
                | Err(ChatError::Gone(_) | ChatError::Refused(_) | ChatError::Denied(_)) => {}
                Err(ChatError::RetryAfter(wait)) => return self.look_later(doubled, 0, wait).await,
                Err(ChatError::NotSent(_) | ChatError::Unclear(_)) => {
                    return self.look_later(doubled, 0, LATER).await;
                }
            }
        }
        let repair = Repair::of(&doubled.known, &seen);
        let (workspace, key, mut removed) = (&doubled.workspace, &doubled.key, 0);
        for message in &repair.remove {
            match self.chat.retract(workspace, message).await {
                Ok(()) => {
                    removed += 1;
                    measure::repaired();
                    tracing::warn!(%workspace, %key, "a message stood twice; the second is taken away");
                }
                Err(ChatError::RetryAfter(wait)) => return self.look_later(doubled, removed, wait).await,
                Err(ChatError::NotSent(_) | ChatError::Unclear(_)) => {
                    return self.look_later(doubled, removed, LATER).await;
                }
                Err(ChatError::Gone(reason) | ChatError::Refused(reason) | ChatError::Denied(reason)) => {
                    tracing::error!(%workspace, %key, reason, "a message stands twice and cannot be taken away");
                }
            }
        }
        Ok(self.storage.repaired(doubled, &repair.keep, removed, None).await?)
    }

    /// Where to look for a second one; `None` where there is none to be found, as of an edit.
    async fn place_of(&self, doubled: &Doubled) -> Result<Option<Place>, AppError> {
        Ok(match &doubled.to {
            Target::Edit(_) => None,
            Target::Under(parent) => Some(Place::Thread(parent.clone())),
            Target::Thread(root) => match self.earlier(&doubled.workspace, root, Place::Thread).await? {
                Resolved::Ready(place) => Some(place),
                Resolved::NothingThere | Resolved::Refused(_) => None,
            },
            Target::Direct(_) | Target::Group(_) | Target::Channel(_) => {
                Some(Place::Channel(doubled.known.channel.clone()))
            }
        })
    }

    async fn look_later(&self, doubled: &Doubled, removed: u32, wait: Duration) -> Result<(), AppError> {
        let again = self.clock.now().checked_add(wait).unwrap_or(Timestamp::MAX);
        Ok(self.storage.repaired(doubled, &doubled.known, removed, Some(again)).await?)
    }
}
