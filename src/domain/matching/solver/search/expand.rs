//! Expand: a T blossom whose dual has fallen to zero is opened, since it may not fall further.

use super::Search;
use super::blossoms::Child;
use super::groups::{Label, Lead};

impl Search<'_> {
    /// Opens the blossom if it is still an outer T blossom; it may have become a part of an S blossom since its opening
    /// was foreseen.
    pub(super) fn open(&mut self, blossom: u32) {
        let group = self.group_of(blossom);
        if self.groups[group].node == blossom && self.groups[group].label == Label::T {
            self.expand(blossom, group);
        }
    }

    fn expand(&mut self, blossom: u32, group: u32) {
        self.settle(group);
        self.groups[group].label = Label::Free;
        let waiting = std::mem::take(&mut self.waiting[group]);
        let entry = self.nodes[blossom].entry;
        let children = self.disclose(blossom);
        self.split_group(group, &children);
        self.thread(entry, &children);
        for edge in waiting {
            self.reconsider(edge);
        }
    }

    /// Gives every child a group of its own. The largest keeps the old one, so that the fewest vertices change theirs.
    fn split_group(&mut self, group: u32, children: &[Child]) {
        let largest = children.iter().map(|child| child.node).max_by_key(|&node| self.size(node));
        for child in children {
            let own = if Some(child.node) == largest { group } else { self.another_group(group) };
            if own != group {
                self.move_to(child.node, own);
            }
            self.groups[own].node = child.node;
        }
    }

    fn another_group(&mut self, like: u32) -> u32 {
        let copy = self.groups[like];
        let group = self.unused_groups.pop().unwrap_or_else(|| {
            self.waiting.push(Vec::new());
            self.groups.push(copy)
        });
        self.groups[group] = copy;
        self.labelled.push(group);
        group
    }

    /// Takes the children on the even way from the entry to the base back into the tree, T and S by turns, beginning
    /// and ending with T. Those on the other way stay free.
    fn thread(&mut self, entry: (u32, u32), children: &[Child]) {
        let mut entry = entry;
        let entered = self.outer(entry.1);
        let mut place = children.iter().position(|child| child.node == entered).unwrap_or(0);
        let forwards = place % 2 == 1;
        while place != 0 {
            self.grow(entry.0, entry.1);
            // Behind the child and the one it is matched with.
            if forwards {
                entry = children[place + 1].edge;
                place = (place + 2) % children.len();
            } else {
                let (in_next, in_this) = children[place - 2].edge;
                entry = (in_this, in_next);
                place -= 2;
            }
        }
        self.label_t(children[0].node, entry);
    }

    /// An edge that waited for the blossom to open.
    fn reconsider(&mut self, edge: Lead) {
        let group = self.vertices[self.graph.arc(edge.arc).to].group;
        match self.groups[group].label {
            Label::Free => {
                let time = self.clock + self.slack(edge.from, edge.arc);
                self.foresee(time, edge.from, edge.arc);
            }
            Label::T if self.is_blossom(self.groups[group].node) => self.waiting[group].push(edge),
            Label::S | Label::T => {}
        }
    }
}
