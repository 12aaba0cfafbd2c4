//! A file of people as its rows say it: understood and checked as far as the file alone allows, before anybody is asked.

use super::columns::Layout;
use super::fault::{Fault, Notice, Place, Step, Wrong};
use super::lines::circles;
use super::{Column, vocabulary};
use crate::domain::ids::PersonId;
use crate::domain::people::profile::{Function, Level, TEAM_LIMIT};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A file of people without any fault in itself. Who of them is in Slack is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What the file speaks of. What it does not speak of stays as it is kept.
    pub columns: BTreeSet<Column>,
    /// The people, in the order of the file.
    pub rows: Vec<SheetRow>,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}

/// One person of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// The line, from 1.
    pub line: u64,
    /// Who: the Slack id where the file has it.
    pub who: Who,
    /// What to call them in the report.
    pub label: String,
    /// Whom they report to.
    pub manager: Manager,
    /// Their team.
    pub team: Option<String>,
    /// Their function.
    pub function: Option<Function>,
    /// Their level.
    pub level: Option<Level>,
    /// The IANA name of their zone.
    pub zone: Option<String>,
}

/// Whom a cell names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// By e-mail address, in small letters.
    Email(String),
    /// By Slack id.
    Slack(PersonId),
}

/// Whom a row reports to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manager {
    /// The file does not say.
    Unknown,
    /// Somebody of the file, by place in [`Sheet::rows`].
    InFile(usize),
    /// Somebody who is not in the file.
    Elsewhere {
        /// Whom.
        who: Who,
        /// Where it says so.
        at: Place,
    },
}

/// A file as rows of cells, of which nothing is understood yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The first row.
    pub header: TableRow,
    /// The others.
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// The line it begins on, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

impl Sheet {
    /// Understands a table.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file.
    pub fn read(table: &Table) -> Result<Self, Vec<Fault>> {
        if table.header.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Err(vec![Wrong::NoRows.of_file()]);
        }
        let (layout, notices, faults) = Layout::read(&table.header.cells, table.header.line);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut reading = Reading { layout, notices, faults, drafts: Vec::new() };
        for row in table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
            reading.take(row);
        }
        reading.finish()
    }

    /// Everybody whom Slack is to be asked about, managers who are not in the file included.
    pub fn named(&self) -> BTreeSet<&Who> {
        let managers = self.rows.iter().filter_map(|row| match &row.manager {
            Manager::Elsewhere { who, .. } => Some(who),
            Manager::InFile(_) | Manager::Unknown => None,
        });
        self.rows.iter().map(|row| &row.who).chain(managers).collect()
    }
}

impl Who {
    /// Reads an address (also `Ana <ana@acme.example>`) or a Slack id (also `<@U024BE7LH>`).
    pub fn parse(text: &str) -> Option<Self> {
        let inside =
            text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
        let text = inside.unwrap_or(text).trim().trim_start_matches("mailto:");
        Self::slack(text.trim_start_matches('@').split('|').next().unwrap_or(text))
            .or_else(|| Self::email(text))
    }

    fn email(text: &str) -> Option<Self> {
        let (name, host) = text.split_once('@')?;
        let fits = !name.is_empty() && host.contains('.') && !host.contains('@');
        (fits && !text.contains(char::is_whitespace)).then(|| Self::Email(text.to_lowercase()))
    }

    /// Ids are capitals and digits. A name in capitals is not taken for one unless it is as long as they are.
    fn slack(text: &str) -> Option<Self> {
        let signs = text.chars().all(|each| each.is_ascii_uppercase() || each.is_ascii_digit());
        let long_enough =
            text.len() >= 9 || (text.len() > 2 && text.contains(|each: char| each.is_ascii_digit()));
        (signs && long_enough && text.starts_with(['U', 'W'])).then(|| Self::Slack(PersonId::new(text)))
    }
}

impl std::fmt::Display for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Email(address) => f.write_str(address),
            Self::Slack(id) => f.write_str(id.as_str()),
        }
    }
}

