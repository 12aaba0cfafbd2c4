//! What a file would change, before it does: the file against what is kept and against who is in Slack.

use super::fault::{Fault, Notice, Place, Step, Wrong};
use super::lines::circles;
use super::{Column, Manager, OrgFacts, Sheet, SheetRow, Who};
use crate::domain::decision::{Change, Decision};
use crate::domain::ids::PersonId;
use crate::domain::people::{Account, Person, SlackFacts};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is to be kept from now on, and how that differs from what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The new and changed facts; everything else stays.
    pub save: Vec<OrgFacts>,
    /// The same for the reader.
    pub differences: Differences,
}

/// How a file differs from what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differences {
    /// People of the file about whom nothing is kept yet.
    pub added: Vec<Entry>,
    /// People of whom the file says something else.
    pub changed: Vec<Entry>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// Rows about whose people nothing is kept, since they are not in Slack.
    pub absent: Vec<Absent>,
    /// People who are kept and not in the file.
    pub gone: Vec<Gone>,
    /// What else the reader should know.
    pub notices: Vec<Notice>,
}

/// A person of the file with what is new about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The line.
    pub line: u64,
    /// Who.
    pub person: PersonId,
    /// What they are called in the file.
    pub who: String,
    /// Field by field.
    pub fields: Vec<FieldChange>,
}

/// One field, before and after. A manager is called as in the file, by name where they joined, or else by Slack id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which.
    pub field: Column,
    /// What is kept; `None` for unknown.
    pub old: Option<String>,
    /// What would be kept.
    pub new: Option<String>,
}

/// A row without anybody behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absent {
    /// The line.
    pub line: u64,
    /// What they are called in the file.
    pub who: String,
    /// Why.
    pub why: Absence,
}

/// Why there is nobody behind a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// Slack knows no such address or id.
    NotInSlack,
    /// The account is deactivated.
    Deactivated,
    /// It is a bot.
    Bot,
    /// It belongs to another organisation.
    Stranger,
}

/// Somebody who is kept and not in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Who.
    pub person: PersonId,
    /// Their name where they joined, or else their Slack id.
    pub who: String,
}

/// Who of those that a file names is in Slack, and as what; the others are not. A list, since it travels as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounts(pub Vec<(Who, SlackFacts)>);

/// What is kept so far.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// What the organisation said before.
    pub facts: &'a [OrgFacts],
    /// Everybody who ever joined, to call them by their names.
    pub people: &'a [Person],
}

impl Plan {
    /// Plans what a file changes.
    ///
    /// # Errors
    /// What is wrong with the file only in the light of who is who: two rows for one account, or a reporting line that
    /// comes back to where it began through people of an earlier file.
    pub fn of(sheet: &Sheet, accounts: &Accounts, kept: Kept<'_>) -> Result<Self, Vec<Fault>> {
        let planner = Planner::new(sheet, accounts, kept);
        let wanted = planner.wanted();
        let faults = planner.faults(&wanted);
        if faults.is_empty() { Ok(planner.plan(&wanted)) } else { Err(faults) }
    }

    /// Keeps it all, or nothing.
    pub fn decision(self) -> Decision {
        match self.save.is_empty() {
            true => Decision::default(),
            false => Decision::default().change(Change::SaveOrg(self.save)),
        }
    }
}

struct Planner<'a> {
    sheet: &'a Sheet,
    accounts: BTreeMap<&'a Who, &'a SlackFacts>,
    kept: BTreeMap<&'a PersonId, &'a OrgFacts>,
    names: BTreeMap<&'a PersonId, String>,
}

/// A row with what is to be kept about its person.
type Wanted<'a> = (&'a SheetRow, OrgFacts);

