use super::*;
use crate::domain::org::sheet::tests::table;
use crate::domain::people::profile::{Function, Level};
use crate::domain::testing::{id, person};

/// Everybody of the list is in Slack: address, id and kind of account.
fn accounts(list: &[(&str, &str, Account)]) -> Accounts {
    let facts = |(email, name, account): &(&str, &str, Account)| {
        let facts = SlackFacts {
            id: id(name),
            display_name: (*name).into(),
            time_zone: None,
            account: *account,
            admin: false,
        };
        (Who::parse(email).unwrap(), facts)
    };
    Accounts(list.iter().map(facts).collect())
}

fn members(names: &[&str]) -> Accounts {
    let rows: Vec<(String, &str)> = names.iter().map(|name| (format!("{name}@x.example"), *name)).collect();
    accounts(&rows.iter().map(|(email, name)| (email.as_str(), *name, Account::Member)).collect::<Vec<_>>())
}

fn planned(lines: &[&str], accounts: &Accounts, facts: &[OrgFacts]) -> Result<Plan, Vec<Fault>> {
    let sheet = Sheet::read(&table(lines)).unwrap();
    Plan::of(&sheet, accounts, Kept { facts, people: &[person("OLD")] })
}

fn reports_to(name: &str, manager: &str) -> OrgFacts {
    OrgFacts { manager: Some(id(manager)), ..OrgFacts::unknown(id(name)) }
}

fn change(field: Column, old: Option<&str>, new: Option<&str>) -> FieldChange {
    FieldChange { field, old: old.map(str::to_owned), new: new.map(str::to_owned) }
}

#[test]
fn a_first_file_adds_everybody_with_what_it_says() {
    let lines = ["email,manager,level", "ana@x.example,,director", "ben@x.example,ana@x.example,"];
    let plan = planned(&lines, &members(&["ana", "ben"]), &[]).unwrap();
    assert_eq!(plan.save[1], reports_to("ben", "ana"));
    let added = &plan.differences.added;
    assert_eq!(added[0].fields, [change(Column::Level, None, Some("director"))]);
    assert_eq!(added[1].fields, [change(Column::Manager, None, Some("ana@x.example"))]);
    assert!(matches!(&plan.decision().changes[..], [Change::SaveOrg(facts)] if facts.len() == 2));
}

#[test]
fn the_same_file_again_changes_nothing() {
    let lines = ["email,manager", "ana@x.example,", "ben@x.example,ana@x.example"];
    let plan = planned(&lines, &members(&["ana", "ben"]), &[]).unwrap();
    let again = planned(&lines, &members(&["ana", "ben"]), &plan.save).unwrap();
    assert_eq!((again.save.len(), again.differences.unchanged), (0, 2));
    assert_eq!(again.decision(), Decision::default());
}

#[test]
fn a_change_is_told_field_by_field_and_absent_columns_stay() {
    let kept = OrgFacts {
        team: Some("Core".into()),
        level: Some(Level::Senior),
        function: Some(Function::Data),
        ..reports_to("ana", "OLD")
    };
    let lines = ["email,manager,level,team", "ana@x.example,ben@x.example,staff,", "ben@x.example,,,"];
    let plan = planned(&lines, &members(&["ana", "ben"]), &[kept]).unwrap();
    assert_eq!(
        plan.differences.changed[0].fields,
        [
            change(Column::Manager, Some("old"), Some("ben@x.example")),
            change(Column::Team, Some("Core"), None),
            change(Column::Level, Some("senior"), Some("staff")),
        ]
    );
    assert_eq!(plan.save[0].function, Some(Function::Data), "the file does not speak of functions");
}

#[test]
fn whoever_is_not_in_slack_is_told_and_the_line_through_them_holds() {
    let everybody = accounts(&[
        ("ana@x.example", "ANA", Account::Member),
        ("dee@x.example", "DEE", Account::Guest),
        ("cho@x.example", "CHO", Account::Deactivated),
        ("bot@x.example", "BOT", Account::Bot),
    ]);
    let lines = [
        "email,manager",
        "ana@x.example,",
        "ben@x.example,ana@x.example",
        "cho@x.example,ben@x.example",
        "dee@x.example,cho@x.example",
        "bot@x.example,",
    ];
    let plan =
        planned(&lines, &everybody, &[OrgFacts::unknown(id("CHO")), OrgFacts::unknown(id("OLD"))]).unwrap();
    assert_eq!(plan.save, [OrgFacts::unknown(id("ANA")), reports_to("DEE", "ANA")]);
    let why: Vec<(u64, Absence)> = plan.differences.absent.iter().map(|each| (each.line, each.why)).collect();
    assert_eq!(why, [(3, Absence::NotInSlack), (4, Absence::Deactivated), (6, Absence::Bot)]);
    assert_eq!(plan.differences.gone, [Gone { person: id("OLD"), who: "old".into() }]);
}

#[test]
fn a_manager_outside_the_file_is_looked_for_in_slack() {
    let lines = ["email,manager", "ana@x.example,cto@x.example", "ben@x.example,nobody@x.example"];
    let plan = planned(&lines, &members(&["ana", "ben", "cto"]), &[]).unwrap();
    assert_eq!(plan.save, [reports_to("ana", "cto"), OrgFacts::unknown(id("ben"))]);
    assert_eq!(plan.differences.added[0].fields, [change(Column::Manager, None, Some("cto@x.example"))]);
    assert!(
        matches!(&plan.differences.notices[..], [Notice::ManagerUnknown { said, .. }] if said == "nobody@x.example")
    );
}

#[test]
fn two_rows_of_one_account_are_refused() {
    let both =
        accounts(&[("ana@x.example", "ANA", Account::Member), ("a.ruiz@x.example", "ANA", Account::Member)]);
    let faults = planned(&["email", "ana@x.example", "a.ruiz@x.example"], &both, &[]).unwrap_err();
    assert_eq!(faults, [Fault { at: Place::line(3), what: Wrong::SamePerson { other: 2 } }]);
    let lines = ["email,manager", "ana@x.example,a.ruiz@x.example"];
    let faults = planned(&lines, &both, &[]).unwrap_err();
    assert_eq!(faults, [Fault { at: Place::line(2), what: Wrong::OwnManager }]);
}

#[test]
fn a_circle_through_an_earlier_file_is_refused() {
    let lines = ["email,manager", "cho@x.example,ana@x.example", "ana@x.example,OLD@x.example"];
    let everybody = accounts(&[
        ("ana@x.example", "ana", Account::Member),
        ("cho@x.example", "cho", Account::Member),
        ("old@x.example", "OLD", Account::Member),
    ]);
    let faults = planned(&lines, &everybody, &[reports_to("OLD", "cho")]).unwrap_err();
    let step = |who: &str, line| Step { who: who.into(), line };
    let circle =
        vec![step("old@x.example", None), step("cho@x.example", Some(2)), step("ana@x.example", Some(3))];
    assert_eq!(faults, [Fault { at: Place::line(2), what: Wrong::Circle(circle) }]);
    let mended = planned(
        &["email,manager", "OLD@x.example,", lines[1], lines[2]],
        &everybody,
        &[reports_to("OLD", "cho")],
    );
    assert!(mended.is_ok(), "a file that says better is taken");
}
