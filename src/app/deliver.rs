//! From the outbox to Slack. Intent is durable before anything is sent; one failing recipient blocks nobody else.

use super::handle::Task;
use super::{App, AppError};
use crate::domain::asks::message::AskMessage;
use crate::domain::decision::{SkipReason, Target};
use crate::domain::delivery::{Verdict, still_wanted};
use crate::domain::event::Happening;
use crate::domain::ids::{ChannelId, MessageKey, MessageRef, PersonId, WorkspaceId};
use crate::domain::learning::LearningEvent;
use crate::domain::message::Message;
use crate::domain::people::{Account, Person};
use crate::domain::reverse::message::ReverseMessage;
use crate::ports::{ChatError, Claimed, Finish, Place};
use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long an unclear attempt waits before it is looked at again: longer than any request can be under way, and where a
/// confirmation may still come as an event, longer than Slack's last retry of it.
pub const QUARANTINE: Duration = Duration::from_secs(7 * 60);

/// Attempts before a message is given up; they span about a day.
const ATTEMPTS: u32 = 12;

/// What is known of a message's place.
enum Resolved {
    /// It can be sent there.
    Ready(Place),
    /// What it answers to was never sent.
    NothingThere,
    /// Slack would not open the conversation.
    Refused(ChatError),
}

impl App {
    /// Sends everything that is due; gives how many rows were taken up.
    pub(super) async fn deliver_due(&self) -> Result<usize, AppError> {
        let claimed = self.storage.claim(self.clock.now(), self.pace.batch).await?;
        let number = claimed.len();
        let outcomes: Vec<Result<(), AppError>> = futures_util::stream::iter(claimed)
            .map(|row| self.deliver(row))
            .buffered(self.pace.concurrency)
            .collect()
            .await;
        outcomes.into_iter().collect::<Result<Vec<()>, AppError>>()?;
        Ok(number)
    }

    async fn deliver(&self, row: Claimed) -> Result<(), AppError> {
        let people = self.recipients(&row).await?;
        match still_wanted(&row.to, &row.message, row.expires, &people, self.clock.now()) {
            Verdict::Send => self.send(row).await,
            Verdict::Skip { reason, person } => {
                self.finish(&row, Finish::Skipped { reason }).await?;
                self.tell_undeliverable(&row, person).await
            }
        }
    }

    async fn send(&self, row: Claimed) -> Result<(), AppError> {
        let sent = match self.place(&row).await? {
            Resolved::NothingThere => {
                return self.finish(&row, Finish::Skipped { reason: SkipReason::NothingToReplyTo }).await;
            }
            Resolved::Refused(error) => Err(error),
            Resolved::Ready(place) => self.chat.send(&row.workspace, &place, &row.message, &row.id).await,
        };
        let finish = self.finish_of(&row, &sent);
        self.finish(&row, finish).await?;
        match sent {
            Err(ChatError::Gone(reason)) => self.recipient_gone(&row, &reason).await,
            Err(ChatError::Denied(reason)) => {
                tracing::error!(workspace = %row.workspace, reason, "Slack denies us access: the workspace is parked");
                self.handle(Task::of(&row.workspace, Happening::TokensRevoked)).await.map(|_| ())
            }
            Err(ChatError::Refused(reason)) => {
                tracing::error!(key = %row.key, kind = row.message.kind(), reason, "Slack refuses a message");
                self.tell_undeliverable(&row, addressee(&row)).await
            }
            Err(ChatError::NotSent(reason)) if row.attempts + 1 >= ATTEMPTS => {
                tracing::error!(key = %row.key, kind = row.message.kind(), reason, "a message is given up");
                self.tell_undeliverable(&row, addressee(&row)).await
            }
            Ok(_) | Err(ChatError::RetryAfter(_) | ChatError::NotSent(_) | ChatError::Unclear(_)) => Ok(()),
        }
    }

