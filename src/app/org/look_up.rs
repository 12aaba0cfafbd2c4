//! Who of the people of a file is in Slack: a few are asked for one by one, many are picked from the list of everybody.

use crate::domain::ids::WorkspaceId;
use crate::domain::org::{Accounts, Sheet, Who};
use crate::domain::people::SlackFacts;
use crate::ports::{Chat, ChatError};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Above this many people the list of everybody costs fewer calls.
const HANDFUL: usize = 20;
/// How often a call is made again after a failure that may pass.
const TRIES: u32 = 3;

/// How far a look-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// People asked about, or accounts read.
    pub done: usize,
    /// Of how many; `None` while the length of Slack's list is unknown.
    pub of: Option<usize>,
}

/// Why it cannot be known who is in Slack.
#[derive(Debug, thiserror::Error)]
pub enum LookUpError {
    /// The file has addresses, and the installation may not see any.
    #[error(
        "Slack does not show e-mail addresses to the bot, since it lacks the optional scope users:read.email.\n  \
         Add the scope under OAuth & Permissions and install the app again, or name people by their Slack ids"
    )]
    AddressesHidden,
    /// Slack could not be asked.
    #[error("Slack could not be asked who is who: {0}")]
    Chat(#[from] ChatError),
}

/// Asks Slack about everybody that a file names, within the limits: where there is no room for a call, it waits.
///
/// # Errors
/// [`LookUpError::AddressesHidden`] where a scope is missing, or what Slack answered after some tries.
pub async fn look_up(
    chat: &dyn Chat,
    workspace: &WorkspaceId,
    sheet: &Sheet,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Accounts, LookUpError> {
    let named = sheet.named();
    let asking = Asking { chat, workspace, progress };
    if named.len() <= HANDFUL {
        return asking.one_by_one(&named).await;
    }
    let (mut accounts, addresses) = asking.picked(&named).await?;
    if addresses == Addresses::Hidden {
        let by_address = named.into_iter().filter(|who| matches!(who, Who::Email(_))).collect();
        accounts.0.extend(asking.one_by_one(&by_address).await?.0);
    }
    Ok(accounts)
}

/// Whether the list of everybody shows addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Addresses {
    Shown,
    Hidden,
}

struct Asking<'a> {
    chat: &'a dyn Chat,
    workspace: &'a WorkspaceId,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
}

impl Asking<'_> {
    async fn one_by_one(&self, named: &BTreeSet<&Who>) -> Result<Accounts, LookUpError> {
        let mut accounts = Vec::new();
        for (done, who) in named.iter().enumerate() {
            (self.progress)(Progress { done, of: Some(named.len()) });
            accounts.extend(self.one(who).await?.map(|facts| ((*who).clone(), facts)));
        }
        Ok(Accounts(accounts))
    }

    async fn one(&self, who: &Who) -> Result<Option<SlackFacts>, LookUpError> {
        match who {
            Who::Email(address) => {
                match patiently(|| self.chat.person_by_email(self.workspace, address)).await {
                    Err(ChatError::Denied(why)) if why == "missing_scope" => {
                        Err(LookUpError::AddressesHidden)
                    }
                    answer => Ok(answer?),
                }
            }
            Who::Slack(id) => match patiently(|| self.chat.person(self.workspace, id)).await {
                Err(ChatError::Gone(_)) => Ok(None),
                answer => Ok(Some(answer?)),
            },
        }
    }

    /// Nothing is kept of accounts that the file does not name.
    async fn picked(&self, named: &BTreeSet<&Who>) -> Result<(Accounts, Addresses), LookUpError> {
        let mut found: BTreeMap<Who, SlackFacts> = BTreeMap::new();
        let (mut addresses, mut done, mut from) = (Addresses::Hidden, 0, None);
        loop {
            let page = patiently(|| self.chat.everybody(self.workspace, from.as_ref())).await?;
            done += page.accounts.len();
            (self.progress)(Progress { done, of: None });
            for listed in page.accounts {
                if listed.email.is_some() {
                    addresses = Addresses::Shown;
                }
                let names =
                    listed.email.map(Who::Email).into_iter().chain([Who::Slack(listed.facts.id.clone())]);
                found.extend(names.filter(|who| named.contains(who)).map(|who| (who, listed.facts.clone())));
            }
            from = page.next;
            if from.is_none() {
                return Ok((Accounts(found.into_iter().collect()), addresses));
            }
        }
    }
}

/// Makes a call until it is answered: reading twice does no harm, so it is made again also where it may have come through.
pub(in crate::app) async fn patiently<T, F>(mut call: impl FnMut() -> F + Send) -> Result<T, ChatError>
where
    F: Future<Output = Result<T, ChatError>> + Send,
{
    let mut failures = 0;
    loop {
        let wait = match call().await {
            Err(ChatError::RetryAfter(wait)) => wait,
            Err(ChatError::NotSent(_) | ChatError::Unclear(_)) if failures < TRIES => {
                failures += 1;
                Duration::from_secs(1 << failures)
            }
            answer => return answer,
        };
        tokio::time::sleep(wait).await;
    }
}
