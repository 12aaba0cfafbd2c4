use super::*;
use crate::domain::decision::Reply;
use crate::domain::message::Answer;
use crate::domain::topics::TopicIndex;

#[test]
fn a_theme_is_found_by_its_name_and_by_its_topics() {
    let (ana, catalogue) = (nudged("UANA"), catalogue(3, 3));
    let index = TopicIndex::of(&catalogue);
    let chooser = Chooser { person: Some(&ana), next_slot: None, catalogue: &catalogue, index: &index };
    let chosen = |words: &str| {
        let decision = chooser.asks(&NudgeWish::Theme(words.into()), wednesday());
        decision.changes.iter().find_map(|change| {
            let Change::SavePerson(person) = change else { return None };
            person.nudging.theme.as_ref().map(ToString::to_string)
        })
    };
    assert_eq!(chosen("theme 1").as_deref(), Some("theme-1"));
    assert_eq!(chosen("theme-2").as_deref(), Some("theme-2"));
    assert_eq!(chosen("xylophone"), None);
    let stranger = Chooser { person: None, ..chooser };
    let answer = stranger.asks(&NudgeWish::Off, wednesday()).reply;
    assert_eq!(answer, Reply::Say(Answer::NotJoined));
}

#[test]
fn usefulness_saturates() {
    let (mut nudging, theme) = (Nudging::default(), ThemeId::new("conflict"));
    for (useful, tuned) in
        [(Useful::Very, 1), (Useful::Somewhat, 1), (Useful::Very, 2), (Useful::Very, 3), (Useful::Very, 3)]
    {
        nudging.tune(&theme, useful);
        assert_eq!(nudging.tuned(&theme), tuned);
    }
    (0..9).for_each(|_| nudging.tune(&theme, Useful::NotReally));
    assert_eq!(nudging.tuned(&theme), -3);
}
