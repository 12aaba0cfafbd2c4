//! Which question for whom: never the same twice until a deck is used up, and then the oldest first.

mod again;
pub mod lint;
mod on_demand;
mod readings;
pub mod themes;

pub(in crate::domain) use again::{Again, Member};
pub use on_demand::{Freshness, Library, PromptAnswer, PromptWish, Suggested, ThemesBecause};
pub use readings::{Shelf, written_as};

use super::catalogue::{Catalogue, Depth, Prompt};
use super::decision::Showing;
use super::event::Seed;
use super::ids::{PersonId, PromptId, ThemeId, TopicId};
use super::people::profile::Mode;
use jiff::Timestamp;
use rand::RngExt;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// For a question of the depth that suits a relationship best; half of it for the next best.
const DEPTH: i64 = 60;
/// For each topic of the group that leads to the question's theme.
const THEME: i64 = 15;
/// So many topics count.
const TOPICS_THAT_COUNT: u32 = 3;
/// For a question that everybody else has seen; less as fewer have. People who have seen the same leave each other more
/// that is new to both.
const KNOWN_TO_ALL: i64 = 120;
/// Chance: up to so many points for each question.
const CHANCE: i64 = 9;

/// The questions of one mode and who has seen which of them, read once for many choices.
#[derive(Clone, Debug)]
pub struct Deck<'a> {
    prompts: Vec<&'a Prompt>,
    places: BTreeMap<&'a PromptId, usize>,
    seen: BTreeMap<PersonId, BTreeMap<usize, Timestamp>>,
    /// By how many people each question has been seen.
    known: Vec<i64>,
}

/// What a question is wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Who will talk.
    pub group: &'a [PersonId],
    /// How much each theme would suit them; a theme that is not listed counts nothing.
    pub themes: &'a BTreeMap<ThemeId, u32>,
    /// How many talks they have had together before.
    pub talks_so_far: usize,
    /// Questions that must not come, such as those they have just put aside.
    pub exclude: &'a [PromptId],
    /// Chance: the same wish and deck give the same question.
    pub seed: Seed,
}

/// How much each theme suits people with these topics: the number of topics that lead to it. A topic that is given twice
/// counts twice.
pub fn theme_weights<'a>(
    catalogue: &Catalogue,
    topics: impl IntoIterator<Item = &'a TopicId>,
) -> BTreeMap<ThemeId, u32> {
    let mut weights = BTreeMap::new();
    for topic in topics {
        for theme in catalogue.themes.iter().filter(|theme| theme.topics.contains(topic)) {
            *weights.entry(theme.id.clone()).or_insert(0) += 1;
        }
    }
    weights
}

impl<'a> Deck<'a> {
    /// Takes the questions of a mode; showings of any other question are of no account.
    pub fn of(prompts: impl IntoIterator<Item = &'a Prompt>, mode: Mode, showings: &[Showing]) -> Self {
        let by_id: BTreeMap<&PromptId, &Prompt> = prompts
            .into_iter()
            .filter(|prompt| prompt.mode == mode)
            .map(|prompt| (&prompt.id, prompt))
            .collect();
        let places = by_id.keys().enumerate().map(|(place, id)| (*id, place)).collect();
        let known = vec![0; by_id.len()];
        let mut deck = Self { prompts: by_id.into_values().collect(), places, seen: BTreeMap::new(), known };
        for showing in showings {
            deck.shown(&showing.prompt, std::slice::from_ref(&showing.person), showing.at);
        }
        deck
    }

    /// Keeps the deck true while questions are being given out.
    pub fn shown(&mut self, prompt: &PromptId, group: &[PersonId], at: Timestamp) {
        let Some(place) = self.places.get(prompt).copied() else { return };
        for person in group {
            let last = self.seen.entry(person.clone()).or_default().entry(place).or_insert_with(|| {
                self.known[place] += 1;
                at
            });
            *last = at.max(*last);
        }
    }

