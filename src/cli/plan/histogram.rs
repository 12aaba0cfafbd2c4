//! How good the pairs of a plan are, beside all that could have been, as a picture.

use crate::cli::chart::{Axis, COLOURS, Drawing, Drawn, FAINT, GRID, Hand, INK, Paper, nice_step};
use crate::cli::plan::answer::{conclusion, grouped};
use crate::domain::ids::PersonId;
use crate::domain::matching::policies::Points;
use crate::domain::matching::{Field, Groups};
use plotters::prelude::{Color, DrawingBackend, RGBColor};
use plotters::style::text_anchor::HPos;

/// So many of all allowed pairs are drawn; where there are more, chance picks them.
const MOST: usize = 200_000;
/// About so many bars.
const BARS: u32 = 30;
/// Names in the caption.
const NAMED: usize = 4;
const SIZE: (u32, u32) = (800, 480);
/// Left, right, top and bottom of the bars.
const FRAME: (f64, f64, f64, f64) = (64.0, 776.0, 104.0, 384.0);
const BEHIND: RGBColor = RGBColor(0xd5, 0xd9, 0xdd);

/// The scores of the pairs made, and of all that are allowed.
pub(super) struct Histogram {
    made: Vec<i64>,
    allowed: Vec<i64>,
    conclusion: String,
    left_out: Vec<String>,
}

impl Histogram {
    pub fn of(field: &Field<'_>, groups: &Groups, left_out: Vec<String>) -> Self {
        let points = Points::of(field);
        let members: Vec<Vec<PersonId>> = groups.groups.iter().map(|group| group.members.clone()).collect();
        let (made, allowed) = (points.of_pairs_in(&members), points.of_allowed(MOST));
        Self { made, allowed, conclusion: conclusion(groups), left_out }
    }

    fn bars(&self) -> Bars {
        let mut made = self.made.clone();
        made.sort_unstable();
        let at = |tenth: usize| made.get(made.len() * tenth / 10).copied().unwrap_or(0);
        let (low, high) = (at(1), at(9));
        // Repeats and pairs without common hours cost so much that all others would be one bar.
        let floor = low - (high - low).max(100);
        let all = || self.allowed.iter().chain(&self.made);
        let from = all().copied().filter(|score| *score >= floor).min().unwrap_or(0);
        let to = all().copied().max().unwrap_or(0).max(from + 1);
        let step = nice_step((to - from) as f64, BARS).max(1.0);
        let first = (from as f64 / step).floor() as i64;
        let last = (to as f64 / step).floor() as i64;
        Bars { first, count: usize::try_from(last - first + 1).unwrap_or(1), step }
    }

    fn caption(&self, bars: &Bars) -> Vec<String> {
        let below = self.made.iter().filter(|score| bars.place(**score).is_none()).count();
        let below_of_all = self.allowed.iter().filter(|score| bars.place(**score).is_none()).count();
        let mut lines = vec![match self.left_out.split_at_checked(NAMED) {
            _ if self.left_out.is_empty() => "Nobody is left out.".to_owned(),
            Some((named, others)) if !others.is_empty() => {
                format!("Left out: {} and {} more.", named.join(", "), others.len())
            }
            Some(_) | None => format!("Left out: {}.", self.left_out.join(", ")),
        }];
        if below + below_of_all > 0 {
            let share = below_of_all as f64 * 100.0 / self.allowed.len().max(1) as f64;
            lines.push(format!(
                "Below the scale, for they met lately or share no hours: {below} of the pairs made, {share:.0} % of all."
            ));
        }
        lines
    }
}

/// Bars of equal width; the first begins at `first` steps.
struct Bars {
    first: i64,
    count: usize,
    step: f64,
}

impl Bars {
    /// The bar that a score belongs to; `None` below the first.
    fn place(&self, score: i64) -> Option<usize> {
        let place = (score as f64 / self.step).floor() as i64 - self.first;
        usize::try_from(place).ok().map(|place| place.min(self.count - 1))
    }

    /// How much of all scores each bar has, in percent.
    fn shares(&self, scores: &[i64]) -> Vec<f64> {
        let mut shares = vec![0.0; self.count];
        for place in scores.iter().filter_map(|score| self.place(*score)) {
            shares[place] += 100.0 / scores.len() as f64;
        }
        shares
    }

