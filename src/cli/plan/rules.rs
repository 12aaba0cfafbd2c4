//! What counts how much: from a file named for this once, or else as the bot would go by.

use super::FaultyInput;
use crate::app::workspace::DEFAULT_PROGRAM;
use crate::cli::wiring;
use crate::config::{Config, rules};
use crate::domain::ids::ProgramId;
use crate::domain::matching::weights::Weights;
use std::path::Path;

/// The weights of the programme of peers.
///
/// # Errors
/// The file cannot be read, or what it says cannot be used.
pub(in crate::cli) fn weights(path: Option<&Path>, config: &Config) -> anyhow::Result<Weights> {
    let rules = match path {
        Some(path) => rules::load(path).map_err(|wrong| FaultyInput::of_rules(path, &wrong))?,
        None => wiring::rules(config)?,
    };
    Ok(rules.of(&ProgramId::new(DEFAULT_PROGRAM)))
}
