//! Loops side by side: one takes up what time brings, one delivers, one looks for what stands twice. Each sleeps until its
//! next thing is due or somebody knocks, and none waits for another.

use super::{App, AppError};
use crate::domain::delivery::attempt::Sight;
use crate::failpoint::failpoint;
use crate::ports::{Claimed, Due, Finish, OutboxId};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// The longest sleep: a clock jump, or another process whose notice was lost, is noticed this late at worst.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);

/// How long to wait after the storage failed us.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

/// How long to leave alone what is due and yet not ours: another replica has it under way.
const ELSEWHERE: Duration = Duration::from_secs(1);

/// How long calls that are under way may still take when we are told to stop; a supervisor's patience ends at ten seconds.
const LAST_CALLS: Duration = Duration::from_secs(6);

/// How often rows are looked for whose sender is gone.
const RECOVER_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// A message on its way.
type Delivery<'a> = Pin<Box<dyn Future<Output = (OutboxId, Result<(), AppError>)> + Send + 'a>>;

/// The messages on their way, and of each what was claimed.
#[derive(Default)]
struct UnderWay<'a> {
    claimed: BTreeMap<OutboxId, Claimed>,
    deliveries: FuturesUnordered<Delivery<'a>>,
}

/// What was due.
struct TakenUp {
    rows: Vec<Claimed>,
    /// When to look again.
    next: Option<Timestamp>,
}

impl App {
    /// Takes up everything that is due now, one thing after the other, and what follows from it; says when the next thing
    /// is due.
    ///
    /// # Errors
    /// The storage failed; whatever was not taken up is still due.
    pub async fn settle(&self) -> Result<Option<Timestamp>, AppError> {
        loop {
            self.publish_stale_homes().await;
            let (due, slot) = (self.next_due().await?, self.next_slot().await?);
            let now = self.clock.now();
            let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
            let mut taken = self.take_due_turns(due, slot).await?;
            if is_due(due.message) {
                taken += self.deliver_due().await?;
            }
            if is_due(due.repair) {
                taken += self.repair_due().await?;
            }
            self.forget_due();
            if taken == 0 && self.look_at_uploads().await == 0 {
                return Ok(due.first().into_iter().chain(slot).min());
            }
        }
    }

    /// Slots and wakes that have come due; gives their number.
    async fn take_due_turns(&self, due: Due, slot: Option<Timestamp>) -> Result<usize, AppError> {
        let now = self.clock.now();
        let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let mut taken = 0;
        if is_due(slot) {
            taken += self.open_due_rounds().await?;
        }
        if is_due(due.wake) {
            taken += self.take_due_wakes().await?;
        }
        Ok(taken)
    }

    /// When the next wake and the next message come due; looked up once, until something is written.
    async fn next_due(&self) -> Result<Due, AppError> {
        match self.next_due.recall() {
            Ok(due) => Ok(due),
            Err(look) => {
                let due = self.storage.next_due().await?;
                self.next_due.remember(due, look);
                Ok(due)
            }
        }
    }

    /// Runs until told to stop; what is under way then is finished first.
    pub async fn run(&self, stop: CancellationToken) {
        tokio::join!(
            self.take_turns(&stop),
            self.keep_delivering(&stop),
            self.keep_repairing(&stop),
            self.keep_looking_at_uploads(&stop),
            self.keep_listening(&stop)
        );
    }