    fn edge(&self, place: usize) -> f64 {
        (self.first as f64 + place as f64) * self.step
    }
}

impl Drawing for Histogram {
    fn size(&self) -> (u32, u32) {
        SIZE
    }

    fn title(&self) -> String {
        format!("How good the pairs are: {}. {}", self.conclusion, self.caption(&self.bars()).join(" "))
    }

    fn draw<DB: DrawingBackend>(&self, paper: &Paper<'_, DB>) -> Drawn<DB> {
        self.heading(paper)?;
        if self.allowed.is_empty() {
            paper.write("Nobody may be matched with anybody.", (FRAME.0, 120.0), Hand::PLAIN)?;
            return paper.write(&self.caption(&self.bars()).join(" "), (FRAME.0, 440.0), Hand::SMALL);
        }
        let bars = self.bars();
        let (made, allowed) = (bars.shares(&self.made), bars.shares(&self.allowed));
        let top = made.iter().chain(&allowed).copied().fold(1.0, f64::max);
        let (left, right, above, below) = FRAME;
        let x = Axis { values: (bars.edge(0), bars.edge(bars.count)), places: (left, right) };
        let y = Axis { values: (0.0, top * 1.05), places: (below, above) };
        scales(paper, x, y)?;
        let rows = [(&allowed, BEHIND.filled(), 0.5), (&made, COLOURS[0].mix(0.8).filled(), 3.0)];
        for (shares, style, gap) in rows {
            for (place, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let (from, to) = (x.place(bars.edge(place)) + gap, x.place(bars.edge(place + 1)) - gap);
                paper.fill((from, y.place(*share)), (to, below), &style.color)?;
            }
        }
        paper.line(&[(left, below), (right, below)], 1, &INK)?;
        for (line, text) in (0..).zip(self.caption(&bars)) {
            paper.write(&text, (left, 440.0 + f64::from(line) * 18.0), Hand::SMALL)?;
        }
        Ok(())
    }
}

impl Histogram {
    fn heading<DB: DrawingBackend>(&self, paper: &Paper<'_, DB>) -> Drawn<DB> {
        let left = FRAME.0;
        paper.write("How good the pairs are", (left, 26.0), Hand::TITLE)?;
        paper.write(&self.conclusion, (left, 50.0), Hand { colour: FAINT, ..Hand::PLAIN })?;
        let all = match self.allowed.len() {
            MOST.. => format!("all allowed pairs, {} of them by chance", grouped(MOST as i64)),
            _ => format!("all {} allowed pairs", grouped(self.allowed.len() as i64)),
        };
        let made = match self.made.len() {
            1 => "the pair made".to_owned(),
            some => format!("the {} pairs made (a trio has three)", grouped(some as i64)),
        };
        for (place, colour, text) in [(left, COLOURS[0], made), (left + 260.0, BEHIND, all)] {
            paper.fill((place, 72.0), (place + 12.0, 84.0), &colour)?;
            paper.write(&text, (place + 19.0, 78.0), Hand::PLAIN)?;
        }
        Ok(())
    }
}

fn scales<DB: DrawingBackend>(paper: &Paper<'_, DB>, x: Axis, y: Axis) -> Drawn<DB> {
    let (left, right, above, below) = FRAME;
    for share in y.ticks(4) {
        let at = y.place(share);
        paper.line(&[(left, at), (right, at)], 1, &GRID)?;
        let hand = Hand { align: HPos::Right, ..Hand::SMALL };
        paper.write(&format!("{share} %"), (left - 8.0, at), hand)?;
    }
    let middle = Hand { align: HPos::Center, ..Hand::SMALL };
    for score in x.ticks(8) {
        paper.write(&grouped(score as i64), (x.place(score), below + 14.0), middle)?;
    }
    paper.write(
        "share of the pairs",
        (left - 8.0, above - 8.0),
        Hand { align: HPos::Left, ..Hand::SMALL },
    )?;
    paper.write("points of a pair", ((left + right) / 2.0, below + 34.0), middle)
}
