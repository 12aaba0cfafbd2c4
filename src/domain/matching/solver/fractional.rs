//! The fractional matching: the same problem, but an edge may also be taken by half.
//!
//! Without whole numbers to insist on, no blossom is ever needed. When two S vertices of a tree meet, their paths to
//! the nearest common ancestor and the edge between them form an odd cycle, and each of its edges takes the value ½:
//! a
//! *half-cycle*, which is then put aside. Such searches are cheap, because every vertex has one label, one dual and no
//! inside, and they do most of the work. What is left over in the end is one exposed vertex for each half-cycle.
//!
//! The duals carry over unchanged: they cover every edge, all edges of a half-cycle are tight, so it can be broken up
//! into pairs and one exposed vertex at any point. (Balas' and Pulleyblank's half-integral matchings; LEMON and
//! Blossom V can begin in this way too.)

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::WeightedGraph;
use super::rounds::search_in_rounds;
use super::start::Start;
use super::table::{NONE, Table};

mod cycles;

/// Solves the fractional problem, with this patience in the first round, and rounds its answer to pairs.
pub(super) fn relaxed(graph: &WeightedGraph, start: Start, patience: u32) -> Start {
    let mut search = Fractional::new(graph, start);
    let roots = (0..graph.order()).filter(|&root| search.is_wanting(root)).collect();
    search_in_rounds(roots, patience, |root, patience| {
        if search.is_wanting(root) {
            search.grow_from(root, patience);
        }
        search.is_wanting(root)
    });
    search.round_off();
    search.start
}

/// Where a vertex stands in the tree that is being grown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Free,
    /// An even number of steps from the root. Its dual falls.
    S,
    /// An odd number of steps from the root, reached from this S vertex. Its dual rises.
    T(u32),
}

/// What ends the growth of a tree.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The dual of this S vertex reaches zero, so that it may stay exposed.
    Spent(u32),
    /// The edge from this S vertex to another S vertex, or to one that is free for a partner, becomes tight.
    Meeting(u32, u32),
    /// It has looked from as many vertices as it may in this round.
    PutOff,
}

/// The edge from the S vertex `from` becomes tight at `time` and leads to a matched vertex. The earliest comes first,
/// and among equals the order is fixed: the same graph has the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    time: i64,
    from: u32,
    to: u32,
}

struct Fractional<'g> {
    graph: &'g WeightedGraph,
    start: Start,
    /// The next vertex of the half-cycle, for those on one. They have no mate.
    next: Table<u32>,
    labels: Table<Label>,
    /// When the vertex got its label. Its dual is stored as of then.
    since: Table<i64>,
    /// The earliest time at which an edge into the vertex becomes tight.
    best: Table<i64>,
    touched: Vec<u32>,
    steps: BinaryHeap<Reverse<Step>>,
    /// No vertex with an edge had a smaller dual when the growth began.
    least_dual: i64,
    clock: i64,
    /// When the growth ends for certain, and by what. Nothing at or after it needs to be remembered.
    horizon: i64,
    end: End,
}

impl<'g> Fractional<'g> {
    fn new(graph: &'g WeightedGraph, start: Start) -> Self {
        let order = graph.order();
        Self {
            graph,
            least_dual: start.least_dual(graph),
            start,
            next: Table::filled(order, NONE),
            labels: Table::filled(order, Label::Free),
            since: Table::filled(order, 0),
            best: Table::filled(order, i64::MAX),
            touched: Vec::new(),
            steps: BinaryHeap::new(),
            clock: 0,
            horizon: i64::MAX,
            end: End::Spent(NONE),
        }
    }

    /// Neither matched nor on a half-cycle.
    fn is_free(&self, vertex: u32) -> bool {
        self.start.is_exposed(vertex) && self.next[vertex] == NONE
    }

    fn is_wanting(&self, vertex: u32) -> bool {
        self.is_free(vertex) && self.start.duals[vertex] > 0
    }

