use super::*;
use crate::domain::catalogue::{Theme, Topic};
use crate::domain::ids::ThemeId;
use proptest::prelude::*;

pub(super) fn topic(id: &str, group: &str, synonyms: &[&str], signs: &[&str]) -> Topic {
    let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
    Topic {
        id: TopicId::new(id),
        name: id.replace('-', " "),
        group: group.into(),
        synonyms: texts(synonyms),
        signs: texts(signs),
    }
}

/// Two groups, and a theme across them.
pub(in crate::domain) fn catalogue() -> Catalogue {
    let theme = |id: &str, topics: &[&str]| Theme {
        id: ThemeId::new(id),
        name: id.into(),
        purpose: "To have one.".into(),
        topics: topics.iter().map(|topic| TopicId::new(*topic)).collect(),
    };
    Catalogue {
        topics: vec![
            topic("delegation", "people", &["letting go"], &["bottleneck", "do it myself"]),
            topic("coaching", "people", &["developing people"], &["questions instead of answers"]),
            topic("retention", "people", &["resignations"], &["letting somebody leave", "handed in notice"]),
            topic("deadlines", "delivering", &["late projects"], &["promised a date"]),
            topic("managing-managers", "yourself", &["director role"], &["leads who report to me"]),
        ],
        themes: vec![
            theme("handing-on", &["delegation", "coaching", "managing-managers"]),
            theme("weight", &["retention", "deadlines"]),
        ],
        ..Catalogue::default()
    }
}

fn about(text: &str) -> Vec<String> {
    let suggestions = TopicIndex::of(&catalogue()).suggest(text, 3);
    suggestions.into_iter().map(|suggestion| suggestion.topic.as_str().to_owned()).collect()
}

#[test]
fn a_text_is_about_what_its_words_lead_to() {
    assert_eq!(about("I'm the bottleneck for everything"), ["delegation"]);
    assert_eq!(about("Sales PROMISED a DATE again!!"), ["deadlines"]);
    assert_eq!(about("Two of them handed in their notice"), ["retention"]);
}

#[test]
fn a_text_may_be_about_two_topics() {
    let mut both = about("I never delegate, and the deadline is near");
    both.sort();
    assert_eq!(both, ["deadlines", "delegation"]);
}

#[test]
fn nothing_is_suggested_where_nothing_fits() {
    for text in ["", "   ", "🙏", "hello there", "what's for lunch?", "to me"] {
        assert_eq!(about(text), [""; 0], "{text}");
    }
}

#[test]
fn the_whole_of_a_phrase_says_more_than_a_part_of_it() {
    let index = TopicIndex::of(&catalogue());
    let score = |text: &str| index.suggest(text, 1).first().map_or(0, |suggestion| suggestion.score);
    assert!(score("letting go") > score("letting"));
    assert_eq!(index.suggest("letting go", 1)[0].topic, TopicId::new("delegation"));
    assert_eq!(index.suggest("letting somebody leave", 1)[0].topic, TopicId::new("retention"));
}

#[test]
fn a_typing_slip_is_forgiven_and_says_a_little_less() {
    let index = TopicIndex::of(&catalogue());
    let (right, slip) = (index.suggest("bottleneck", 1), index.suggest("bottelneck", 1));
    assert_eq!(right[0].topic, slip[0].topic);
    assert!(right[0].score > slip[0].score);
}

#[test]
fn a_word_of_one_topic_only_says_a_thousand() {
    assert_eq!(TopicIndex::of(&catalogue()).suggest("a bottleneck", 1)[0].score, 1_000);
}

#[test]
fn what_is_far_behind_the_best_is_not_suggested() {
    let text = "Delegation is letting go: I do it myself and am the bottleneck. The director said so.";
    assert_eq!(about("The director said so"), ["managing-managers"]);
    assert_eq!(about(text), ["delegation"]);
}

#[test]
fn among_equals_the_id_decides_and_not_the_order_of_the_taxonomy() {
    let mut catalogue = catalogue();
    catalogue.topics =
        vec![topic("owls", "birds", &["night"], &[]), topic("larks", "birds", &["morning"], &[])];
    for _ in 0..2 {
        let found = TopicIndex::of(&catalogue).suggest("Owls and larks", 3);
        assert_eq!(found[0].score, found[1].score);
        assert_eq!(found[0].topic, TopicId::new("larks"));
        catalogue.topics.reverse();
    }
}

#[test]
fn neighbours_share_a_theme_or_a_group() {
    let index = TopicIndex::of(&catalogue());
    let beside: Vec<(String, Closeness)> = index
        .neighbours(&TopicId::new("delegation"))
        .into_iter()
        .map(|neighbour| (neighbour.topic.as_str().to_owned(), neighbour.closeness))
        .collect();
    let expected = [
        ("coaching".to_owned(), Closeness::THEME_AND_GROUP),
        ("managing-managers".to_owned(), Closeness::THEME),
        ("retention".to_owned(), Closeness::GROUP),
    ];
    assert_eq!(beside, expected);
    assert_eq!(index.neighbours(&TopicId::new("gone")), []);
}

#[test]
fn a_topic_is_itself_even_when_the_taxonomy_has_lost_it() {
    let index = TopicIndex::of(&catalogue());
    let gone = TopicId::new("gone");
    assert_eq!(index.closeness(&gone, &gone), Closeness::SAME);
    assert_eq!(index.closeness(&gone, &TopicId::new("coaching")), Closeness::NONE);
}

/// Anything at all, and texts in which words of the taxonomy stand beside each other in any order.
fn texts() -> impl Strategy<Value = String> {
    let words = "delegation|letting|go|bottleneck|promised|date|notice|handed|leads|1:1|don’t|🙏|ß|İ|ǅ";
    let known: Vec<&'static str> = words.split('|').collect();
    let woven = prop::collection::vec(prop::sample::select(known), 0..40).prop_map(|words| words.join(" "));
    prop_oneof![any::<String>(), woven, "[a-zA-Z' ]{0,200}"]
}

proptest! {
    #[test]
    fn suggestions_are_few_different_known_and_in_order(text in texts(), most in 0_usize..8) {
        let index = TopicIndex::of(&catalogue());
        let found = index.suggest(&text, most);
        prop_assert!(found.len() <= most);
        prop_assert!(found.windows(2).all(|w| (Reverse(w[0].score), &w[0].topic) < (Reverse(w[1].score), &w[1].topic)));
        prop_assert!(found.iter().all(|each| each.score >= ENOUGH && catalogue().topic(&each.topic).is_some()));
        prop_assert_eq!(&found, &index.suggest(&text, most));
        let all = index.suggest(&text, usize::MAX);
        prop_assert_eq!(&found[..], &all[..most.min(all.len())]);
    }

    #[test]
    fn the_order_of_the_catalogue_does_not_matter(text in texts(), shift in 0_usize..5) {
        let (one, mut other) = (catalogue(), catalogue());
        other.topics.rotate_left(shift);
        other.topics.iter_mut().for_each(|topic| topic.signs.reverse());
        other.themes.reverse();
        let (one, other) = (TopicIndex::of(&one), TopicIndex::of(&other));
        prop_assert_eq!(one.suggest(&text, 9), other.suggest(&text, 9));
        let topic = TopicId::new("delegation");
        prop_assert_eq!(one.neighbours(&topic), other.neighbours(&topic));
    }
}
