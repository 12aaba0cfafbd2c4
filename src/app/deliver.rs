//! From the outbox to Slack. Intent is durable before anything is sent; one failing recipient blocks nobody else.

use super::handle::Task;
use super::{App, AppError};
use crate::domain::asks::message::AskMessage;
use crate::domain::decision::{SkipReason, Target};
use crate::domain::delivery::attempt::{Attempt, FRESH, Looked};
use crate::domain::delivery::{Verdict, still_wanted};
use crate::domain::event::Happening;
use crate::domain::ids::{ChannelId, MessageKey, MessageRef, PersonId, WorkspaceId};
use crate::domain::learning::LearningEvent;
use crate::domain::message::Message;
use crate::domain::people::{Account, Person};
use crate::domain::reverse::message::ReverseMessage;
use crate::failpoint::failpoint;
use crate::ports::measure::{self, Confirmation};
use crate::ports::{ChatError, Claimed, Doubt, Finish, Place, Post, Sight};
use futures_util::StreamExt;
use rand::RngExt;
use std::collections::BTreeMap;

/// What is known of a message's place.
pub(super) enum Resolved {
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

    /// Brings one message on its way, as far as that is possible now.
    pub(super) async fn deliver(&self, row: Claimed) -> Result<(), AppError> {
        failpoint!("claimed");
        let now = self.clock.now();
        if now.duration_since(row.claimed_at) > FRESH {
            // We were frozen or asleep, and it may be somebody else's by now.
            return self.finish(&row, Finish::Postponed { until: now }).await;
        }
        if let Some(doubt) = row.doubt {
            match self.look_for(&row, &doubt).await? {
                Looked::Settled(finish) => return self.settle_doubt(&row, finish).await,
                Looked::Absent => {}
                Looked::Unconfirmed => {
                    measure::resent_unconfirmed();
                    tracing::warn!(
                        workspace = %row.workspace,
                        key = %row.key,
                        "sent again, since nobody can see whether it was sent"
                    );
                }
            }
        }
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
        let (sight, sent) = match self.place(&row).await? {
            Resolved::NothingThere => {
                return self.finish(&row, Finish::Skipped { reason: SkipReason::NothingToReplyTo }).await;
            }
            Resolved::Refused(error) => (Sight::Blind, Err(error)),
            Resolved::Ready(place) => {
                failpoint!("before-call");
                let post = Post {
                    place: &place,
                    message: &row.message,
                    id: &row.id,
                    urgency: row.urgency,
                    // Whatever we have waited for since we took it up, the database included.
                    not_after: row.claimed_at + FRESH,
                };
                (self.chat.sight(&row.workspace, &place), self.chat.send(&row.workspace, &post).await)
            }
        };
        failpoint!("after-call");
        let finish = self.attempt(&row, sight).ended(&sent);
        let given_up = matches!(finish, Finish::Failed { .. });
        self.finish(&row, finish).await?;
        failpoint!("after-finish");
        match sent {
            Err(ChatError::Gone(reason)) => self.recipient_gone(&row, &reason).await,
            Err(ChatError::Denied(reason)) => self.access_denied(&row, &reason).await,
            Err(ChatError::Refused(reason)) => {
                tracing::error!(
                    workspace = %row.workspace,
                    key = %row.key,
                    kind = row.message.kind(),
                    reason,
                    "Slack refuses a message"
                );
                self.tell_undeliverable(&row, addressee(&row)).await
            }
            Err(ChatError::NotSent(reason) | ChatError::Unclear(reason)) if given_up => {
                tracing::error!(
                    workspace = %row.workspace,
                    key = %row.key,
                    kind = row.message.kind(),
                    reason,
                    "a message is given up"
                );
                self.tell_undeliverable(&row, addressee(&row)).await
            }
            Ok(_) | Err(ChatError::RetryAfter(_) | ChatError::NotSent(_) | ChatError::Unclear(_)) => Ok(()),
        }
    }

