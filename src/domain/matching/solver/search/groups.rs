//! Groups: what all vertices of an outer node have in common is stored once.
//!
//! A blossom of a thousand vertices gets a label, and all their duals begin to move, at the cost of one entry. The
//! dual of a vertex is its own stored part, plus the offset of its group, plus or minus the time since the group got
//! its label. When blossoms merge, the vertices of the smaller ones change their group, and their stored parts with it;
//! a vertex that changes over finds itself in a group at least twice as large, so it does so seldom.

use super::{Opening, Reverse, Search};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Not in the tree.
    Free,
    /// An even number of steps from the root.
    S,
    /// An odd number of steps from the root.
    T,
}

impl Label {
    /// By how much the dual of a vertex moves with each unit of time.
    fn speed(self) -> i64 {
        match self {
            Self::Free => 0,
            Self::S => -1,
            Self::T => 1,
        }
    }
}

/// What the vertices of an outer node share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// Added to the stored dual of every vertex.
    pub(super) offset: i64,
    /// The time up to which the offset is right; counts while there is a label.
    pub(super) since: i64,
    /// For how long, in this search, the group was T. By that much the edges into it are late.
    pub(super) time_as_t: i64,
    /// The outer node.
    pub(super) node: u32,
    pub(super) label: Label,
}

impl Group {
    pub(super) fn of(node: u32) -> Self {
        Self { offset: 0, since: 0, time_as_t: 0, node, label: Label::Free }
    }

    /// What the group adds to the stored duals of its vertices at this time.
    pub(super) fn moved(&self, clock: i64) -> i64 {
        self.offset + self.label.speed() * (clock - self.since)
    }
}

/// An edge out of the S vertex `from`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    pub(super) from: u32,
    pub(super) arc: u32,
}

impl Search<'_> {
    /// The outermost node around a vertex.
    pub(super) fn outer(&self, vertex: u32) -> u32 {
        self.groups[self.vertices[vertex].group].node
    }

    pub(super) fn group_of(&self, outer: u32) -> u32 {
        self.vertices[self.base(outer)].group
    }

    /// The dual of a vertex now.
    pub(super) fn dual(&self, vertex: u32) -> i64 {
        let entry = &self.vertices[vertex];
        entry.stored + self.groups[entry.group].moved(self.clock)
    }

    /// The slack now of an edge between two outer nodes.
    pub(super) fn slack(&self, from: u32, arc: u32) -> i64 {
        let arc = self.graph.arc(arc);
        self.dual(from) + self.dual(arc.to) + 2 * i64::from(arc.deficit) - self.doubled_top
    }

    /// Adds what has moved since the label was given to the offset and to the dual of the blossom. Comes before every
    /// change of a label; without one, nothing has moved.
    pub(super) fn settle(&mut self, group: u32) {
        let clock = self.clock;
        let entry = &mut self.groups[group];
        let elapsed = clock - entry.since;
        entry.offset = entry.moved(clock);
        entry.since = clock;
        let (node, speed) = (entry.node, entry.label.speed());
        match entry.label {
            Label::Free => return,
            Label::S => {}
            Label::T => entry.time_as_t += elapsed,
        }
        if self.is_blossom(node) {
            self.blossom_mut(node).dual -= 2 * speed * elapsed;
        }
    }

    /// Makes an outer node S over the edge from outside to inside; a root has no outside.
    pub(super) fn label_s(&mut self, node: u32, edge: (u32, u32)) {
        self.label(node, edge, Label::S);
        self.scan_later(node);
    }

    /// Makes an outer node T over the edge from outside to inside.
    pub(super) fn label_t(&mut self, node: u32, edge: (u32, u32)) {
        self.label(node, edge, Label::T);
        if self.is_blossom(node) {
            let time = self.clock + self.blossom(node).dual / 2;
            if time < self.horizon {
                self.openings.push(Reverse(Opening { time, blossom: node }));
            }
        }
    }

    pub(super) fn scan_later(&mut self, node: u32) {
        let mut next = Some(self.first(node));
        while let Some(vertex) = next {
            self.unscanned.push(vertex);
            next = self.after(vertex, node);
        }
    }

    fn label(&mut self, node: u32, edge: (u32, u32), label: Label) {
        let group = self.group_of(node);
        let entry = &mut self.groups[group];
        (entry.label, entry.since) = (label, self.clock);
        self.nodes[node].entry = edge;
        self.labelled.push(group);
    }

    /// Moves the vertices of a node to another group without moving their duals. Both groups are settled.
    pub(super) fn move_to(&mut self, node: u32, group: u32) {
        let old = self.group_of(node);
        let change = self.groups[old].offset - self.groups[group].offset;
        let mut next = Some(self.first(node));
        while let Some(vertex) = next {
            let entry = &mut self.vertices[vertex];
            entry.stored += change;
            entry.group = group;
            next = self.after(vertex, node);
        }
    }
}
