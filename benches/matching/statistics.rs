//! Our solver by itself, by criterion: with bounds of error, and held against the run before.

use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkId, Criterion, Throughput};
use std::hint::black_box;
use std::time::Duration;
use viceversa::domain::matching::solver::{WeightedGraph, certify, solve};

use super::families::FAMILIES;
use super::members::{self, Density, Score};
use super::{TOP_16, graph_of, processor_time};

/// Solves and certifies graphs of growing size and of every hard family.
pub fn measure() {
    let mut criterion = Criterion::default()
        .with_measurement(ProcessorTime)
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    let mut group = criterion.benchmark_group("matching");
    for (name, graph) in graphs() {
        group.throughput(Throughput::Elements(graph.edges().count() as u64));
        group.bench_with_input(BenchmarkId::new("solve", &name), &graph, |bench, graph| {
            bench.iter(|| solve(black_box(graph)));
        });
        let matching = solve(&graph);
        group.bench_with_input(BenchmarkId::new("certify", &name), &graph, |bench, graph| {
            bench.iter(|| certify(black_box(graph), &matching));
        });
    }
    group.finish();
    criterion.final_summary();
}

fn graphs() -> impl Iterator<Item = (String, WeightedGraph)> {
    let whole = [300, 1_000].map(|size| (format!("all pairs of {size}"), size, Density::All));
    let best = [1_000, 10_000].map(|size| (format!("16 best of {size}"), size, TOP_16));
    let members = whole.into_iter().chain(best);
    let members =
        members.map(|(name, size, density)| (name, graph_of(&members::graph(size, 1, Score::Fine, density))));
    members.chain(FAMILIES.iter().map(|(name, family)| ((*name).to_owned(), graph_of(&family(1_000)))))
}

/// What this thread has had of the processor: others at work on the machine do not count.
struct ProcessorTime;

impl Measurement for ProcessorTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        processor_time()
    }

    fn end(&self, start: Duration) -> Duration {
        processor_time().saturating_sub(start)
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
