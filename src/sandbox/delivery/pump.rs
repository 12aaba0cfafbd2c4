//! Deliveries as they fall due, for clocks that flow or are moved by hand.
//!
//! Slack does not wait for one delivery to end before it makes the next: a bot that hangs on one event hears the others.
//! They begin in the order in which they are due.

use std::time::Duration;

use crate::sandbox::core::Sandbox;

impl Sandbox {
    /// Delivers things as they fall due, several at a time, until the task is aborted. What has begun then still ends.
    pub fn spawn_pump(&self) -> tokio::task::JoinHandle<()> {
        let sandbox = self.clone();
        tokio::spawn(async move {
            let mut clock = sandbox.clock().watch();
            let mut changes = sandbox.changes();
            loop {
                sandbox.begin_due().await;
                let wait = sandbox.until_next();
                tokio::select! {
                    _ = clock.changed() => {}
                    _ = changes.changed() => {}
                    () = tokio::time::sleep(wait) => {}
                }
            }
        })
    }

    /// Begins everything that is due now, each in a task of its own.
    async fn begin_due(&self) {
        self.post_scheduled();
        while self.next_delivery().is_some_and(|due| due <= self.clock().now()) {
            // The permits are never closed, so that one always comes.
            let Ok(permit) = self.deliveries().clone().acquire_owned().await else { return };
            let Some(errand) = self.read(|moment| moment.state.events.pop(moment.now)) else { return };
            let sandbox = self.clone();
            tokio::spawn(async move {
                sandbox.run(errand).await;
                drop(permit);
            });
        }
    }

    /// How long in real time until the next thing is due, if the clock flows.
    fn until_next(&self) -> Duration {
        const LONGEST: Duration = Duration::from_secs(60);
        let Some(due) = self.next_delivery() else { return LONGEST };
        let wait = Duration::try_from(due.duration_since(self.clock().now())).unwrap_or(Duration::ZERO);
        self.clock().real(wait).clamp(Duration::from_millis(5), LONGEST)
    }
}
