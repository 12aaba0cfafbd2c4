//! Who delivers for a workspace: of several processes on one server, one at a time, for as long as it keeps coming back.

use super::session::{Conn, args, sql};
use crate::domain::ids::WorkspaceId;
use crate::ports::Stored;
use jiff::Timestamp;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// How long a workspace waits for a process that is gone before another delivers for it.
pub(super) const HELD: Duration = Duration::from_secs(30);

/// The name of a process among those that share a database, another at each start.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    pub(super) name: String,
    held: Duration,
}

impl Holder {
    /// Holds on to a workspace for so long after it last came back.
    pub(super) fn new(held: Duration) -> Self {
        // Only told apart, never guessed at: the keys of a hasher are chance enough.
        let chance = RandomState::new().build_hasher().finish();
        Self { name: format!("{}-{chance:016x}", std::process::id()), held }
    }
}

/// Takes a workspace for this process, or keeps it; `false` where another one has it. A file has no other.
pub(super) async fn take(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    holder: &Holder,
    now: Timestamp,
) -> Stored<bool> {
    match conn {
        Conn::Sqlite(_) => return Ok(true),
        Conn::Postgres(_) => {}
    }
    let now = conn.clock(now).await?;
    let until = now.saturating_add(i64::try_from(holder.held.as_millis()).unwrap_or(i64::MAX));
    let args = args![workspace, holder.name.as_str(), until, now];
    Ok(conn.run(sql!("take_lane"), args).await? == 1)
}

/// Leaves everything to the others, at once.
pub(super) async fn release(conn: &mut Conn<'_>, holder: &Holder) -> Stored<()> {
    conn.run(sql!("release_lanes"), args![holder.name.as_str()]).await?;
    Ok(())
}
