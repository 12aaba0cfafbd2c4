//! Graphs that are hard on a matching solver, each in its own way. The benches use them too, so that this file knows
//! the standard library only: an edge is its two ends and its weight, and a family is given the count of vertices.

/// Two ends and a weight.
pub type Line = (usize, usize, i64);

/// Makes a graph of about so many vertices.
pub type Family = fn(usize) -> Vec<Line>;

/// Every family, by name.
pub const FAMILIES: [(&str, Family); 14] = [
    ("random", random),
    ("unit weights", unit_weights),
    ("two weights", two_weights),
    ("all equal, dense", all_equal),
    ("neighbours", neighbours),
    ("islands", islands),
    ("islands with bridges", bridged_islands),
    ("chain", chain),
    ("triangles at one corner", |vertices| triangles(vertices, 1)),
    ("triangles at three corners", |vertices| triangles(vertices, 3)),
    ("triangles at random", triangles_at_random),
    ("nested blossoms", nested),
    ("odd cactus", cactus),
    ("star of cycles", star),
];

/// A splitmix64 generator: the same seed, the same graphs.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

/// Sixteen edges a vertex, between any two.
fn random(vertices: usize) -> Vec<Line> {
    sparse(vertices, |chance| chance.below(10_000) as i64)
}

fn unit_weights(vertices: usize) -> Vec<Line> {
    sparse(vertices, |_| 1)
}

fn two_weights(vertices: usize) -> Vec<Line> {
    sparse(vertices, |chance| 1 + chance.below(2) as i64)
}

fn sparse(vertices: usize, weight: fn(&mut Chance) -> i64) -> Vec<Line> {
    let mut chance = Chance::new(1);
    let end = |chance: &mut Chance| chance.below(vertices);
    let edges = (0..16 * vertices).map(|_| (end(&mut chance), end(&mut chance), weight(&mut chance)));
    edges.filter(|(a, b, _)| a != b).collect()
}

/// Every pair, all with one weight: nothing but ties. A fifth of the vertices, since there are so many edges.
fn all_equal(vertices: usize) -> Vec<Line> {
    let dense = vertices / 5;
    (0..dense).flat_map(|a| (a + 1..dense).map(move |b| (a, b, 7))).collect()
}

/// Points in a square, each joined with those in the cells around it; the nearer, the heavier.
fn neighbours(vertices: usize) -> Vec<Line> {
    let mut chance = Chance::new(2);
    let side = 1 << 20;
    let points: Vec<_> =
        (0..vertices).map(|_| (chance.below(side) as i64, chance.below(side) as i64)).collect();
    let cells = (vertices as f64 / 3.0).sqrt().ceil() as usize;
    let cell = |(x, y): (i64, i64)| (x as usize * cells / side, y as usize * cells / side);
    let mut within = vec![Vec::new(); cells * cells];
    let mut edges = Vec::new();
    for (b, &point) in points.iter().enumerate() {
        let (column, row) = cell(point);
        for near in (row.saturating_sub(1)..=row + 1).filter(|&row| row < cells) {
            for beside in (column.saturating_sub(1)..=column + 1).filter(|&column| column < cells) {
                edges.extend(within[near * cells + beside].iter().map(|&a: &usize| {
                    let (dx, dy) = (points[a].0 - point.0, points[a].1 - point.1);
                    (a, b, 1_000_000 - ((dx * dx + dy * dy) as f64).sqrt() as i64)
                }));
            }
        }
        within[row * cells + column].push(b);
    }
    edges
}

/// Groups of 5 to 35 that have no edge to each other; in every odd one somebody is left over.
fn islands(vertices: usize) -> Vec<Line> {
    coasts(vertices).1
}

/// The same, with a few edges between them that are worth little.
fn bridged_islands(vertices: usize) -> Vec<Line> {
    let (mut chance, mut edges) = coasts(vertices);
    for _ in 0..vertices / 10 {
        let (a, b) = (chance.below(vertices), chance.below(vertices));
        if a != b {
            edges.push((a, b, chance.below(100) as i64));
        }
    }
    edges
}