/// A row whose manager is not looked for yet.
struct Draft {
    row: SheetRow,
    names: Vec<Who>,
    name: Option<String>,
    manager: Option<String>,
}

struct Reading {
    layout: Layout,
    notices: Vec<Notice>,
    faults: Vec<Fault>,
    drafts: Vec<Draft>,
}

impl Reading {
    fn take(&mut self, row: &TableRow) {
        let cells = &row.cells;
        self.check_shape(row);
        let team = self.text(row, Column::Team);
        if team.as_ref().is_some_and(|team| team.chars().count() > TEAM_LIMIT) {
            self.fault(row.line, Column::Team, Wrong::TooLong(TEAM_LIMIT));
        }
        let level = self
            .word(row, Column::Level, vocabulary::level, |said, meant| Wrong::UnknownLevel { said, meant });
        let function = self.word(row, Column::Function, vocabulary::function, |said, meant| {
            Wrong::UnknownFunction { said, meant }
        });
        let zone =
            self.word(row, Column::Zone, vocabulary::zone, |said, meant| Wrong::UnknownZone { said, meant });
        let names = self.who(row);
        let name = self.layout.cell(cells, Column::Name).map(str::to_owned);
        let manager = self.text(row, Column::Manager);
        let Some(who) = names.first().cloned() else { return };
        let label = match (&who, names.get(1), &name) {
            (_, Some(email), _) => email.to_string(),
            (Who::Slack(id), None, Some(name)) => format!("{name} ({id})"),
            (who, None, _) => who.to_string(),
        };
        let row =
            SheetRow { line: row.line, who, label, manager: Manager::Unknown, team, function, level, zone };
        self.drafts.push(Draft { row, names, name, manager });
    }

    fn check_shape(&mut self, row: &TableRow) {
        let headings = self.layout.width();
        let used = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        if used > headings {
            let what = Wrong::TooManyCells { cells: used, headings };
            self.faults.push(Fault { at: Place::line(row.line), what });
        }
        let columns: Vec<Column> = self.layout.columns().collect();
        for column in columns {
            if self.layout.cell(&row.cells, column).is_some_and(|cell| cell.contains('\n')) {
                self.fault(row.line, column, Wrong::SeveralLines);
            }
        }
    }

    /// The person, under one or both of the names a file may have for them; the Slack id comes first.
    fn who(&mut self, row: &TableRow) -> Vec<Who> {
        let before = self.faults.len();
        let mut names = Vec::new();
        for column in [Column::SlackId, Column::Email] {
            let Some(cell) = self.layout.cell(&row.cells, column).map(str::to_owned) else { continue };
            match Who::parse(&cell) {
                Some(who) if names.contains(&who) => {}
                Some(who) => names.push(who),
                None => self.fault(row.line, column, Wrong::NotAPerson(cell)),
            }
        }
        if names.is_empty() && self.faults.len() == before {
            self.faults.push(Fault { at: Place::line(row.line), what: Wrong::NoPerson });
        }
        names.sort_by_key(|who| matches!(who, Who::Email(_)));
        names
    }

