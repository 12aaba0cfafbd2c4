//! The bytes of a file as rows of cells: its encoding, its delimiter, its quotation marks.

use crate::domain::org::{Fault, Notice, Place, Table, TableRow, Wrong};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;

/// The longest file of an import, in bytes.
pub const MOST_BYTES: usize = 4 << 20;
/// The most rows of an import.
const MOST_ROWS: usize = 50_000;
/// What separates cells, the likeliest first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A decoded file.
#[derive(Debug)]
pub struct Decoded {
    /// Its rows.
    pub table: Table,
    /// What the reader should know about the encoding.
    pub notice: Option<Notice>,
}

/// How much of a file is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest file, in bytes.
    pub bytes: usize,
    /// The most rows.
    pub rows: usize,
}

impl Limits {
    /// Those of an import, which is kept in memory beside a running bot.
    pub const IMPORT: Self = Self { bytes: MOST_BYTES, rows: MOST_ROWS };
}

/// Takes a file apart: any delimiter of the usual three, any of the usual encodings.
///
/// # Errors
/// Why the file is no table, or a longer one than is read.
pub fn decode(bytes: &[u8], limits: Limits) -> Result<Decoded, Fault> {
    if bytes.len() > limits.bytes {
        return Err(Wrong::TooLarge(limits.bytes).of_file());
    }
    let (text, notice) = text(bytes)?;
    Ok(Decoded { table: table(&text, limits.rows)?, notice })
}

/// UTF-8 or UTF-16 where a byte-order mark says so, UTF-8 where the bytes fit, and Windows-1252 for the rest, which is how
/// spreadsheets of western Europe save without being asked.
fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Notice>), Fault> {
    let not_text = || Wrong::NotText.of_file();
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Wrong::Workbook.of_file());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return text.map(|text| (text, None)).ok_or_else(not_text);
    }
    if bytes.contains(&0) {
        return Err(not_text());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.into(), None)),
        Err(_) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            Ok((text, Some(Notice::Encoding(WINDOWS_1252.name().to_owned()))))
        }
    }
}

fn table(text: &str, most: usize) -> Result<Table, Fault> {
    let (delimiter, said) = delimiter(text);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(&text.as_bytes()[said..]);
    let mut lines = Lines { text, before: 0, line: 1 };
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Wrong::NotText.of_file())? {
        let line = lines.of(said + record.position().map_or(0, |at| at.byte() as usize));
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(TableRow { line, cells });
        }
        if rows.len() > most {
            return Err(Wrong::TooManyRows(most).of_file());
        }
    }
    check_quotes(text, &rows)?;
    let mut rows = rows.into_iter();
    Ok(Table { header: rows.next().unwrap_or_default(), rows: rows.collect() })
}

/// What separates the cells, and how many bytes of the text only say so: some spreadsheets write `sep=;` above the headings.
fn delimiter(text: &str) -> (u8, usize) {
    let begins = text.len() - text.trim_start_matches(['\r', '\n']).len();
    let first = text[begins..].lines().next().unwrap_or_default();
    if let Some([said]) = first.strip_prefix("sep=").map(str::as_bytes)
        && DELIMITERS.contains(said)
    {
        let line = text[begins..].find('\n').map_or(text.len(), |end| begins + end + 1);
        return (*said, line);
    }
    let outside_quotes = first.split('"').step_by(2);
    let count = |delimiter: u8| {
        outside_quotes
            .clone()
            .map(|part| part.bytes().filter(|each| *each == delimiter).count())
            .sum::<usize>()
    };
    let likeliest = DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter));
    (likeliest.unwrap_or(b','), 0)
}

/// Counts lines on the way down. The reader counts too, but takes the empty lines above a row for the row.
struct Lines<'a> {
    text: &'a str,
    before: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that begins at or behind a byte.
    fn of(&mut self, byte: usize) -> u64 {
        let rest = &self.text[byte..];
        let begins = self.text.len() - rest.trim_start_matches(['\r', '\n']).len();
        let passed = &self.text.as_bytes()[self.before..begins];
        let following = passed.iter().skip(1).chain([&0]);
        let ends = |(this, next): &(&u8, &u8)| **this == b'\n' || (**this == b'\r' && **next != b'\n');
        self.line += passed.iter().zip(following).filter(ends).count() as u64;
        self.before = begins;
        self.line
    }
}

