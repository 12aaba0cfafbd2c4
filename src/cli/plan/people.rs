//! The people of a plan, from a file: understood and checked as a whole, so that all that is wrong is said at once.

use super::hours::{days, hours};
use super::register::Register;
use super::sheet::{Headings, Sheet};
use super::topics::TopicNames;
use super::trouble::Trouble;
use crate::domain::calendar::WorkingHours;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::org::{Lines, Place, Step, TableRow, Wrong, circles, vocabulary};
use crate::domain::people::profile::{Mode, OWN_WORDS_LIMIT, Profile, TEAM_LIMIT, TOPICS_LIMIT};
use crate::domain::people::{Person, Standing};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Id,
    Email,
    Name,
    Manager,
    Team,
    Function,
    Level,
    Zone,
    Seeks,
    Offers,
    Words,
    Hours,
    Days,
    Never,
    TakesPart,
}

const HEADINGS: Headings<Says> = &[
    (Says::Id, &["id", "slack id", "user id", "slack user id", "member id", "person id", "employee id"]),
    (Says::Email, &["email", "mail", "email address", "mail address", "work email"]),
    (Says::Name, &["name", "full name", "display name", "real name", "employee", "person"]),
    (
        Says::Manager,
        &["manager", "reports to", "line manager", "manager email", "manager id", "manager name", "boss"],
    ),
    (Says::Team, &["team", "team name", "squad"]),
    (Says::Function, &["function", "job function", "discipline"]),
    (Says::Level, &["level", "job level", "career level", "seniority"]),
    (Says::Zone, &["zone", "time zone", "tz", "iana zone"]),
    (Says::Seeks, &["seeks", "seek", "wants", "would like advice on", "advice on"]),
    (Says::Offers, &["offers", "offer", "can help with", "helps with"]),
    (Says::Words, &["own words", "words", "about", "about me"]),
    (Says::Hours, &["hours", "working hours", "works"]),
    (Says::Days, &["days", "working days"]),
    (Says::Never, &["never", "never with", "not with"]),
    (Says::TakesPart, &["takes part", "active", "participates"]),
];

/// Everybody of a file.
pub(super) struct Roll {
    /// The people, in the order of the file.
    pub people: Vec<Person>,
    /// What they are called.
    pub names: BTreeMap<PersonId, String>,
    /// Who is above whom.
    pub lines: Lines,
    /// Who is meant by which name.
    pub register: Register,
    /// What the reader should know.
    pub notices: Vec<String>,
}

/// Reads a file of people.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(bytes: &[u8], topics: &TopicNames<'_>) -> Result<Roll, Vec<Trouble>> {
    let mut sheet = Sheet::read(bytes, HEADINGS)?;
    if ![Says::Id, Says::Email, Says::Name].into_iter().any(|column| sheet.has(column)) {
        let what = "nothing says who the people are; a heading “id”, “email” or “name” is needed";
        return Err(vec![Trouble::said(Place::line(sheet.line), what)]);
    }
    let (notices, troubles) = (std::mem::take(&mut sheet.notices), std::mem::take(&mut sheet.troubles));
    let mut reading = Reading { sheet: &sheet, topics, troubles, register: Register::default() };
    let mut people: Vec<(&TableRow, Person)> =
        sheet.rows.iter().filter_map(|row| Some((row, reading.person(row)?))).collect();
    people.iter_mut().for_each(|(row, person)| reading.relate(row, person));
    reading.find_circles(&people);
    if !reading.troubles.is_empty() {
        return Err(reading.troubles);
    }
    let register = reading.register;
    let people: Vec<Person> = people.into_iter().map(|(_, person)| person).collect();
    let names = people.iter().map(|person| (person.id.clone(), person.display_name.clone())).collect();
    Ok(Roll { lines: Lines::of(&[], &people), people, names, register, notices })
}

struct Reading<'a> {
    sheet: &'a Sheet<Says>,
    topics: &'a TopicNames<'a>,
    troubles: Vec<Trouble>,
    register: Register,
}

