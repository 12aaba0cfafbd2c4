//! The taxonomy, the themes, the decks and the readings: those that are part of the program, and a company's own.

mod files;
mod sheet;

use crate::domain::catalogue::Catalogue;
use crate::domain::prompts::lint::{Finding, Weight};
pub use files::{Files, Unreadable};
use std::path::Path;

/// The files that are part of the program.
const OURS: &[(&str, &str)] = &[
    ("prompts/topics.toml", include_str!("../../prompts/topics.toml")),
    ("prompts/themes.toml", include_str!("../../prompts/themes.toml")),
    ("prompts/peer.toml", include_str!("../../prompts/peer.toml")),
    ("prompts/reverse.toml", include_str!("../../prompts/reverse.toml")),
    ("prompts/nudge.toml", include_str!("../../prompts/nudge.toml")),
    ("prompts/community.toml", include_str!("../../prompts/community.toml")),
    ("prompts/readings.toml", include_str!("../../prompts/readings.toml")),
];

/// A catalogue, and what its files could do better.
#[derive(Debug)]
pub struct Loaded {
    /// Everything there is.
    pub catalogue: Catalogue,
    /// Warnings only: with an error nothing is loaded.
    pub warnings: Vec<Finding>,
}

/// Why a company's own decks cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file or folder cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The files hold errors, each with its file and line.
    #[error("{}", lines(.0))]
    Faulty(Vec<Finding>),
    /// A file that passes every check does not read; that is a fault of ours.
    #[error(transparent)]
    Misread(#[from] toml::de::Error),
}

/// The catalogue of this program.
///
/// # Errors
/// Where a file does not read; a test sees to it that the ones we ship do.
pub fn embedded() -> Result<Catalogue, toml::de::Error> {
    Ok(ours().additions()?.catalogue)
}

/// The files of this program, as they are checked and previewed.
pub fn ours() -> Files {
    Files::of(OURS)
}

/// The catalogue of this program with the decks of a folder (or of one file) on top.
///
/// # Errors
/// Something cannot be read, or does not stand the checks.
pub fn load(own: Option<&Path>) -> Result<Loaded, LoadError> {
    let base = embedded()?;
    let Some(path) = own else { return Ok(Loaded { catalogue: base, warnings: Vec::new() }) };
    let files = Files::read(std::slice::from_ref(&path.to_owned()))?;
    let (errors, warnings): (Vec<_>, Vec<_>) =
        files.check(&base).into_iter().partition(|finding| finding.fault.weight() == Weight::Error);
    if !errors.is_empty() {
        return Err(LoadError::Faulty(errors));
    }
    Ok(Loaded { catalogue: files.additions()?.onto(base), warnings })
}

/// Each on a line of its own, below whatever they are said about.
fn lines(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("\n  {finding}")).collect()
}

#[cfg(test)]
mod tests;
