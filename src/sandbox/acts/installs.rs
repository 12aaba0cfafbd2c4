//! What people do about the app itself: allowing it into a workspace, and throwing it out.

use std::collections::BTreeSet;

use serde::Serialize;

use super::ActError;
use crate::sandbox::core::Sandbox;
use crate::sandbox::installs::{Permission, Standing};
use crate::sandbox::ledger::LedgerEntry;

/// What an app gets when somebody has allowed it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Authorised {
    /// To be exchanged at `oauth.v2.access` within ten minutes.
    pub code: String,
    /// The workspace it is for.
    pub team: String,
}

impl Sandbox {
    /// Somebody allows the app into their workspace, with these scopes (none: all it may ask for).
    ///
    /// # Errors
    /// When there is nobody of that id, or the app may not ask for one of the scopes (`invalid_scope`).
    pub fn authorise(
        &self,
        user: &str,
        scopes: &[String],
        redirect_uri: Option<&str>,
    ) -> Result<Authorised, ActError> {
        self.with(|moment| {
            let team = moment.actor(user)?.team.clone();
            let most = &moment.config.app.scopes;
            if scopes.iter().any(|scope| !most.contains(scope)) {
                return Err(ActError::Refused("invalid_scope"));
            }
            let scopes: BTreeSet<String> =
                if scopes.is_empty() { most.clone() } else { scopes.iter().cloned().collect() };
            let line = moment.begin(LedgerEntry::act(user, "authorise").about(&team));
            let permission = Permission {
                team: team.clone(),
                user: user.into(),
                scopes,
                redirect_uri: redirect_uri.map(Into::into),
            };
            let code = moment.state.installs.promise(permission, moment.now);
            moment.end(line, &Ok(()));
            Ok(Authorised { code, team })
        })
    }

    /// Removes the app from a workspace: `tokens_revoked` and `app_uninstalled` are queued and its tokens are dead.
    pub fn uninstall_from(&self, team: &str) {
        self.with(|moment| {
            let mut entry = LedgerEntry::act("slack", "uninstall");
            entry.ok = Some(true);
            entry.team = Some(team.into()).filter(|_| team != moment.config.workspace.team_id);
            moment.state.ledger.append(moment.now, entry);
            moment.uninstall(team);
        });
    }

    /// Removes the app from the first workspace.
    pub fn uninstall(&self) {
        self.uninstall_from(&self.config().workspace.team_id);
    }

    /// An admin makes the app's tokens in a workspace worthless; the app stays.
    pub fn revoke_tokens(&self, team: &str) {
        self.with(|moment| {
            let Some(installation) = moment.state.installs.there(team).cloned() else { return };
            let mut entry = LedgerEntry::act("slack", "revoke");
            entry.ok = Some(true);
            moment.state.ledger.append(moment.now, entry);
            moment.tell_tokens_revoked(&installation);
            moment.state.installs.end(team, Standing::Revoked);
        });
    }
}
