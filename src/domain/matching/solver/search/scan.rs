//! Looking from a new S vertex along its edges, and foreseeing what will become of each: the inner loop.
//!
//! **Keys.** An edge of slack *s* into a free vertex becomes tight in *s* units of time, unless the vertex is taken
//! into the tree as T first; then the edge stands still for as long. The *key* of an edge is the time at which it
//! would become tight, minus the time its vertex has been T so far. All edges into a vertex are delayed alike, so
//! keys taken at different times can be compared, and only an edge that is better than all before it is worth
//! remembering.
//!
//! **Reach.** A row of edges begins with the heaviest. As soon as not even an edge to the vertex of least dual could
//! become tight before the horizon, the rest of the row is passed over.

use super::groups::{Label, Lead};
use super::{End, NONE, Search};

impl Search<'_> {
    pub(super) fn scan(&mut self, from: u32) {
        let dual = self.dual(from);
        self.foresee_spent(from, self.clock + dual);
        let own_group = self.vertices[from].group;
        let rest = dual - self.doubled_top;
        let graph = self.graph;
        for (arc, number) in graph.arcs(from).iter().zip(graph.row(from)) {
            let rest = rest + 2 * i64::from(arc.deficit);
            if self.is_out_of_reach(rest) {
                break;
            }
            let vertex = &self.vertices[arc.to];
            if vertex.group == own_group {
                continue;
            }
            let group = &self.groups[vertex.group];
            // As of the last time the group was settled.
            let slack = rest + vertex.stored + group.offset;
            match group.label {
                Label::Free if self.clock + slack >= self.horizon => {}
                Label::Free => self.approach(from, number as u32, slack),
                // Both ends fall, and the other one has since it was settled.
                Label::S => {
                    let left = slack - (self.clock - group.since);
                    self.foresee(self.clock + left / 2, from, number as u32);
                }
                Label::T => self.wait(from, number as u32, slack),
            }
        }
    }

    /// Whether an edge whose slack is this much without the dual of its other end cannot become tight before the
    /// horizon, wherever it leads; nor can any lighter one then. It takes as long as its slack, or half of it if the
    /// other end is S; and then its dual may since have fallen by as much as the clock has moved.
    fn is_out_of_reach(&self, rest: i64) -> bool {
        rest + self.least_dual - self.clock >= 2 * (self.horizon - self.clock)
    }

    /// An edge of this slack into a free node.
    fn approach(&mut self, from: u32, arc: u32, slack: i64) {
        let time = self.clock + slack;
        let to = self.graph.arc(arc).to;
        let group = &self.groups[self.vertices[to].group];
        let (node, key) = (group.node, time - group.time_as_t);
        if !self.improves(to, key) {
            return;
        }
        if self.vertices[self.base(node)].mate == NONE {
            self.offer(time, End::Meeting(from, to));
        } else {
            self.foresee(time, from, arc);
        }
    }

    /// An edge into a T node, of this slack when the node was settled. A blossom may open and let the vertex go free. A
    /// single vertex stays T until a blossom swallows it, and is then looked from itself.
    fn wait(&mut self, from: u32, arc: u32, slack: i64) {
        let to = self.graph.arc(arc).to;
        let number = self.vertices[to].group;
        let group = self.groups[number];
        // The slack now, plus the clock, minus the time as T up to now: what has passed since it was settled cancels
        // out.
        let key = slack + self.clock - group.time_as_t;
        if self.is_blossom(group.node) && self.improves(to, key) {
            self.waiting[number].push(Lead { from, arc });
        }
    }

    /// Whether the key is the best so far of an edge into the vertex; then it is kept.
    fn improves(&mut self, vertex: u32, key: i64) -> bool {
        let best = &mut self.vertices[vertex].best;
        if key >= *best {
            return false;
        }
        if *best == i64::MAX {
            self.reached.push(vertex);
        }
        *best = key;
        true
    }
}
