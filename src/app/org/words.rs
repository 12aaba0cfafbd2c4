//! An import in words, for the operator's terminal and for an admin's direct message alike.

use super::{Report, Run};
use crate::domain::org::{Absence, Absent, Column, Entry, Fault, FieldChange, Notice, Place, Step, Wrong};
use crate::domain::people::profile::{Function, Level};

/// What a file changes, as lines: the sums first, then everybody by name, at most so many of each kind.
pub fn report(report: &Report, most: usize) -> Vec<String> {
    let differences = &report.differences;
    let mut lines = vec![summary(report)];
    let heading = |dry: &str, applied: &str| match report.run {
        Run::Dry => dry.to_owned(),
        Run::Applied => applied.to_owned(),
    };
    let added: Vec<String> = differences.added.iter().map(added).collect();
    section(&mut lines, &heading("To be added:", "Added:"), added, most);
    let changed: Vec<String> = differences.changed.iter().map(changed).collect();
    section(&mut lines, &heading("To be changed:", "Changed:"), changed, most);
    let absent: Vec<String> = differences.absent.iter().map(absent).collect();
    let why = "Not in Slack, so nothing is kept about them. Whoever reports to them counts as reporting to the next above:";
    section(&mut lines, why, absent, most);
    let gone: Vec<String> =
        differences.gone.iter().map(|gone| called(&gone.who, gone.person.as_str())).collect();
    section(&mut lines, "Not in this file. What an earlier one said of them is kept:", gone, most);
    section(&mut lines, "Please look:", differences.notices.iter().map(notice).collect(), most);
    lines
}

/// What is wrong with a file, as lines, at most so many.
pub fn faults(faults: &[Fault], most: usize) -> Vec<String> {
    let mut lines: Vec<String> = faults.iter().take(most).map(fault).collect();
    if faults.len() > most {
        lines.push(format!("and {} more", faults.len() - most));
    }
    lines
}

/// One fault with its place, such as `line 4, column 3 (level): “L5” is no level. …`.
pub fn fault(fault: &Fault) -> String {
    format!("{}{}", place(&fault.at), wrong(&fault.what))
}

/// One notice with its place.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Encoding(name) => {
            format!("the file is not UTF-8 and was read as {name}; look whether the names are right")
        }
        Notice::ColumnIgnored { number, heading, meant } => {
            let meant = meant.map(|column| format!(" Did you mean “{}”?", column.name())).unwrap_or_default();
            format!("column {number} (“{heading}”) means nothing to the bot and was ignored.{meant}")
        }
        Notice::ManagerUnknown { at, said } => {
            format!("{}“{said}” is neither in the file nor in Slack, so the manager is unknown", place(at))
        }
    }
}