    fn grow_from(&mut self, root: u32, patience: u32) {
        let mut patience = patience;
        (self.clock, self.horizon, self.end) = (0, i64::MAX, End::Spent(root));
        self.touched.push(root);
        let mut reached = Some(root);
        while let Some(vertex) = reached {
            self.labels[vertex] = Label::S;
            self.since[vertex] = self.clock;
            self.scan(vertex);
            patience = patience.saturating_sub(1);
            if patience == 0 && self.clock > 0 {
                self.offer(self.clock, End::PutOff);
            }
            reached = self.next_step();
        }
        self.move_duals();
        match self.end {
            End::Spent(vertex) => self.flip(vertex, NONE),
            End::Meeting(vertex, other) if self.labels[other] == Label::S => self.set_aside(vertex, other),
            End::Meeting(vertex, other) => {
                self.open_cycle_at(other);
                self.flip(vertex, other);
                self.start.mates[other] = vertex;
            }
            End::PutOff => {}
        }
        self.forget_labels();
    }

    /// Looks from a new S vertex along all of its edges.
    fn scan(&mut self, vertex: u32) {
        let dual = self.start.duals[vertex];
        self.offer(self.clock + dual, End::Spent(vertex));
        let rest = dual - self.graph.doubled_top();
        for arc in self.graph.arcs(vertex) {
            let (to, rest) = (arc.to, rest + 2 * i64::from(arc.deficit));
            if self.is_out_of_reach(rest) {
                break;
            }
            let slack = rest + self.start.duals[to];
            match self.labels[to] {
                Label::Free => self.approach(vertex, to, self.clock + slack),
                Label::S if to != vertex => {
                    // Both ends fall, and the other one has since it got its label.
                    let left = slack - (self.clock - self.since[to]);
                    self.offer(self.clock + left / 2, End::Meeting(vertex, to));
                }
                Label::S | Label::T(_) => {}
            }
        }
    }

    /// Whether an edge whose slack is this much without the dual of its other end cannot become tight before the
    /// horizon, wherever it leads; nor can any lighter one then. It takes as long as its slack, or half of it if the
    /// other end is S; and then its dual may since have fallen by as much as the clock has moved.
    fn is_out_of_reach(&self, rest: i64) -> bool {
        rest + self.least_dual - self.clock >= 2 * (self.horizon - self.clock)
    }

    fn approach(&mut self, from: u32, to: u32, time: i64) {
        if time >= self.horizon || time >= self.best[to] {
            return;
        }
        if self.best[to] == i64::MAX {
            self.touched.push(to);
        }
        self.best[to] = time;
        if self.start.is_exposed(to) {
            self.offer(time, End::Meeting(from, to));
        } else {
            self.steps.push(Reverse(Step { time, from, to }));
        }
    }

    fn offer(&mut self, time: i64, end: End) {
        if time < self.horizon {
            (self.horizon, self.end) = (time, end);
        }
    }

    /// Moves on to the next edge that becomes tight and takes the pair behind it into the tree. Gives the new S vertex,
    /// or none when the growth has ended.
    fn next_step(&mut self) -> Option<u32> {
        while let Some(Reverse(step)) = self.steps.pop() {
            if step.time >= self.horizon {
                return None;
            }
            if self.labels[step.to] == Label::Free {
                self.clock = step.time;
                self.labels[step.to] = Label::T(step.from);
                self.since[step.to] = self.clock;
                let mate = self.start.mates[step.to];
                self.touched.push(mate);
                return Some(mate);
            }
        }
        None
    }

    fn move_duals(&mut self) {
        for &vertex in &self.touched {
            let moved = self.horizon - self.since[vertex];
            match self.labels[vertex] {
                Label::S => {
                    self.start.duals[vertex] -= moved;
                    self.least_dual = self.least_dual.min(self.start.duals[vertex]);
                }
                Label::T(_) => self.start.duals[vertex] += moved,
                Label::Free => {}
            }
            // It may have been touched twice; its dual moves once.
            self.since[vertex] = self.horizon;
        }
    }

    fn forget_labels(&mut self) {
        for vertex in self.touched.drain(..) {
            self.labels[vertex] = Label::Free;
            self.best[vertex] = i64::MAX;
        }
        self.steps.clear();
    }
}
