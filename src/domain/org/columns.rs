//! The columns of a file of people, under whichever of their usual names.

use super::fault::{Fault, Notice, Place, Wrong};
use super::vocabulary::nearest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The person's e-mail address.
    Email,
    /// The person's Slack id.
    SlackId,
    /// The person's name, to be called by in the report and to be named by as a manager.
    Name,
    /// Whom the person reports to: an e-mail address, a Slack id, or a name from this file.
    Manager,
    /// The person's team.
    Team,
    /// The person's function.
    Function,
    /// The person's level.
    Level,
    /// The person's time zone.
    Zone,
}

/// How alike a heading and a known one must be, from 0 to 1, to suggest that one was meant.
const ALIKE: f64 = 0.7;

/// Every heading that is understood, without spaces and signs; the first of each column is what it is called.
const HEADINGS: &[(Column, &[&str])] = &[
    (Column::Email, &["email", "mail", "emailaddress", "mailaddress", "workemail", "companyemail"]),
    (
        Column::SlackId,
        &[
            "slackid",
            "userid",
            "slackuserid",
            "memberid",
            "slackmemberid",
            "slackuser",
            "slack",
            "user",
            "person",
        ],
    ),
    (Column::Name, &["name", "fullname", "displayname", "realname", "employee", "employeename"]),
    (
        Column::Manager,
        &[
            "manager",
            "reportsto",
            "manageremail",
            "manageremailaddress",
            "managerid",
            "managerslackid",
            "managername",
            "linemanager",
            "reportingmanager",
            "directmanager",
            "supervisor",
            "boss",
        ],
    ),
    (Column::Team, &["team", "teamname", "squad"]),
    (Column::Function, &["function", "jobfunction", "discipline"]),
    (Column::Level, &["level", "joblevel", "careerlevel", "seniority"]),
    (Column::Zone, &["zone", "timezone", "tz", "ianazone"]),
];

impl Column {
    /// What the column is called where it has no heading of its own, such as `slack id`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::SlackId => "slack id",
            Self::Name => "name",
            Self::Manager => "manager",
            Self::Team => "team",
            Self::Function => "function",
            Self::Level => "level",
            Self::Zone => "zone",
        }
    }

    fn of(heading: &str) -> Option<Self> {
        let plain = plain(heading);
        HEADINGS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(column, _)| *column)
    }
}

/// Where each column of a file stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    headings: Vec<String>,
    places: BTreeMap<Column, usize>,
}

impl Layout {
    /// Reads the heading row. Headings that mean nothing to us are noted, and their columns ignored.
    pub fn read(header: &[String], line: u64) -> (Self, Vec<Notice>, Vec<Fault>) {
        let mut layout = Self { headings: header.to_vec(), places: BTreeMap::new() };
        let (mut notices, mut faults) = (Vec::new(), Vec::new());
        for (index, heading) in header.iter().enumerate() {
            let Some(column) = Column::of(heading) else {
                if !heading.trim().is_empty() {
                    notices.push(ignored(index, heading));
                }
                continue;
            };
            if let Some(first) = layout.places.insert(column, index) {
                let what = Wrong::SameColumn { column, other: first + 1 };
                faults.push(Fault { at: layout.place(line, index), what });
            }
        }
        if !layout.has(Column::Email) && !layout.has(Column::SlackId) {
            faults.push(Fault { at: Place::line(line), what: Wrong::NoColumnOfPeople });
        }
        (layout, notices, faults)
    }

    pub fn has(&self, column: Column) -> bool {
        self.places.contains_key(&column)
    }

    pub fn columns(&self) -> impl Iterator<Item = Column> {
        self.places.keys().copied()
    }

    pub fn width(&self) -> usize {
        self.headings.len()
    }

