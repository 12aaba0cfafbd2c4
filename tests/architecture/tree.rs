//! The files of the tree that people write.

use std::fs;
use std::path::{Path, PathBuf};

/// Every text of the tree that people write: no build output, no lock file, nothing binary.
pub fn text_files() -> Vec<(String, String)> {
    let paths = files_below(&root()).into_iter().filter(|path| !path.ends_with("Cargo.lock"));
    paths.filter_map(|path| Some((relative_to(&path, &root()), fs::read_to_string(&path).ok()?))).collect()
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for entry in entries {
        let path = entry.expect("the tree can be listed").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_symlink() || ["target", ".git", "node_modules"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

pub fn relative_to(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).expect("the file lies below its folder").to_string_lossy().replace('\\', "/")
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of a text, counted from 1.
pub fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}
