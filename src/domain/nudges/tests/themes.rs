use super::*;
use crate::domain::decision::Showing;
use crate::domain::event::Seed;

#[test]
fn no_act_comes_again_before_the_deck_is_used_up_and_arcs_deepen() {
    let deck = catalogue(4, 24);
    let past = weeks(24, &nudged("UANA"), &deck);
    let acts: BTreeSet<&PromptId> = past.iter().map(|nudge| &nudge.question.prompt).collect();
    assert_eq!(acts.len(), 24);
    let depth = |nudge: &Nudge| deck.prompt(&nudge.question.prompt).unwrap().depth;
    assert!(past[..3].iter().all(|nudge| depth(nudge) == Depth::Light));
    assert!(past[3..6].iter().all(|nudge| depth(nudge) == Depth::Real));
    assert!(past[..4].iter().map(|nudge| &nudge.theme).collect::<BTreeSet<_>>().len() == 4, "all take turns");
    assert!(past.windows(2).all(|two| two[0].theme != two[1].theme));
}

#[test]
fn a_chosen_theme_stays_and_its_oldest_act_comes_again() {
    let mut ana = nudged("UANA");
    ana.nudging.theme = Some(ThemeId::new("theme-2"));
    let past = weeks(12, &ana, &catalogue(4, 24));
    assert!(past.iter().all(|nudge| nudge.theme.as_str() == "theme-2"));
    let acts: Vec<&PromptId> = past.iter().map(|nudge| &nudge.question.prompt).collect();
    assert_eq!(acts[..6], acts[6..]);
}

#[test]
fn what_was_useful_comes_more_often_and_what_was_not_less() {
    let often = |tuned: i8| {
        let mut ana = nudged("UANA");
        ana.nudging.tuning.insert(ThemeId::new("theme-1"), tuned);
        let past = weeks(60, &ana, &catalogue(6, 18));
        past.iter().filter(|nudge| nudge.theme.as_str() == "theme-1").count()
    };
    let (useless, usual, useful) = (often(-3), often(0), often(3));
    assert!(useless > 0 && useless < usual && usual < useful, "{useless} {usual} {useful}");
}

/// Gives one person a nudge a week.
fn weeks(number: i64, person: &Person, catalogue: &Arc<Catalogue>) -> Vec<Nudge> {
    let (mut past, mut showings): (Vec<Nudge>, Vec<Showing>) = (Vec::new(), Vec::new());
    for week in 0..number {
        let now = wednesday() + (168 * week).hours();
        let slot = date(2027, 1, 6).saturating_add(week.weeks());
        let next = Giving {
            slot,
            past: past.clone(),
            showings: showings.clone(),
            ..giving(vec![person.clone()], catalogue)
        };
        let decision = next.decide(now, Seed([week as u8; 32]));
        let [nudge] = &given(&decision)[..] else { panic!("one nudge") };
        let prompt = nudge.question.prompt.clone();
        showings.push(Showing { person: person.id.clone(), prompt, at: now });
        past.push(nudge.clone());
    }
    past
}
