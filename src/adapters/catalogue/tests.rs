use super::*;
use crate::domain::catalogue::{Depth, Topic};
use crate::domain::ids::{PromptId, ThemeId};
use crate::domain::people::profile::Mode;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

const OWN: &str = r#"
[[theme]]
id = "our-values"
name = "Our values"
purpose = "What we mean by them on an ordinary day."
topics = ["culture"]

[[prompt]]
id = "our-values-seen"
theme = "our-values"
depth = "light"
mode = "nudge"
text = "Ask somebody who joined this year which of our values they have seen at work, and where."
"#;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("viceversa-decks-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays is only untidy.
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_we_ship_reads_and_fits_together() {
    let catalogue = embedded().expect("files that read");
    assert!(catalogue.topics.len() >= 40, "{} topics", catalogue.topics.len());
    let themes: BTreeSet<_> = catalogue.themes.iter().map(|theme| &theme.id).collect();
    assert!(catalogue.prompts.iter().all(|prompt| themes.contains(&prompt.theme)));
    for (mode, least) in [(Mode::Peer, 104), (Mode::Nudge, 132), (Mode::Reverse, 40)] {
        let questions = catalogue.prompts.iter().filter(|prompt| prompt.mode == mode).count();
        assert!(questions >= least, "{questions} for {}", mode.code());
    }
    assert!(catalogue.community().len() >= 60);
    assert!(themes.iter().all(|theme| catalogue.readings(theme).count() >= 2));
    let led_to = |topic: &Topic| catalogue.themes.iter().any(|theme| theme.topics.contains(&topic.id));
    assert!(catalogue.topics.iter().all(led_to));
    let ids: BTreeSet<_> = catalogue.prompts.iter().map(|prompt| &prompt.id).collect();
    assert_eq!(ids.len(), catalogue.prompts.len());
}

#[test]
fn a_folder_of_decks_is_laid_on_top_of_ours() {
    let replacing = r#"
        replace = true
        [[prompt]]
        id = "our-values-told"
        theme = "our-values"
        depth = "light"
        mode = "reverse"
        text = "Tell your partner of a day on which one of our values cost something."
    "#;
    let folder = Folder::with(&[("a.toml", OWN), ("b.toml", replacing), ("notes.txt", "no deck")]);
    let loaded = load(Some(&folder.0)).unwrap();
    let catalogue = loaded.catalogue;
    assert!(catalogue.theme(&ThemeId::new("our-values")).is_some());
    let added = catalogue.prompt(&PromptId::new("our-values-seen")).unwrap();
    assert_eq!((added.depth, added.mode), (Depth::Light, Mode::Nudge));
    let of = |mode| catalogue.prompts.iter().filter(|prompt| prompt.mode == mode).count();
    assert_eq!((of(Mode::Reverse), of(Mode::Nudge)), (1, 133));
    assert!(
        loaded.warnings.iter().all(|finding| finding.to_string().contains("lacks depth")),
        "{:?}",
        loaded.warnings
    );
}

#[test]
fn errors_stop_the_loading_with_file_and_line() {
    let wrong = OWN.replace("theme = \"our-values\"", "theme = \"our-vaules\"").replace("light", "lihgt");
    let folder = Folder::with(&[("own.toml", &wrong)]);
    let said = load(Some(&folder.0)).unwrap_err().to_string();
    for part in [
        "own.toml:10: error: our-values-seen: there is no theme",
        "Did you mean `our-values`",
        "own.toml:11: error",
        "`light`",
    ] {
        assert!(said.contains(part), "{part} not in {said}");
    }
}

#[test]
fn what_is_not_there_is_named_with_the_mend() {
    for path in ["nowhere/decks", "nowhere/own.toml"] {
        let said = load(Some(Path::new(path))).unwrap_err().to_string();
        assert!(said.contains(path) && said.contains(".toml"), "{said}");
    }
    let empty = Folder::with(&[]);
    assert!(load(Some(&empty.0)).unwrap_err().to_string().contains("holds no .toml file"));
}

#[test]
fn what_is_not_toml_is_told_by_line_and_nothing_else_of_that_file() {
    let files = Files::of(&[("own.toml", "[[prompt]]\nid = \"x\"\ntext = oops oops\n[[prompt]\n")]);
    let found = files.check(&embedded().unwrap());
    assert!(found.iter().all(|finding| finding.to_string().contains("not TOML")), "{found:?}");
    assert_eq!(found[0].place.line, 3);
}

#[test]
fn one_bracket_instead_of_two_is_recognised() {
    let files = Files::of(&[("own.toml", "[prompt]\nid = \"x\"\n")]);
    let said = files.check(&embedded().unwrap())[0].to_string();
    assert!(said.starts_with("own.toml:1: error") && said.contains("`[[prompt]]`"), "{said}");
}

static BASE: LazyLock<Catalogue> = LazyLock::new(|| embedded().unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands the checks can be loaded: the two readings of a file never part ways.
    #[test]
    fn what_the_checks_let_through_reads(
        line in 0..11_usize,
        value in prop_oneof![
            Just("7"), Just("true"), Just("[]"), Just("[\"culture\"]"), Just("\"light\""), Just("\"our-values\""), Just("{}"),
            Just("2019-01-01"), Just("1.5"), Just("[[1]]"), Just("\"\""), Just("-3"), Just("0x7e3"),
        ],
    ) {
        let own: Vec<String> = OWN
            .lines()
            .filter(|line| !line.is_empty())
            .enumerate()
            .map(|(at, written)| match written.split_once(" = ") {
                Some((name, _)) if at == line => format!("{name} = {value}"),
                _ => written.to_owned(),
            })
            .collect();
        let files = Files::of(&[("own.toml", own.join("\n").as_str())]);
        let sound = files.check(&BASE).iter().all(|finding| finding.fault.weight() == Weight::Warning);
        prop_assert!(!sound || files.additions().is_ok(), "{own:?}");
    }
}
