//! What is handed out when no search is left: partners, and the duals that prove them the best.

use super::super::certificate::{Blossom, Certificate};
use super::super::matching::Matching;
use super::{NONE, Search};

impl Search<'_> {
    /// The matching and its certificate.
    pub(in super::super) fn matching(&self) -> Matching {
        let partner = |mate: u32| (mate != NONE).then_some(mate as usize);
        let partners = self.vertices.iter().map(|vertex| partner(vertex.mate)).collect();
        Matching::new(self.graph, partners, self.certificate())
    }

    fn certificate(&self) -> Certificate {
        let order = self.vertices.len();
        let mut innermost = vec![None; order as usize];
        let mut blossoms = Vec::new();
        // Outside first; a blossom whose dual is zero proves nothing and is left out.
        let outer = (order..self.nodes.len())
            .filter(|&node| self.nodes[node].parent == NONE && !self.blossom(node).children.is_empty());
        let mut left: Vec<(u32, Option<usize>)> = outer.map(|node| (node, None)).collect();
        while let Some((node, mut around)) = left.pop() {
            if !self.is_blossom(node) {
                innermost[node as usize] = around;
                continue;
            }
            let blossom = self.blossom(node);
            if blossom.dual > 0 {
                blossoms.push(Blossom { parent: around, dual: blossom.dual });
                around = Some(blossoms.len() - 1);
            }
            left.extend(blossom.children.iter().map(|child| (child.node, around)));
        }
        Certificate { vertices: (0..order).map(|vertex| self.dual(vertex)).collect(), blossoms, innermost }
    }
}
