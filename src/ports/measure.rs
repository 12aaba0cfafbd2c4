//! What is counted and timed: the one place that knows the names. Labels come from closed sets: whatever Slack calls its
//! methods here, kinds of messages, outcomes; never an id, never anybody's words. Without a recorder nothing is kept.

use super::{ChatError, Finish, RowState, StorageError, Stored};
use crate::domain::decision::SkipReason;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use std::time::Duration;

const ATTEMPTS: &str = "viceversa_delivery_attempts_total";
const SENT: &str = "viceversa_messages_sent_total";
const SKIPPED: &str = "viceversa_messages_skipped_total";
const CONFIRMED: &str = "viceversa_confirmations_total";
const RESENT: &str = "viceversa_resent_unconfirmed_total";
const REPAIRED: &str = "viceversa_duplicates_repaired_total";
const CALLS: &str = "viceversa_slack_calls_total";
const HELD: &str = "viceversa_slack_calls_held_total";
const COMMITS: &str = "viceversa_commits_total";
const ACK: &str = "viceversa_ack_seconds";
const ROUND: &str = "viceversa_round_seconds";
const UNPROVEN: &str = "viceversa_unproven_rounds_total";
const ROWS: &str = "viceversa_outbox_rows";
const OLDEST: &str = "viceversa_outbox_oldest_due_seconds";
const ETA: &str = "viceversa_outbox_eta_seconds";
const DATABASE: &str = "viceversa_database_up";

/// The histograms with the upper bounds of their buckets, in seconds. Slack gives up on an acknowledgement after three.
pub const BUCKETS: [(&str, &[f64]); 2] = [
    (ACK, &[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0]),
    (ROUND, &[0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0]),
];

/// Tells the recorder what each name means.
pub fn describe() {
    describe_counter!(ATTEMPTS, "Ends of attempts to send a message, by outcome");
    describe_counter!(SENT, "Messages that Slack has taken, by kind");
    describe_counter!(SKIPPED, "Messages that were no longer wanted when their turn came, by reason");
    describe_counter!(CONFIRMED, "Messages of unclear fate that were seen in Slack, by how");
    describe_counter!(RESENT, "Messages of unclear fate that were sent again without being sure");
    describe_counter!(REPAIRED, "Messages that stood in Slack twice, of which one was taken back");
    describe_counter!(CALLS, "Calls of Slack's Web API, by method and outcome; limited is a 429");
    describe_counter!(HELD, "Calls that our own limits put off, by method");
    describe_counter!(COMMITS, "Decisions written down, by outcome; conflicts are decided anew");
    describe_histogram!(ACK, Unit::Seconds, "From a request that was read to its answer, by kind");
    describe_histogram!(ROUND, Unit::Seconds, "Loading, deciding and committing a round");
    describe_counter!(
        UNPROVEN,
        "Rounds whose pairs come from the plain library, since nothing better could be proven"
    );
    describe_gauge!(ROWS, "Messages that are not settled, by state, in the whole database");
    describe_gauge!(OLDEST, Unit::Seconds, "How long the oldest message has been due, in the whole database");
    describe_gauge!(ETA, Unit::Seconds, "How long Slack's limits make what is due take, where it is longest");
    describe_gauge!(DATABASE, "1 where the database answered the last scrape, else 0");
}

/// An attempt to send a message of a kind came to an end.
pub fn attempt_ended(kind: &'static str, finish: &Finish) {
    let outcome = match finish {
        Finish::Sent { .. } => {
            counter!(SENT, "kind" => kind).increment(1);
            "sent"
        }
        Finish::Postponed { .. } => "postponed",
        Finish::Retry { .. } => "retry",
        Finish::Check { .. } => "check",
        Finish::Failed { .. } => "failed",
        Finish::Skipped { reason } => {
            counter!(SKIPPED, "reason" => skip_label(*reason)).increment(1);
            "skipped"
        }
    };
    counter!(ATTEMPTS, "outcome" => outcome).increment(1);
}

fn skip_label(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::OptedOut => "opted_out",
        SkipReason::Deactivated => "deactivated",
        SkipReason::Forgotten => "forgotten",
        SkipReason::Dissolved => "dissolved",
        SkipReason::Expired => "expired",
        SkipReason::Answered => "answered",
        SkipReason::NothingToReplyTo => "nothing_to_reply_to",
        SkipReason::Dropped => "dropped",
    }
}

/// How it became known that a message of unclear fate stands in Slack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// Slack told us by itself.
    Event,
    /// It was found in the conversation.
    History,
}

/// A message of unclear fate turned out to have been sent.
pub fn confirmed(how: Confirmation) {
    let by = match how {
        Confirmation::Event => "event",
        Confirmation::History => "history",
    };
    counter!(CONFIRMED, "by" => by).increment(1);
}

/// A message was sent again after its quarantine, although nobody could say whether it had been sent.
pub fn resent_unconfirmed() {
    counter!(RESENT).increment(1);
}

/// Of two messages that were the same, one was taken back.
pub fn repaired() {
    counter!(REPAIRED).increment(1);
}

/// A call of Slack's was made.
pub fn called<T>(method: &'static str, result: &Result<T, ChatError>) {
    let outcome = match result {
        Ok(_) => "done",
        Err(ChatError::RetryAfter(_)) => "limited",
        Err(ChatError::NotSent(_)) => "not_sent",
        Err(ChatError::Unclear(_)) => "unclear",
        Err(ChatError::Gone(_)) => "gone",
        Err(ChatError::Refused(_)) => "refused",
        Err(ChatError::Denied(_)) => "denied",
    };
    counter!(CALLS, "method" => method, "outcome" => outcome).increment(1);
}

/// A call was not made, since our own limits had no room for it.
pub fn held(method: &'static str) {
    counter!(HELD, "method" => method).increment(1);
}

/// A decision was handed to the storage.
pub fn committed(result: &Stored<()>) {
    let outcome = match result {
        Ok(()) => "done",
        Err(StorageError::Conflict) => "conflict",
        Err(StorageError::Duplicate(_)) => "duplicate",
        Err(StorageError::Unavailable(_)) => "unavailable",
        Err(StorageError::Corrupt(_)) => "corrupt",
    };
    counter!(COMMITS, "outcome" => outcome).increment(1);
}

/// Something of Slack's was answered: an event, a command or an interaction.
pub fn acknowledged(kind: &'static str, took: Duration) {
    histogram!(ACK, "kind" => kind).record(took);
}

/// A round was opened.
pub fn round_opened(took: Duration) {
    histogram!(ROUND).record(took);
}

/// A round was opened with pairs that no proof stands behind.
pub fn round_unproven() {
    counter!(UNPROVEN).increment(1);
}

/// How the outbox stands in the database, or that it could not be asked.
pub fn outbox(standing: Option<&Standing>) {
    gauge!(DATABASE).set(if standing.is_some() { 1.0 } else { 0.0 });
    let Some(standing) = standing else { return };
    for (state, rows) in standing.rows {
        // More rows than a double counts exactly do not fit any database.
        gauge!(ROWS, "state" => state.as_str()).set(rows as f64);
    }
    gauge!(OLDEST).set(standing.oldest_due.as_secs_f64());
    gauge!(ETA).set(standing.eta.as_secs_f64());
}

/// How the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How many rows are in each state that is not settled.
    pub rows: [(RowState, u64); 4],
    /// How long the oldest has been due.
    pub oldest_due: Duration,
    /// How long Slack's limits make what is due take, in the workspace where it is longest.
    pub eta: Duration,
}
