use super::*;

#[test]
fn the_next_meeting_is_about_a_fortnight_after_the_last() {
    let mut life = Life::begins();
    life.meets();
    let first = life.desk.term.meetings[0].time.start;
    assert_eq!(life.desk.term.stage, Stage::Between);
    life.looks();
    life.proposes();
    let Stage::Offering { times, .. } = &life.desk.term.stage else { panic!() };
    for time in times {
        let days = time.start.duration_since(first).as_hours() / 24;
        assert!((11..=22).contains(&days), "{days} days");
    }
}

#[test]
fn questions_deepen_with_the_meetings_and_never_come_twice() {
    let mut life = Life::begins();
    life.six_meetings();
    let asked: Vec<&PromptId> = life.desk.showings.iter().step_by(2).map(|showing| &showing.prompt).collect();
    let catalogue = catalogue();
    let depth = |prompt: &&PromptId| catalogue.prompts.iter().find(|each| each.id == **prompt).unwrap().depth;
    let depths: Vec<Depth> = asked.iter().map(depth).collect();
    assert_eq!(depths[..2], [Depth::Light, Depth::Real]);
    assert!(depths[2..].iter().all(|depth| *depth != Depth::Light), "{depths:?}");
    assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), usize::from(LENGTH));
}

#[test]
fn an_early_look_does_nothing() {
    let mut life = Life::begins();
    let (term, now) = (life.desk.term.clone(), life.now);
    life.does(|desk| desk.look_is_due(now));
    assert_eq!(life.desk.term, term);
}
