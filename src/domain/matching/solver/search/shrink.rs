//! Shrink: a tight edge between two S nodes of the tree closes an odd cycle, which becomes a blossom.

use super::blossoms::Child;
use super::groups::{Group, Label};
use super::{NONE, Search};

impl Search<'_> {
    /// Makes a blossom of the two paths from an edge between S nodes to their nearest common ancestor.
    pub(super) fn shrink(&mut self, from: u32, to: u32) {
        let ancestor = self.common_ancestor(self.outer(from), self.outer(to));
        let children = self.cycle(ancestor, from, to);
        let kept = self.merge_groups(&children);
        let entry = self.nodes[ancestor].entry;
        let blossom = self.enclose(children);
        self.nodes[blossom].entry = entry;
        self.groups[kept].node = blossom;
    }

    /// The nodes from the ancestor down to the one end of the edge and from the other end up again, each with the edge
    /// to the next.
    fn cycle(&self, ancestor: u32, from: u32, to: u32) -> Vec<Child> {
        let down = self.path(self.outer(from), ancestor);
        let up = self.path(self.outer(to), ancestor);
        // Going down, a node is left over the edge by which the next was entered, and the last over the closing edge.
        let nodes = std::iter::once(ancestor).chain(down.iter().rev().copied());
        let edges = down.iter().rev().map(|&next| self.nodes[next].entry).chain([(from, to)]);
        let downwards = nodes.zip(edges).map(|(node, edge)| Child { node, edge });
        let upwards = up.iter().map(|&node| {
            let (outside, inside) = self.nodes[node].entry;
            Child { node, edge: (inside, outside) }
        });
        downwards.chain(upwards).collect()
    }

    /// The nodes from an S node up to an ancestor, which is not among them.
    fn path(&self, node: u32, ancestor: u32) -> Vec<u32> {
        let mut path = Vec::new();
        let mut node = node;
        while node != ancestor {
            path.push(node);
            node = self.outer(self.nodes[node].entry.0);
        }
        path
    }

    /// The S node at which the paths of two S nodes to the root join.
    fn common_ancestor(&mut self, a: u32, b: u32) -> u32 {
        self.stamp += 1;
        let (mut here, mut there) = (a, b);
        loop {
            if here != NONE {
                if self.nodes[here].stamp == self.stamp {
                    return here;
                }
                self.nodes[here].stamp = self.stamp;
                here = self.grandparent(here);
            }
            // Taking turns keeps the walk as long as the longer of the two paths, and no longer.
            std::mem::swap(&mut here, &mut there);
        }
    }

    /// The next S node towards the root.
    fn grandparent(&self, node: u32) -> u32 {
        let (outside, _) = self.nodes[node].entry;
        if outside == NONE {
            return NONE;
        }
        self.outer(self.nodes[self.outer(outside)].entry.0)
    }

    /// Puts the vertices of all nodes into the group of the largest, which is S from now on. Those that were T have not
    /// been looked from yet.
    fn merge_groups(&mut self, children: &[Child]) -> u32 {
        let largest = children.iter().map(|child| child.node).max_by_key(|&node| self.size(node));
        let kept = largest.map_or(NONE, |node| self.group_of(node));
        for child in children {
            let group = self.group_of(child.node);
            self.settle(group);
            self.waiting[group].clear();
            if self.groups[group].label == Label::T {
                self.scan_later(child.node);
            }
        }
        self.groups[kept].label = Label::S;
        for child in children {
            let group = self.group_of(child.node);
            if group != kept {
                self.move_to(child.node, kept);
                self.groups[group] = Group::of(NONE);
                self.unused_groups.push(group);
            }
        }
        kept
    }
}
