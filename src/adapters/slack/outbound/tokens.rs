//! The tokens we act with, one for each workspace. Whose each is, only Slack can say.

use crate::domain::ids::WorkspaceId;
use crate::ports::{ChatError, Identity};
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a call waits while Slack has not said yet whose the tokens are.
const NOT_YET: Duration = Duration::from_secs(5);

pub(super) struct Tokens {
    all: Vec<SecretString>,
    owners: Mutex<Vec<Owner>>,
}

/// Whose a token is.
#[derive(Clone, Debug)]
enum Owner {
    /// Slack was not asked yet, or could not be.
    Unknown,
    /// Slack does not take it.
    Nobody,
    /// This workspace's, with these scopes where Slack says so.
    Workspace(WorkspaceId, Option<BTreeSet<String>>),
}

impl Tokens {
    pub fn new(all: Vec<SecretString>) -> Self {
        let owners = Mutex::new(vec![Owner::Unknown; all.len()]);
        Self { all, owners }
    }

    pub fn number(&self) -> usize {
        self.all.len()
    }

    /// A token by its place in the configuration.
    ///
    /// # Errors
    /// [`ChatError::Denied`] where there are not so many.
    pub fn nth(&self, place: usize) -> Result<&SecretString, ChatError> {
        self.all.get(place).ok_or(ChatError::Denied("no_token".into()))
    }

    /// The token of a workspace. A single one is anybody's, before Slack has said more.
    ///
    /// # Errors
    /// [`ChatError::RetryAfter`] while Slack has not said of every token whose it is; [`ChatError::Denied`] where none of
    /// them is this workspace's.
    pub fn of(&self, workspace: &WorkspaceId) -> Result<&SecretString, ChatError> {
        if self.all.len() == 1 {
            return self.nth(0);
        }
        let owners = self.owners();
        let theirs = |owner: &Owner| matches!(owner, Owner::Workspace(id, _) if id == workspace);
        match owners.iter().position(theirs) {
            Some(place) => self.nth(place),
            None if owners.iter().any(|owner| matches!(owner, Owner::Unknown)) => {
                Err(ChatError::RetryAfter(NOT_YET))
            }
            None => Err(ChatError::Denied("no_token".into())),
        }
    }

    /// The scopes that a workspace has granted; `None` where Slack has not said so.
    pub fn scopes_of(&self, workspace: &WorkspaceId) -> Option<BTreeSet<String>> {
        let owners = self.owners();
        let only = owners.len() == 1;
        owners.iter().find_map(|owner| match owner {
            Owner::Workspace(id, scopes) if only || id == workspace => scopes.clone(),
            Owner::Workspace(..) | Owner::Nobody | Owner::Unknown => None,
        })
    }

    /// Takes note of what Slack said about a token.
    pub fn remember(&self, place: usize, said: &Result<Identity, ChatError>) {
        let owner = match said {
            Ok(identity) => {
                let scopes = identity.scopes.iter().cloned().collect();
                Owner::Workspace(identity.workspace.clone(), (!identity.scopes.is_empty()).then_some(scopes))
            }
            Err(ChatError::Denied(_) | ChatError::Gone(_) | ChatError::Refused(_)) => Owner::Nobody,
            Err(ChatError::RetryAfter(_) | ChatError::NotSent(_) | ChatError::Unclear(_)) => return,
        };
        if let Some(known) = self.owners().get_mut(place) {
            *known = owner;
        }
    }

    fn owners(&self) -> MutexGuard<'_, Vec<Owner>> {
        self.owners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    fn identity(workspace: &str, scopes: &[&str]) -> Result<Identity, ChatError> {
        Ok(Identity {
            workspace: WorkspaceId::new(workspace),
            workspace_name: String::new(),
            bot_user: "U1".into(),
            scopes: scopes.iter().map(ToString::to_string).collect(),
            slack_time: None,
        })
    }

    fn tokens(all: &[&str]) -> Tokens {
        Tokens::new(all.iter().map(|token| SecretString::from(*token)).collect())
    }

    fn of(tokens: &Tokens, workspace: &str) -> Result<String, ChatError> {
        tokens.of(&WorkspaceId::new(workspace)).map(|token| token.expose_secret().to_owned())
    }

    #[test]
    fn a_single_token_serves_from_the_first_moment() {
        let one = tokens(&["xoxb-1"]);
        assert_eq!(of(&one, "T1"), Ok("xoxb-1".into()));
        assert_eq!(one.scopes_of(&WorkspaceId::new("T1")), None);
        one.remember(0, &identity("T1", &["im:history"]));
        assert!(one.scopes_of(&WorkspaceId::new("T1")).is_some_and(|scopes| scopes.contains("im:history")));
    }

    #[test]
    fn of_several_each_workspace_gets_its_own() {
        let two = tokens(&["xoxb-1", "xoxb-2"]);
        two.remember(0, &identity("T1", &["im:history"]));
        assert_eq!(of(&two, "T1"), Ok("xoxb-1".into()));
        assert_eq!(of(&two, "T2"), Err(ChatError::RetryAfter(NOT_YET)), "Slack may still say so");
        two.remember(1, &identity("T2", &[]));
        assert_eq!(of(&two, "T2"), Ok("xoxb-2".into()));
        assert_eq!(two.scopes_of(&WorkspaceId::new("T2")), None);
        assert_eq!(of(&two, "T3"), Err(ChatError::Denied("no_token".into())));
    }

    #[test]
    fn a_void_token_is_nobodys_and_one_that_could_not_be_asked_about_stays_open() {
        let two = tokens(&["xoxb-1", "xoxb-2"]);
        two.remember(0, &Err(ChatError::Denied("invalid_auth".into())));
        two.remember(1, &Err(ChatError::NotSent("refused".into())));
        assert_eq!(of(&two, "T1"), Err(ChatError::RetryAfter(NOT_YET)));
        two.remember(1, &identity("T2", &[]));
        assert_eq!(of(&two, "T1"), Err(ChatError::Denied("no_token".into())));
    }
}
