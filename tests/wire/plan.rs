//! A round and a year without Slack: what is printed, what is drawn, and what is said of files that cannot be used.

use crate::command_line::{file, text, viceversa};
use std::path::PathBuf;

const SIX: &str = "\
name,manager,team,function,zone,seeks,offers,never
Ana,,Checkout,engineering,Europe/Berlin,delegation,hiring,
Ben,Ana,Checkout,engineering,Europe/Berlin,hiring,,
Cho,,Search,data,Europe/London,Hiring; On-call,delegation,Dee
Dee,,Search,data,Europe/London,,,
Eva,,Mobile,product,Europe/Lisbon,one-to-ones | 1on1,on-call,
Fay,Eva,Mobile,design,Europe/Lisbon,delegation,one-to-ones,
";

/// A new name below this run's folder.
fn place(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _not_there = std::fs::remove_file(&path);
    path
}

fn plan(name: &str, people: &[u8], more: &[&str]) -> (Option<i32>, String, String) {
    let people = file(name, people);
    let slot: &[&str] = if more.contains(&"--slot") { &[] } else { &["--slot", "2027-01-04"] };
    let arguments = [&["plan", people.as_str()], slot, more].concat();
    let output = viceversa(&arguments);
    // The folder of this run is another one on every machine.
    let folder = format!("{}{}", env!("CARGO_TARGET_TMPDIR"), std::path::MAIN_SEPARATOR);
    let said = text(&output.stderr).replace(&folder, "");
    (output.status.code(), text(&output.stdout), said)
}

/// What is wrong with a file, line by line.
fn faults(name: &str, people: &[u8]) -> String {
    let (code, told, said) = plan(name, people, &[]);
    assert_eq!((code, told.as_str()), (Some(2), ""), "{said}");
    said
}

