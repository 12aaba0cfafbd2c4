//! The command line: every error names the setting and the mend; the demonstration plays alike each time.

use crate::bot::{Bot, Transport};
use std::process::{Command, Output};

pub fn viceversa(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_viceversa"));
    for name in [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_APP_TOKEN",
        "DATABASE_URL",
        "LISTEN",
        "VICEVERSA_PROMPTS",
        "VICEVERSA_RULES",
    ] {
        command.env_remove(name);
    }
    command.args(arguments).current_dir(std::env::temp_dir()).output().unwrap()
}

/// A file of this run with some content.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_missing_token_is_named_with_the_place_to_find_it() {
    let output = viceversa(&["serve"]);
    let said = text(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains("SLACK_BOT_TOKEN") && said.contains("OAuth & Permissions"), "{said}");
}

#[test]
fn help_has_examples_everywhere() {
    for command in [
        &[][..],
        &["serve"],
        &["demo"],
        &["sandbox"],
        &["round", "run"],
        &["round", "explain"],
        &["rules"],
        &["rules", "check"],
        &["community", "set"],
        &["outbox", "list"],
        &["outbox", "retry"],
        &["outbox", "drop"],
        &["doctor"],
        &["restored"],
        &["prompts", "check"],
        &["prompts", "preview"],
        &["people", "import"],
        &["plan"],
        &["simulate"],
        &["manifest"],
    ] {
        let arguments = [command, &["--help"]].concat();
        assert!(text(&viceversa(&arguments).stdout).contains("Example"), "{arguments:?}");
    }
}

#[test]
fn what_cannot_be_used_says_what_can() {
    for (arguments, mend) in [
        (&["demo", "--listen", "nowhere"][..], "127.0.0.1:9000"),
        (&["demo", "--json"], "--headless"),
        (&["sandbox", "--app-url", "http://192.0.2.1/"], "--allow-remote"),
        (&["sandbox", "--verify"], "--app-url http://127.0.0.1:3000/slack/events"),
        (&["sandbox", "--seed-file", "nowhere.toml"], "docs/people.toml"),
        (&["sandbox", "--start", "noon"], "2027-01-04T09:00:00Z"),
        (&["manifest"], "--base-url https://"),
        (&["people", "import", "nowhere.csv"], "docs/people.csv"),
        (&["plan", "nowhere.csv"], "docs/people-plan.csv"),
        (&["plan", "-", "--within", "soon"], "60s or 2m"),
        (&["simulate", "--policy", "shufle"], "'shuffle'"),
        (&["manifest", "--base-url", "mentor.example.com"], "https://mentor.example.com"),
        (&["prompts", "check", "nowhere"], ".toml"),
        (&["prompts", "preview", "--mode", "nugde"], "'nudge'"),
        (&["prompts", "preview", "--theme", "delegaton"], "delegation"),
        (&["community", "set", "--channel", "C0123ABCD", "--day", "midweek"], "use mon, tue"),
        (&["community", "set", "--channel", "C0123ABCD", "--time", "noon"], "such as 11:00"),
        (&["rules", "check", "nowhere.toml"], "Check its name"),
        (&["round", "explain", "--person", "ana"], "give it twice"),
        (&["serv"], "serve"),
    ] {
        let output = viceversa(arguments);
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.contains(mend), "{arguments:?}: {said}");
    }
}

#[test]
fn the_decks_of_the_guide_stand_every_check() {
    let guide = include_str!("../../docs/prompts.md");
    let decks: Vec<&str> =
        guide.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(decks.len() >= 2, "{} decks", decks.len());
    for (number, deck) in decks.iter().enumerate() {
        let file = file(&format!("guide-{number}.toml"), deck);
        let output = viceversa(&["prompts", "check", "--strict", &file]);
        let said = text(&output.stdout);
        assert!(output.status.success(), "{said}{}", text(&output.stderr));
        let read = viceversa(&["prompts", "preview", &file]);
        assert!(read.status.success() && !read.stdout.is_empty(), "{}", text(&read.stderr));
        assert!(!text(&read.stdout).contains('\u{1b}'), "colours are for terminals");
    }
}

