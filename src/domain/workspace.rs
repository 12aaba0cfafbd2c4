//! The workspace we are installed in, and what happens when it lets us go.

use super::decision::{Change, Decision, Wake, WakeKind};
use super::ids::{WakeKey, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a workspace's data is kept after an uninstall, so that a mistake can be taken back. Slack's policy allows 14
/// business days.
pub const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A Slack workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// Slack's id.
    pub id: WorkspaceId,
    /// Our own user in it.
    pub bot_user: String,
    /// Its name.
    pub name: String,
    /// Whether we may act in it.
    pub access: Access,
}

/// Whether we may act in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The token works.
    Granted,
    /// Slack told us that the tokens are void; everything waits until somebody installs again.
    Revoked,
    /// Uninstalled; everything is erased when the grace period is over.
    Uninstalled {
        /// When that was.
        at: Timestamp,
    },
}

impl Workspace {
    /// Whether anything may be sent to it.
    pub fn may_act(&self) -> bool {
        self.access == Access::Granted
    }

    /// Slack has told us that the app was removed: stop at once, erase after the grace period.
    pub fn uninstalled(&self, at: Timestamp) -> Decision {
        let workspace = Self { access: Access::Uninstalled { at }, ..self.clone() };
        Decision::default().change(Change::SaveWorkspace(workspace)).wake(Wake {
            key: WakeKey::new("erase-workspace"),
            at: at + GRACE,
            what: WakeKind::EraseWorkspace,
        })
    }

    /// Slack has told us that our tokens are void. An uninstall says more, so it stays.
    pub fn tokens_revoked(&self) -> Decision {
        match self.access {
            Access::Granted => Decision::default()
                .change(Change::SaveWorkspace(Self { access: Access::Revoked, ..self.clone() })),
            Access::Revoked | Access::Uninstalled { .. } => Decision::default(),
        }
    }

    /// The grace period is over. Somebody may have installed again since; then nothing is erased.
    pub fn erase_if_still_gone(&self, now: Timestamp) -> Decision {
        match self.access {
            Access::Uninstalled { at } if at + GRACE <= now => {
                Decision::default().change(Change::EraseWorkspace)
            }
            Access::Uninstalled { .. } | Access::Granted | Access::Revoked => Decision::default(),
        }
    }
}
