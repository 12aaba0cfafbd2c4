//! A file of people in words: what it changes, and what is wrong with it. An operator's terminal and an admin's direct
//! message say the same, each in its own spelling.

use super::text::{escape, mention};
use super::words::{Words, value};
use crate::domain::org::{
    Absence, Absent, Brief, Column, Counts, Entry, Fault, FieldChange, Gone, Notice, Place, Run, Step, Wrong,
};
use crate::domain::people::profile::{Function, Level};

/// The words for a terminal.
pub struct OrgWords {
    words: Words,
}

impl OrgWords {
    /// In English.
    pub fn english() -> Self {
        Self { words: Words::english() }
    }

    /// What a file changes, as lines: the sums first, then everybody who is shown, by name.
    pub fn report(&self, brief: &Brief) -> Vec<String> {
        let told = self.told();
        let mut lines = vec![told.sums(brief)];
        for section in told.sections(brief) {
            lines.extend([String::new(), section.heading]);
            lines.extend(section.lines.into_iter().map(|line| format!("  {line}")));
        }
        lines
    }

    /// What is wrong with a file, as lines, at most so many.
    pub fn faults(&self, faults: &[Fault], most: usize) -> Vec<String> {
        let shown = &faults[..faults.len().min(most)];
        self.told().faults(shown, faults.len() - shown.len())
    }

    /// One fault with its place, such as `line 4, column 3 (level): “L5” is no level. …`.
    pub fn fault(&self, fault: &Fault) -> String {
        self.told().fault(fault)
    }

    fn told(&self) -> Told<'_> {
        Told { words: &self.words, spelling: Spelling::Plain }
    }
}

/// How the words of the file itself are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As they are.
    Plain,
    /// So that they mean nothing to Slack.
    Slack,
}

/// A list under its heading.
pub(super) struct Section {
    pub heading: String,
    pub lines: Vec<String>,
}

/// A report in the making.
pub(super) struct Told<'a> {
    pub words: &'a Words,
    pub spelling: Spelling,
}

