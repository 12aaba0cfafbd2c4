use super::*;

/// What is said about a file called `rules.toml`, without its name: one text for each problem.
fn problems(text: &str) -> Vec<String> {
    let lines = read(text, "rules.toml").unwrap_err().to_string();
    lines.trim().lines().map(|line| line.trim().trim_start_matches("rules.toml:").to_owned()).collect()
}

#[test]
fn a_programme_starts_from_the_usual_weights_and_those_from_the_defaults() {
    let text = "[programs.peer.weights]\nother_team = 0\n[weights]\noffered_topic = 200\n";
    let rules = read(text, "rules.toml").unwrap();
    let [peer, reverse] = ["peer", "reverse"].map(|id| rules.of(&ProgramId::new(id)));
    assert_eq!((peer.offered_topic, peer.other_team), (200, 0));
    assert_eq!((reverse.offered_topic, reverse.other_team), (200, Weights::default().other_team));
    assert_eq!(read("", "rules.toml").unwrap(), Rules::default());
}

#[test]
fn every_way_to_write_a_whole_number_is_taken() {
    for (written, number) in [("+5", 5), ("1_000", 1_000), ("0x1F", 31), ("0b11", 3), ("-0", 0), ("0", 0)] {
        let rules = read(&format!("weights.offered_topic = {written}"), "rules.toml").unwrap();
        assert_eq!(rules.usual.offered_topic, number, "{written}");
    }
    let inline = "programs = { reverse = { weights = { other_team = -7 } } }";
    assert_eq!(read(inline, "rules.toml").unwrap().of(&ProgramId::new("reverse")).other_team, -7);
    let windows = "\u{feff}[weights]\r\nother_team = 1\r\n";
    assert_eq!(read(windows, "rules.toml").unwrap().usual.other_team, 1);
}

#[test]
fn each_problem_names_its_place_and_what_to_do() {
    for (text, expected) in [
        ("[weigths]\n", "1:2: there is no table \"weigths\"; did you mean weights?"),
        ("\noffered_topic = 1", "2:1: offered_topic is a weight; write [weights] on a line above it."),
        (
            "[weights]\n offerd_topic = 1",
            "2:2: there is no weight \"offerd_topic\"; did you mean offered_topic?",
        ),
        (
            "[weights]\nzzzzzz = 'ü'",
            "2:1: there is no weight \"zzzzzz\"; `viceversa rules` prints all of them.",
        ),
        (
            "[weights]\noffered_topic = 1.5",
            "2:17: offered_topic is 1.5; give a whole number from 0 to 10000.",
        ),
        ("[weights]\noffered_topic = nan", "2:17: offered_topic is nan; give a whole number"),
        ("[weights]\noffered_topic = -inf", "2:17: offered_topic is -inf; give a whole number"),
        ("[weights]\noffered_topic = true", "2:17: offered_topic is true; give a whole number"),
        ("[weights]\noffered_topic = '7'", "2:17: offered_topic is a text; give a whole number"),
        ("[weights]\noffered_topic = [7]", "2:17: offered_topic is a list; give a whole number"),
        ("[weights]\noffered_topic = 2026-11-30", "2:17: offered_topic is a date; give a whole number"),
        ("[weights.offered_topic]", "1:1: offered_topic is a table; give a whole number"),
        ("[weights]\noffered_topic = -1", "2:17: offered_topic is -1; give a whole number from 0 to 10000."),
        ("[weights]\noffered_topic = 10001", "2:17: offered_topic is 10001; give a whole number from 0 to"),
        (
            "[weights]\nno_common_hours = 1",
            "2:19: no_common_hours is 1; give a whole number from -10000 to 0.",
        ),
        (
            "[weights]\noffered_topic = 99999999999999999999",
            "2:17: offered_topic is 99999999999999999999; give",
        ),
        ("[weights]\nother_team = 1\nother_team = 1", "3:1: this name stands above already"),
        ("[weights]\n[weights]", "2:2: this name stands above already"),
        ("[weights\nother_team = 1", "1:9: this is no TOML"),
        ("[weights]\nother_team = ", "2:14: this is no TOML"),
        ("weights = 3", "1:11: weights is to be a table"),
        ("programs = 3", "1:12: programs is to be a table"),
        (
            "[programs.per.weights]",
            "1:11: there is no programme \"per\"; did you mean peer? those with pairs are",
        ),
        (
            "[programs.nudge.weights]",
            "1:11: there is no programme \"nudge\"; those with pairs are peer and rev",
        ),
        ("[programs.peer]\nother_team = 1", "2:1: other_team is a weight; write [programs.peer.weights] on"),
        (
            "[programs.peer]\nslot = 1",
            "2:1: there is no table \"slot\"; a programme has [programs.peer.weights]",
        ),
        ("[[weights]]", "1:1: weights is to be a table"),
    ] {
        let found = problems(text);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{text:?}: {found:#?}");
    }
}

#[test]
fn all_problems_are_named_at_once_in_the_order_of_their_lines() {
    let text = "[programs.peer.weights]\nother_taem = 1\nchance = 'x'\n\n[weights]\nchance = 5000\nchance = 1\n[x]\n";
    let places: Vec<String> = problems(text).iter().map(|problem| problem[..4].to_owned()).collect();
    assert_eq!(places, ["2:1:", "3:10", "6:10", "7:1:", "8:2:"]);
}

#[test]
fn a_column_counts_characters_and_not_bytes() {
    assert!(problems("weights = { 'größe' = 1 , chance = 'x' }")[1].starts_with("1:36: chance is a text"));
}

#[test]
fn what_is_no_text_too_large_or_not_there_is_said() {
    let said = |bytes: &[u8]| read_bytes(bytes, "rules.toml").unwrap_err().to_string();
    assert!(said(b"[weights]\n# caf\xe9").contains("rules.toml:2:6: what follows is no text"));
    assert!(said(&vec![b'#'; MOST_BYTES + 1]).contains("larger than 256 KiB"));
    let missing = load(Path::new("no-such-folder/rules.toml")).unwrap_err();
    assert!(missing.to_string().contains("rules.toml: cannot be read") && missing.count() == 1, "{missing}");
}
