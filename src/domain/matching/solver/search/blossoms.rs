//! Nodes: vertices, and the blossoms that stand for an odd number of them.
//!
//! A vertex is the node of the same number; blossoms are numbered behind the vertices. The vertices of a node are a
//! stretch of one long list: a blossom strings the stretches of its children together, and they stay intact inside of
//! it, so that nothing has to be undone when it opens. Nobody ever has to climb down through nested blossoms to find
//! their vertices.

use super::{NONE, Search};

/// A node's place in the tree and in the nesting of blossoms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// The tight edge over which it was taken into the tree: the vertex outside, and the one inside.
    pub(super) entry: (u32, u32),
    /// The blossom around it.
    pub(super) parent: u32,
    /// The last walk that came by.
    pub(super) stamp: u32,
}

impl Default for Node {
    fn default() -> Self {
        Self { entry: (NONE, NONE), parent: NONE, stamp: 0 }
    }
}

/// An odd cycle of nodes, joined by tight edges, that is one node from the outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Blossom {
    pub(super) dual: i64,
    /// How many vertices it has.
    pub(super) size: u32,
    /// The one vertex that is not matched inside of it.
    pub(super) base: u32,
    /// The two ends of its stretch of the list of vertices.
    first: u32,
    last: u32,
    /// An odd number of nodes in the order of the cycle. The first holds the base; the others are matched in pairs, the
    /// second with the third, and so on. Empty while the number is not in use.
    pub(super) children: Vec<Child>,
}

/// A node of the cycle, and the edge to the next: the vertex in this one, and the vertex in the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child {
    pub(super) node: u32,
    pub(super) edge: (u32, u32),
}

impl Search<'_> {
    pub(super) fn is_blossom(&self, node: u32) -> bool {
        node >= self.vertices.len()
    }

    pub(super) fn blossom(&self, node: u32) -> &Blossom {
        &self.blossoms[node - self.vertices.len()]
    }

    pub(super) fn blossom_mut(&mut self, node: u32) -> &mut Blossom {
        &mut self.blossoms[node - self.vertices.len()]
    }

    pub(super) fn base(&self, node: u32) -> u32 {
        if self.is_blossom(node) { self.blossom(node).base } else { node }
    }

    pub(super) fn size(&self, node: u32) -> u32 {
        if self.is_blossom(node) { self.blossom(node).size } else { 1 }
    }

    /// The first of a node's vertices.
    pub(super) fn first(&self, node: u32) -> u32 {
        if self.is_blossom(node) { self.blossom(node).first } else { node }
    }

    /// The vertex after another one of the same node.
    pub(super) fn after(&self, vertex: u32, node: u32) -> Option<u32> {
        (vertex != self.last(node)).then(|| self.following[vertex])
    }

    fn last(&self, node: u32) -> u32 {
        if self.is_blossom(node) { self.blossom(node).last } else { node }
    }

    /// Makes a blossom of the nodes of a cycle, the one with the base first. Its dual is zero.
    pub(super) fn enclose(&mut self, children: Vec<Child>) -> u32 {
        let node = self.unused_blossoms.pop().unwrap_or_else(|| {
            self.blossoms.push(Blossom::default());
            self.nodes.push(Node::default())
        });
        for child in &children {
            self.nodes[child.node].parent = node;
        }
        for pair in children.windows(2) {
            let last = self.last(pair[0].node);
            self.following[last] = self.first(pair[1].node);
        }
        let (head, tail) = (children[0].node, children[children.len() - 1].node);
        *self.blossom_mut(node) = Blossom {
            dual: 0,
            size: children.iter().map(|child| self.size(child.node)).sum(),
            base: self.base(head),
            first: self.first(head),
            last: self.last(tail),
            children,
        };
        self.nodes[node].parent = NONE;
        node
    }

    /// Takes an outer blossom apart and gives its children, which are outer nodes then.
    pub(super) fn disclose(&mut self, node: u32) -> Vec<Child> {
        let children = std::mem::take(&mut self.blossom_mut(node).children);
        for child in &children {
            self.nodes[child.node].parent = NONE;
        }
        self.unused_blossoms.push(node);
        children
    }
}
