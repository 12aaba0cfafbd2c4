//! Files of decks: found, read, checked, and made into entries of the catalogue.

use super::sheet;
use crate::domain::catalogue::{Additions, Catalogue, Community, Prompt, Reading, Theme, Topic};
use crate::domain::prompts::lint::{self, Finding, Sheet};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Some files, read and not yet checked.
#[derive(Debug)]
pub struct Files {
    texts: Vec<String>,
    sheets: Vec<Sheet>,
    /// Where a file is not TOML.
    broken: Vec<Finding>,
}

/// A file or folder that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}.\n  Name a file that ends in .toml, or a folder with such files.")]
pub struct Unreadable {
    path: String,
    problem: String,
}

/// Everything a file of decks may hold.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    topic: Vec<Topic>,
    theme: Vec<Theme>,
    prompt: Vec<Prompt>,
    community: Vec<Community>,
    reading: Vec<Reading>,
}

impl Files {
    /// Reads files, and every `.toml` file of folders.
    ///
    /// # Errors
    /// One cannot be read, or a folder holds no such file.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Unreadable> {
        let mut texts = Vec::new();
        for path in paths {
            for file in files_at(path)? {
                let text =
                    std::fs::read_to_string(&file).map_err(|cause| unreadable(&file, &cause.to_string()))?;
                texts.push((file.display().to_string(), text));
            }
        }
        Ok(Self::of(&texts))
    }

    /// Takes texts under the names of their files.
    pub fn of<Text: AsRef<str>>(named: &[(Text, Text)]) -> Self {
        let (mut sheets, mut broken) = (Vec::new(), Vec::new());
        for (name, text) in named {
            let (sheet, findings) = sheet::read(name.as_ref(), text.as_ref());
            sheets.push(sheet);
            broken.extend(findings);
        }
        Self { texts: named.iter().map(|(_, text)| text.as_ref().to_owned()).collect(), sheets, broken }
    }

    /// What is wrong with them when they are laid on top of a catalogue. What is no TOML is all that is said about a file
    /// that holds some: the rest would be guessing.
    pub fn check(&self, base: &Catalogue) -> Vec<Finding> {
        let is_broken = |file: &str| self.broken.iter().any(|finding| finding.place.file == file);
        let found =
            lint::check(&self.sheets, base).into_iter().filter(|finding| !is_broken(&finding.place.file));
        let mut all: Vec<Finding> = self.broken.iter().cloned().chain(found).collect();
        all.sort_by(|one, other| one.place.cmp(&other.place));
        all
    }

    /// What they add.
    ///
    /// # Errors
    /// A file does not read; one that stands the checks does.
    pub fn additions(&self) -> Result<Additions, toml::de::Error> {
        let mut catalogue = Catalogue::default();
        for text in &self.texts {
            let written: Written = toml::from_str(text)?;
            catalogue.topics.extend(written.topic);
            catalogue.themes.extend(written.theme);
            catalogue.prompts.extend(written.prompt);
            catalogue.community.extend(written.community);
            catalogue.readings.extend(written.reading);
        }
        Ok(Additions { catalogue, replaced: lint::replaced(&self.sheets) })
    }

    /// Their names, as they are shown.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.file.as_str())
    }
}

fn files_at(path: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let listed = |cause: std::io::Error| unreadable(path, &cause.to_string());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(listed)? {
        let file = entry.map_err(listed)?.path();
        if file.extension().is_some_and(|extension| extension == "toml") && file.is_file() {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(unreadable(path, "the folder holds no .toml file"));
    }
    files.sort();
    Ok(files)
}

fn unreadable(path: &Path, problem: &str) -> Unreadable {
    Unreadable { path: path.display().to_string(), problem: problem.into() }
}