fn coasts(vertices: usize) -> (Chance, Vec<Line>) {
    let mut chance = Chance::new(3);
    let mut edges = Vec::new();
    let mut first = 0;
    while first < vertices {
        let end = (first + 5 + chance.below(31)).min(vertices);
        for a in first..end {
            edges.extend((a + 1..end).map(|b| (a, b, 1_000 + chance.below(9_000) as i64)));
        }
        first = end;
    }
    (chance, edges)
}

/// A path on which every second edge is a little heavier, which is the wrong half of them.
fn chain(vertices: usize) -> Vec<Line> {
    (1..vertices).map(|b| (b - 1, b, 10_000 + (b % 2 == 0) as i64)).collect()
}

/// Triangles of equal weights in a row, joined at some of their corners (after Ritchey and Mattingly, DIMACS 1991).
fn triangles(vertices: usize, corners: usize) -> Vec<Line> {
    let mut chance = Chance::new(4);
    let mut edges = Vec::new();
    for first in (0..vertices / 3 * 3).step_by(3) {
        edges.extend([(first, first + 1, 1), (first, first + 2, 1), (first + 1, first + 2, 1)]);
        if first > 0 {
            let shift = chance.below(3);
            edges.extend(
                (0..corners).map(|corner| (corner + shift) % 3).map(|at| (first - 3 + at, first + at, 1)),
            );
        }
    }
    edges
}

/// Triangles of any weights, joined by a few edges anywhere.
fn triangles_at_random(vertices: usize) -> Vec<Line> {
    let mut chance = Chance::new(5);
    let mut edges = Vec::new();
    for first in (0..vertices / 3 * 3).step_by(3) {
        for (a, b) in [(first, first + 1), (first, first + 2), (first + 1, first + 2)] {
            edges.push((a, b, 500 + chance.below(10) as i64));
        }
        let (corner, other) = (first + chance.below(3), chance.below(vertices / 3 * 3));
        if corner != other {
            edges.push((corner, other, chance.below(400) as i64));
        }
    }
    edges
}

/// Paths of which each step back closes a blossom around all blossoms before it.
fn nested(vertices: usize) -> Vec<Line> {
    let depth = 50;
    let mut edges = Vec::new();
    let mut first = 0;
    while first + 2 * depth + 2 <= vertices {
        for level in 0..depth {
            let at = first + 2 * level;
            let heavy = 1_000_000 - 100 * level as i64;
            edges.extend([(at, at + 1, heavy), (at + 1, at + 2, heavy), (at, at + 2, heavy)]);
        }
        edges.push((first + 2 * depth, first + 2 * depth + 1, 1));
        if first > 0 {
            edges.push((first - 1, first, 500_000));
        }
        first += 2 * depth + 2;
    }
    edges
}

/// Odd cycles of growing length that hang together at single vertices.
fn cactus(vertices: usize) -> Vec<Line> {
    let mut chance = Chance::new(6);
    let mut edges = Vec::new();
    let mut next = 1;
    while next + 12 < vertices {
        let (mut last, length) = (chance.below(next), 2 + 2 * chance.below(5));
        let hinge = last;
        for _ in 0..length {
            edges.push((last, next, 100 + chance.below(3) as i64));
            last = next;
            next += 1;
        }
        edges.push((hinge, last, 100 + chance.below(3) as i64));
    }
    edges
}

/// A vertex in the middle with five-cycles around it, of which only one can have it.
fn star(vertices: usize) -> Vec<Line> {
    let mut edges = Vec::new();
    for first in (1..vertices.saturating_sub(5)).step_by(5) {
        edges.extend((0..5).map(|at| (first + at, first + (at + 1) % 5, 50 + (first % 7) as i64)));
        edges.push((0, first, (first % 11) as i64));
    }
    edges
}
