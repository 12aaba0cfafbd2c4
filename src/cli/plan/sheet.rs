//! A table whose columns are known by their headings: what the file of people and the file of the past have in common.

use super::trouble::Trouble;
use crate::app::org::{Limits, decode};
use crate::domain::org::columns::{plain, said};
use crate::domain::org::vocabulary::nearest;
use crate::domain::org::{Notice, Place, TableRow, Wrong};
use std::collections::BTreeMap;

/// The longest file, and the most rows: enough for a company of 100,000.
pub(super) const LIMITS: Limits = Limits { bytes: 64 << 20, rows: 1_000_000 };
/// How alike a heading and a known one must be, from 0 to 1, to suggest that one was meant.
const ALIKE: f64 = 0.7;

/// Each column with its headings; the first of them is what it is called.
pub(super) type Headings<C> = &'static [(C, &'static [&'static str])];

/// A table, and where each of its columns stands.
#[derive(Debug)]
pub(super) struct Sheet<C> {
    /// The rows below the headings.
    pub rows: Vec<TableRow>,
    /// What the reader should know.
    pub notices: Vec<String>,
    /// What is wrong with the shape of rows; the rest of them can be read all the same.
    pub troubles: Vec<Trouble>,
    /// The line of the headings.
    pub line: u64,
    headings: Vec<String>,
    places: BTreeMap<C, usize>,
}

impl<C: Copy + Ord> Sheet<C> {
    /// Takes a file apart and finds its columns.
    ///
    /// # Errors
    /// Why the file is no table, or that a column stands there twice.
    pub fn read(bytes: &[u8], known: Headings<C>) -> Result<Self, Vec<Trouble>> {
        let decoded = decode(bytes, LIMITS).map_err(|fault| vec![fault.into()])?;
        let (header, rows) = (decoded.table.header, decoded.table.rows);
        if rows.is_empty() {
            return Err(vec![Wrong::NoRows.of_file().into()]);
        }
        let notices = decoded.notice.iter().filter_map(of_encoding).collect();
        let (headings, places, troubles) = (header.cells, BTreeMap::new(), Vec::new());
        let mut sheet = Self { rows, notices, troubles, line: header.line, headings, places };
        let twice: Vec<Trouble> =
            (0..sheet.headings.len()).filter_map(|index| sheet.take_heading(index, known)).collect();
        if !twice.is_empty() {
            return Err(twice);
        }
        sheet.troubles = sheet.rows.iter().filter_map(|row| sheet.check_shape(row)).collect();
        Ok(sheet)
    }

    pub fn has(&self, column: C) -> bool {
        self.places.contains_key(&column)
    }

    /// The text of a row in a column; `None` where the column is absent or the cell says nothing.
    pub fn text(&self, row: &TableRow, column: C) -> Option<String> {
        let cell = said(row.cells.get(*self.places.get(&column)?)?)?;
        Some(cell.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The parts of such a text, divided by semicolons, bars or line ends.
    pub fn list(&self, row: &TableRow, column: C) -> Vec<String> {
        let cell = self.places.get(&column).and_then(|index| said(row.cells.get(*index)?));
        let parts = cell.unwrap_or_default().split([';', '|', '\n']);
        parts
            .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|part| !part.is_empty())
            .collect()
    }

    /// Where a row and a column meet.
    pub fn at(&self, line: u64, column: C) -> Place {
        self.places.get(&column).map_or_else(|| Place::line(line), |index| self.place(line, *index))
    }

    fn place(&self, line: u64, index: usize) -> Place {
        let heading = self.headings.get(index).map(|heading| heading.trim().to_owned()).unwrap_or_default();
        Place { line: Some(line), column: Some((index + 1, heading)) }
    }

    fn take_heading(&mut self, index: usize, known: Headings<C>) -> Option<Trouble> {
        let heading = self.headings[index].trim().to_owned();
        let typed = plain(&heading);
        let words = || known.iter().flat_map(|(column, words)| words.iter().map(|word| (*word, *column)));
        let Some((_, column)) = words().find(|(word, _)| plain(word) == typed) else {
            let called = words().map(|(word, column)| (word, called(known, column)));
            self.note_unknown(index, &heading, nearest(&typed, called, ALIKE));
            return None;
        };
        let first = self.places.insert(column, index)?;
        let what = format!("column {} is the {} as well; keep one of them", first + 1, called(known, column));
        Some(Trouble::said(self.place(self.line, index), what))
    }

    fn note_unknown(&mut self, index: usize, heading: &str, meant: Option<&str>) {
        if heading.is_empty() {
            return;
        }
        let meant = meant.map(|meant| format!("; did you mean “{meant}”?")).unwrap_or_default();
        let number = index + 1;
        self.notices.push(format!("column {number} (“{heading}”) means nothing here and is ignored{meant}"));
    }

    fn check_shape(&self, row: &TableRow) -> Option<Trouble> {
        let cells = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        let headings = self.headings.len();
        let what = Wrong::TooManyCells { cells, headings };
        (cells > headings).then(|| Trouble::new(Place::line(row.line), what))
    }
}

fn called<C: PartialEq>(known: Headings<C>, column: C) -> &'static str {
    let found = known.iter().find(|(each, _)| *each == column);
    found.and_then(|(_, words)| words.first()).copied().unwrap_or_default()
}

fn of_encoding(notice: &Notice) -> Option<String> {
    match notice {
        Notice::Encoding(name) => {
            Some(format!("the file is not UTF-8 and was read as {name}; look whether the names are right"))
        }
        Notice::ColumnIgnored { .. } | Notice::ManagerUnknown { .. } => None,
    }
}
