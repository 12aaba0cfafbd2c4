//! Augment: the path from an S vertex to the root is flipped, through all the blossoms on it.

use super::{NONE, Search};

impl Search<'_> {
    /// Exchanges matched and unmatched edges between an S vertex and the root. The vertex gets `partner`, or none,
    /// which leaves it exposed in place of the root.
    pub(super) fn augment(&mut self, vertex: u32, partner: u32) {
        let (mut vertex, mut partner) = (vertex, partner);
        loop {
            let node = self.outer(vertex);
            self.rebase(vertex);
            self.vertices[vertex].mate = partner;
            let (above, _) = self.nodes[node].entry;
            if above == NONE {
                return;
            }
            let (next, inside) = self.nodes[self.outer(above)].entry;
            self.rebase(inside);
            self.vertices[inside].mate = next;
            (vertex, partner) = (next, inside);
        }
    }

    /// Makes a vertex the base of every blossom it is in, and matches all others of them inside.
    pub(super) fn rebase(&mut self, vertex: u32) {
        // Blossoms nest thousands deep, so what is left to do stands on a stack of its own and not on the thread's.
        let mut left = vec![(vertex, NONE)];
        while let Some((base, outermost)) = left.pop() {
            let mut node = base;
            while node != outermost && self.nodes[node].parent != NONE {
                let blossom = self.nodes[node].parent;
                self.turn(blossom, node, base, &mut left);
                node = blossom;
            }
        }
    }

    /// Turns the cycle of a blossom until the child with the new base comes first. Each other child gets a base where
    /// it is matched now, which is `left` to be done inside of it.
    fn turn(&mut self, blossom: u32, child: u32, base: u32, left: &mut Vec<(u32, u32)>) {
        let mut children = std::mem::take(&mut self.blossom_mut(blossom).children);
        let place = children.iter().position(|other| other.node == child).unwrap_or(0);
        children.rotate_left(place);
        self.blossom_mut(blossom).base = base;
        // The pairs on the even way between the new base and the old stay as they are; those on the odd way move on
        // by one.
        let old = (children.len() - place) % children.len();
        let changed = if old.is_multiple_of(2) { 1..old + 1 } else { old..children.len() };
        for pair in children[changed].chunks_exact(2) {
            let (a, b) = pair[0].edge;
            self.vertices[a].mate = b;
            self.vertices[b].mate = a;
            left.extend([(a, pair[0].node), (b, pair[1].node)]);
        }
        self.blossom_mut(blossom).children = children;
    }
}
