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

/// The tools, or nothing and one line that says what is missing. Where `VICEVERSA_REQUIRE_BROWSER` is 1, that is a failure.
pub fn tools() -> Option<Tools> {
    match find() {
        Ok(tools) => Some(tools),
        Err(missing) => {
            let required = std::env::var("VICEVERSA_REQUIRE_BROWSER").is_ok_and(|value| value == "1");
            assert!(!required, "{missing} is missing; scripts/test installs it");
            // Straight to the terminal: what a test prints is shown only where it fails.
            let _said =
                writeln!(std::io::stderr(), "skipped: {missing} is missing; scripts/test installs it");
            None
        }
    }
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
