//! What a power cut would leave: the bytes that the system had promised to be on the disk, and nothing written since.

use super::{Bot, Rig, Store, new_folder, signal, skipped};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/rig/synced.c");

/// From its next start on the bot keeps beside its files what is surely on the disk; `false` where no C compiler can
/// make that possible.
pub fn is_watched(rig: &mut Rig) -> bool {
    let built = rig.folder().join("libsynced.so");
    let compiled =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", LIBRARY, "-ldl", "-o"]).arg(&built).status();
    if !compiled.is_ok_and(|status| status.success()) {
        skipped("a power cut needs a C compiler (cc)");
        return false;
    }
    let file = rig.store.file().expect("a file");
    std::fs::copy(&file, kept(&file)).unwrap();
    rig.bots[0].settings.insert("LD_PRELOAD".into(), built.display().to_string());
    true
}

/// The database as it would be found after a power cut at this moment.
pub async fn is_cut(rig: &Rig) -> Store {
    let (file, folder) = (rig.store.file().expect("a file"), new_folder());
    stands_still(&rig.bots[0]).await;
    for name in ["bot.db", "bot.db-wal"] {
        let _may_be_absent = std::fs::copy(kept(&file.with_file_name(name)), folder.join(name));
    }
    signal("CONT", rig.bots[0].pid());
    Store::Sqlite { folder }
}

/// Both files are of one moment then.
async fn stands_still(bot: &Bot) {
    signal("STOP", bot.pid());
    let state = || std::fs::read_to_string(format!("/proc/{}/stat", bot.pid())).unwrap_or_default();
    while !state().contains(") T ") {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn kept(file: &Path) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".synced");
    name.into()
}
