//! What becomes of a tree at its end: a path is flipped, or a half-cycle closed, opened or rounded off.

use super::super::table::NONE;
use super::{Fractional, Label};

impl Fractional<'_> {
    /// Exchanges matched and unmatched edges on the path from an S vertex to the root. The vertex gets the `partner`,
    /// or stays exposed in place of the root.
    pub(super) fn flip(&mut self, vertex: u32, partner: u32) {
        let (mut vertex, mut partner) = (vertex, partner);
        loop {
            let above = std::mem::replace(&mut self.start.mates[vertex], partner);
            let Some(parent) = self.parent(above) else { return };
            self.start.mates[above] = parent;
            (vertex, partner) = (parent, above);
        }
    }

    /// Two S vertices have met: their paths to the nearest common ancestor become a half-cycle.
    pub(super) fn set_aside(&mut self, vertex: u32, other: u32) {
        let ancestor = self.common_ancestor(vertex, other);
        // Around the cycle: down from the ancestor to the one, over the closing edge, and up again from the other.
        self.next[vertex] = other;
        let down = self.climb(vertex, ancestor);
        let up = self.climb(other, ancestor);
        for step in down.windows(2) {
            self.next[step[1]] = step[0];
        }
        for step in up.windows(2) {
            self.next[step[0]] = step[1];
        }
        self.flip(ancestor, NONE);
        for vertex in down.into_iter().chain(up) {
            self.start.mates[vertex] = NONE;
        }
    }

    /// Breaks the half-cycle of a vertex up into pairs, so that the vertex itself is free for a partner. Does nothing
    /// to a vertex on none.
    pub(super) fn open_cycle_at(&mut self, vertex: u32) {
        let mut first = std::mem::replace(&mut self.next[vertex], NONE);
        while first != vertex && first != NONE {
            let second = std::mem::replace(&mut self.next[first], NONE);
            self.start.join(first, second);
            first = std::mem::replace(&mut self.next[second], NONE);
        }
    }

    /// Leaves one vertex of each half-cycle exposed and pairs the others.
    pub(super) fn round_off(&mut self) {
        for vertex in 0..self.graph.order() {
            self.open_cycle_at(vertex);
        }
    }

    /// The S vertex from which a T vertex was reached.
    fn parent(&self, vertex: u32) -> Option<u32> {
        if vertex == NONE {
            return None;
        }
        match self.labels[vertex] {
            Label::T(parent) => Some(parent),
            Label::S | Label::Free => None,
        }
    }

    /// The next S vertex towards the root.
    fn grandparent(&self, vertex: u32) -> Option<u32> {
        self.parent(self.start.mates[vertex])
    }

    /// The S vertex at which the paths of two S vertices to the root join. A vertex that is passed lends its entry in
    /// `best`, which S vertices do not need any more, to the mark that it was.
    fn common_ancestor(&mut self, a: u32, b: u32) -> u32 {
        const PASSED: i64 = i64::MIN;
        let (mut here, mut there) = (Some(a), Some(b));
        loop {
            if let Some(vertex) = here {
                if self.best[vertex] == PASSED {
                    return vertex;
                }
                self.best[vertex] = PASSED;
                here = self.grandparent(vertex);
            }
            // Taking turns keeps the walk as long as the longer of the two paths, and no longer.
            std::mem::swap(&mut here, &mut there);
        }
    }

    /// The path from an S vertex up to an ancestor, both included.
    fn climb(&self, vertex: u32, ancestor: u32) -> Vec<u32> {
        let mut path = vec![vertex];
        let mut vertex = vertex;
        while vertex != ancestor {
            let Some(parent) = self.grandparent(vertex) else { break };
            path.extend([self.start.mates[vertex], parent]);
            vertex = parent;
        }
        path
    }
}
