//! What an operator sees of messages that wait or have failed, and does about them; and how long the waiting takes.

use super::operate::Report;
use super::{App, AppError};
use crate::domain::eta::{Roughly, Work, eta};
use crate::domain::ids::{MessageKey, WorkspaceId};
use crate::ports::{OutboxRow, Retry, RowState, Rows};
use jiff::{SignedDuration, Timestamp};

/// Messages wait for the morning of whoever reads them, and no morning is further away.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Rows of every workspace, parked ones included, and how many there are in all.
    pub(super) async fn list_outbox(&self, which: &Rows, limit: u32) -> Result<Report, AppError> {
        let (mut rows, mut matching) = (Vec::new(), 0);
        for workspace in self.storage.workspaces().await? {
            let found = self.storage.outbox_rows(&workspace.id, which, limit).await?;
            matching += match which {
                Rows::Key(_) => u64::try_from(found.len()).unwrap_or_default(),
                Rows::Unsettled | Rows::In(_) => self.rows_in(&workspace.id, which).await?,
            };
            rows.extend(found);
        }
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(Report::Outbox { rows, matching })
    }

    async fn rows_in(&self, workspace: &WorkspaceId, which: &Rows) -> Result<u64, AppError> {
        let is_meant = |state: RowState| match which {
            Rows::In(meant) => state == *meant,
            Rows::Unsettled | Rows::Key(_) => !matches!(state, RowState::Sent | RowState::Skipped),
        };
        let counts = self.storage.outbox_counts(workspace).await?;
        let meant = counts.iter().filter(|count| RowState::of(&count.state).is_some_and(is_meant));
        Ok(meant.map(|count| u64::try_from(count.rows).unwrap_or_default()).sum())
    }

    pub(super) async fn retry_outbox(&self, which: &Retry) -> Result<Report, AppError> {
        let (now, mut retried) = (self.clock.now(), 0);
        for workspace in self.storage.workspaces().await? {
            retried += self.storage.retry_failed(&workspace.id, which, now).await?;
        }
        if retried > 0 {
            self.look_again();
        }
        match which {
            Retry::AllFailed => self.all_retried(retried).await,
            Retry::Key(key) if retried == 0 => {
                let found = self.find_row(key).await?;
                Ok(refused(why_not_retried(key, found.as_ref())))
            }
            Retry::Key(key) => Ok(done(self.find_row(key).await?.map_or_else(
                || format!("{key} is tried again."),
                |row| match row.state {
                    RowState::Check => format!(
                        "{key} may have been sent after all: Slack is asked first, and then it is tried again."
                    ),
                    RowState::Pending
                    | RowState::Sending
                    | RowState::Failed
                    | RowState::Sent
                    | RowState::Skipped => format!("{key} is tried again."),
                },
            ))),
        }
    }

    async fn all_retried(&self, retried: u64) -> Result<Report, AppError> {
        let mut left = 0;
        for workspace in self.storage.workspaces().await? {
            left += self.rows_in(&workspace.id, &Rows::In(RowState::Failed)).await?;
        }
        let tried = match retried {
            0 => "Nothing can be tried again.".into(),
            1 => "1 message is tried again.".into(),
            many => format!("{many} messages are tried again."),
        };
        let stay = match left {
            0 => String::new(),
            left => format!(" {left} stay failed: {NO_WORDS}"),
        };
        Ok(done(tried + &stay))
    }

    pub(super) async fn drop_outbox(&self, key: &MessageKey) -> Result<Report, AppError> {
        for workspace in self.storage.workspaces().await? {
            if self.storage.drop_row(&workspace.id, key, self.clock.now()).await? {
                self.look_again();
                return Ok(done(format!("{key} will not be sent; it ends as skipped (dropped).")));
            }
        }
        let found = self.find_row(key).await?;
        Ok(refused(why_not_dropped(key, found.as_ref())))
    }

    async fn find_row(&self, key: &MessageKey) -> Result<Option<OutboxRow>, AppError> {
        for workspace in self.storage.workspaces().await? {
            let mut found = self.storage.outbox_rows(&workspace.id, &Rows::Key(key.clone()), 1).await?;
            if let Some(row) = found.pop() {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// What a workspace has to send of all that comes due by an instant.
    pub(super) async fn work_by(&self, workspace: &WorkspaceId, by: Timestamp) -> Result<Work, AppError> {
        let backlog = self.storage.backlog(by).await?;
        let own = backlog.iter().filter(|each| each.workspace == *workspace);
        Ok(own.fold(Work::default(), |sum, each| sum.and(each.work)))
    }

    /// The same of the day to come, as after a round was opened.
    pub(super) async fn work_of_the_day(&self, workspace: &WorkspaceId) -> Result<Work, AppError> {
        self.work_by(workspace, self.clock.now().checked_add(A_DAY).unwrap_or(Timestamp::MAX)).await
    }

    /// How long some work takes, where that is long enough to be worth a word.
    pub(super) fn long(&self, work: Work) -> Option<Roughly> {
        Some(Roughly(eta(work, self.chat.tempo()))).filter(|time| time.is_long())
    }
}

const NO_WORDS: &str = "their words are gone. They are erased two weeks after a failure, and at once when the message is \
                        no longer wanted or somebody in it asks to be forgotten.";

fn done(line: String) -> Report {
    Report::Done { lines: vec![line] }
}

fn refused(problem: String) -> Report {
    Report::Refused { problem }
}

fn unheard_of(key: &MessageKey) -> String {
    format!(
        "There is no message with the key {key}. `viceversa outbox list` shows the keys of what waits or has failed."
    )
}

fn why_not_retried(key: &MessageKey, found: Option<&OutboxRow>) -> String {
    match found.map(|row| row.state) {
        None => unheard_of(key),
        Some(RowState::Failed) => format!("{key} cannot be sent again, since {NO_WORDS}"),
        Some(state @ (RowState::Pending | RowState::Sending | RowState::Check)) => {
            format!(
                "{key} is {} and is tried by itself; only what has failed is tried again by hand.",
                state.as_str()
            )
        }
        Some(state @ (RowState::Sent | RowState::Skipped)) => {
            format!("{key} is {}; only what has failed is tried again.", state.as_str())
        }
    }
}

fn why_not_dropped(key: &MessageKey, found: Option<&OutboxRow>) -> String {
    match found.map(|row| row.state) {
        None => unheard_of(key),
        Some(RowState::Sending) => format!("{key} is being sent at this moment. Try again in a minute."),
        Some(RowState::Sent) => format!("{key} was sent; what people have read cannot be dropped."),
        Some(RowState::Skipped) => format!("{key} was skipped already."),
        Some(RowState::Pending | RowState::Check | RowState::Failed) => {
            format!("{key} has changed in this moment. Try again.")
        }
    }
}