    fn text(&self, row: &TableRow, column: Column) -> Option<String> {
        let cell = self.layout.cell(&row.cells, column)?;
        Some(cell.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn word<T, M>(
        &mut self,
        row: &TableRow,
        column: Column,
        understand: fn(&str) -> Result<T, Option<M>>,
        wrong: fn(String, Option<M>) -> Wrong,
    ) -> Option<T> {
        let said = self.text(row, column)?;
        match understand(&said) {
            Ok(meaning) => Some(meaning),
            Err(meant) => {
                self.fault(row.line, column, wrong(said, meant));
                None
            }
        }
    }

    fn fault(&mut self, line: u64, column: Column, what: Wrong) {
        self.faults.push(Fault { at: self.layout.at(line, column), what });
    }

    fn finish(mut self) -> Result<Sheet, Vec<Fault>> {
        let places = self.places();
        let named = self.by_name();
        for place in 0..self.drafts.len() {
            self.drafts[place].row.manager = self.manager(place, &places, &named);
        }
        let rows: Vec<SheetRow> = self.drafts.into_iter().map(|draft| draft.row).collect();
        self.faults.extend(circles_in(&rows));
        if rows.is_empty() && self.faults.is_empty() {
            self.faults.push(Wrong::NoRows.of_file());
        }
        if self.faults.is_empty() {
            return Ok(Sheet { columns: self.layout.columns().collect(), rows, notices: self.notices });
        }
        self.faults.sort_by_key(|fault| (fault.at.line, fault.at.column.as_ref().map(|column| column.0)));
        Err(self.faults)
    }

    /// Where each person stands; whoever stands on two lines is a fault of the later one.
    fn places(&mut self) -> BTreeMap<Who, usize> {
        let mut places: BTreeMap<Who, usize> = BTreeMap::new();
        for (place, draft) in self.drafts.iter().enumerate() {
            for who in &draft.names {
                let first = *places.entry(who.clone()).or_insert(place);
                if first != place {
                    let other = self.drafts[first].row.line;
                    let column = if matches!(who, Who::Email(_)) { Column::Email } else { Column::SlackId };
                    let at = self.layout.at(draft.row.line, column);
                    self.faults.push(Fault { at, what: Wrong::SamePerson { other } });
                }
            }
        }
        places
    }

    fn by_name(&self) -> BTreeMap<String, Vec<usize>> {
        let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, draft) in self.drafts.iter().enumerate() {
            if let Some(name) = &draft.name {
                named.entry(plain_name(name)).or_default().push(place);
            }
        }
        named
    }

    fn manager(
        &mut self,
        place: usize,
        places: &BTreeMap<Who, usize>,
        named: &BTreeMap<String, Vec<usize>>,
    ) -> Manager {
        let Draft { row: SheetRow { line, .. }, manager: Some(said), .. } = &self.drafts[place] else {
            return Manager::Unknown;
        };
        let (line, said) = (*line, said.clone());
        let at = self.layout.at(line, Column::Manager);
        let found = match Who::parse(&said) {
            Some(who) => match places.get(&who) {
                Some(found) => Ok(*found),
                None => Err(Manager::Elsewhere { who, at }),
            },
            None => match named.get(&plain_name(&said)).map_or(&[][..], Vec::as_slice) {
                [found] => Ok(*found),
                [] => {
                    self.notices.push(Notice::ManagerUnknown { at, said });
                    Err(Manager::Unknown)
                }
                several => {
                    let lines = several.iter().map(|each| self.drafts[*each].row.line).collect();
                    self.faults.push(Fault { at, what: Wrong::SeveralManagers { said, lines } });
                    Err(Manager::Unknown)
                }
            },
        };
        match found {
            Ok(found) if found == place => {
                self.fault(line, Column::Manager, Wrong::OwnManager);
                Manager::Unknown
            }
            Ok(found) => Manager::InFile(found),
            Err(manager) => manager,
        }
    }
}

fn plain_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn circles_in(rows: &[SheetRow]) -> Vec<Fault> {
    let above: BTreeMap<usize, usize> = rows
        .iter()
        .enumerate()
        .filter_map(|(place, row)| match &row.manager {
            Manager::InFile(manager) => Some((place, *manager)),
            Manager::Elsewhere { .. } | Manager::Unknown => None,
        })
        .collect();
    let step = |place: &usize| Step { who: rows[*place].label.clone(), line: Some(rows[*place].line) };
    let fault = |circle: Vec<usize>| {
        let at = circle.first().map(|place| Place::line(rows[*place].line)).unwrap_or_default();
        Fault { at, what: Wrong::Circle(circle.iter().map(step).collect()) }
    };
    circles(&above).into_iter().map(fault).collect()
}

#[cfg(test)]
pub(super) mod tests;
