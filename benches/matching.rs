//! What a round's matching costs, held against other solvers on the same graphs.
//!
//! `cargo bench --bench matching` compares with rustworkx-core in one run, and then measures ours by criterion, which
//! `-- ours` does alone; `-- circles` forms circles. `-- write FOLDER` writes the graphs as text, `n m` and then `u v w`
//! lines, and `-- solve FILE …` solves such files: with those two, `benches/matching/peers.sh` compares with LEMON,
//! rustworkx and networkx. All times are of the processor, so that others at work on the machine disturb them little. As a
//! test, under `cargo test`, both solvers only have to agree, on smaller graphs.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on shall say where")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use families::{FAMILIES, Line};
use members::{Density, Score};
use rustworkx_core::max_weight_matching::max_weight_matching;
use rustworkx_core::petgraph::graph::UnGraph;
use viceversa::domain::matching::circles::{Sizes, circles};
use viceversa::domain::matching::solver::{Edge, WeightedGraph, certify, solve};

#[path = "../src/domain/matching/solver/tests/families.rs"]
mod families;
#[path = "matching/members.rs"]
mod members;
#[path = "matching/statistics.rs"]
mod statistics;

/// The fewest times that rustworkx-core may take as long, on the pairs of a whole company of a thousand.
const LEAST_RATIO: f64 = 300.0;

/// What is shorter is repeated, so that asking for the time does not count.
const LONG_ENOUGH: Duration = Duration::from_millis(2);

/// Members, and the sizes of circles that are formed of them.
const CIRCLES: [(usize, usize, usize); 10] = [
    (14, 3, 5),
    (30, 3, 4),
    (30, 5, 6),
    (100, 3, 4),
    (100, 4, 5),
    (100, 7, 8),
    (300, 3, 4),
    (300, 5, 6),
    (1_000, 3, 4),
    (1_000, 5, 6),
];

const TOP_16: Density = Density::Best { best: 16, random: 8 };

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_bench = |word: &&str| *word == "--bench";
    let (bench, words): (Vec<&str>, Vec<&str>) = arguments.iter().map(String::as_str).partition(is_bench);
    match words.as_slice() {
        ["write", folder] => write_all(Path::new(folder), &[1_000, 10_000]),
        ["write", folder, sizes @ ..] => {
            let sizes: Vec<usize> = sizes.iter().map(|size| size.parse().unwrap()).collect();
            write_all(Path::new(folder), &sizes);
        }
        ["solve", files @ ..] => files.iter().for_each(|file| report(file, &read(Path::new(file)))),
        _ if bench.is_empty() => agree(),
        ["circles"] => form_circles(),
        ["ours"] => statistics::measure(),
        _ => {
            compare();
            statistics::measure();
        }
    }
}

/// Both solvers on the same graphs, in turns.
fn compare() {
    heading();
    for members in [100, 300, 1_000] {
        let edges = members::graph(members, 1, Score::Fine, Density::All);
        let ratio = race(&format!("{members} members, all pairs"), &edges);
        assert!(members < 1_000 || ratio >= LEAST_RATIO, "only {ratio:.0} times as fast");
    }
    race("1000 members, 16 best", &members::graph(1_000, 1, Score::Fine, TOP_16));
    race("1000 members, coarse, 16 best", &members::graph(1_000, 1, Score::Coarse, TOP_16));
    for (name, family) in FAMILIES {
        race(name, &family(1_000));
    }
}

/// The same on graphs that take no time worth telling.
fn agree() {
    heading();
    race("100 members, all pairs", &members::graph(100, 1, Score::Fine, Density::All));
    race("200 members, coarse, 16 best", &members::graph(200, 1, Score::Coarse, TOP_16));
    for (name, family) in FAMILIES {
        race(name, &family(200));
    }
}

fn heading() {
    println!("{:34} {:>8} {:>10} {:>12} {:>8}", "graph", "edges", "ours s", "rustworkx s", "ratio");
}

fn race(name: &str, edges: &[Line]) -> f64 {
    let graph = graph_of(edges);
    let (ours, matching) = fastest(5, || solve(&graph));
    let (theirs, weight) = fastest(1, || by_rustworkx(edges));
    let certified = certify(&graph, &matching).unwrap();
    assert_eq!(certified.weight, weight, "{name}");
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    println!(
        "{name:34} {:>8} {:>10.5} {:>12.4} {ratio:>7.0}x",
        graph.edges().count(),
        ours.as_secs_f64(),
        theirs.as_secs_f64()
    );
    ratio
}

fn by_rustworkx(edges: &[Line]) -> i64 {
    // It knows nothing of parallel edges.
    let kept: Vec<Edge> = graph_of(edges).edges().collect();
    let mut graph: UnGraph<(), i64> = UnGraph::default();
    let nodes: Vec<_> = (0..order(edges)).map(|_| graph.add_node(())).collect();
    for edge in &kept {
        graph.add_edge(nodes[edge.a], nodes[edge.b], edge.weight);
    }
    let pairs =
        max_weight_matching(&graph, true, |edge| Ok::<_, ()>(i128::from(*edge.weight())), false).unwrap();
    pairs.iter().map(|&(a, b)| graph[graph.find_edge(nodes[a], nodes[b]).unwrap()]).sum()
}