fn summary(report: &Report) -> String {
    let differences = &report.differences;
    let (added, changed) = match report.run {
        Run::Dry => ("to be added", "to be changed"),
        Run::Applied => ("added", "changed"),
    };
    let parts = [
        (differences.added.len(), added),
        (differences.changed.len(), changed),
        (differences.unchanged, "unchanged"),
        (differences.absent.len(), "not in Slack"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let gone = match differences.gone.len() {
        0 => String::new(),
        count => format!("; {count} kept from an earlier file"),
    };
    let people = if report.people == 1 { "person" } else { "people" };
    format!("{} {people} in the file: {}{gone}.", report.people, told.join(", "))
}

fn section(lines: &mut Vec<String>, heading: &str, entries: Vec<String>, most: usize) {
    if entries.is_empty() {
        return;
    }
    let more = entries.len().saturating_sub(most);
    lines.extend([String::new(), heading.to_owned()]);
    lines.extend(entries.into_iter().take(most).map(|entry| format!("  {entry}")));
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
}

fn added(entry: &Entry) -> String {
    let known = |change: &FieldChange| {
        Some(format!("{} {}", change.field.name(), value(change.field, change.new.as_deref()?)))
    };
    let known: Vec<String> = entry.fields.iter().filter_map(known).collect();
    let known = if known.is_empty() { "nothing known".to_owned() } else { known.join(", ") };
    format!("line {}, {}: {known}", entry.line, entry.who)
}

fn changed(entry: &Entry) -> String {
    let shown = |change: &FieldChange, text: Option<&String>| {
        text.map_or_else(|| "unknown".to_owned(), |text| value(change.field, text))
    };
    let changes: Vec<String> = entry
        .fields
        .iter()
        .map(|change| {
            let (old, new) = (shown(change, change.old.as_ref()), shown(change, change.new.as_ref()));
            format!("{} {old} → {new}", change.field.name())
        })
        .collect();
    format!("line {}, {}: {}", entry.line, entry.who, changes.join(", "))
}

/// Levels and functions are stored as codes.
fn value(field: Column, text: &str) -> String {
    match field {
        Column::Level | Column::Function => text.replace('_', " "),
        Column::Email | Column::SlackId | Column::Name | Column::Manager | Column::Team | Column::Zone => {
            text.to_owned()
        }
    }
}

fn absent(absent: &Absent) -> String {
    let why = match absent.why {
        Absence::NotInSlack => "no such account",
        Absence::Deactivated => "the account is deactivated",
        Absence::Bot => "a bot",
        Absence::Stranger => "of another organisation",
    };
    format!("line {}, {}: {why}", absent.line, absent.who)
}

fn called(who: &str, id: &str) -> String {
    if who == id { id.to_owned() } else { format!("{who} ({id})") }
}

fn place(place: &Place) -> String {
    match (place.line, &place.column) {
        (None, _) => String::new(),
        (Some(line), None) => format!("line {line}: "),
        (Some(line), Some((number, heading))) => format!("line {line}, column {number} ({heading}): "),
    }
}

fn wrong(wrong: &Wrong) -> String {
    match wrong {
        Wrong::TooLarge(most) => {
            format!("it is larger than {} MiB; keep only the columns that are used", most >> 20)
        }
        Wrong::TooManyRows(most) => format!("it has more than {most} rows; split it"),
        Wrong::NotText => "it is no text file; save it as CSV in UTF-8".into(),
        Wrong::Workbook => "it is a spreadsheet; save it as CSV first".into(),
        Wrong::NoRows => "it is empty: a row of headings and a row for each person are needed".into(),
        Wrong::UnclosedQuote => "a quotation mark opens here and is never closed".into(),
        Wrong::NoColumnOfPeople => {
            "nothing says who the people are; the first row needs a heading “email” or “slack id”".into()
        }
        Wrong::SameColumn { column, other } => {
            format!("column {other} is the {} as well; keep one of them", column.name())
        }
        Wrong::TooManyCells { cells, headings } => {
            format!(
                "{cells} cells, but only {headings} headings; does a text with the separator lack its quotation marks?"
            )
        }
        Wrong::SeveralLines => "the cell goes over several lines; is a quotation mark not closed?".into(),
        Wrong::NoPerson => "neither an e-mail address nor a Slack id".into(),
        Wrong::NotAPerson(said) => format!("“{said}” is neither an e-mail address nor a Slack id"),
        Wrong::SamePerson { other } => format!("the same person as on line {other}; keep one of them"),
        Wrong::TooLong(most) => format!("longer than {most} characters"),
        Wrong::UnknownLevel { said, meant } => {
            unknown(said, "level", meant.map(Level::code), Level::ALL.iter().map(|level| level.code()))
        }
        Wrong::UnknownFunction { said, meant } => {
            unknown(said, "function", meant.map(Function::code), Function::ALL.iter().map(|each| each.code()))
        }
        Wrong::UnknownZone { said, meant: Some(meant) } => {
            format!("“{said}” is no time zone; did you mean {meant}?")
        }
        Wrong::UnknownZone { said, meant: None } => {
            format!("“{said}” is no time zone; use an IANA name such as Europe/London")
        }
        Wrong::SeveralManagers { said, lines } => {
            let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
            format!(
                "“{said}” is the name of several people (lines {}); write an address or a Slack id",
                lines.join(", ")
            )
        }
        Wrong::OwnManager => "a person cannot report to themselves; leave the cell empty at the top".into(),
        Wrong::Circle(steps) => circle(steps),
    }
}

fn unknown(said: &str, kind: &str, meant: Option<&str>, known: impl Iterator<Item = &'static str>) -> String {
    match meant {
        Some(meant) => format!("“{said}” is no {kind}; did you mean {}?", meant.replace('_', " ")),
        None => {
            let known: Vec<String> = known.map(|code| code.replace('_', " ")).collect();
            format!("“{said}” is no {kind}; use {}, or leave the cell empty", known.join(", "))
        }
    }
}

fn circle(steps: &[Step]) -> String {
    let step = |step: &Step| match step.line {
        Some(line) => format!("{} (line {line})", step.who),
        None => format!("{} (from an earlier file)", step.who),
    };
    let mut line: Vec<String> = steps.iter().map(step).collect();
    line.extend(steps.first().map(|first| first.who.clone()));
    format!("the reporting line comes back to where it began: {}", line.join(" → "))
}
