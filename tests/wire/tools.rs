//! Programs that are not Rust and that a machine may lack: node, what it needs from npm, and a browser.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Everything a browser test needs.
pub struct Tools {
    pub node: PathBuf,
    pub modules: PathBuf,
    pub chromium: PathBuf,
}

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The tools, or nothing where one is missing.
pub fn tools() -> Option<Tools> {
    let found = find();
    if let Err(missing) = found {
        skipped(&format!("the stories of the page need {missing}"));
    }
    found.ok()
}

/// Says in one line that a test is passed over. Where `VICEVERSA_REQUIRE_TOOLS` is 1, that is a failure.
pub fn skipped(why: &str) {
    let required = std::env::var("VICEVERSA_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
    assert!(!required, "{why}, and VICEVERSA_REQUIRE_TOOLS is 1");
    // Straight to the output: what a test prints is shown only where it fails. The harness may be within a line.
    let line = format!("\nskipped: {why} (scripts/test-tools installs what it can)\n");
    let _said = std::io::stdout().write_all(line.as_bytes());
}

fn find() -> Result<Tools, &'static str> {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/node/node_modules");
    let node = on_path("node").ok_or("node")?;
    for (module, name) in
        [("playwright-core", "the npm package playwright-core"), ("axe-core", "the npm package axe-core")]
    {
        if !modules.join(module).is_dir() {
            return Err(name);
        }
    }
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let chromium = named.or_else(|| BROWSERS.iter().find_map(|name| on_path(name))).ok_or("chromium")?;
    Ok(Tools { node, modules, chromium })
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}
