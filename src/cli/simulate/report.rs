//! The years side by side: for eyes, for scripts, and for spreadsheets.

use super::Trial;
use super::figures::Figure;
use crate::cli::plan::{Format, grouped};
use crate::domain::matching::weights::Weights;
use anstyle::Style;
use serde_json::{Map, Value, json};
use std::io::{Write, stdout};

/// The width of a policy's column.
const COLUMN: usize = 10;

pub(super) struct Report<'a> {
    pub people: usize,
    pub weeks: usize,
    pub seed: u64,
    pub weights: Weights,
    pub trials: &'a [Trial],
}

impl Report<'_> {
    pub fn print(&self, format: Format) -> anyhow::Result<()> {
        match format {
            Format::Table => self.table(&mut anstream::stdout().lock()),
            Format::Json => Ok(writeln!(stdout().lock(), "{:#}", self.json())?),
            Format::Csv => self.csv(),
        }
    }

    fn table(&self, out: &mut impl Write) -> anyhow::Result<()> {
        const STRONG: Style = Style::new().bold();
        let width = Figure::ALL.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        writeln!(out, "{} people, {} weekly rounds, seed {}\n", self.people, self.weeks, self.seed)?;
        write!(out, "{:width$}", "")?;
        for trial in self.trials {
            write!(out, "{STRONG}{:>COLUMN$}{STRONG:#}", trial.policy.code())?;
        }
        writeln!(out)?;
        for figure in Figure::ALL {
            write!(out, "{:width$}", figure.name)?;
            for trial in self.trials {
                write!(out, "{:>COLUMN$}", shown(&figure, figure.of(trial)))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let trial = |trial: &Trial| {
            let figures: Map<String, Value> =
                Figure::ALL.iter().map(|figure| (figure.code.to_owned(), json!(figure.of(trial)))).collect();
            json!({"policy": trial.policy, "figures": figures, "rounds": trial.measures.rounds})
        };
        json!({
            "people": self.people,
            "weeks": self.weeks,
            "seed": self.seed,
            "weights": self.weights,
            "policies": self.trials.iter().map(trial).collect::<Vec<_>>(),
        })
    }

    fn csv(&self) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_writer(stdout().lock());
        let codes = Figure::ALL.iter().map(|figure| figure.code);
        writer.write_record(["policy", "people", "weeks", "seed"].into_iter().chain(codes))?;
        for trial in self.trials {
            let what = [
                trial.policy.code().to_owned(),
                self.people.to_string(),
                self.weeks.to_string(),
                self.seed.to_string(),
            ];
            let figures = Figure::ALL.iter().map(|figure| format!("{:.*}", figure.digits, figure.of(trial)));
            writer.write_record(what.into_iter().chain(figures))?;
        }
        Ok(writer.flush()?)
    }
}

fn shown(figure: &Figure, value: f64) -> String {
    match figure.digits {
        0 => grouped(value.round() as i64),
        digits => format!("{value:.digits$}"),
    }
}