    fn finish_of(&self, row: &Claimed, sent: &Result<MessageRef, ChatError>) -> Finish {
        let now = self.clock.now();
        match sent {
            Ok(message) => Finish::Sent { message: message.clone() },
            Err(ChatError::RetryAfter(wait)) => Finish::Postponed { until: later(now, *wait) },
            Err(ChatError::Denied(_)) => Finish::Postponed { until: later(now, Duration::from_secs(600)) },
            Err(ChatError::NotSent(reason) | ChatError::Unclear(reason)) if row.attempts + 1 >= ATTEMPTS => {
                Finish::Failed { reason: reason.clone() }
            }
            // The same edit twice is the same edit, so there is nothing to look into.
            Err(ChatError::Unclear(reason)) if matches!(row.to, Target::Edit(_)) => {
                Finish::Retry { until: later(now, self.back_off(row.attempts)), reason: reason.clone() }
            }
            Err(ChatError::NotSent(reason)) => {
                Finish::Retry { until: later(now, self.back_off(row.attempts)), reason: reason.clone() }
            }
            Err(ChatError::Unclear(reason)) => {
                Finish::Check { until: later(now, QUARANTINE), reason: reason.clone() }
            }
            Err(ChatError::Gone(reason) | ChatError::Refused(reason)) => {
                Finish::Failed { reason: reason.clone() }
            }
        }
    }

    /// Doubles from two seconds to an hour, each drawn from the upper half so that many do not come back at once.
    fn back_off(&self, attempts: u32) -> Duration {
        let full =
            Duration::from_secs(2).saturating_mul(1 << attempts.min(11)).min(Duration::from_secs(3600));
        let part = self.entropy.seed().rng().random_range(50..=100);
        full * part / 100
    }

    async fn finish(&self, row: &Claimed, finish: Finish) -> Result<(), AppError> {
        let sent = match &finish {
            Finish::Sent { message } => Some(message.clone()),
            Finish::Postponed { .. }
            | Finish::Retry { .. }
            | Finish::Check { .. }
            | Finish::Failed { .. }
            | Finish::Skipped { .. } => None,
        };
        if self.storage.finish(row, finish, self.clock.now()).await? {
            return Ok(());
        }
        // Slack's own confirmation may overtake the answer to the call that it confirms.
        let confirmed = sent.is_some() && self.storage.posted(&row.workspace, &row.key).await? == sent;
        if !confirmed {
            tracing::warn!(key = %row.key, "the claim was lost to a later one");
        }
        Ok(())
    }

    async fn recipients(&self, row: &Claimed) -> Result<BTreeMap<PersonId, Person>, AppError> {
        let ids: &[PersonId] = match &row.to {
            Target::Direct(person) => std::slice::from_ref(person),
            Target::Group(members) => members,
            Target::Channel(_) | Target::Under(_) | Target::Thread(_) | Target::Edit(_) => &[],
        };
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let people = self.storage.people_by_id(&row.workspace, ids).await?;
        Ok(people.into_iter().map(|person| (person.id.clone(), person)).collect())
    }

    async fn place(&self, row: &Claimed) -> Result<Resolved, AppError> {
        let members: &[PersonId] = match &row.to {
            Target::Direct(person) => std::slice::from_ref(person),
            Target::Group(members) => members,
            Target::Channel(channel) => return Ok(Resolved::Ready(Place::Channel(channel.clone()))),
            Target::Under(message) => return Ok(Resolved::Ready(Place::Thread(message.clone()))),
            Target::Thread(key) => return self.earlier(&row.workspace, key, Place::Thread).await,
            Target::Edit(key) => return self.earlier(&row.workspace, key, Place::Edit).await,
        };
        match self.channel(&row.workspace, members).await? {
            Ok(channel) => Ok(Resolved::Ready(Place::Channel(channel))),
            Err(error) => Ok(Resolved::Refused(error)),
        }
    }

