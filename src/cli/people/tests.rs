use super::*;
use crate::domain::ids::PersonId;
use crate::domain::org::{Accounts, Kept, OrgFacts, Plan, Who};
use crate::domain::people::profile::Level;
use crate::domain::people::{Account, SlackFacts};

fn facts(who: &Who) -> SlackFacts {
    let id = who.to_string().split('@').next().unwrap_or_default().to_uppercase();
    SlackFacts {
        id: PersonId::new(&id),
        display_name: id,
        time_zone: None,
        account: Account::Member,
        admin: false,
    }
}

fn planned(text: &str, kept: &[OrgFacts]) -> Report {
    let sheet = read(text.as_bytes()).unwrap();
    let known = |who: &&Who| !who.to_string().starts_with("nobody");
    let named = sheet.named().into_iter().filter(known);
    let accounts = Accounts(named.map(|who| (who.clone(), facts(who))).collect());
    let plan = Plan::of(&sheet, &accounts, Kept { facts: kept, people: &[] }).unwrap();
    Report { run: Run::Dry, people: sheet.rows.len(), differences: plan.differences }
}

#[test]
fn a_report_says_everything_in_words() {
    let kept = [
        OrgFacts {
            level: Some(Level::Manager),
            team: Some("Core".into()),
            ..OrgFacts::unknown(PersonId::new("BEN"))
        },
        OrgFacts::unknown(PersonId::new("EVA")),
        OrgFacts::unknown(PersonId::new("FAY")),
    ];
    let text = "\
email,manager,level,team,room
ana@x.example,,vp,,1
ben@x.example,ana@x.example,sr manager,,2
cho@x.example,nobody.else@x.example,,,3
nobody@x.example,ben@x.example,,,4
dee@x.example,nobody@x.example,,Edge,5
eva@x.example,,,,6
";
    let report = planned(text, &kept);
    let words = OrgWords::english();
    insta::assert_snapshot!("report", words.report(&report.brief(99)).join("\n"));
    let short = words.report(&Report { run: Run::Applied, ..report }.brief(1)).join("\n");
    assert!(short.contains("Added:\n  line 2") && short.contains("  and 2 more"), "{short}");
}

#[test]
fn every_fault_says_where_it_is_and_what_would_be_right() {
    let text = "\
email,manager,level,function,zone
ana,,L5,magic,Berlin
ben@x.example,dee@x.example,maneger,,Nowhere at all
cho@x.example,ben@x.example,,,
dee@x.example,cho@x.example,,,
eva@x.example,eva@x.example,,,
eva@x.example,,,,,seven
";
    let faults = read(text.as_bytes()).unwrap_err();
    let words = OrgWords::english();
    insta::assert_snapshot!("faults", words.faults(&faults, 99).join("\n"));
    assert_eq!(words.faults(&faults, 2)[2], format!("and {} more", faults.len() - 2));
}

#[test]
fn of_several_workspaces_one_is_named() {
    let known = ["T1", "T2"].map(|id| Identity {
        workspace: WorkspaceId::new(id),
        workspace_name: format!("Company {id}"),
        bot_user: "U1".into(),
        scopes: Vec::new(),
        slack_time: None,
    });
    assert_eq!(chosen(&known[..1], None, 1).unwrap(), WorkspaceId::new("T1"));
    assert_eq!(chosen(&known, Some("T2"), 2).unwrap(), WorkspaceId::new("T2"));
    // The other one's token is void: that the file is for this one, nobody has said.
    for (known, wanted) in [(&known[..1], None), (&known[..], None), (&known[..], Some("T3"))] {
        let said = chosen(known, wanted, 2).unwrap_err().to_string();
        assert!(said.contains("T1  Company T1"), "{said}");
    }
}
