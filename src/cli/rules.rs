//! `viceversa rules …`: what counts how much when pairs are made, as a file to read, to edit and to check.

use crate::config::rules::load;
use crate::domain::matching::weights::{Rules, Weights};
use anyhow::Context;
use clap::{Args, Subcommand};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

/// What is printed or checked.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  viceversa rules > rules.toml        every weight with its default, its range and what it means
  viceversa rules rules.toml          the same with the values of a file
  viceversa rules check rules.toml    what is wrong with the file, or what it changes

Set VICEVERSA_RULES to the file and start the bot again. docs/rules.md explains what the points do."
)]
pub struct RulesArgs {
    /// A file of rules whose values are printed; without one, the defaults
    file: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<RulesCommand>,
}

/// What else can be done with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Say what is wrong with a file, or what it changes
    #[command(after_help = "\
Example:
  viceversa rules check rules.toml

It ends with 2 where something has to be mended; each line names line and column.")]
    Check {
        /// The file
        file: PathBuf,
    },
}

/// Carries the command out.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn run(args: &RulesArgs) -> anyhow::Result<()> {
    let text = match (&args.command, &args.file) {
        (Some(RulesCommand::Check { file }), _) => differences(&load(file).context(UNUSABLE)?),
        (None, Some(file)) => written(&load(file).context(UNUSABLE)?),
        (None, None) => written(&Rules::default()),
    };
    // Whoever closes the pipe early, as `head` does, is no error of ours: main knows.
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

const UNUSABLE: &str = "these rules cannot be used";

const HEAD: &str = "\
# What counts how much when pairs are made, in points. Every weight is here; leave those away that you do not change.
# Set VICEVERSA_RULES to the name of this file, and start the bot again: it is read at the start.
# `viceversa rules check FILE` says what is wrong with a file or what it changes, docs/rules.md what the points do.
";

const EXAMPLE: &str = "
# For one programme alone, peer or reverse. What is not named there is as above.
# [programs.peer.weights]
# other_team = 0
";

/// A whole file of rules, with comments.
fn written(rules: &Rules) -> String {
    let mut text = format!("{HEAD}\n[weights]\n");
    for ((name, least, most), meaning) in Weights::LIMITS.iter().zip(Weights::MEANINGS) {
        let usual = Weights::default().named(name).unwrap_or_default();
        let value = rules.usual.named(name).unwrap_or_default();
        // Writing to a text cannot fail.
        let _infallible =
            write!(text, "\n#{meaning}\n# From {least} to {most}; {usual} by default.\n{name} = {value}\n");
    }
    if rules.programs.is_empty() {
        text.push_str(EXAMPLE);
    }
    for (program, weights) in &rules.programs {
        let _infallible = write!(text, "\n[programs.{program}.weights]\n");
        for (name, value, _) in weights.differing_from(&rules.usual) {
            let _infallible = writeln!(text, "{name} = {value}");
        }
    }
    text
}

/// What a file changes, a line for each weight.
fn differences(rules: &Rules) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (name, value, usual) in rules.usual.differing_from(&Weights::default()) {
        lines.push(format!("{name} = {value}, {usual} by default"));
    }
    for (program, weights) in &rules.programs {
        for (name, value, usual) in weights.differing_from(&rules.usual) {
            lines.push(format!("{name} = {value} for {program}, {usual} for the others"));
        }
    }
    match lines.is_empty() {
        true => "The file can be used, and changes nothing: every weight is as it is by default.\n".into(),
        false => format!("The file can be used. It changes these:\n  {}\n", lines.join("\n  ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::rules::read;
    use crate::domain::ids::ProgramId;

    #[test]
    fn what_is_printed_is_a_file_that_can_be_used_and_changes_nothing() {
        let text = written(&Rules::default());
        assert_eq!(read(&text, "rules.toml").unwrap(), Rules::default());
        for (name, ..) in Weights::LIMITS {
            assert!(text.contains(&format!("\n{name} = ")), "{name} is missing");
        }
        assert!(differences(&Rules::default()).contains("changes nothing"));
    }

    #[test]
    fn the_files_of_the_guide_can_be_used() {
        let guide = include_str!("../../docs/rules.md");
        let files: Vec<&str> =
            guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert_eq!(files.len(), 1);
        let rules = read(files[0], "rules.toml").unwrap();
        assert_eq!(rules.of(&ProgramId::new("peer")).other_team, 0);
    }

    #[test]
    fn the_example_in_the_file_holds_once_its_signs_are_taken_away() {
        let example = EXAMPLE.replace("# [", "[").replace("# other", "other");
        let rules = read(&example, "rules.toml").unwrap();
        assert_eq!(rules.of(&ProgramId::new("peer")).other_team, 0);
    }

    #[test]
    fn the_values_of_a_file_are_printed_and_what_they_change_is_said() {
        let rules = read("[weights]\nchance = 0\n[programs.peer.weights]\nother_team = -5\n", "x").unwrap();
        assert_eq!(read(&written(&rules), "x").unwrap(), rules);
        let said = differences(&rules);
        assert!(said.contains("chance = 0, 9 by default"), "{said}");
        assert!(said.contains("other_team = -5 for peer, 60 for the others"), "{said}");
    }
}
