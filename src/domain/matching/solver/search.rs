//! The blossom search: one alternating tree at a time, grown from an exposed vertex until it finds it a partner, or
//! lets another vertex be exposed whose dual is zero.
//!
//! **Time.** While the clock advances by 1, the dual of every S vertex falls by 1 and that of every T vertex rises by
//! 1; the dual of an outer S blossom rises by 2 and that of an outer T blossom falls by 2. Everything else stands
//! still. So edges inside the tree stay tight, and each edge that leads out of an S vertex comes closer to being
//! tight at a speed that is known: it has a date, and a heap holds the dates.
//!
//! **The horizon.** Two kinds of events *end* a search: the dual of an S vertex reaching zero, and an S vertex
//! reaching an exposed vertex. They never enter the heap. The earliest of them is the horizon, and no event at or
//! after it will ever happen, so none is remembered. On a dense graph that cuts off almost every edge.
//!
//! All that a search has touched is put back at its end; its cost does not depend on the rest of the graph. The
//! blossoms it has made stay.

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BinaryHeap, VecDeque};

use super::graph::WeightedGraph;
use super::rounds::search_in_rounds;
use super::start::Start;
use super::table::{NONE, Table};
use blossoms::{Blossom, Node};
use groups::{Group, Label, Lead};

mod augment;
mod blossoms;
mod expand;
mod groups;
mod outcome;
mod scan;
mod shrink;
mod without;

/// A vertex as the inner loop wants it: all in one place.
#[derive(Clone, Copy, Debug)]
struct Vertex {
    /// Its dual, but for what its group adds ([`Search::dual`]).
    stored: i64,
    /// The best key of an edge into it in this search (see [`scan`]), or `i64::MAX`.
    best: i64,
    /// Its group: the outer node it belongs to, with the label, the clock and the dual that this node's vertices share.
    group: u32,
    mate: u32,
}

/// An edge from the S vertex `from` becomes tight at `time`. Earliest first, and never a tie that is left to chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Meeting {
    time: i64,
    from: u32,
    arc: u32,
}

/// The dual of a T blossom reaches zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Opening {
    time: i64,
    blossom: u32,
}

/// What ends a search.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The dual of this S vertex is zero: it may stay exposed, in place of the root.
    Spent(u32),
    /// The edge from this S vertex to a vertex in an exposed node is tight: one more pair.
    Meeting(u32, u32),
    /// It has looked from as many vertices as it may in this round.
    PutOff,
}

/// The matching, its duals and its blossoms, and the tree that is being grown.
pub(super) struct Search<'g> {
    graph: &'g WeightedGraph,
    doubled_top: i64,
    vertices: Table<Vertex>,
    /// Lists the vertices of every blossom one after the other: see [`blossoms`].
    following: Table<u32>,
    nodes: Table<Node>,
    blossoms: Table<Blossom>,
    unused_blossoms: Vec<u32>,
    groups: Table<Group>,
    /// By group: edges into a T blossom. They can become tight only after it has opened.
    waiting: Table<Vec<Lead>>,
    unused_groups: Vec<u32>,

    clock: i64,
    horizon: i64,
    end: End,
    /// From how many more vertices this search may look.
    patience: u32,
    /// No vertex with an edge had a smaller dual when the search began.
    least_dual: i64,
    /// When the dual of the first S vertex will have fallen to zero.
    first_spent: i64,
    /// In a search that does not end when a dual is zero, the time of that for each S vertex: see `without`.
    spent: Option<Table<Option<i64>>>,
    /// S vertices whose edges have not been looked at yet.
    unscanned: Vec<u32>,
    meetings: BinaryHeap<Reverse<Meeting>>,
    /// Edges that are tight already. First come, first served: then a tree that grows over tight edges only, as with
    /// weights that are all alike, grows in breadth, and finds the nearest exposed vertex instead of a remote one.
    tight: VecDeque<Lead>,
    openings: BinaryHeap<Reverse<Opening>>,
    /// The groups that got a label in this search, and the vertices that got a best key.
    labelled: Vec<u32>,
    reached: Vec<u32>,
    /// Told apart from the stamps of earlier walks, so that those never need to be wiped off.
    stamp: u32,
}

impl<'g> Search<'g> {
    pub(super) fn new(graph: &'g WeightedGraph, start: &Start) -> Self {
        let order = graph.order();
        let vertex = |v| Vertex { stored: start.duals[v], best: i64::MAX, group: v, mate: start.mates[v] };
        Self {
            graph,
            doubled_top: graph.doubled_top(),
            vertices: (0..order).map(vertex).collect(),
            following: Table::filled(order, NONE),
            nodes: Table::filled(order, Node::default()),
            blossoms: Table::filled(0, Blossom::default()),
            unused_blossoms: Vec::new(),
            groups: (0..order).map(Group::of).collect(),
            waiting: Table::filled(order, Vec::new()),
            unused_groups: Vec::new(),
            clock: 0,
            horizon: i64::MAX,
            end: End::Spent(NONE),
            patience: u32::MAX,
            least_dual: start.least_dual(graph),
            first_spent: i64::MAX,
            spent: None,
            unscanned: Vec::new(),
            meetings: BinaryHeap::new(),
            tight: VecDeque::new(),
            openings: BinaryHeap::new(),
            labelled: Vec::new(),
            reached: Vec::new(),
            stamp: 0,
        }
    }