    async fn earlier(
        &self,
        workspace: &WorkspaceId,
        key: &MessageKey,
        place: fn(MessageRef) -> Place,
    ) -> Result<Resolved, AppError> {
        let posted = self.storage.posted(workspace, key).await?;
        Ok(posted.map_or(Resolved::NothingThere, |message| Resolved::Ready(place(message))))
    }

    /// The conversation with these people; Slack is asked once, and its answer is remembered for ever.
    async fn channel(
        &self,
        workspace: &WorkspaceId,
        members: &[PersonId],
    ) -> Result<Result<ChannelId, ChatError>, AppError> {
        if let Some(channel) = self.storage.channel(workspace, members).await? {
            return Ok(Ok(channel));
        }
        match self.chat.open(workspace, members).await {
            Ok(channel) => {
                self.storage.save_channel(workspace, members, &channel).await?;
                Ok(Ok(channel))
            }
            // Opening a conversation twice opens the same one, so an unclear answer is as good as none.
            Err(ChatError::Unclear(reason)) => Ok(Err(ChatError::NotSent(reason))),
            Err(error) => Ok(Err(error)),
        }
    }

    /// Slack says that a recipient is gone, but of a group not which: each is looked up, and who is gone falls out.
    async fn recipient_gone(&self, row: &Claimed, reason: &str) -> Result<(), AppError> {
        tracing::info!(key = %row.key, reason, "a recipient cannot be reached");
        let people = self.recipients(row).await?;
        let mut found = false;
        for id in people.keys() {
            let Ok(facts) = self.chat.person(&row.workspace, id).await else { continue };
            if facts.account != Account::Member {
                found = true;
                self.handle(Task::of(&row.workspace, Happening::PersonChanged(facts))).await?;
            }
        }
        if found { Ok(()) } else { self.tell_undeliverable(row, addressee(row)).await }
    }

    /// People whose introduction cannot be sent must not wait for it in silence.
    async fn tell_undeliverable(&self, row: &Claimed, person: Option<PersonId>) -> Result<(), AppError> {
        match &row.message {
            Message::Introduction(_)
            | Message::Ask(AskMessage::Introduction(_) | AskMessage::Request(_))
            | Message::Reverse(ReverseMessage::Introduction(_))
                if matches!(row.to, Target::Group(_) | Target::Direct(_)) =>
            {
                let what = Happening::Undeliverable { subject: row.message.subject(), person };
                self.handle(Task::of(&row.workspace, what)).await.map(|_| ())
            }
            Message::Community(message) if matches!(row.to, Target::Channel(_)) => {
                self.tell_unposted(&row.workspace, message).await
            }
            Message::Learning(message) if matches!(row.to, Target::Channel(_)) => {
                let what = LearningEvent::Unposted(message.learning().clone());
                self.handle(Task::of(&row.workspace, Happening::Learning(what))).await.map(|_| ())
            }
            Message::Introduction(_)
            | Message::Ask(_)
            | Message::Community(_)
            | Message::Learning(_)
            | Message::Nudge(_)
            | Message::Reverse(_)
            | Message::Upload(_)
            | Message::Welcome { .. }
            | Message::AnotherQuestion { .. }
            | Message::MidRound { .. }
            | Message::PairDissolved { .. }
            | Message::CheckIn { .. }
            | Message::CheckInAnswered { .. }
            | Message::LeftOut { .. }
            | Message::PauseEnded { .. }
            | Message::PauseOffer => Ok(()),
        }
    }
}

/// Whom a message that cannot be sent was for, where it was for one person alone.
fn addressee(row: &Claimed) -> Option<PersonId> {
    match &row.to {
        Target::Direct(person) => Some(person.clone()),
        Target::Group(_) | Target::Channel(_) | Target::Thread(_) | Target::Under(_) | Target::Edit(_) => {
            None
        }
    }
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX)).unwrap_or(Timestamp::MAX)
}