    /// The question for a group: one that is new to all of them while there is one. After that one that nobody sees again
    /// who could still see a new one; then one that the fewest have seen; then the one seen longest ago. `None` when
    /// every question is excluded.
    pub fn choose(&self, wish: &Wish<'_>) -> Option<&'a Prompt> {
        let mut rng = wish.seed.rng();
        let allowed: Vec<(usize, i64)> = (0..self.prompts.len())
            .map(|place| (place, rng.random_range(0..=CHANCE)))
            .filter(|(place, _)| !wish.exclude.contains(&self.prompts[*place].id))
            .collect();
        let members: Vec<Member<'_>> = wish
            .group
            .iter()
            .map(|person| Member::of(self.seen.get(person), allowed.iter().map(|(place, _)| place)))
            .collect();
        let best = allowed.iter().min_by_key(|(place, chance)| {
            let again = Again::of(*place, &members);
            (again, Reverse(self.fit(*place, wish) + chance), *place)
        });
        best.map(|(place, _)| self.prompts[*place])
    }

    /// How well a question suits a group, as far as nobody has seen it.
    fn fit(&self, place: usize, wish: &Wish<'_>) -> i64 {
        let prompt = self.prompts[place];
        let topics = wish.themes.get(&prompt.theme).copied().unwrap_or(0).min(TOPICS_THAT_COUNT);
        let people = i64::try_from(self.seen.len().max(1)).unwrap_or(i64::MAX);
        depth_points(prompt.depth, wish.talks_so_far)
            + i64::from(topics) * THEME
            + self.known[place] * KNOWN_TO_ALL / people
    }
}

/// A relationship begins light, goes on to what matters, and from the third talk on mixes that with commitments.
fn depth_points(depth: Depth, talks_so_far: usize) -> i64 {
    match (talks_so_far, depth) {
        (0, Depth::Light) | (1, Depth::Real) | (2.., Depth::Real | Depth::Commitment) => DEPTH,
        (0, Depth::Real) | (1, Depth::Light | Depth::Commitment) | (2.., Depth::Light) => DEPTH / 2,
        (0, Depth::Commitment) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::Theme;
    use super::*;
    use proptest::prelude::*;
    use rand::seq::SliceRandom;
    use std::collections::BTreeSet;

    const THEMES: usize = 11;

    fn deck(count: usize) -> Vec<Prompt> {
        let depths = [Depth::Light, Depth::Real, Depth::Commitment];
        (0..count)
            .map(|place| Prompt {
                id: PromptId::new(format!("q{place:03}")),
                theme: ThemeId::new(format!("theme-{}", place % THEMES)),
                depth: depths[place % 3],
                mode: Mode::Peer,
                text: format!("Question {place}?"),
            })
            .collect()
    }

    fn people(count: usize) -> Vec<PersonId> {
        (0..count).map(|place| PersonId::new(format!("U{place:02}"))).collect()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn wish<'a>(group: &'a [PersonId], themes: &'a BTreeMap<ThemeId, u32>, talks_so_far: usize) -> Wish<'a> {
        Wish { group, themes, talks_so_far, exclude: &[], seed: Seed([4; 32]) }
    }

    #[test]
    fn relationships_deepen_and_topics_lead_to_themes() {
        let (prompts, pair) = (deck(33), people(2));
        let catalogue = Catalogue {
            themes: vec![Theme {
                id: ThemeId::new("theme-4"),
                name: "Conflict".into(),
                purpose: "To talk about what is hard.".into(),
                topics: vec![TopicId::new("conflict")],
            }],
            ..Catalogue::default()
        };
        let topics = [TopicId::new("conflict"), TopicId::new("hiring"), TopicId::new("conflict")];
        let themes = theme_weights(&catalogue, &topics);
        assert_eq!(themes, BTreeMap::from([(ThemeId::new("theme-4"), 2)]));
        let deck = Deck::of(&prompts, Mode::Peer, &[]);
        let chosen = [0, 1].map(|talks| deck.choose(&wish(&pair, &themes, talks)).unwrap());
        assert_eq!(chosen.map(|prompt| prompt.depth), [Depth::Light, Depth::Real]);
        assert!(chosen.iter().all(|prompt| prompt.theme.as_str() == "theme-4"));
        assert_ne!(deck.choose(&wish(&pair, &themes, 2)).unwrap().depth, Depth::Light);
        assert!(Deck::of(&prompts, Mode::Reverse, &[]).choose(&wish(&pair, &themes, 0)).is_none());
    }

    #[test]
    fn what_others_know_comes_first_among_equals() {
        let (prompts, all, themes) = (deck(30), people(12), BTreeMap::new());
        let mut deck = Deck::of(&prompts, Mode::Peer, &[]);
        deck.shown(&prompts[6].id, &all[2..], at(1));
        assert_eq!(deck.choose(&wish(&all[..2], &themes, 0)).unwrap().id, prompts[6].id);
    }

    #[test]
    fn a_deck_is_used_up_before_anything_comes_again_and_then_the_oldest_comes() {
        let (prompts, one, themes) = (deck(9), people(1), BTreeMap::new());
        let mut deck = Deck::of(&prompts, Mode::Peer, &[]);
        let mut given = Vec::new();
        for time in 0..27 {
            let prompt = deck.choose(&wish(&one, &themes, 0)).unwrap();
            deck.shown(&prompt.id, &one, at(time));
            given.push(&prompt.id);
        }
        assert_eq!(given[..9].iter().collect::<BTreeSet<_>>().len(), 9);
        assert_eq!(given[9..18], given[..9]);
        assert_eq!(given[18..], given[..9]);
    }

    /// A year of a company: pairs by chance, and every fifth group asks for another question.
    #[test]
    fn in_a_year_of_weekly_talks_nobody_sees_a_question_twice() {
        for seed in 0..5 {
            let (prompts, mut everybody) = (deck(132), people(31));
            let mut deck = Deck::of(&prompts, Mode::Peer, &[]);
            let mut rng = Seed([seed; 32]).rng();
            let mut seen: BTreeSet<(PersonId, PromptId)> = BTreeSet::new();
            for week in 0..52 {
                everybody.shuffle(&mut rng);
                let (trio, pairs) = everybody.split_at(3);
                for group in pairs.chunks(2).chain([trio]) {
                    let questions = 1 + usize::from(rng.random_range(0..5) == 0);
                    let themes =
                        (0..3).map(|_| (ThemeId::new(format!("theme-{}", rng.random_range(0..THEMES))), 2));
                    let themes = themes.collect();
                    for _ in 0..questions {
                        let wish = Wish { seed: Seed(rng.random()), ..wish(group, &themes, week / 26) };
                        let prompt = deck.choose(&wish).unwrap();
                        deck.shown(&prompt.id, group, at(week.try_into().unwrap()));
                        for person in group {
                            assert!(
                                seen.insert((person.clone(), prompt.id.clone())),
                                "seed {seed} week {week}"
                            );
                        }
                    }
                }
            }
        }
    }

    fn showings() -> impl Strategy<Value = Vec<Showing>> {
        let each = (0..5_usize, 0..14_usize, 0..50_i64).prop_map(|(person, prompt, second)| Showing {
            person: PersonId::new(format!("U{person:02}")),
            prompt: PromptId::new(format!("q{prompt:03}")),
            at: at(second),
        });
        prop::collection::vec(each, 0..60)
    }

    proptest! {
        #[test]
        fn nobody_sees_again_what_they_need_not(
            showings in showings(),
            size in 1..4_usize,
            count in 0..13_usize,
            excluded in 0..4_usize,
            talks in 0..4_usize,
            seed in any::<u8>(),
        ) {
            let (prompts, group) = (deck(count), people(size));
            let exclude: Vec<PromptId> = prompts.iter().take(excluded).map(|prompt| prompt.id.clone()).collect();
            let themes = BTreeMap::from([(ThemeId::new("theme-1"), 2)]);
            let wish = Wish { exclude: &exclude, seed: Seed([seed; 32]), ..wish(&group, &themes, talks) };
            let chosen = Deck::of(&prompts, Mode::Peer, &showings).choose(&wish);
            let allowed: Vec<&Prompt> = prompts.iter().skip(excluded).collect();
            prop_assert_eq!(chosen.is_none(), allowed.is_empty());
            if let Some(chosen) = chosen {
                prop_assert!(allowed.contains(&chosen));
                let last = |person: &PersonId, prompt: &Prompt| {
                    let of = |showing: &&Showing| showing.person == *person && showing.prompt == prompt.id;
                    showings.iter().filter(of).map(|showing| showing.at).max()
                };
                let has_unseen = |person: &PersonId| allowed.iter().any(|prompt| last(person, prompt).is_none());
                let seers = |prompt: &Prompt| group.iter().filter(|person| last(person, prompt).is_some()).count();
                let avoidable = |prompt: &Prompt| {
                    group.iter().filter(|person| last(person, prompt).is_some() && has_unseen(person)).count()
                };
                let age = |prompt: &Prompt| group.iter().filter_map(|person| last(person, prompt)).max();
                if allowed.iter().any(|prompt| seers(prompt) == 0) {
                    prop_assert_eq!(seers(chosen), 0);
                }
                for other in &allowed {
                    let of = |prompt: &Prompt| (avoidable(prompt), seers(prompt), age(prompt));
                    prop_assert!(of(chosen) <= of(other));
                }
            }
        }

        #[test]
        fn the_order_of_questions_and_showings_does_not_matter(showings in showings(), turn in 0..60_usize) {
            let (prompts, group, themes) = (deck(12), people(2), BTreeMap::new());
            let (mut turned, mut questions) = (showings.clone(), prompts.clone());
            let middle = turn.min(turned.len());
            turned.rotate_left(middle);
            questions.reverse();
            let chosen = Deck::of(&prompts, Mode::Peer, &showings).choose(&wish(&group, &themes, 1));
            prop_assert_eq!(Deck::of(&questions, Mode::Peer, &turned).choose(&wish(&group, &themes, 1)), chosen);
        }
    }
}
