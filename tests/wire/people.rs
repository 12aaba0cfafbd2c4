//! `viceversa people import` beside a running bot and without one.

use crate::bot::{Bot, Transport};
use std::path::PathBuf;
use std::process::Output;
use std::sync::atomic::{AtomicU32, Ordering};

/// A file that goes with the test.
struct Paper(PathBuf);

impl Paper {
    fn saying(text: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("viceversa-people-{}-{number}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn imported(&self, bot: &Bot, options: &[&str]) -> Output {
        bot.run(&[&["people", "import", self.0.to_str().unwrap()], options].concat())
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_tried_then_kept_and_then_there_is_nothing_to_change() {
    let mut bot = Bot::start(Transport::Http).await;
    let [ana, ben] = ["ana", "ben"].map(|name| bot.arrives(name));
    let paper = Paper::saying(&format!(
        "slack id,name,manager,level\n{ana},Ana,,vp\n{ben},Ben,ana,lead\nU0NOBODY1,Cho,,\n"
    ));
    for (options, expected) in [
        (&[][..], &["2 to be added, 1 not in Slack", "level executive", "no such account", "--apply"][..]),
        (&["--apply"], &["2 added", &format!("Ben ({ben}): manager Ana ({ana}), level lead"), "is kept"]),
        (&["--apply"], &["2 unchanged", "nothing to change"]),
    ] {
        let output = paper.imported(&bot, options);
        let said = text(&output.stdout);
        assert!(output.status.success(), "{said}{}", text(&output.stderr));
        assert!(expected.iter().all(|part| said.contains(part)), "{expected:?}: {said}");
    }
    bot.dies();
    let output = paper.imported(&bot, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["run"], &report["unchanged"]),
        (&"dry".into(), &2.into()),
        "without a running bot as well"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_faulty_file_ends_with_2_and_a_missing_scope_with_1() {
    let bot = Bot::start(Transport::Http).await;
    let faulty = Paper::saying("email,manager,level\nana,,L5\nben@x.example,ben@x.example,vp\n");
    let output = faulty.imported(&bot, &["--apply", "--format", "json"]);
    let faults: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let said = text(&output.stderr);
    assert_eq!((output.status.code(), faults["faults"].as_array().map(Vec::len)), (Some(2), Some(3)));
    for part in
        ["nothing was changed", "line 2, column 3 (level)", "cannot report to themselves", "Mend the file"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let addresses = Paper::saying("email\nana@example.com\n");
    bot.arrives("ana");
    let output = addresses.imported(&bot, &[]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("users:read.email") && said.contains("Slack ids"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_file_is_a_good_one() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/people.csv");
    let sheet = viceversa::app::org::read(&std::fs::read(example).unwrap()).unwrap();
    assert!(sheet.rows.len() > 4 && sheet.columns.len() == 7 && sheet.notices.is_empty(), "{sheet:?}");
}
