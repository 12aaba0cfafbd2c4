//! What it costs to say what an ask is about, and to hold it against everybody who might help.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on shall say where")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use viceversa::adapters::catalogue;
use viceversa::domain::ids::TopicId;
use viceversa::domain::topics::{Candidate, PastHelp, TopicIndex};

/// An ask of usual length, and one that tells the whole story, with slips.
const SHORT: &str =
    "I still review every single PR myself and I'm becoming the bottleneck. How do I let others own things?";
const LONG: &str = "We took over a team of nine in March after the previous manager left in a hurry. Two of the seniors \
    haven't spoken to each other since, the roadmap was promissed to sales with dates nobody had agreed \
    to, and on top of that I am on call every second week because the rota lost two poeple. I have tried \
    one to ones, a retrospective with an outside facilitator and a written agreement on how we review \
    code, and each helped for about a fortnight. My director wants a plan by the end of the quarter and \
    asks for figures that show we are getting faster, while finance has frozen the headcount. What would \
    you do first, what would you leave, and how did you keep your own head above water in a stretch like \
    this?";
/// People who might help.
const PEOPLE: usize = 200;

fn suggesting(criterion: &mut Criterion) {
    let index = TopicIndex::of(&catalogue::embedded().unwrap());
    let mut group = criterion.benchmark_group("suggesting topics");
    for (name, text) in [("a line", SHORT), ("a long story", LONG)] {
        assert!(!index.suggest(text, 3).is_empty());
        group.bench_function(name, |bench| bench.iter(|| black_box(index.suggest(black_box(text), 3))));
    }
}

fn candidates(criterion: &mut Criterion) {
    let catalogue = catalogue::embedded().unwrap();
    let index = TopicIndex::of(&catalogue);
    let topic = |number: usize| catalogue.topics[number % catalogue.topics.len()].id.clone();
    let people: Vec<(Vec<TopicId>, Vec<PastHelp>)> = (0..PEOPLE)
        .map(|place| {
            let helped = vec![PastHelp { topic: topic(place * 7), helped: 2, partly: 1 }];
            ((0..5).map(|offer| topic(place * 3 + offer)).collect(), helped)
        })
        .collect();
    let topics = [topic(1)];
    criterion.bench_function("holding an ask against 200 people", |bench| {
        bench.iter(|| {
            let asked = index.asked(black_box(SHORT), &topics, &topics);
            let own_words = Some("Happy to talk about hiring, on-call and the move to Postgres.");
            let fits = people.iter().filter_map(|(offers, helped)| {
                asked.relevance(&Candidate { offers, own_words, helped }).map(|relevance| relevance.points)
            });
            black_box(fits.sum::<u32>())
        });
    });
}

fn building(criterion: &mut Criterion) {
    let catalogue = catalogue::embedded().unwrap();
    criterion.bench_function("making the taxonomy ready", |bench| {
        bench.iter(|| black_box(TopicIndex::of(&catalogue)));
    });
}

criterion_group!(benches, suggesting, candidates, building);
criterion_main!(benches);