    /// The text of a row in a column; `None` where the column is absent or the cell says nothing.
    pub fn cell<'a>(&self, cells: &'a [String], column: Column) -> Option<&'a str> {
        said(cells.get(*self.places.get(&column)?)?)
    }

    /// Where a row and a column meet.
    pub fn at(&self, line: u64, column: Column) -> Place {
        self.places.get(&column).map_or_else(|| Place::line(line), |index| self.place(line, *index))
    }

    fn place(&self, line: u64, index: usize) -> Place {
        let heading = self.headings.get(index).map(|heading| heading.trim().to_owned()).unwrap_or_default();
        Place { line: Some(line), column: Some((index + 1, heading)) }
    }
}

fn ignored(index: usize, heading: &str) -> Notice {
    let known = HEADINGS.iter().flat_map(|(column, words)| words.iter().map(|word| (*word, *column)));
    let meant = nearest(&plain(heading), known, ALIKE);
    Notice::ColumnIgnored { number: index + 1, heading: heading.trim().to_owned(), meant }
}

/// What a cell says; `None` where that is nothing, in one of the usual ways.
pub fn said(cell: &str) -> Option<&str> {
    let text = cell.trim();
    let silent = ["", "-", "–", "—", "?", "n/a", "na", "none", "null", "unknown"];
    (!silent.contains(&text.to_lowercase().as_str())).then_some(text)
}

/// A heading without what people write differently: `E-Mail` and `e_mail` are `email`.
pub fn plain(heading: &str) -> String {
    heading.chars().filter(|each| each.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &[&str]) -> (Layout, Vec<Notice>, Vec<Fault>) {
        Layout::read(&header.iter().map(ToString::to_string).collect::<Vec<_>>(), 1)
    }

    #[test]
    fn headings_are_known_in_any_order_case_and_spelling() {
        let (layout, notices, faults) = read(&["Time-Zone", "REPORTS TO", "e-mail", "User_ID", " Level "]);
        assert!(notices.is_empty() && faults.is_empty(), "{notices:?} {faults:?}");
        let columns: Vec<Column> = layout.columns().collect();
        let expected = [Column::Email, Column::SlackId, Column::Manager, Column::Level, Column::Zone];
        assert_eq!(columns, expected);
        let cells = ["Europe/Berlin", "-", " a@b.c ", "", "N/A"].map(str::to_owned);
        assert_eq!(layout.cell(&cells, Column::Email), Some("a@b.c"));
        assert_eq!(layout.cell(&cells, Column::Manager), None);
        assert_eq!(layout.cell(&cells, Column::Level), None);
        assert_eq!(layout.cell(&cells, Column::Team), None);
        assert_eq!(layout.at(7, Column::Manager).column, Some((2, "REPORTS TO".to_owned())));
    }

    #[test]
    fn an_unknown_heading_is_noted_and_a_misspelt_one_with_what_was_meant() {
        let (_, notices, faults) = read(&["email", "Manger", "Cost centre", ""]);
        assert!(faults.is_empty());
        assert_eq!(
            notices,
            [
                Notice::ColumnIgnored { number: 2, heading: "Manger".into(), meant: Some(Column::Manager) },
                Notice::ColumnIgnored { number: 3, heading: "Cost centre".into(), meant: None },
            ]
        );
    }

    #[test]
    fn a_file_without_people_or_with_a_column_twice_is_refused() {
        let (_, _, faults) = read(&["name", "level", "Seniority"]);
        let wrongs: Vec<&Wrong> = faults.iter().map(|fault| &fault.what).collect();
        let twice = Wrong::SameColumn { column: Column::Level, other: 2 };
        assert_eq!(wrongs, [&twice, &Wrong::NoColumnOfPeople]);
        assert_eq!(faults[0].at.column, Some((3, "Seniority".to_owned())));
    }

    #[test]
    fn every_column_is_found_by_the_name_it_is_called_by() {
        for (column, _) in HEADINGS {
            assert_eq!(Column::of(column.name()), Some(*column));
        }
        let all: Vec<&str> = HEADINGS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let once: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), once.len(), "no heading leads to two columns");
    }
}