impl<'a> Planner<'a> {
    fn new(sheet: &'a Sheet, accounts: &'a Accounts, kept: Kept<'a>) -> Self {
        let accounts: BTreeMap<&Who, &SlackFacts> =
            accounts.0.iter().map(|(who, facts)| (who, facts)).collect();
        let mut names: BTreeMap<&PersonId, String> = BTreeMap::new();
        names.extend(kept.people.iter().map(|person| (&person.id, person.display_name.clone())));
        names.extend(accounts.iter().map(|(who, facts)| (&facts.id, who.to_string())));
        for row in &sheet.rows {
            names.extend(accounts.get(&row.who).map(|facts| (&facts.id, row.label.clone())));
        }
        let kept = kept.facts.iter().map(|facts| (&facts.person, facts)).collect();
        Self { sheet, accounts, kept, names }
    }

    fn wanted(&self) -> Vec<Wanted<'a>> {
        let rows = self.sheet.rows.iter().enumerate();
        rows.filter_map(|(place, row)| Some((row, self.facts(place, row, self.present(row).ok()?)))).collect()
    }

    /// What the file speaks of is taken from there, empty cells included; the rest stays as it is kept.
    fn facts(&self, place: usize, row: &SheetRow, person: &PersonId) -> OrgFacts {
        let kept =
            self.kept.get(person).map_or_else(|| OrgFacts::unknown(person.clone()), |kept| (*kept).clone());
        let speaks_of = |column| self.sheet.columns.contains(&column);
        OrgFacts {
            person: kept.person,
            manager: if speaks_of(Column::Manager) { self.manager(place).cloned() } else { kept.manager },
            team: if speaks_of(Column::Team) { row.team.clone() } else { kept.team },
            function: if speaks_of(Column::Function) { row.function } else { kept.function },
            level: if speaks_of(Column::Level) { row.level } else { kept.level },
            zone: if speaks_of(Column::Zone) { row.zone.clone() } else { kept.zone },
        }
    }

    /// The next above a row who is in Slack: whoever is not is stepped over, so that the line through them holds.
    fn manager(&self, place: usize) -> Option<&'a PersonId> {
        let mut place = place;
        // The sheet has no circles, so this ends; the bound only says so to whoever changes that.
        for _ in 0..=self.sheet.rows.len() {
            match &self.sheet.rows[place].manager {
                Manager::Unknown => return None,
                Manager::Elsewhere { who, .. } => return self.elsewhere(who),
                Manager::InFile(next) => match self.present(&self.sheet.rows[*next]) {
                    Ok(person) => return Some(person),
                    Err(_) => place = *next,
                },
            }
        }
        None
    }

    /// A manager who is not in the file. An account that was deactivated may still have people above it.
    fn elsewhere(&self, who: &Who) -> Option<&'a PersonId> {
        let facts = self.accounts.get(who)?;
        match facts.account {
            Account::Member | Account::Guest | Account::Deactivated | Account::Stranger => Some(&facts.id),
            Account::Bot => None,
        }
    }

    /// Whom a row is about, where they may have a place in a reporting line.
    fn present(&self, row: &SheetRow) -> Result<&'a PersonId, Absence> {
        let facts = self.accounts.get(&row.who).ok_or(Absence::NotInSlack)?;
        match facts.account {
            Account::Member | Account::Guest => Ok(&facts.id),
            Account::Deactivated => Err(Absence::Deactivated),
            Account::Bot => Err(Absence::Bot),
            Account::Stranger => Err(Absence::Stranger),
        }
    }

    fn faults(&self, wanted: &[Wanted<'_>]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut lines: BTreeMap<&PersonId, u64> = BTreeMap::new();
        for (row, facts) in wanted {
            let other = *lines.entry(&facts.person).or_insert(row.line);
            if other != row.line {
                faults.push(Fault { at: Place::line(row.line), what: Wrong::SamePerson { other } });
            }
        }
        let kept = self.kept.values().copied().filter(|facts| !lines.contains_key(&facts.person));
        let above: BTreeMap<&PersonId, &PersonId> = kept
            .chain(wanted.iter().map(|(_, facts)| facts))
            .filter_map(|facts| Some((&facts.person, facts.manager.as_ref()?)))
            .collect();
        let step = |person: &&PersonId| Step { who: self.name(person), line: lines.get(person).copied() };
        faults.extend(circles(&above).iter().map(|circle| {
            let first = circle.iter().filter_map(|person| lines.get(person)).min().copied();
            let at = first.map(Place::line).unwrap_or_default();
            match circle.as_slice() {
                [_] => Fault { at, what: Wrong::OwnManager },
                circle => Fault { at, what: Wrong::Circle(circle.iter().map(step).collect()) },
            }
        }));
        faults.sort_by_key(|fault| fault.at.line);
        faults
    }

    fn plan(&self, wanted: &[Wanted<'_>]) -> Plan {
        let mut differences = Differences {
            absent: self.absent(),
            gone: self.gone(wanted),
            notices: self.notices(),
            ..Differences::default()
        };
        let mut save = Vec::new();
        for (row, facts) in wanted {
            let kept = self.kept.get(&facts.person).copied();
            let fields = self.fields(kept, facts);
            let entry =
                Entry { line: row.line, person: facts.person.clone(), who: row.label.clone(), fields };
            match kept {
                Some(kept) if kept == facts => {
                    differences.unchanged += 1;
                    continue;
                }
                Some(_) => differences.changed.push(entry),
                None => differences.added.push(entry),
            }
            save.push(facts.clone());
        }
        Plan { save, differences }
    }

    fn fields(&self, before: Option<&OrgFacts>, after: &OrgFacts) -> Vec<FieldChange> {
        let said = |facts: &OrgFacts| {
            [
                (Column::Manager, facts.manager.as_ref().map(|manager| self.name(manager))),
                (Column::Team, facts.team.clone()),
                (Column::Function, facts.function.map(|function| function.code().to_owned())),
                (Column::Level, facts.level.map(|level| level.code().to_owned())),
                (Column::Zone, facts.zone.clone()),
            ]
        };
        let unknown = OrgFacts::unknown(after.person.clone());
        let both = said(before.unwrap_or(&unknown)).into_iter().zip(said(after));
        both.map(|((field, old), (_, new))| FieldChange { field, old, new })
            .filter(|change| change.old != change.new)
            .collect()
    }

    fn name(&self, person: &PersonId) -> String {
        self.names.get(person).cloned().unwrap_or_else(|| person.to_string())
    }

    fn absent(&self) -> Vec<Absent> {
        let absent = |row: &SheetRow| {
            let why = self.present(row).err()?;
            Some(Absent { line: row.line, who: row.label.clone(), why })
        };
        self.sheet.rows.iter().filter_map(absent).collect()
    }

    fn gone(&self, wanted: &[Wanted<'_>]) -> Vec<Gone> {
        let deactivated = self.sheet.rows.iter().filter_map(|row| self.accounts.get(&row.who));
        let named: BTreeSet<&PersonId> =
            wanted.iter().map(|(_, facts)| &facts.person).chain(deactivated.map(|facts| &facts.id)).collect();
        let gone = self.kept.keys().filter(|person| !named.contains(*person));
        gone.map(|person| Gone { person: (*person).clone(), who: self.name(person) }).collect()
    }

    fn notices(&self) -> Vec<Notice> {
        let unknown = |row: &SheetRow| match &row.manager {
            Manager::Elsewhere { who, at } if self.elsewhere(who).is_none() => {
                Some(Notice::ManagerUnknown { at: at.clone(), said: who.to_string() })
            }
            Manager::Elsewhere { .. } | Manager::InFile(_) | Manager::Unknown => None,
        };
        self.sheet.notices.iter().cloned().chain(self.sheet.rows.iter().filter_map(unknown)).collect()
    }
}

#[cfg(test)]
mod tests;
