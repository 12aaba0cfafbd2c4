//! The years as curves: four small pictures, a line for each policy.

use super::Trial;
use crate::cli::chart::{Axis, COLOURS, Drawing, Drawn, FAINT, GRID, Hand, INK, Paper};
use crate::cli::plan::grouped;
use crate::domain::company::Round;
use crate::domain::matching::policies::Policy;
use plotters::prelude::{DrawingBackend, RGBColor};
use plotters::style::FontStyle;
use plotters::style::text_anchor::HPos;

const SIZE: (u32, u32) = (920, 640);
/// Left and right of the small pictures, by column, and top and bottom, by row.
const ACROSS: [(f64, f64); 2] = [(64.0, 440.0), (528.0, 904.0)];
const DOWN: [(f64, f64); 2] = [(122.0, 318.0), (402.0, 598.0)];

/// Curves of several years.
pub(super) struct Curves {
    about: String,
    weeks: usize,
    years: Vec<(Policy, Vec<Round>)>,
}

/// A small picture: what a year was like up to each week.
struct Panel {
    title: &'static str,
    unit: &'static str,
    curve: fn(&[Round]) -> f64,
}

const PANELS: [Panel; 4] = [
    Panel {
        title: "Repeats that their round could have done without, so far",
        unit: "",
        curve: |year| sum(year, |round| round.needless),
    },
    Panel {
        title: "Repeats within four rounds, so far",
        unit: "",
        curve: |year| sum(year, |round| round.soon),
    },
    Panel { title: "Wants met, so far", unit: "", curve: |year| sum(year, |round| round.wants_met) },
    Panel {
        title: "Helped and was helped apart, mean of all people",
        unit: "",
        curve: |year| year.last().map_or(0.0, |round| round.imbalance),
    },
];

impl Curves {
    pub fn of(people: usize, weeks: usize, trials: &[Trial]) -> Self {
        let years = trials.iter().map(|trial| (trial.policy, trial.measures.rounds.clone()));
        Self { about: format!("{people} people, {weeks} weekly rounds"), weeks, years: years.collect() }
    }
}

impl Drawing for Curves {
    fn size(&self) -> (u32, u32) {
        SIZE
    }

    fn title(&self) -> String {
        format!("A year under each policy: {}", self.about)
    }

    fn draw<DB: DrawingBackend>(&self, paper: &Paper<'_, DB>) -> Drawn<DB> {
        self.heading(paper)?;
        for (place, panel) in PANELS.iter().enumerate() {
            let (across, down) = (ACROSS[place % 2], DOWN[place / 2]);
            let curves: Vec<(RGBColor, Vec<f64>)> = self
                .years
                .iter()
                .map(|(policy, year)| (colour(*policy), so_far(year, panel.curve)))
                .collect();
            self.panel(paper, panel, (across, down), &curves)?;
        }
        Ok(())
    }
}

impl Curves {
    fn heading<DB: DrawingBackend>(&self, paper: &Paper<'_, DB>) -> Drawn<DB> {
        let left = ACROSS[0].0;
        paper.write("A year under each policy", (left, 26.0), Hand::TITLE)?;
        paper.write(&self.about, (left, 50.0), Hand { colour: FAINT, ..Hand::PLAIN })?;
        for (place, (policy, _)) in (0..).zip(&self.years) {
            let from = left + f64::from(place) * 100.0;
            paper.fill((from, 74.0), (from + 18.0, 77.0), &colour(*policy))?;
            paper.write(policy.code(), (from + 25.0, 75.0), Hand::PLAIN)?;
        }
        Ok(())
    }

    fn panel<DB: DrawingBackend>(
        &self,
        paper: &Paper<'_, DB>,
        panel: &Panel,
        ((left, right), (above, below)): ((f64, f64), (f64, f64)),
        curves: &[(RGBColor, Vec<f64>)],
    ) -> Drawn<DB> {
        let highest = curves.iter().flat_map(|(_, curve)| curve).copied().fold(1.0, f64::max);
        let x = Axis { values: (0.0, self.weeks as f64), places: (left, right) };
        let y = Axis { values: (0.0, highest * 1.05), places: (below, above) };
        let bold = Hand { style: FontStyle::Bold, ..Hand::PLAIN };
        paper.write(panel.title, (left, above - 16.0), bold)?;
        for value in y.ticks(4) {
            let at = y.place(value);
            paper.line(&[(left, at), (right, at)], 1, &GRID)?;
            let text = if value.fract() > 0.0 { format!("{value:.1}") } else { grouped(value as i64) };
            let hand = Hand { align: HPos::Right, ..Hand::SMALL };
            paper.write(&format!("{text}{}", panel.unit), (left - 8.0, at), hand)?;
        }
        let middle = Hand { align: HPos::Center, ..Hand::SMALL };
        for week in x.ticks(6) {
            let text = if week > 0.0 { format!("{week}") } else { "week 0".to_owned() };
            paper.write(&text, (x.place(week), below + 14.0), middle)?;
        }
        paper.line(&[(left, below), (right, below)], 1, &INK)?;
        // The first policy is the one to look at, and lies on top.
        for (colour, curve) in curves.iter().rev() {
            let places = (1..).zip(curve).map(|(week, value)| (x.place(f64::from(week)), y.place(*value)));
            paper.line(&places.collect::<Vec<_>>(), 2, colour)?;
        }
        Ok(())
    }
}

fn colour(policy: Policy) -> RGBColor {
    match policy {
        Policy::Ours => COLOURS[0],
        Policy::Greedy => COLOURS[1],
        Policy::Shuffle => COLOURS[2],
        Policy::Restarts => COLOURS[3],
    }
}

fn so_far(year: &[Round], curve: fn(&[Round]) -> f64) -> Vec<f64> {
    (1..=year.len()).map(|weeks| curve(&year[..weeks])).collect()
}

fn sum(year: &[Round], of: fn(&Round) -> u32) -> f64 {
    year.iter().map(|round| f64::from(of(round))).sum()
}