impl Reading<'_> {
    /// Somebody as their row says it, but for the others whom it names. `None` where it names nobody.
    fn person(&mut self, row: &TableRow) -> Option<Person> {
        let text = |column| self.sheet.text(row, column);
        let (id, name) = (text(Says::Id), text(Says::Name));
        let email = text(Says::Email).map(|email| email.to_lowercase());
        let Some(known_by) = id.clone().or_else(|| email.clone()).or_else(|| name.clone()) else {
            let what = "nobody is named; give an id, an e-mail address or a name";
            self.troubles.push(Trouble::said(Place::line(row.line), what));
            return None;
        };
        let person_id = PersonId::new(&known_by);
        if let Some(other) =
            self.register.enter(person_id.clone(), row.line, email.as_deref(), name.as_deref())
        {
            let column = if id.is_some() {
                Says::Id
            } else if email.is_some() {
                Says::Email
            } else {
                Says::Name
            };
            self.wrong(row, column, Wrong::SamePerson { other });
        }
        let zone =
            self.word(row, Says::Zone, vocabulary::zone, |said, meant| Wrong::UnknownZone { said, meant });
        let (profile, standing) = (self.profile(row), self.standing(row));
        let zone = zone.unwrap_or_else(|| "UTC".to_owned());
        let joined =
            Person::joining(person_id, name.unwrap_or(known_by), zone, profile, Timestamp::UNIX_EPOCH);
        Some(Person { standing, ..joined })
    }

    fn profile(&mut self, row: &TableRow) -> Profile {
        let level =
            self.word(row, Says::Level, vocabulary::level, |said, meant| Wrong::UnknownLevel { said, meant });
        let function = self.word(row, Says::Function, vocabulary::function, |said, meant| {
            Wrong::UnknownFunction { said, meant }
        });
        Profile {
            seeks: self.topics(row, Says::Seeks),
            offers: self.topics(row, Says::Offers),
            own_words: self.short(row, Says::Words, OWN_WORDS_LIMIT),
            level,
            function,
            team: self.short(row, Says::Team, TEAM_LIMIT),
            modes: BTreeSet::from([Mode::Peer]),
            hours: self.hours(row),
            ..Profile::default()
        }
    }

    fn topics(&mut self, row: &TableRow, column: Says) -> Vec<TopicId> {
        let mut found = Vec::new();
        for typed in self.sheet.list(row, column) {
            match self.topics.find(&typed) {
                Ok(topic) if found.contains(&topic) => {}
                Ok(topic) => found.push(topic),
                Err(what) => self.said(row, column, what),
            }
        }
        if found.len() > TOPICS_LIMIT {
            self.said(row, column, format!("{} topics; at most {TOPICS_LIMIT} can be told", found.len()));
        }
        found
    }

    fn hours(&mut self, row: &TableRow) -> WorkingHours {
        let mut working = WorkingHours::default();
        if let Some(text) = self.sheet.text(row, Says::Days) {
            match days(&text) {
                Ok(days) => working.days = days,
                Err(what) => self.said(row, Says::Days, what),
            }
        }
        if let Some(text) = self.sheet.text(row, Says::Hours) {
            match hours(&text) {
                Ok((start, end)) => (working.start, working.end) = (start, end),
                Err(what) => self.said(row, Says::Hours, what),
            }
        }
        if let Err(problem) = working.check() {
            self.said(row, Says::Hours, problem.to_string());
        }
        working
    }

    fn standing(&mut self, row: &TableRow) -> Standing {
        let Some(text) = self.sheet.text(row, Says::TakesPart) else { return Standing::Active };
        match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Standing::Active,
            "no" | "n" | "false" | "0" => Standing::Left,
            _ => {
                self.said(row, Says::TakesPart, format!("“{text}” is neither yes nor no"));
                Standing::Active
            }
        }
    }

    /// Enters the others whom a row names: the manager, and those whom the person never wants to meet.
    fn relate(&mut self, row: &TableRow, person: &mut Person) {
        if let Some(typed) = self.sheet.text(row, Says::Manager) {
            let manager = self.find(row, Says::Manager, &typed);
            if manager.as_ref() == Some(&person.id) {
                self.wrong(row, Says::Manager, Wrong::OwnManager);
            } else {
                person.profile.manager = manager;
            }
        }
        for typed in self.sheet.list(row, Says::Never) {
            person.never.extend(self.find(row, Says::Never, &typed).filter(|other| *other != person.id));
        }
    }

    fn find(&mut self, row: &TableRow, column: Says, typed: &str) -> Option<PersonId> {
        match self.register.find(typed) {
            Ok(id) => Some(id.clone()),
            Err(problem) => {
                self.said(row, column, problem.words(typed));
                None
            }
        }
    }

    fn find_circles(&mut self, people: &[(&TableRow, Person)]) {
        let places: BTreeMap<&PersonId, usize> =
            people.iter().enumerate().map(|(place, (_, person))| (&person.id, place)).collect();
        let above = |(place, (_, person)): (usize, &(&TableRow, Person))| {
            Some((place, *places.get(person.profile.manager.as_ref()?)?))
        };
        let above: BTreeMap<usize, usize> = people.iter().enumerate().filter_map(above).collect();
        for circle in circles(&above) {
            let step = |place: &usize| {
                let (row, person) = &people[*place];
                Step { who: person.display_name.clone(), line: Some(row.line) }
            };
            let line = circle.first().map(|place| people[*place].0.line).unwrap_or_default();
            let what = Wrong::Circle(circle.iter().map(step).collect());
            self.troubles.push(Trouble::new(self.sheet.at(line, Says::Manager), what));
        }
    }

    fn short(&mut self, row: &TableRow, column: Says, most: usize) -> Option<String> {
        let text = self.sheet.text(row, column)?;
        if text.chars().count() > most {
            self.wrong(row, column, Wrong::TooLong(most));
        }
        Some(text)
    }

    fn word<T, M>(
        &mut self,
        row: &TableRow,
        column: Says,
        understand: fn(&str) -> Result<T, Option<M>>,
        wrong: fn(String, Option<M>) -> Wrong,
    ) -> Option<T> {
        let said = self.sheet.text(row, column)?;
        match understand(&said) {
            Ok(meaning) => Some(meaning),
            Err(meant) => {
                self.wrong(row, column, wrong(said, meant));
                None
            }
        }
    }

    fn wrong(&mut self, row: &TableRow, column: Says, what: Wrong) {
        self.troubles.push(Trouble::new(self.sheet.at(row.line, column), what));
    }

    fn said(&mut self, row: &TableRow, column: Says, what: String) {
        self.troubles.push(Trouble::said(self.sheet.at(row.line, column), what));
    }
}
