//! The loop: take up what is due, deliver it, sleep until the next thing is due or somebody knocks.

use super::deliver::QUARANTINE;
use super::{App, AppError};
use crate::ports::Due;
use jiff::Timestamp;
use std::sync::PoisonError;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The longest sleep: another replica, an operator's command or a clock jump is noticed this late at worst.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);

/// How long to wait after the storage failed us.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

impl App {
    /// Takes up everything that is due now, and what follows from it; says when the next thing is due.
    ///
    /// # Errors
    /// The storage failed; whatever was not taken up is still due.
    pub async fn settle(&self) -> Result<Option<Timestamp>, AppError> {
        loop {
            let next = self.settle_until(&CancellationToken::new()).await?;
            if self.look_at_uploads().await == 0 {
                return Ok(next);
            }
        }
    }

    /// A long delivery has something due all the time, so a stop is noticed between any two takings.
    async fn settle_until(&self, stop: &CancellationToken) -> Result<Option<Timestamp>, AppError> {
        while !stop.is_cancelled() {
            self.publish_stale_homes().await;
            let (due, slot) = (self.next_due().await?, self.next_slot().await?);
            let now = self.clock.now();
            let next = due.first().into_iter().chain(slot).min();
            if next.is_none_or(|next| next > now) {
                return Ok(next);
            }
            let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
            let mut taken = 0;
            if is_due(slot) {
                taken += self.open_due_rounds().await?;
            }
            if is_due(due.wake) {
                taken += self.take_due_wakes().await?;
            }
            if is_due(due.message) {
                taken += self.deliver_due().await?;
            }
            self.forget_due();
            if taken == 0 {
                // Another replica has it under way.
                return Ok(next);
            }
        }
        Ok(None)
    }

    /// When the next wake and the next message come due; looked up once, until something is written.
    async fn next_due(&self) -> Result<Due, AppError> {
        let known = *self.next_due.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(due) = known {
            return Ok(due);
        }
        let due = self.storage.next_due().await?;
        *self.next_due.lock().unwrap_or_else(PoisonError::into_inner) = Some(due);
        Ok(due)
    }

    /// Runs until told to stop; what is under way then is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        tokio::join!(self.take_turns(&stop), self.keep_looking_at_uploads(&stop));
    }

    async fn take_turns(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            self.forget();
            let sleep = match self.settle_until(stop).await {
                Ok(next) => self.until(next),
                Err(error) => {
                    tracing::error!(%error, "the loop was interrupted, and goes on shortly");
                    self.look_at_interrupted().await;
                    AFTER_TROUBLE
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.work.notified() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// Attempts whose end could not be written down are looked at again after the quarantine; one that is still under way
    /// somewhere settles itself.
    async fn look_at_interrupted(&self) {
        if let Err(error) = self.storage.recover(self.clock.now(), QUARANTINE).await {
            tracing::debug!(%error, "interrupted attempts wait until the storage is back");
        }
    }

    fn until(&self, next: Option<Timestamp>) -> Duration {
        next.map_or(LONGEST_SLEEP, |next| {
            let wait = next.duration_since(self.clock.now());
            Duration::try_from(wait).unwrap_or(Duration::ZERO).min(LONGEST_SLEEP)
        })
    }

    async fn publish_stale_homes(&self) {
        for (workspace, person) in self.take_stale_homes() {
            let outcome = match self.home(&workspace, &person).await {
                Ok(home) => {
                    self.chat.publish(&workspace, &person, &home).await.map_err(|error| error.to_string())
                }
                Err(error) => Err(error.to_string()),
            };
            // A Home is drawn anew whenever it is opened, so one that fails is only late.
            if let Err(error) = outcome {
                tracing::debug!(%workspace, %person, %error, "a Home could not be published");
            }
        }
    }
}
