//! The page in a real browser, against a real demonstration. The stories themselves are told in `tests/browser`, in the
//! language that browsers are driven in; each leaves pictures in `target/screenshots`.

use crate::tools::tools;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Browsers are heavy, and stories about one look at nothing but each other's load when they run side by side.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn told(story: &str) {
    let Some(tools) = tools() else { return };
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(tools.node)
        .arg(root.join("tests/browser").join(story).with_extension("cjs"))
        .current_dir(root)
        .env("NODE_PATH", tools.modules)
        .env("CHROMIUM", tools.chromium)
        .env("VICEVERSA_BIN", env!("CARGO_BIN_EXE_viceversa"))
        .env("SCREENSHOTS", root.join("target/screenshots"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_first_minute_goes_as_the_guide_says() {
    told("first_minute");
}

#[test]
fn a_question_finds_its_helper() {
    told("asking");
}

#[test]
fn people_talk_and_nothing_that_arrives_disturbs_them() {
    told("conversation");
}

#[test]
fn everything_can_be_done_without_a_mouse_and_on_a_phone() {
    told("by_hand");
}

#[test]
fn markup_and_the_ledger_read_as_they_should() {
    told("words");
}
