//! People change places: one moves to another circle, two exchange theirs, or somebody left over gets one.

use super::super::Sizes;
use super::super::deal::Deal;
use super::super::worths::{Worths, shared};
use std::cmp::Reverse;

/// Circles, and where everybody sits.
pub(super) struct Table<'w> {
    worths: &'w Worths,
    sizes: Sizes,
    circles: Vec<Vec<usize>>,
    /// The sum over the pairs of each circle.
    sums: Vec<i64>,
    /// The circle of each person; none for those left over.
    seats: Vec<Option<usize>>,
}

impl<'w> Table<'w> {
    pub(super) fn of(worths: &'w Worths, sizes: Sizes, deal: Deal) -> Self {
        let mut seats = vec![None; worths.count()];
        for (at, members) in deal.circles.iter().enumerate() {
            members.iter().for_each(|&member| seats[member] = Some(at));
        }
        let sums = deal.circles.iter().map(|members| worths.sum(members).unwrap_or(0)).collect();
        Self { worths, sizes, circles: deal.circles, sums, seats }
    }

    /// The deal in which nobody's change helps any more.
    pub(super) fn settled(mut self) -> Deal {
        while (0..self.worths.count()).filter(|&person| self.seat_better(person)).count() > 0 {}
        let left = (0..self.seats.len()).filter(|&person| self.seats[person].is_none()).collect();
        Deal { circles: self.circles, left }
    }

    /// Lets one person change places if that helps, and says whether it did.
    fn seat_better(&mut self, person: usize) -> bool {
        match self.seats[person] {
            None => self.join(person) || self.oust(person),
            Some(from) => self.move_on(person, from) || self.exchange(person, from),
        }
    }

    /// Somebody left over joins the circle where that is worth most.
    fn join(&mut self, person: usize) -> bool {
        let gains = (0..self.circles.len()).filter_map(|to| Some((self.gain_of_joining(person, to)?, to)));
        let best = gains.max_by_key(|&(gain, to)| (gain, Reverse(to)));
        if let Some((_, to)) = best {
            self.sit_down(person, to);
        }
        best.is_some()
    }

    /// Somebody left over takes the place of another, who joins a third circle or, if that is worth more, is left over.
    fn oust(&mut self, person: usize) -> bool {
        for other in 0..self.seats.len() {
            let Some(at) = self.seats[other] else { continue };
            let Some(sum) = self.sum_after(at, other, person) else { continue };
            let gain = shared(sum - self.sums[at], self.circles[at].len());
            let mut elsewhere = (0..self.circles.len()).filter(|&to| to != at);
            let next = elsewhere.find(|&to| self.gain_of_joining(other, to).is_some());
            if next.is_some() || gain > 0 {
                self.stand_up(other, at);
                self.sit_down(person, at);
                if let Some(to) = next {
                    self.sit_down(other, to);
                }
                return true;
            }
        }
        false
    }

    fn move_on(&mut self, person: usize, from: usize) -> bool {
        let size = self.circles[from].len();
        if size == self.sizes.least {
            return false;
        }
        let rest = self.sums[from] - self.pull(person, from).unwrap_or(0);
        let loss = shared(self.sums[from], size) - shared(rest, size - 1);
        let elsewhere = (0..self.circles.len()).filter(|&to| to != from);
        let gains = elsewhere.filter_map(|to| Some((self.gain_of_joining(person, to)?, to)));
        let best = gains.max_by_key(|&(gain, to)| (gain, Reverse(to))).filter(|(gain, _)| *gain > loss);
        if let Some((_, to)) = best {
            self.stand_up(person, from);
            self.sit_down(person, to);
        }
        best.is_some()
    }

    fn exchange(&mut self, person: usize, from: usize) -> bool {
        for other in 0..self.seats.len() {
            let Some(to) = self.seats[other].filter(|&to| to != from) else { continue };
            let (Some(here), Some(there)) =
                (self.sum_after(from, person, other), self.sum_after(to, other, person))
            else {
                continue;
            };
            let gain = shared(here - self.sums[from], self.circles[from].len())
                + shared(there - self.sums[to], self.circles[to].len());
            if gain > 0 {
                self.stand_up(person, from);
                self.stand_up(other, to);
                self.sit_down(person, to);
                self.sit_down(other, from);
                return true;
            }
        }
        false
    }

    /// What is gained when somebody joins a circle; none where that may not be.
    fn gain_of_joining(&self, person: usize, to: usize) -> Option<i64> {
        let size = self.circles[to].len();
        if size == self.sizes.most {
            return None;
        }
        let sum = self.sums[to] + self.pull(person, to)?;
        Some(shared(sum, size + 1) - shared(self.sums[to], size))
    }

    /// The sum over the pairs of a circle after one of them has gone and another has come; none where that may not be.
    fn sum_after(&self, at: usize, gone: usize, come: usize) -> Option<i64> {
        let staying = self.circles[at].iter().copied().filter(|&member| member != gone);
        Some(self.sums[at] - self.pull(gone, at)? + self.worths.pull(come, staying)?)
    }

    /// What somebody and the others in a circle are worth to each other.
    fn pull(&self, person: usize, at: usize) -> Option<i64> {
        let others = self.circles[at].iter().copied().filter(|&member| member != person);
        self.worths.pull(person, others)
    }

    fn stand_up(&mut self, person: usize, from: usize) {
        self.sums[from] -= self.pull(person, from).unwrap_or(0);
        self.circles[from].retain(|&member| member != person);
        self.seats[person] = None;
    }

    fn sit_down(&mut self, person: usize, to: usize) {
        self.sums[to] += self.pull(person, to).unwrap_or(0);
        self.circles[to].push(person);
        self.seats[person] = Some(to);
    }
}