    /// Looks whether a message stands in Slack whose end nobody saw.
    async fn look_for(&self, row: &Claimed, doubt: &Doubt) -> Result<Looked, AppError> {
        if matches!(row.to, Target::Edit(_)) {
            return Ok(Looked::Absent);
        }
        let Resolved::Ready(place) = self.place(row).await? else { return Ok(Looked::Absent) };
        let sight = self.chat.sight(&row.workspace, &place);
        let attempt = self.attempt(row, sight);
        if let Some(until) = attempt.quarantined(doubt) {
            return Ok(Looked::Settled(Finish::Postponed { until }));
        }
        let seen = self.chat.find(&row.workspace, &place, &row.id, row.since).await;
        failpoint!("after-look");
        if let Err(ChatError::Denied(reason)) = &seen {
            self.access_denied(row, reason).await?;
        }
        Ok(attempt.looked(doubt, &seen))
    }

    async fn settle_doubt(&self, row: &Claimed, finish: Finish) -> Result<(), AppError> {
        let given_up = matches!(finish, Finish::Failed { .. });
        if matches!(finish, Finish::Sent { .. }) {
            measure::confirmed(Confirmation::History);
        }
        self.finish(row, finish).await?;
        if !given_up {
            return Ok(());
        }
        tracing::error!(
            workspace = %row.workspace,
            key = %row.key,
            kind = row.message.kind(),
            "a message is given up unconfirmed"
        );
        self.tell_undeliverable(row, addressee(row)).await
    }

    async fn access_denied(&self, row: &Claimed, reason: &str) -> Result<(), AppError> {
        tracing::error!(
            workspace = %row.workspace,
            reason,
            "Slack denies us access: the workspace is parked"
        );
        self.handle(Task::of(&row.workspace, Happening::TokensRevoked)).await.map(|_| ())
    }

    fn attempt<'a>(&self, row: &'a Claimed, sight: Sight) -> Attempt<'a> {
        Attempt {
            to: &row.to,
            before: row.attempts,
            sight,
            now: self.clock.now(),
            percent: self.entropy.seed().rng().random_range(50..=100),
        }
    }

    pub(super) async fn finish(&self, row: &Claimed, finish: Finish) -> Result<(), AppError> {
        measure::attempt_ended(row.message.kind(), &finish);
        let sent = match &finish {
            Finish::Sent { message } => Some(message.clone()),
            Finish::Postponed { .. }
            | Finish::Retry { .. }
            | Finish::Check { .. }
            | Finish::Failed { .. }
            | Finish::Skipped { .. } => None,
        };
        let finished = self.storage.finish(row, finish, self.clock.now()).await?;
        // It may be due again, or what waits for it may be now; and whoever is looking at this moment has seen neither.
        self.forget_due();
        self.outgoing.notify_one();
        if finished {
            return Ok(());
        }
        // Slack's own confirmation may overtake the answer to the call that it confirms.
        let confirmed = sent.is_some() && self.storage.posted(&row.workspace, &row.key).await? == sent;
        if !confirmed {
            tracing::warn!(workspace = %row.workspace, key = %row.key, "the claim was lost to a later one");
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

    pub(super) async fn earlier(
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
        tracing::info!(workspace = %row.workspace, key = %row.key, reason, "a recipient cannot be reached");
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

    /// People whose introduction cannot be sent must not wait for it in silence. What they are told instead holds: nobody
    /// is to have the message itself tried again behind their back.
    async fn tell_undeliverable(&self, row: &Claimed, person: Option<PersonId>) -> Result<(), AppError> {
        match &row.message {
            Message::Introduction(_)
            | Message::Ask(AskMessage::Introduction(_) | AskMessage::Request(_))
            | Message::Reverse(ReverseMessage::Introduction(_))
                if matches!(row.to, Target::Group(_) | Target::Direct(_)) =>
            {
                let what = Happening::Undeliverable { subject: row.message.subject(), person };
                self.handle(Task::of(&row.workspace, what)).await?;
            }
            Message::Community(message) if matches!(row.to, Target::Channel(_)) => {
                self.tell_unposted(&row.workspace, message).await?;
            }
            Message::Learning(message) if matches!(row.to, Target::Channel(_)) => {
                let what = LearningEvent::Unposted(message.learning().clone());
                self.handle(Task::of(&row.workspace, Happening::Learning(what))).await?;
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
            | Message::PauseOffer
            | Message::LargeRound { .. } => return Ok(()),
        }
        Ok(self.storage.give_up(&row.workspace, &row.key).await?)
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