/// A quotation mark that is never closed swallows everything below it into the last cell, without any error.
fn check_quotes(text: &str, rows: &[TableRow]) -> Result<(), Fault> {
    let is_odd = text.bytes().filter(|each| *each == b'"').count() % 2 == 1;
    match rows.last() {
        Some(last) if is_odd && last.cells.last().is_some_and(|cell| cell.contains('\n')) => {
            Err(Fault { at: Place::line(last.line), what: Wrong::UnclosedQuote })
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let Table { header, rows } = decode(bytes, Limits::IMPORT).unwrap().table;
        std::iter::once(header).chain(rows).map(|row| row.cells).collect()
    }

    fn wrong(bytes: &[u8]) -> Wrong {
        decode(bytes, Limits::IMPORT).unwrap_err().what
    }

    #[test]
    fn every_usual_delimiter_is_found() {
        for text in
            ["email,team\na@b.c,Core", "email;team\r\na@b.c;Core\r\n", "\n\nemail\tteam\na@b.c\tCore\n"]
        {
            assert_eq!(cells(text.as_bytes()), [["email", "team"], ["a@b.c", "Core"]], "{text:?}");
        }
        assert_eq!(cells(b"\"name, all of it\";email\nx;y"), [["name, all of it", "email"], ["x", "y"]]);
        assert_eq!(cells(b"email\na@b.c"), [["email"], ["a@b.c"]]);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let table =
            decode(b"sep=;\nemail;notes\n\na@b.c;\"one\ntwo\"\nb@b.c;\n", Limits::IMPORT).unwrap().table;
        assert_eq!((table.header.line, table.header.cells[0].as_str()), (2, "email"));
        let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [4, 6]);
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "email", "", "", "a@b.c", "b@b.c", ""].join(end);
            let table = decode(text.as_bytes(), Limits::IMPORT).unwrap().table;
            let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
            assert_eq!((table.header.line, lines), (2, vec![5, 6]), "{end:?}");
        }
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "name,team\nZoë,Großes";
        let utf_16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        let with_mark = ["\u{feff}", text].concat();
        let (western, _, _) = WINDOWS_1252.encode(text);
        for bytes in [
            text.as_bytes(),
            with_mark.as_bytes(),
            &utf_16(u16::to_le_bytes),
            &utf_16(u16::to_be_bytes),
            &western,
        ] {
            assert_eq!(cells(bytes), [["name", "team"], ["Zoë", "Großes"]]);
        }
        let notice = decode(&western, Limits::IMPORT).unwrap().notice;
        assert_eq!(notice, Some(Notice::Encoding("windows-1252".into())), "a guess is told");
        assert_eq!(decode(with_mark.as_bytes(), Limits::IMPORT).unwrap().notice, None);
    }

    #[test]
    fn what_is_no_table_says_what_it_is() {
        assert_eq!(wrong(b"PK\x03\x04...."), Wrong::Workbook);
        assert_eq!(wrong(b"e\0m\0a\0i\0l\0"), Wrong::NotText);
        assert_eq!(wrong(b"\xff\xfee\0\0"), Wrong::NotText);
        assert_eq!(wrong(&vec![b'x'; MOST_BYTES + 1]), Wrong::TooLarge(MOST_BYTES));
        assert_eq!(wrong("x\n".repeat(MOST_ROWS + 1).as_bytes()), Wrong::TooManyRows(MOST_ROWS));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found() {
        let fault =
            decode(b"email,team\na@b.c,\"Core\nb@b.c,Edge\nc@b.c,Edge\n", Limits::IMPORT).unwrap_err();
        assert_eq!(fault, Fault { at: Place::line(2), what: Wrong::UnclosedQuote });
        assert!(
            decode(b"email,team\na@b.c,The 5\" team\nb@b.c,Edge\n", Limits::IMPORT).is_ok(),
            "inside a cell it is a sign"
        );
    }

    proptest! {
        #[test]
        fn what_a_spreadsheet_writes_is_what_is_read(
            rows in prop::collection::vec(prop::collection::vec("[ -~äß€]{0,12}", 3), 0..6),
            delimiter in prop::sample::select(DELIMITERS.to_vec()),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            writer.write_record(["email", "team", "level"]).unwrap();
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let full = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
            let read = cells(&bytes);
            prop_assert_eq!(&read[1..], &full.collect::<Vec<_>>()[..]);
        }

        #[test]
        fn no_bytes_are_too_odd_to_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _either = crate::app::org::read(&bytes);
        }
    }
}