#[test]
fn a_plan_says_who_meets_whom_and_why() {
    let (code, told, said) = plan("six.csv", SIX.as_bytes(), &[]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    insta::assert_snapshot!(told);
}

#[test]
fn the_same_seed_plans_the_same_and_the_example_is_a_whole_round() {
    let example = include_bytes!("../../docs/people-plan.csv");
    let json = |seed: &str| plan("example.csv", example, &["--seed", seed, "--format", "json"]).1;
    assert_eq!(json("7"), json("7"));
    let told: serde_json::Value = serde_json::from_str(&json("7")).unwrap();
    assert_eq!((told["groups"].as_array().unwrap().len(), &told["left_out"]), (12, &serde_json::json!([])));
    assert_eq!((&told["seed"], &told["slot"]), (&7.into(), &"2027-01-04".into()));
    assert!(told["digest"].as_str().unwrap().len() == 64 && told["weights"]["both_ways"] == 150);
    assert!(told["bound"].as_i64().unwrap() >= told["total"].as_i64().unwrap());
}

#[test]
fn who_met_last_week_does_not_meet_again_and_a_plan_is_the_next_ones_past() {
    let (_, first, _) = plan("first.csv", SIX.as_bytes(), &["--format", "csv"]);
    assert!(first.starts_with("date,a,b,c,met,names,why\n2027-01-04,"), "{first}");
    let past = file("past.csv", first.as_bytes());
    let (code, second, said) =
        plan("second.csv", SIX.as_bytes(), &["--format", "csv", "--slot", "2027-01-11", "--history", &past]);
    assert_eq!(code, Some(0), "{said}");
    let pairs = |told: &str| -> Vec<String> {
        told.lines()
            .skip(1)
            .map(|line| line.split(',').skip(1).take(3).collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert!(pairs(&second).iter().all(|pair| !pairs(&first).contains(pair)), "{first}{second}");
}

#[test]
fn every_fault_of_a_file_is_named_with_its_line_and_column() {
    let file = "\
email,manager,level,zone,seeks,hours,days,never
ana@x.example,ben@x.exmaple,L5,Berlin,delegaton,nine,,
ben@x.example,,,Mars/Olympus,quantum chess,09:00-10:00,mon-fry,ana@x.example;zed
ana@x.example,ana@x.example,,,,,,
cho@x.example,dee@x.example,,,,,,
dee@x.example,cho@x.example,,,,,,,,surplus
,,manager,,,,,
";
    let said = faults("faulty.csv", file.as_bytes());
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_no_file_of_people_says_so() {
    for (name, bytes, said) in [
        ("empty.csv", &b""[..], "it is empty"),
        ("headings.csv", b"id,name\n", "it is empty"),
        ("columns.csv", b"colour,size\nred,3\n", "line 1: nothing says who the people are"),
        (
            "twice.csv",
            b"id,name,Full Name\n1,a,b\n",
            "line 1, column 3 (Full Name): column 2 is the name as well",
        ),
        ("book.csv", b"PK\x03\x04....", "save it as CSV"),
        ("quote.csv", b"id,team\na,\"Core\nb,Edge\n", "line 2: a quotation mark opens here"),
    ] {
        let told = faults(name, bytes);
        assert!(told.contains(said) && told.contains("nothing was written"), "{told}");
    }
    let many: String = (0..30).map(|number| format!("p{number},Nowhere\n")).collect();
    let told = faults("many.csv", format!("id,zone\n{many}").as_bytes());
    assert!(
        told.contains("line 21, ") && !told.contains("line 22, ") && told.contains("and 10 more"),
        "{told}"
    );
}

#[test]
fn whoever_cannot_be_matched_is_named_with_the_reason() {
    let (code, told, _) = plan("alone.csv", b"id\nana\n", &[]);
    assert!(code == Some(0) && told.contains("ana is left out: nobody else takes part"), "{told}");
    let nobody = b"id,never\nana,ben;cho\nben,cho\ncho,ana\n";
    let (code, told, _) = plan("never.csv", nobody, &[]);
    assert!(code == Some(0) && told.contains("0 pairs, 3 left out"), "{told}");
    assert!(told.contains("ana is left out: reporting lines and wishes leave nobody"), "{told}");
}

#[test]
fn other_encodings_and_separators_are_read() {
    let western = b"name;team\nZo\xeb;Caf\xe9\nBen;Edge\n";
    let (code, told, said) = plan("western.csv", western, &[]);
    assert!(code == Some(0) && told.contains("Ben · Zoë"), "{told}{said}");
    assert!(said.contains("please look") && said.contains("windows-1252"), "{said}");
}

#[test]
fn a_faulty_past_and_a_date_too_late_are_named() {
    let past = file(
        "faulty-past.csv",
        b"date,members,met\n2027-01-04,Ana;Ben,yes\n2026-12-28,Ana,yes\nMonday,Ana;Cho,perhaps\n",
    );
    let (code, told, said) = plan("with-past.csv", SIX.as_bytes(), &["--history", &past]);
    assert_eq!((code, told.as_str()), (Some(2), ""));
    for fault in [
        "line 2, column 1 (date): not before the round of 2027-01-04",
        "line 3: two or three different people are needed, not 1",
        "line 4, column 1 (date): “Monday” is no date",
        "line 4, column 3 (met): “perhaps” is none of yes, no and unknown",
    ] {
        assert!(said.contains(fault), "{said}");
    }
}

#[test]
fn a_script_gets_the_faults_as_json_too() {
    let (code, told, _) = plan("script.csv", b"id,zone\na,Nowhere\nb,\n", &["--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        (code, &told["faults"][0]["line"], &told["faults"][0]["column"]),
        (Some(2), &2.into(), &2.into())
    );
}

#[test]
fn rules_of_ones_own_count_and_faulty_ones_are_named_with_their_line() {
    let rules = file("rules.toml", "[weights]\nother_team = 400\n");
    let (_, told, said) = plan("ruled.csv", SIX.as_bytes(), &["--rules", &rules, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["weights"]["other_team"], 400, "{said}");
    let wrong = file("wrong-rules.toml", "[weights]\nother_taem = 400\n");
    let (code, told, said) = plan("misruled.csv", SIX.as_bytes(), &["--rules", &wrong]);
    assert_eq!((code, told.as_str()), (Some(2), ""));
    assert!(said.contains("wrong-rules.toml:2:1") && said.contains("other_team"), "{said}");
}

#[test]
fn a_picture_is_drawn_whole_or_not_at_all() {
    let (svg, png) = (place("scores.svg"), place("scores.png"));
    for picture in [&svg, &png] {
        let (code, _, said) = plan("drawn.csv", SIX.as_bytes(), &["--plot", &picture.display().to_string()]);
        assert_eq!(code, Some(0), "{said}");
    }
    let drawn = std::fs::read_to_string(&svg).unwrap();
    assert!(drawn.contains("How good the pairs are") && drawn.contains("points of a pair"));
    assert!(std::fs::read(&png).unwrap().starts_with(b"\x89PNG"));
    let never = place("never-drawn.svg");
    let (code, _, _) =
        plan("undrawn.csv", b"id,zone\na,Nowhere\n", &["--plot", &never.display().to_string()]);
    assert!(code == Some(2) && !never.exists());
    let (code, _, said) = plan("ending.csv", SIX.as_bytes(), &["--plot", "scores.pdf"]);
    assert!(code == Some(2) && said.contains(".svg or .png"), "{said}");
}

#[test]
fn a_year_of_twelve_people_is_compared() {
    let year = |more: &[&str]| {
        let output = viceversa(&[&["simulate", "--people", "12", "--weeks", "8"], more].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let told: serde_json::Value = serde_json::from_str(&year(&["--format", "json"])).unwrap();
    let policies = told["policies"].as_array().unwrap();
    assert_eq!(policies.len(), 4);
    let soon = |policy: &serde_json::Value| policy["figures"]["repeats_within_4"].as_f64().unwrap();
    assert_eq!((&policies[0]["policy"], &policies[2]["policy"]), (&"ours".into(), &"shuffle".into()));
    assert!(soon(&policies[0]) < soon(&policies[2]), "{told}");
    assert!(policies.iter().all(|policy| policy["rounds"].as_array().unwrap().len() == 8));
    let table = year(&["--policy", "shuffle", "--policy", "ours"]);
    assert!(table.contains("ours   shuffle\n") && table.contains("repeats within 4 rounds"), "{table}");
    let curves = place("year.svg");
    let rows = year(&["--policy", "ours", "--format", "csv", "--plot", &curves.display().to_string()]);
    assert!(rows.lines().count() == 2 && rows.contains("\nours,12,8,1,"), "{rows}");
    assert!(std::fs::read_to_string(curves).unwrap().contains("A year under each policy"));
}
