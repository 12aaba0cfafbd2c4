//! A plan as it is told: for eyes, for scripts, and for spreadsheets.

use super::Format;
use super::people::Roll;
use crate::app::names::{Names, why_left_out};
use crate::domain::catalogue::Catalogue;
use crate::domain::ids::PersonId;
use crate::domain::matching::{Group, Groups, Proof};
use anstyle::Style;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::sync::Arc;

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// A plan, and what it takes to tell it.
pub(super) struct Answer {
    groups: Groups,
    names: Names,
    called: BTreeMap<PersonId, String>,
    slot: Date,
    seed: u64,
}

impl Answer {
    pub fn new(groups: Groups, roll: Roll, catalogue: Arc<Catalogue>, drawn: (Date, u64)) -> Self {
        let (slot, seed) = drawn;
        Self { groups, names: Names::new(roll.names.clone(), catalogue), called: roll.names, slot, seed }
    }

    pub fn print(&self, format: Format) -> anyhow::Result<()> {
        match format {
            Format::Table => self.table(&mut anstream::stdout().lock()),
            Format::Json => Ok(writeln!(stdout().lock(), "{:#}", self.json())?),
            Format::Csv => self.csv(&mut stdout().lock()),
        }
    }

    fn table(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let width = self.groups.groups.len().to_string().len();
        for (number, group) in (1..).zip(&self.groups.groups) {
            let members = self.names.of_people(&group.members);
            writeln!(out, "{FAINT}{number:width$}{FAINT:#}  {STRONG}{members}{STRONG:#}")?;
            for reason in &group.reasons {
                writeln!(out, "{:width$}    {}", "", self.names.reason(reason))?;
            }
        }
        for left in &self.groups.left_out {
            let (person, why) = (self.names.of_person(&left.person), why_left_out(left.reason));
            writeln!(out, "{:width$}  {STRONG}{person}{STRONG:#} is left out: {why}", "")?;
        }
        writeln!(out, "\n{}", conclusion(&self.groups))?;
        Ok(())
    }

    fn json(&self) -> Value {
        let Proof { inputs, weights, total, bound, doubt } = &self.groups.proof;
        let name = |id: &PersonId| self.names.of_person(id);
        let group = |group: &Group| {
            let words: Vec<String> = group.reasons.iter().map(|reason| self.names.reason(reason)).collect();
            let names: Vec<String> = group.members.iter().map(name).collect();
            json!({"members": group.members, "names": names, "why": words, "reasons": group.reasons})
        };
        let left_out = self.groups.left_out.iter().map(|left| {
            let why = why_left_out(left.reason);
            json!({"person": left.person, "name": name(&left.person), "reason": left.reason, "why": why})
        });
        json!({
            "slot": self.slot,
            "seed": self.seed,
            "digest": inputs,
            "weights": weights,
            "total": total,
            "bound": bound,
            "doubt": doubt,
            "groups": self.groups.groups.iter().map(group).collect::<Vec<_>>(),
            "left_out": left_out.collect::<Vec<_>>(),
            "conclusion": conclusion(&self.groups),
        })
    }

    /// Rows that can be put below a file of the past.
    fn csv(&self, out: &mut impl Write) -> anyhow::Result<()> {
        for left in &self.groups.left_out {
            eprintln!("{} is left out: {}", self.names.of_person(&left.person), why_left_out(left.reason));
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["date", "a", "b", "c", "met", "names", "why"])?;
        for group in &self.groups.groups {
            let member = |place: usize| group.members.get(place).map_or("", PersonId::as_str).to_owned();
            let names: Vec<String> =
                group.members.iter().filter_map(|id| self.called.get(id).cloned()).collect();
            let why: Vec<String> = group.reasons.iter().map(|reason| self.names.reason(reason)).collect();
            let (date, met) = (self.slot.to_string(), "unknown".to_owned());
            let (names, why) = (names.join("; "), why.join("; "));
            writer.write_record([date, member(0), member(1), member(2), met, names, why])?;
        }
        Ok(writer.flush()?)
    }
}

/// How many groups there are, and how good they are.
pub(super) fn conclusion(groups: &Groups) -> String {
    let trios = groups.groups.iter().filter(|group| group.members.len() > 2).count();
    let pairs = groups.groups.len() - trios;
    let trios = if trios > 0 { format!(", {}", counted(trios, "trio")) } else { String::new() };
    let (pairs, left) = (counted(pairs, "pair"), groups.left_out.len());
    format!(
        "{pairs}{trios}, {left} left out; {} points, {}",
        grouped(groups.proof.total),
        quality(&groups.proof)
    )
}

/// How near the best a plan is, as far as that is known.
fn quality(proof: &Proof) -> String {
    let Some(bound) = proof.bound else {
        return "how near the best there is was not reckoned".into();
    };
    let short = bound - proof.total;
    if short <= 0 {
        return "the best there is (proven)".into();
    }
    let percent = short as f64 * 100.0 / bound.abs().max(1) as f64;
    match bound > 0 && percent < 100.0 {
        true => format!("within {:.1} % of the best", (percent * 10.0).ceil() / 10.0),
        false => format!("at most {} points below the best", grouped(short)),
    }
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// A number with a comma between every three digits, such as 14,310.
pub(in crate::cli) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let parts: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matching::weights::Weights;

    fn proof(total: i64, bound: Option<i64>) -> Proof {
        Proof { inputs: String::new(), weights: Weights::default(), total, bound, doubt: None }
    }

    #[test]
    fn numbers_have_their_commas() {
        assert_eq!([0, 999, 1_000, -14_310].map(grouped), ["0", "999", "1,000", "-14,310"]);
    }

    #[test]
    fn how_good_a_plan_is_is_said_as_far_as_it_is_known_and_never_too_well() {
        assert_eq!(quality(&proof(500, Some(500))), "the best there is (proven)");
        assert_eq!(quality(&proof(99_991, Some(100_000))), "within 0.1 % of the best");
        assert_eq!(quality(&proof(-900, Some(-200))), "at most 700 points below the best");
        assert_eq!(quality(&proof(1, None)), "how near the best there is was not reckoned");
    }
}