    async fn take_turns(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            self.forget();
            let next = self.turns_until(stop).await;
            self.rest(next, &self.turns, stop).await;
        }
    }

    /// Sleeps until the next thing is due, somebody knocks or we are told to stop; after trouble only for a moment.
    async fn rest(
        &self,
        next: Result<Option<Timestamp>, AppError>,
        knocked: &Notify,
        stop: &CancellationToken,
    ) {
        let sleep = next.map_or_else(|error| trouble(&error), |next| self.until(next));
        tokio::select! {
            () = stop.cancelled() => {}
            () = knocked.notified() => {}
            () = tokio::time::sleep(self.clock.real(sleep)) => {}
        }
    }

    /// What another process writes is taken up at once, and not when the longest sleep is over.
    async fn keep_listening(&self, stop: &CancellationToken) {
        let listening = async {
            loop {
                self.storage.changed().await;
                self.look_again();
            }
        };
        stop.run_until_cancelled(listening).await;
    }

    /// A great morning has something due all the time, so a stop is noticed between any two takings.
    async fn turns_until(&self, stop: &CancellationToken) -> Result<Option<Timestamp>, AppError> {
        while !stop.is_cancelled() {
            self.publish_stale_homes().await;
            if let Some(pause) = self.pause_after_a_jump() {
                return Ok(Some(pause));
            }
            let (due, slot) = (self.next_due().await?, self.next_slot().await?);
            let next = due.wake.into_iter().chain(slot).min();
            if next.is_none_or(|next| next > self.clock.now()) {
                return Ok(next);
            }
            let taken = self.take_due_turns(due, slot).await?;
            self.forget_due();
            if taken == 0 {
                return Ok(Some(self.clock.now() + elsewhere()));
            }
        }
        Ok(None)
    }

    /// Keeps as many messages on their way as there may be: one that takes long holds up none of the others.
    async fn keep_delivering(&self, stop: &CancellationToken) {
        let mut under_way = UnderWay::default();
        let mut recovered_at = Timestamp::MIN;
        while !stop.is_cancelled() {
            let room = self.pace.concurrency.saturating_sub(under_way.claimed.len());
            let sleep = match under_way.beside(self.take_up(room, &mut recovered_at)).await {
                Ok(TakenUp { rows, next }) => {
                    rows.into_iter().for_each(|row| under_way.begin(self, row));
                    self.until(next)
                }
                Err(error) => trouble(&error),
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.outgoing.notified() => {}
                Some(ended) = under_way.deliveries.next() => under_way.ended(ended),
                () = tokio::time::sleep(self.clock.real(sleep)) => {}
            }
        }
        self.end(under_way).await;
    }

    /// Slack is asked about one message after the other here, and none of the deliveries waits for its answers.
    async fn keep_repairing(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let next = self.repairs_until(stop).await;
            self.rest(next, &self.doubles, stop).await;
        }
    }

    async fn repairs_until(&self, stop: &CancellationToken) -> Result<Option<Timestamp>, AppError> {
        loop {
            let next = self.next_due().await?.repair;
            if next.is_none_or(|next| next > self.clock.now()) {
                return Ok(next);
            }
            // Whatever is cut short is looked into again.
            match stop.run_until_cancelled(self.repair_due()).await {
                Some(repaired) => repaired?,
                None => return Ok(None),
            };
            self.forget_due();
        }
    }

    /// Takes up what is due, as far as there is room.
    async fn take_up(&self, room: usize, recovered_at: &mut Timestamp) -> Result<TakenUp, AppError> {
        if let Some(pause) = self.pause_after_a_jump() {
            return Ok(TakenUp::nothing(Some(pause)));
        }
        let now = self.clock.now();
        if now.duration_since(*recovered_at).abs() >= RECOVER_EVERY {
            *recovered_at = now;
            self.recover().await?;
        }
        // Half of them at a time, so that a claim is worth its transaction.
        if room * 2 < self.pace.concurrency {
            return Ok(TakenUp::nothing(None));
        }
        let due = self.next_due().await?;
        failpoint!("looked");
        let Some(next) = due.message.filter(|at| *at <= now) else {
            return Ok(TakenUp::nothing(due.message));
        };
        let room = u32::try_from(room).unwrap_or(u32::MAX).min(self.pace.batch);
        let rows = self.storage.claim(now, room).await?;
        self.forget_due();
        let next = if rows.is_empty() { next.max(now) + elsewhere() } else { now };
        Ok(TakenUp { rows, next: Some(next) })
    }

    /// Lets what is under way end, and puts in doubt what does not.
    async fn end(&self, mut under_way: UnderWay<'_>) {
        let _too_long = tokio::time::timeout(LAST_CALLS, async {
            while let Some(ended) = under_way.deliveries.next().await {
                under_way.ended(ended);
            }
        })
        .await;
        let UnderWay { claimed, deliveries } = under_way;
        drop(deliveries);
        let until =
            self.clock.now() + SignedDuration::try_from(Sight::History.quarantine()).unwrap_or_default();
        for row in claimed.values() {
            let finish = Finish::Check { until, reason: "stopped".into() };
            if let Err(error) = self.finish(row, finish).await {
                tracing::warn!(key = %row.key, %error, "left to the next start");
            }
        }
    }

    /// Rows whose sender is gone are looked into after the quarantine; one that is still under way somewhere settles itself.
    ///
    /// # Errors
    /// The storage failed; they wait until it is back.
    pub async fn recover(&self) -> Result<(), AppError> {
        let rows = self.storage.recover(self.clock.now(), Sight::History.quarantine()).await?;
        if rows > 0 {
            tracing::warn!(rows, "messages were under way when their sender stopped; they are looked for");
            self.forget_due();
        }
        Ok(())
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

impl TakenUp {
    fn nothing(next: Option<Timestamp>) -> Self {
        Self { rows: Vec::new(), next }
    }
}

impl<'a> UnderWay<'a> {
    fn begin(&mut self, app: &'a App, row: Claimed) {
        self.claimed.insert(row.id.clone(), row.clone());
        let id = row.id.clone();
        // A message that brings its sender down must not bring down the others; it waits until its lease is over, and is
        // parked when that happens again and again.
        let delivery = AssertUnwindSafe(app.deliver(row)).catch_unwind();
        self.deliveries
            .push(Box::pin(async move { (id, delivery.await.unwrap_or(Err(AppError::Panicked))) }));
    }

    /// Goes on with what is under way until something else is done. Left standing, a delivery could hold the very
    /// connection that the other thing waits for.
    async fn beside<T>(&mut self, other: impl Future<Output = T>) -> T {
        let mut other = pin!(other);
        loop {
            tokio::select! {
                done = &mut other => return done,
                Some(ended) = self.deliveries.next() => self.ended(ended),
            }
        }
    }

    fn ended(&mut self, (id, result): (OutboxId, Result<(), AppError>)) {
        self.claimed.remove(&id);
        if let Err(error) = result {
            tracing::error!(id = id.0, %error, "a delivery was interrupted; the message is looked for");
        }
    }
}

fn trouble(error: &AppError) -> Duration {
    tracing::error!(%error, "the loop was interrupted, and goes on shortly");
    AFTER_TROUBLE
}

fn elsewhere() -> SignedDuration {
    SignedDuration::try_from(ELSEWHERE).unwrap_or_default()
}
