//! Slack's user objects, as events and `users.info` carry them, reduced to what we keep.

use super::json::{flag, text};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::people::{Account, SlackFacts};
use serde_json::Value;

/// Slackbot is a user of every workspace, and its record does not say that it is a bot.
const SLACKBOT: &str = "USLACKBOT";

/// What a user object says; `None` where it does not even have an id.
pub fn facts(user: &Value, workspace: &WorkspaceId) -> Option<SlackFacts> {
    let id = text(user, "/id")?;
    let names = ["/profile/display_name", "/profile/real_name", "/real_name", "/name"];
    let display_name = names.iter().find_map(|path| text(user, path)).unwrap_or(id);
    Some(SlackFacts {
        id: PersonId::new(id),
        display_name: display_name.to_owned(),
        time_zone: text(user, "/tz").map(str::to_owned),
        account: account(user, id, workspace),
        admin: is_admin(user, id, workspace),
    })
}

fn is_admin(user: &Value, id: &str, workspace: &WorkspaceId) -> bool {
    let rank = ["/is_admin", "/is_owner", "/is_primary_owner"].iter().any(|path| flag(user, path));
    rank && account(user, id, workspace) == Account::Member
}

fn account(user: &Value, id: &str, workspace: &WorkspaceId) -> Account {
    let elsewhere = text(user, "/team_id").is_some_and(|team| team != workspace.as_str())
        && user.pointer("/enterprise_user").is_none();
    if flag(user, "/deleted") {
        Account::Deactivated
    } else if flag(user, "/is_bot") || flag(user, "/is_workflow_bot") || id == SLACKBOT {
        Account::Bot
    } else if flag(user, "/is_stranger") || elsewhere {
        Account::Stranger
    } else if flag(user, "/is_restricted") || flag(user, "/is_ultra_restricted") {
        Account::Guest
    } else {
        Account::Member
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(user: &Value) -> Option<SlackFacts> {
        facts(user, &WorkspaceId::new("T1"))
    }

    #[test]
    fn accounts_are_told_apart() {
        let account = |user: Value| of(&user).map(|facts| facts.account);
        assert_eq!(account(json!({"id": "U1"})), Some(Account::Member));
        assert_eq!(account(json!({"id": "U1", "deleted": true, "is_bot": true})), Some(Account::Deactivated));
        assert_eq!(account(json!({"id": "U1", "is_bot": true})), Some(Account::Bot));
        assert_eq!(account(json!({"id": "USLACKBOT", "is_bot": false})), Some(Account::Bot));
        assert_eq!(account(json!({"id": "U1", "is_restricted": true})), Some(Account::Guest));
        assert_eq!(account(json!({"id": "U1", "is_ultra_restricted": true})), Some(Account::Guest));
        assert_eq!(account(json!({"id": "U1", "is_stranger": true})), Some(Account::Stranger));
        assert_eq!(account(json!({"id": "U1", "team_id": "T2"})), Some(Account::Stranger));
        assert_eq!(account(json!({"id": "U1", "team_id": "T1"})), Some(Account::Member));
        assert_eq!(
            account(json!({"id": "U1", "team_id": "E1", "enterprise_user": {}})),
            Some(Account::Member)
        );
        assert_eq!(account(json!({"name": "nobody"})), None);
    }

    #[test]
    fn an_admin_is_a_member_of_this_workspace_with_a_rank() {
        let admin = |user: Value| of(&user).is_some_and(|facts| facts.admin);
        assert!(admin(json!({"id": "U1", "is_admin": true})));
        assert!(admin(json!({"id": "U1", "is_owner": true})));
        assert!(!admin(json!({"id": "U1", "is_admin": "true"})));
        assert!(!admin(json!({"id": "U1", "is_admin": true, "deleted": true})));
        assert!(!admin(json!({"id": "U1", "is_admin": true, "team_id": "T2"})), "an admin elsewhere");
        assert!(!admin(json!({"id": "U1"})));
    }

    #[test]
    fn the_first_name_that_is_not_empty_is_shown() {
        let name = |user: Value| of(&user).map(|facts| facts.display_name);
        let profile = json!({"display_name": "", "real_name": "Ana Lima"});
        assert_eq!(name(json!({"id": "U1", "profile": profile})).as_deref(), Some("Ana Lima"));
        assert_eq!(name(json!({"id": "U1", "name": "ana"})).as_deref(), Some("ana"));
        assert_eq!(name(json!({"id": "U1", "profile": null})).as_deref(), Some("U1"));
        assert_eq!(of(&json!({"id": "U1", "tz": null})).and_then(|facts| facts.time_zone), None);
    }
}