    /// Searches until no exposed vertex has a dual above zero: then the matching is optimal. A search of the first round
    /// has so much patience.
    pub(super) fn run(&mut self, patience: u32) {
        let roots = (0..self.graph.order()).filter(|&root| self.is_wanting(root)).collect();
        search_in_rounds(roots, patience, |root, patience| {
            if self.is_wanting(root) {
                self.grow_from(root, patience);
            }
            self.is_wanting(root)
        });
    }

    fn is_wanting(&self, vertex: u32) -> bool {
        self.vertices[vertex].mate == NONE && self.dual(vertex) > 0
    }

    /// One search. The root is matched by it, or another vertex takes its place whose dual is zero, or patience ends.
    fn grow_from(&mut self, root: u32, patience: u32) {
        (self.clock, self.horizon, self.end) = (0, i64::MAX, End::Spent(root));
        self.patience = patience;
        self.first_spent = i64::MAX;
        self.grow_to_horizon(root);
        self.clock = self.horizon;
        self.least_dual = self.least_dual.min(self.first_spent - self.clock);
        match self.end {
            End::Spent(vertex) => self.augment(vertex, NONE),
            End::Meeting(vertex, other) => {
                self.augment(vertex, other);
                self.rebase(other);
                self.vertices[other].mate = vertex;
            }
            End::PutOff => {}
        }
        self.forget_tree();
    }

    fn grow_to_horizon(&mut self, root: u32) {
        self.label_s(self.outer(root), (NONE, root));
        loop {
            while let Some(vertex) = self.unscanned.pop() {
                self.scan(vertex);
                self.patience = self.patience.saturating_sub(1);
            }
            if self.patience == 0 && self.clock > 0 {
                self.offer(self.clock, End::PutOff);
            }
            if !self.advance() {
                return;
            }
        }
    }

    /// The dual of a new S vertex will be zero at `time`.
    fn foresee_spent(&mut self, vertex: u32, time: i64) {
        match &mut self.spent {
            Some(times) => times[vertex] = Some(time),
            None => {
                self.first_spent = self.first_spent.min(time);
                self.offer(time, End::Spent(vertex));
            }
        }
    }

    /// Lets the next event happen, for which the clock moves on if it must. False when the horizon is nearer.
    fn advance(&mut self) -> bool {
        if self.horizon == self.clock {
            return false;
        }
        if let Some(edge) = self.tight.pop_front() {
            self.meet(edge.from, edge.arc);
            return true;
        }
        let meeting = self.meetings.peek().map_or(i64::MAX, |event| event.0.time);
        let opening = self.openings.peek().map_or(i64::MAX, |event| event.0.time);
        if meeting.min(opening) >= self.horizon {
            return false;
        }
        self.clock = meeting.min(opening);
        if opening <= meeting {
            if let Some(Reverse(event)) = self.openings.pop() {
                self.open(event.blossom);
            }
        } else {
            self.gather_tight();
        }
        true
    }

    /// Moves the edges that become tight now out of the heap.
    fn gather_tight(&mut self) {
        while let Some(event) = self.meetings.peek_mut() {
            if event.0.time > self.clock {
                return;
            }
            let Reverse(Meeting { from, arc, .. }) = PeekMut::pop(event);
            self.tight.push_back(Lead { from, arc });
        }
    }

    /// An edge that was due to become tight now leads out of the S vertex `from`. Since that was foreseen, the other
    /// end may have got another label, or its dual may have stopped or turned.
    fn meet(&mut self, from: u32, arc: u32) {
        let to = self.graph.arc(arc).to;
        let group = self.vertices[to].group;
        if group == self.vertices[from].group {
            return;
        }
        match self.groups[group].label {
            Label::Free => {
                let slack = self.slack(from, arc);
                if slack == 0 {
                    self.grow(from, to);
                } else {
                    self.foresee(self.clock + slack, from, arc);
                }
            }
            // If it is not tight, then looking from the other end has given it another date.
            Label::S if self.slack(from, arc) == 0 => self.shrink(from, to),
            Label::T if self.is_blossom(self.groups[group].node) => {
                self.waiting[group].push(Lead { from, arc });
            }
            Label::S | Label::T => {}
        }
    }

    /// Takes the node of `to` into the tree over the tight edge from `from`, and the node it is matched with.
    fn grow(&mut self, from: u32, to: u32) {
        let node = self.outer(to);
        self.label_t(node, (from, to));
        let base = self.base(node);
        let mate = self.vertices[base].mate;
        self.label_s(self.outer(mate), (base, mate));
    }

    /// An edge out of an S vertex will be tight at `time`, if nothing happens to its other end before.
    fn foresee(&mut self, time: i64, from: u32, arc: u32) {
        if time >= self.horizon {
            return;
        }
        if time == self.clock {
            self.tight.push_back(Lead { from, arc });
        } else {
            self.meetings.push(Reverse(Meeting { time, from, arc }));
        }
    }

    /// Moves the horizon nearer if this end comes earlier than all before it.
    fn offer(&mut self, time: i64, end: End) {
        if time < self.horizon {
            (self.horizon, self.end) = (time, end);
        }
    }

    /// Takes back all labels and keys. Duals, blossoms and pairs stay.
    fn forget_tree(&mut self) {
        for group in std::mem::take(&mut self.labelled) {
            self.settle(group);
            let entry = &mut self.groups[group];
            (entry.label, entry.time_as_t) = (Label::Free, 0);
            self.waiting[group].clear();
        }
        for vertex in self.reached.drain(..) {
            self.vertices[vertex].best = i64::MAX;
        }
        self.unscanned.clear();
        self.meetings.clear();
        self.tight.clear();
        self.openings.clear();
    }
}