#[test]
fn a_deck_to_be_mended_ends_with_two_and_its_lines() {
    let good = "[[community]]\nid = \"on-call-rota\"\ntopic = \"on-call\"\n";
    let warned =
        file("warned.toml", format!("{good}text = \"Who wants to leverage a rota, and who has one?\"\n"));
    let wrong = file("wrong.toml", format!("{good}text = \"Who would like to have a rota\"\n"));
    let ends = |arguments: &[&str]| viceversa(arguments).status.code();
    assert_eq!(ends(&["prompts", "check", &warned]), Some(0));
    assert_eq!(ends(&["prompts", "check", "--strict", &warned]), Some(2));
    assert_eq!(ends(&["prompts", "check"]), Some(0));
    let output = viceversa(&["prompts", "check", &wrong]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stdout).contains(&format!("{wrong}:4: error: on-call-rota: `text`")),
        "{}",
        text(&output.stdout)
    );
    assert!(text(&output.stderr).contains("1 error"), "{}", text(&output.stderr));
}

#[test]
fn decks_with_errors_stop_the_start_in_the_words_of_the_check() {
    let wrong = file("stops.toml", "[[prompt]]\nid = \"support-x\"\ntheme = \"suport\"\n");
    let output = Command::new(env!("CARGO_BIN_EXE_viceversa"))
        .arg("serve")
        .env("VICEVERSA_PROMPTS", &wrong)
        .env("SLACK_BOT_TOKEN", "xoxb-1")
        .env("SLACK_SIGNING_SECRET", "0123456789abcdef0123456789abcdef")
        .env("DATABASE_URL", "sqlite://never-made.db")
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert!(!output.status.success() && said.contains("VICEVERSA_PROMPTS"), "{said}");
    assert!(said.contains(&format!("{wrong}:3: error: support-x: there is no theme")), "{said}");
    assert!(!std::env::temp_dir().join("never-made.db").exists());
}

#[test]
fn the_same_seed_plays_the_same_weeks() {
    let play = |seed: &str| {
        let people = ["demo", "--headless", "--weeks", "3", "--people", "9", "--json", "--seed", seed];
        let output = viceversa(&people);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let (once, twice, other) = (play("7"), play("7"), play("8"));
    assert!(once.lines().count() > 100);
    assert_eq!(once, twice);
    assert_ne!(once, other);
    let last: serde_json::Value = serde_json::from_str(once.lines().last().unwrap()).unwrap();
    assert_eq!(last["summary"]["rounds"], 3);
    assert_eq!(last["summary"]["left_out"], 0);
}

#[test]
fn a_quarter_brings_nobody_together_twice_within_four_rounds() {
    let people = ["demo", "--headless", "--weeks", "13", "--people", "24", "--seed", "1", "--json"];
    let output = viceversa(&people);
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.last().unwrap();
    assert_eq!(last["summary"]["rounds"], 13);
    let at_least =
        |what: &str, number: u64| assert!(last["summary"][what].as_u64() >= Some(number), "{what}: {last}");
    // Eighteen of them manage people, and one or two may pause.
    at_least("introductions", 13 * 7);
    for what in ["asks", "requests", "asks_answered", "terms", "term_dates", "community_questions"] {
        at_least(what, 2);
    }
    assert_eq!(last["summary"]["repeats_within_4_rounds"], 0, "{last}");
    for line in lines.iter().filter(|line| line["method"] == "chat.postMessage") {
        let said = line["text"].as_str().unwrap_or_default();
        assert!(!said.is_empty() && !said.contains("{$") && !said.contains("{ $"), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_nothing_wrong_with_a_running_bot_and_names_what_is() {
    let bot = Bot::start(Transport::Http).await;
    let well = bot.run(&["doctor"]);
    let said = text(&well.stdout);
    assert!(well.status.success(), "{said}{}", text(&well.stderr));
    assert!(
        said.contains("every scope") && said.contains("the clocks agree") && said.contains("programme peer"),
        "{said}"
    );
    let ill = viceversa(&["doctor"]);
    assert!(!ill.status.success() && text(&ill.stdout).contains("SLACK_SIGNING_SECRET is not set"));
}

#[test]
fn of_31_people_nobody_ever_sits_out() {
    let people = ["demo", "--headless", "--weeks", "6", "--people", "31", "--seed", "1", "--json"];
    let output = viceversa(&people);
    let said = text(&output.stdout);
    let last: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!((&last["summary"]["rounds"], &last["summary"]["left_out"]), (&6.into(), &0.into()), "{last}");
    assert_eq!(last["summary"]["repeats"], 0, "{last}");
}