fn report(name: &str, edges: &[Line]) {
    let graph = graph_of(edges);
    // The kernel forgets the largest that the process has been, so that reading the file does not count.
    let can_measure = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = resident();
    let (time, matching) = fastest(3, || solve(&graph));
    let memory = if can_measure { resident().saturating_sub(before) } else { 0 };
    let (check, certified) = fastest(3, || certify(&graph, &matching));
    let certified = certified.unwrap();
    println!(
        "ours {name}: {:.6} s, {} pairs, weight {}, certified in {:.6} s, {memory} KiB",
        time.as_secs_f64(),
        certified.cardinality,
        certified.weight,
        check.as_secs_f64()
    );
}

/// Circles of a company's members: how long they take, and how near they come to their bound.
fn form_circles() {
    println!("{:8} {:>5} {:>10} {:>6} {:>10}", "members", "sizes", "seconds", "left", "of bound");
    for (members, least, most) in CIRCLES {
        let mut pairs = vec![None; members * members];
        for (a, b, weight) in members::graph(members, 1, Score::Fine, Density::All) {
            pairs[a * members + b] = Some(weight);
        }
        let sizes = Sizes::new(least, most).unwrap();
        let (time, found) = fastest(1, || circles(members, sizes, &|a, b| pairs[a * members + b]));
        let share = found.bound.map_or(1.0, |bound| found.worth as f64 / bound as f64);
        println!(
            "{members:8} {least:>3}-{most} {:>10.4} {:>6} {:>9.2}%",
            time.as_secs_f64(),
            found.left.len(),
            100.0 * share
        );
    }
}

fn write_all(folder: &Path, sizes: &[usize]) {
    fs::create_dir_all(folder).unwrap();
    for &size in sizes {
        write(folder, &format!("fine-{size}"), &members::graph(size, 1, Score::Fine, TOP_16));
        if size <= 2_000 {
            write(folder, &format!("dense-{size}"), &members::graph(size, 1, Score::Fine, Density::All));
        }
        if size <= 10_000 {
            write(folder, &format!("coarse-{size}"), &members::graph(size, 1, Score::Coarse, TOP_16));
        }
        // The dense family would have two hundred million edges.
        for (name, family) in FAMILIES.iter().filter(|(name, _)| size <= 10_000 || !name.ends_with("dense")) {
            write(folder, &format!("{}-{size}", name.replace([' ', ','], "_")), &family(size));
        }
    }
}

fn write(folder: &Path, name: &str, edges: &[Line]) {
    let mut text = format!("{} {}\n", order(edges), edges.len());
    for (a, b, weight) in edges {
        writeln!(text, "{a} {b} {weight}").unwrap();
    }
    fs::write(folder.join(name), text).unwrap();
}

fn read(file: &Path) -> Vec<Line> {
    let text = fs::read_to_string(file).unwrap();
    let edge = |line: &str| {
        let mut words = line.split_whitespace();
        let mut number = || words.next().unwrap().parse::<i64>().unwrap();
        (number() as usize, number() as usize, number())
    };
    text.lines().skip(1).map(edge).collect()
}

fn graph_of(edges: &[Line]) -> WeightedGraph {
    let listed: Vec<Edge> = edges.iter().map(|&(a, b, weight)| Edge { a, b, weight }).collect();
    WeightedGraph::new(order(edges), &listed).unwrap()
}

/// How many vertices the edges speak of.
fn order(edges: &[Line]) -> usize {
    edges.iter().map(|&(a, b, _)| a.max(b) + 1).max().unwrap_or(0)
}

/// The least time of the processor of so many runs, and what the last one gave. Short work is done many times in a run, as
/// asking for the time is work as well.
fn fastest<T>(runs: usize, work: impl Fn() -> T) -> (Duration, T) {
    let run = |times: u32| {
        let start = processor_time();
        for _ in 1..times {
            black_box(work());
        }
        let result = black_box(work());
        (processor_time().saturating_sub(start) / times, result)
    };
    let mut best = run(1);
    let times = (LONG_ENOUGH.as_nanos() / best.0.as_nanos().max(1)).clamp(1, 1_000) as u32;
    for _ in 1..runs {
        let next = run(times);
        best = (best.0.min(next.0), next.1);
    }
    best
}

/// How long this thread has run. Where the kernel does not tell, the clock on the wall has to do.
fn processor_time() -> Duration {
    thread_local!(static START: Instant = Instant::now());
    // The kernel adds up when it takes the processor away, so that it is offered.
    std::thread::yield_now();
    let nanoseconds = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| START.with(Instant::elapsed), Duration::from_nanos)
}

/// The largest that the process has been, in KiB, as far as Linux tells.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
