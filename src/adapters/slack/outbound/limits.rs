//! Slack's limits as we keep them, a little below its own: for each method in each workspace, and one post a second in each
//! conversation. Where there is no room we say so without making a call.

use crate::domain::decision::Urgency;
use crate::domain::delivery::pace::{Rate, Wanted};
use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::ports::{ChatError, Clock, Quota};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// A method of Slack's with its rate, slightly below its tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    /// As Slack calls it.
    pub name: &'static str,
    /// How often in one workspace.
    pub rate: Rate,
}

/// Ten a second for all conversations together; Slack does not publish its figure.
pub const POST: Method = Method { name: "chat.postMessage", rate: Rate::per_minute(600, 10) };
/// Tier 3.
pub const UPDATE: Method = Method { name: "chat.update", rate: Rate::per_minute(48, 2) };
/// Tier 3.
pub const OPEN: Method = Method { name: "conversations.open", rate: Rate::per_minute(48, 2) };
/// Tier 4. People press together, and each has three seconds, so most of the minute may come at once.
pub const SHOW: Method = Method { name: "views.open", rate: Rate::per_minute(50, 45) };
/// Tier 4, and pressed as quickly.
pub const REPLACE: Method = Method { name: "views.update", rate: Rate::per_minute(50, 45) };
/// Tier 4.
pub const PUBLISH: Method = Method { name: "views.publish", rate: Rate::per_minute(80, 15) };
/// Tier 4. Asked when somebody joins, and whole teams join in one minute.
pub const PERSON: Method = Method { name: "users.info", rate: Rate::per_minute(50, 45) };
/// Tier 4. Asked for each file that an admin sends.
pub const FILE: Method = Method { name: "files.info", rate: Rate::per_minute(60, 20) };
/// Tier 3. A handful of addresses is looked up at once; for more there is the list.
pub const PERSON_BY_EMAIL: Method = Method { name: "users.lookupByEmail", rate: Rate::per_minute(28, 20) };
/// Tier 2.
pub const PEOPLE: Method = Method { name: "users.list", rate: Rate::per_minute(12, 8) };
/// Special; asked at the start and by the operator.
pub const IDENTITY: Method = Method { name: "auth.test", rate: Rate::per_minute(30, 10) };
/// Tier 3. Asked of one conversation where nobody knows how a call has ended, and several pages at once.
pub const HISTORY: Method = Method { name: "conversations.history", rate: Rate::per_minute(40, 9) };
/// Tier 3, and asked alike.
pub const REPLIES: Method = Method { name: "conversations.replies", rate: Rate::per_minute(40, 9) };
/// Tier 3.
pub const DELETE: Method = Method { name: "chat.delete", rate: Rate::per_minute(48, 2) };
/// Tier 3; the socket has a back-off of its own.
pub const CONNECT: Method = Method { name: "apps.connections.open", rate: Rate::per_minute(40, 8) };

/// One post a second in a conversation, after a short burst.
const CONVERSATION: Rate = Rate::per_minute(60, 3);
/// The limits of whoever calls Slack, where everybody who does keeps them.
pub struct Limits {
    clock: Arc<dyn Clock>,
    quota: Arc<dyn Quota>,
}

/// Something that is called.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Where.
    pub workspace: &'a WorkspaceId,
    /// What.
    pub method: Method,
    /// In which conversation, where it is a post.
    pub conversation: Option<&'a ChannelId>,
    /// Whether somebody waits for it.
    pub urgency: Urgency,
    /// The last moment to begin, where there is one.
    pub not_after: Option<Timestamp>,
}

impl<'a> Call<'a> {
    /// A call that somebody waits for, and that is no post.
    pub fn of(workspace: &'a WorkspaceId, method: Method) -> Self {
        Self { workspace, method, conversation: None, urgency: Urgency::Interactive, not_after: None }
    }
}

impl Limits {
    /// Kept there.
    pub fn new(clock: Arc<dyn Clock>, quota: Arc<dyn Quota>) -> Self {
        Self { clock, quota }
    }

    /// Takes room for a call, or says when it will be the caller's turn.
    ///
    /// # Errors
    /// [`ChatError::RetryAfter`] where there is no room now or it is too late to begin, [`ChatError::NotSent`] where nobody can say.
    pub async fn take(&self, call: Call<'_>) -> Result<(), ChatError> {
        let mut wanted = vec![Wanted { name: call.method.name.to_owned(), rate: call.method.rate }];
        wanted.extend(
            call.conversation.map(|id| Wanted { name: format!("in {}", id.as_str()), rate: CONVERSATION }),
        );
        match self.quota.take(call.workspace, &wanted, call.urgency, self.clock.now()).await {
            Ok(taken) => taken.map_err(ChatError::RetryAfter)?,
            Err(_) => return Err(ChatError::NotSent("limits".into())),
        }
        // The limits are kept in a database, which may have let us wait.
        match call.not_after {
            Some(last) if self.clock.now() > last => Err(ChatError::RetryAfter(Duration::ZERO)),
            Some(_) | None => Ok(()),
        }
    }

    /// Slack said to wait: nobody calls this method in this workspace before then.
    pub async fn hold(&self, call: Call<'_>, wait: Duration) {
        let now = self.clock.now();
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_hours(1));
        let until = now.checked_add(wait).unwrap_or(now);
        if let Err(error) = self.quota.hold(call.workspace, call.method.name, until).await {
            tracing::warn!(method = call.method.name, %error, "what Slack said of its limits could not be kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::delivery::pace::Buckets;

    #[test]
    fn no_minute_sees_more_of_a_method_than_slack_allows() {
        for (method, allowed) in [
            (PEOPLE, 20),
            (PERSON_BY_EMAIL, 50),
            (OPEN, 50),
            (UPDATE, 50),
            (HISTORY, 50),
            (REPLIES, 50),
            (DELETE, 50),
            (SHOW, 100),
            (PUBLISH, 100),
            (PERSON, 100),
            (FILE, 100),
        ] {
            let mut buckets = Buckets::new();
            let mut made: Vec<i64> = Vec::new();
            for millis in (0..180_000).step_by(100) {
                let now = Timestamp::UNIX_EPOCH
                    + SignedDuration::from_hours(1)
                    + SignedDuration::from_millis(millis);
                while buckets.take(&[((), method.rate)], Urgency::Interactive, now).is_ok() {
                    made.push(millis);
                }
            }
            let most = made
                .iter()
                .map(|start| made.iter().filter(|at| (*start..start + 60_000).contains(at)).count())
                .max();
            assert!(most.is_some_and(|most| most <= allowed), "{}: {most:?}", method.name);
        }
    }
}
