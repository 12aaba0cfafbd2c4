use super::*;
use crate::domain::testing::id;

/// A table from lines whose cells are separated by commas.
pub(crate) fn table(lines: &[&str]) -> Table {
    let mut rows = lines
        .iter()
        .zip(1..)
        .map(|(line, number)| TableRow { line: number, cells: line.split(',').map(str::to_owned).collect() });
    Table { header: rows.next().unwrap_or_default(), rows: rows.collect() }
}

fn read(lines: &[&str]) -> Sheet {
    Sheet::read(&table(lines)).unwrap()
}

/// The lines and kinds of everything that is wrong.
fn wrongs(lines: &[&str]) -> Vec<(Option<u64>, Wrong)> {
    Sheet::read(&table(lines)).unwrap_err().into_iter().map(|fault| (fault.at.line, fault.what)).collect()
}

#[test]
fn a_row_is_understood_whole() {
    let sheet = read(&[
        "Name,E-mail,Reports to,Team,Function,Level,Time zone,Cost centre",
        "Ana Ruiz,Ana@Acme.example,cto@acme.example,  Core   Payments ,eng,Sr. Manager,europe/madrid,4711",
        ",,,,,,,",
        "Ben,ben@acme.example,ana ruiz,,,,,",
    ]);
    let ana = &sheet.rows[0];
    assert_eq!((ana.line, ana.label.as_str()), (2, "ana@acme.example"));
    assert_eq!(ana.team.as_deref(), Some("Core Payments"));
    assert_eq!((ana.function, ana.level), (Some(Function::Engineering), Some(Level::SeniorManager)));
    assert_eq!(ana.zone.as_deref(), Some("Europe/Madrid"));
    let cto = Who::Email("cto@acme.example".into());
    assert!(matches!(&ana.manager, Manager::Elsewhere { who, .. } if *who == cto));
    let ben = &sheet.rows[1];
    assert_eq!((ben.line, &ben.manager, ben.level, &ben.team), (4, &Manager::InFile(0), None, &None));
    assert_eq!(sheet.named().len(), 3);
    assert!(matches!(&sheet.notices[..], [Notice::ColumnIgnored { number: 8, .. }]));
}

#[test]
fn a_person_may_have_an_address_and_an_id_and_is_found_by_either() {
    let sheet = read(&[
        "slack id,email,name,manager",
        "U024BE7LH,ana@acme.example,Ana,",
        "<@U0ZZZZZZ1|ben>,,Ben,ana@acme.example",
        "W012A3CDE,,,U024BE7LH",
        ",cho@acme.example,,Ben",
    ]);
    let labels: Vec<&str> = sheet.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["ana@acme.example", "Ben (U0ZZZZZZ1)", "W012A3CDE", "cho@acme.example"]);
    assert_eq!(sheet.rows[0].who, Who::Slack(id("U024BE7LH")));
    let managers: Vec<&Manager> = sheet.rows.iter().map(|row| &row.manager).collect();
    assert_eq!(managers, [&Manager::Unknown, &Manager::InFile(0), &Manager::InFile(0), &Manager::InFile(1)]);
}

#[test]
fn whom_a_cell_names_is_read_and_never_guessed() {
    let email = |text: &str| Some(Who::Email(text.into()));
    for (text, who) in [
        ("Ana Ruiz <ana@acme.example>", email("ana@acme.example")),
        ("mailto:ANA@acme.example", email("ana@acme.example")),
        ("<@U024BE7LH>", Some(Who::Slack(id("U024BE7LH")))),
        ("@U024BE7LH", Some(Who::Slack(id("U024BE7LH")))),
        ("UMA", None),
        ("u024be7lh", None),
        ("Ana Ruiz", None),
        ("ana@acme", None),
        ("ana ruiz@acme.example", None),
        ("@", None),
    ] {
        assert_eq!(Who::parse(text), who, "{text}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_place() {
    let long = "x".repeat(TEAM_LIMIT + 1);
    let faults = Sheet::read(&table(&[
        "email,manager,level,function,zone,team",
        "ana,,L5,magic,Berlin,",
        "ben@acme.example,ben@acme.example,maneger,,,",
        ",,senior,,,",
        "BEN@acme.example,,,,,,one too many",
        &format!("cho@acme.example,,,,,{long}"),
    ]))
    .unwrap_err();
    let said: Vec<(u64, usize, Wrong)> = faults
        .into_iter()
        .map(|fault| (fault.at.line.unwrap(), fault.at.column.map_or(0, |column| column.0), fault.what))
        .collect();
    let text = str::to_owned;
    assert_eq!(
        said,
        [
            (2, 1, Wrong::NotAPerson(text("ana"))),
            (2, 3, Wrong::UnknownLevel { said: text("L5"), meant: None }),
            (2, 4, Wrong::UnknownFunction { said: text("magic"), meant: None }),
            (2, 5, Wrong::UnknownZone { said: text("Berlin"), meant: Some(text("Europe/Berlin")) }),
            (3, 2, Wrong::OwnManager),
            (3, 3, Wrong::UnknownLevel { said: text("maneger"), meant: Some(Level::Manager) }),
            (4, 0, Wrong::NoPerson),
            (5, 0, Wrong::TooManyCells { cells: 7, headings: 6 }),
            (5, 1, Wrong::SamePerson { other: 3 }),
            (6, 6, Wrong::TooLong(TEAM_LIMIT)),
        ]
    );
}

#[test]
fn a_line_that_comes_back_to_where_it_began_is_named_from_its_first_row() {
    let faults = wrongs(&[
        "email,manager",
        "dee@x.example,ben@x.example",
        "ana@x.example,ben@x.example",
        "cho@x.example,ana@x.example",
        "ben@x.example,cho@x.example",
    ]);
    let step = |who: &str, line| Step { who: format!("{who}@x.example"), line: Some(line) };
    let circle = Wrong::Circle(vec![step("ana", 3), step("ben", 5), step("cho", 4)]);
    assert_eq!(faults, [(Some(3), circle)]);
}

#[test]
fn a_manager_by_name_must_be_one_person_of_the_file() {
    let lines = ["email,name,manager", "a@x.example,Ana,Zoe", "b@x.example,Ben,", "c@x.example,Cho,Ben"];
    let sheet = read(&lines);
    assert!(matches!(&sheet.notices[..], [Notice::ManagerUnknown { said, .. }] if said == "Zoe"));
    assert_eq!(sheet.rows[2].manager, Manager::InFile(1));
    let twins = [&lines[..], &["d@x.example,Ben,"]].concat();
    let said = Wrong::SeveralManagers { said: "Ben".into(), lines: vec![3, 5] };
    assert_eq!(wrongs(&twins), [(Some(4), said)]);
}

#[test]
fn a_cell_over_several_lines_is_refused_only_where_it_means_something() {
    let mut with_notes = table(&["email,team,notes", "a@x.example,Core,x"]);
    with_notes.rows[0].cells[2] = "one\ntwo".into();
    assert!(Sheet::read(&with_notes).is_ok());
    with_notes.rows[0].cells[1] = "Core\nb@x.example".into();
    let faults = Sheet::read(&with_notes).unwrap_err();
    assert_eq!(faults[0].what, Wrong::SeveralLines);
}

#[test]
fn a_file_without_rows_says_so() {
    assert_eq!(wrongs(&["email"]), [(None, Wrong::NoRows)]);
    assert_eq!(wrongs(&[]), [(None, Wrong::NoRows)]);
}
