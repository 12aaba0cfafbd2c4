//! What the organisation says of people: who reports to whom, and level, function and team. It is kept apart from what
//! people say of themselves, and also of those who never joined: nobody writes to them, but reporting lines run through
//! them.
//!
//! The organisation's word decides in hard rules ([`Lines`]). Everywhere else a person's own word comes first, and
//! [`OrgFacts::fill`] only fills what they left open.

pub mod columns;
mod fault;
mod lines;
mod plan;
mod report;
mod sheet;
pub mod vocabulary;

pub use columns::Column;
pub use fault::{Fault, Notice, Place, Step, Wrong};
pub use lines::{Lines, circles};
pub use plan::{Absence, Absent, Accounts, Differences, Entry, FieldChange, Gone, Kept, Plan};
pub use report::{Brief, Counts, Report, Run};
pub use sheet::{Manager, Sheet, SheetRow, Table, TableRow, Who};

use super::ids::PersonId;
use super::people::profile::{Function, Level};
use super::people::{Person, SlackFacts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the organisation says of one person. No name and no e-mail address: the rules need neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgFacts {
    /// Of whom.
    pub person: PersonId,
    /// Whom they report to.
    pub manager: Option<PersonId>,
    /// Their team, as the organisation calls it.
    pub team: Option<String>,
    /// Their function.
    pub function: Option<Function>,
    /// Their level.
    pub level: Option<Level>,
    /// IANA name of their time zone, for when Slack does not say one.
    pub zone: Option<String>,
}

impl OrgFacts {
    /// Nothing is known yet.
    pub fn unknown(person: PersonId) -> Self {
        Self { person, manager: None, team: None, function: None, level: None, zone: None }
    }

    /// Fills what the person left open about level, function and team. The result is for scores and introductions and is
    /// not to be saved, or it would count as the person's own word from then on.
    pub fn fill(&self, person: &mut Person) {
        let profile = &mut person.profile;
        profile.level = profile.level.or(self.level);
        profile.function = profile.function.or(self.function);
        profile.team = profile.team.take().or_else(|| self.team.clone());
    }

    /// Fills the zone where Slack does not say one.
    pub fn locate(&self, facts: &mut SlackFacts) {
        facts.time_zone = facts.time_zone.take().or_else(|| self.zone.clone());
    }
}

/// Fills what each of some people left open, as [`OrgFacts::fill`] does.
pub fn fill_all<'a>(people: impl IntoIterator<Item = &'a mut Person>, facts: &[OrgFacts]) {
    let facts: BTreeMap<&PersonId, &OrgFacts> = facts.iter().map(|each| (&each.person, each)).collect();
    for person in people {
        if let Some(facts) = facts.get(&person.id) {
            facts.fill(person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::Account;
    use crate::domain::testing::{id, person};

    #[test]
    fn a_zone_is_taken_from_the_organisation_only_where_slack_says_none() {
        let said = OrgFacts { zone: Some("Asia/Tokyo".into()), ..OrgFacts::unknown(id("ANA")) };
        for (slack, expected) in [(None, "Asia/Tokyo"), (Some("Europe/Rome"), "Europe/Rome")] {
            let mut facts = SlackFacts {
                id: id("ANA"),
                display_name: "Ana".into(),
                time_zone: slack.map(str::to_owned),
                account: Account::Member,
                admin: false,
            };
            said.locate(&mut facts);
            assert_eq!(facts.time_zone.as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_persons_own_word_stays_and_the_organisation_fills_the_rest() {
        let mut ana = person("ANA");
        ana.profile.level = Some(Level::Manager);
        let said = OrgFacts {
            level: Some(Level::Director),
            function: Some(Function::Data),
            team: Some("Payments".into()),
            manager: Some(id("BEN")),
            ..OrgFacts::unknown(id("ANA"))
        };
        let mut ben = person("BEN");
        fill_all([&mut ana, &mut ben], &[said]);
        assert_eq!((ana.profile.level, ana.profile.function), (Some(Level::Manager), Some(Function::Data)));
        assert_eq!(ana.profile.team.as_deref(), Some("Payments"));
        assert_eq!(ana.profile.manager, None, "lines are no matter of filling in");
        assert_eq!(ben, person("BEN"));
    }
}
