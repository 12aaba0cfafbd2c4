//! The workspaces that a bot serves: the first, where the app stands from the beginning, and those into which it is
//! installed besides.

use super::company::{TEAM, id};
use super::{Plan, Slack};
use std::ops::RangeInclusive;
use viceversa::domain::ids::{PersonId, WorkspaceId};

/// One workspace with the app in it.
#[derive(Clone, Debug)]
pub struct Tenant {
    pub id: WorkspaceId,
    /// The app's own user there.
    pub bot: String,
    pub token: String,
    pub people: Vec<PersonId>,
}

/// Installs the app wherever it is not yet.
pub async fn settle(slack: &Slack, plan: &Plan) -> Vec<Tenant> {
    let mut tenants = vec![Tenant {
        id: WorkspaceId::new(TEAM),
        bot: "U0SANDBOT1".into(),
        token: "xoxb-sandbox-bot-token".into(),
        people: who_lives_in(0, plan).map(id).collect(),
    }];
    for number in 1..plan.workspaces {
        let people: Vec<PersonId> = who_lives_in(number, plan).map(id).collect();
        let answer = slack.installed_by(&people[0], plan.granted).await;
        let said = |pointer: &str| {
            answer.pointer(pointer).and_then(|value| value.as_str()).unwrap_or_else(|| panic!("{answer}"))
        };
        tenants.push(Tenant {
            id: WorkspaceId::new(said("/team/id")),
            bot: said("/bot_user_id").into(),
            token: said("/access_token").into(),
            people,
        });
    }
    tenants
}

/// Everybody is spread evenly; numbers count from 1.
pub fn who_lives_in(workspace: usize, plan: &Plan) -> RangeInclusive<usize> {
    let each = plan.people / plan.workspaces;
    workspace * each + 1..=(workspace + 1) * each
}