impl Told<'_> {
    pub fn sums(&self, brief: &Brief) -> String {
        let Brief { run, people, counts, shown } = brief;
        let (added, changed) = match run {
            Run::Dry => ("org-sum-to-add", "org-sum-to-change"),
            Run::Applied => ("org-sum-added", "org-sum-changed"),
        };
        let sums = [
            (counts.added, added),
            (counts.changed, changed),
            (shown.unchanged, "org-sum-unchanged"),
            (counts.absent, "org-sum-absent"),
        ];
        let told = sums.iter().filter(|(count, _)| *count > 0);
        let told: Vec<String> = told.map(|(count, id)| self.count(id, *count)).collect();
        let people = ("people", value(self.count("org-people", *people)));
        let sums = ("sums", value(told.join(", ")));
        match counts.gone {
            0 => self.words.with("org-sums", &[people, sums]),
            gone => self.words.with("org-sums-earlier", &[people, sums, ("gone", value(gone))]),
        }
    }

    pub fn sections(&self, brief: &Brief) -> Vec<Section> {
        let Brief { run, people: _, counts, shown } = brief;
        let Counts { added, changed, absent, gone, notices } = *counts;
        let (to_add, to_change) = match run {
            Run::Dry => ("org-to-add", "org-to-change"),
            Run::Applied => ("org-added", "org-changed"),
        };
        let sections = [
            (to_add, shown.added.iter().map(|entry| self.added(entry)).collect(), added),
            (to_change, shown.changed.iter().map(|entry| self.changed(entry)).collect(), changed),
            ("org-absent", shown.absent.iter().map(|each| self.absent(each)).collect(), absent),
            ("org-gone", shown.gone.iter().map(|each| self.called(each)).collect(), gone),
            ("org-notices", shown.notices.iter().map(|notice| self.notice(notice)).collect(), notices),
        ];
        sections.into_iter().filter_map(|(heading, lines, all)| self.section(heading, lines, all)).collect()
    }

    pub fn faults(&self, shown: &[Fault], more: usize) -> Vec<String> {
        let mut lines: Vec<String> = shown.iter().map(|fault| self.fault(fault)).collect();
        lines.extend((more > 0).then(|| self.count("org-more", more)));
        lines
    }

    fn section(&self, heading: &str, mut lines: Vec<String>, all: usize) -> Option<Section> {
        let more = all - lines.len().min(all);
        lines.extend((more > 0).then(|| self.count("org-more", more)));
        (all > 0).then(|| Section { heading: self.words.say(heading), lines })
    }

    fn added(&self, entry: &Entry) -> String {
        let known = |change: &FieldChange| {
            let value_of = value(self.field_value(change.field, change.new.as_deref()?));
            Some(self.words.with("org-field", &[("field", value(change.field.name())), ("value", value_of)]))
        };
        let known: Vec<String> = entry.fields.iter().filter_map(known).collect();
        let known = if known.is_empty() { self.words.say("org-nothing-known") } else { known.join(", ") };
        self.entry(entry.line, &entry.who, known)
    }

    fn changed(&self, entry: &Entry) -> String {
        let shown = |change: &FieldChange, text: Option<&String>| {
            text.map_or_else(|| self.words.say("org-unknown"), |text| self.field_value(change.field, text))
        };
        let change = |change: &FieldChange| {
            let (old, new) = (shown(change, change.old.as_ref()), shown(change, change.new.as_ref()));
            let values = [("field", value(change.field.name())), ("old", value(old)), ("new", value(new))];
            self.words.with("org-field-change", &values)
        };
        let changes: Vec<String> = entry.fields.iter().map(change).collect();
        self.entry(entry.line, &entry.who, changes.join(", "))
    }

    /// On a screen of Slack's, an id alone would tell nobody anything.
    fn called(&self, gone: &Gone) -> String {
        let id = match self.spelling {
            Spelling::Plain => gone.person.to_string(),
            Spelling::Slack => mention(&gone.person),
        };
        if gone.who == gone.person.as_str() { id } else { format!("{} ({id})", self.own(&gone.who)) }
    }

    fn absent(&self, absent: &Absent) -> String {
        let why = match absent.why {
            Absence::NotInSlack => "org-absent-not-in-slack",
            Absence::Deactivated => "org-absent-deactivated",
            Absence::Bot => "org-absent-bot",
            Absence::Stranger => "org-absent-stranger",
        };
        self.entry(absent.line, &absent.who, self.words.say(why))
    }

    fn entry(&self, line: u64, who: &str, what: String) -> String {
        let values = [("line", value(line)), ("who", value(self.own(who))), ("what", value(what))];
        self.words.with("org-entry", &values)
    }

    /// Levels and functions are stored as codes.
    fn field_value(&self, field: Column, text: &str) -> String {
        match field {
            Column::Level | Column::Function => spoken(text),
            Column::Email
            | Column::SlackId
            | Column::Name
            | Column::Manager
            | Column::Team
            | Column::Zone => self.own(text),
        }
    }

    fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::Encoding(name) => {
                self.words.with("org-notice-encoding", &[("name", value(self.own(name)))])
            }
            Notice::ColumnIgnored { number, heading, meant } => {
                let (number, heading) = (("number", value(*number)), ("heading", value(self.own(heading))));
                match meant {
                    None => self.words.with("org-notice-column", &[number, heading]),
                    Some(meant) => {
                        let meant = ("meant", value(meant.name()));
                        self.words.with("org-notice-column-meant", &[number, heading, meant])
                    }
                }
            }
            Notice::ManagerUnknown { at, said } => self.at(at, self.said("org-notice-manager", said)),
        }
    }

    fn fault(&self, fault: &Fault) -> String {
        self.at(&fault.at, self.wrong(&fault.what))
    }

    fn at(&self, place: &Place, what: String) -> String {
        let Some(line) = place.line else { return what };
        let (line, what) = (("line", value(line)), ("what", value(what)));
        match &place.column {
            None => self.words.with("org-at-line", &[line, what]),
            Some((number, heading)) => {
                let (number, heading) = (("number", value(*number)), ("heading", value(self.own(heading))));
                self.words.with("org-at-cell", &[line, number, heading, what])
            }
        }
    }

    fn wrong(&self, wrong: &Wrong) -> String {
        let say = |id| self.words.say(id);
        match wrong {
            Wrong::TooLarge(most) => self.words.with("org-wrong-too-large", &[("most", value(most >> 20))]),
            Wrong::TooManyRows(most) => self.words.with("org-wrong-too-many-rows", &[("most", value(*most))]),
            Wrong::NotText => say("org-wrong-not-text"),
            Wrong::Workbook => say("org-wrong-workbook"),
            Wrong::NoRows => say("org-wrong-no-rows"),
            Wrong::UnclosedQuote => say("org-wrong-unclosed-quote"),
            Wrong::NoColumnOfPeople => say("org-wrong-no-people"),
            Wrong::SameColumn { column, other } => {
                let values = [("other", value(*other)), ("column", value(column.name()))];
                self.words.with("org-wrong-same-column", &values)
            }
            Wrong::TooManyCells { cells, headings } => {
                let values = [("cells", value(*cells)), ("headings", value(*headings))];
                self.words.with("org-wrong-too-many-cells", &values)
            }
            Wrong::SeveralLines => say("org-wrong-several-lines"),
            Wrong::NoPerson => say("org-wrong-no-person"),
            Wrong::NotAPerson(said) => self.said("org-wrong-not-a-person", said),
            Wrong::SamePerson { other } => {
                self.words.with("org-wrong-same-person", &[("other", value(*other))])
            }
            Wrong::TooLong(most) => self.words.with("org-wrong-too-long", &[("most", value(*most))]),
            Wrong::UnknownLevel { said, meant: Some(meant) } => {
                self.meant("org-wrong-level-meant", said, spoken(meant.code()))
            }
            Wrong::UnknownLevel { said, meant: None } => {
                self.known("org-wrong-level", said, Level::ALL.iter().map(|level| level.code()))
            }
            Wrong::UnknownFunction { said, meant: Some(meant) } => {
                self.meant("org-wrong-function-meant", said, spoken(meant.code()))
            }
            Wrong::UnknownFunction { said, meant: None } => {
                self.known("org-wrong-function", said, Function::ALL.iter().map(|each| each.code()))
            }
            Wrong::UnknownZone { said, meant: Some(meant) } => {
                self.meant("org-wrong-zone-meant", said, meant.clone())
            }
            Wrong::UnknownZone { said, meant: None } => self.said("org-wrong-zone", said),
            Wrong::SeveralManagers { said, lines } => {
                let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
                let values = [("said", value(self.own(said))), ("lines", value(lines.join(", ")))];
                self.words.with("org-wrong-several-managers", &values)
            }
            Wrong::OwnManager => say("org-wrong-own-manager"),
            Wrong::Circle(steps) => self.circle(steps),
        }
    }

    fn circle(&self, steps: &[Step]) -> String {
        let step = |step: &Step| {
            let who = ("who", value(self.own(&step.who)));
            match step.line {
                Some(line) => self.words.with("org-circle-step", &[who, ("line", value(line))]),
                None => self.words.with("org-circle-step-earlier", &[who]),
            }
        };
        let mut line: Vec<String> = steps.iter().map(step).collect();
        line.extend(steps.first().map(|first| self.own(&first.who)));
        self.words.with("org-wrong-circle", &[("line", value(line.join(" → ")))])
    }

    fn known(&self, id: &str, said: &str, known: impl Iterator<Item = &'static str>) -> String {
        let known: Vec<String> = known.map(spoken).collect();
        self.words.with(id, &[("said", value(self.own(said))), ("known", value(known.join(", ")))])
    }

    fn meant(&self, id: &str, said: &str, meant: String) -> String {
        self.words.with(id, &[("said", value(self.own(said))), ("meant", value(meant))])
    }

    fn said(&self, id: &str, said: &str) -> String {
        self.words.with(id, &[("said", value(self.own(said)))])
    }

    fn count(&self, id: &str, count: usize) -> String {
        self.words.with(id, &[("count", value(count))])
    }

    /// Words of the file itself.
    fn own(&self, text: &str) -> String {
        match self.spelling {
            Spelling::Plain => text.to_owned(),
            Spelling::Slack => escape(text),
        }
    }
}

/// A code as people say it.
fn spoken(code: &str) -> String {
    code.replace('_', " ")
}
