use super::*;
use crate::domain::nudges::message::{Missing, Note};
use crate::domain::nudges::reply::Reading;

#[test]
fn a_reply_that_leaves_something_open_says_what() {
    let missing = |state: NudgeState, text: &str| {
        let open = desk(state);
        let reading = Reading::of(text, open.today(wednesday()));
        let root = open.nudge.card();
        let decision = open.replied(&reading, root, wednesday());
        decision.outgoing.iter().find_map(|outgoing| {
            let Message::Nudge(NudgeMessage::Note { note: Note::Missing(missing), .. }) = &outgoing.message
            else {
                return None;
            };
            Some(*missing)
        })
    };
    for (text, what) in [
        ("on Friday", Some(Missing::Who)),
        ("<@UANA> on Friday", Some(Missing::Who)),
        ("<@UBEN>", Some(Missing::Day)),
        ("<@UBEN> or <@UCHI> on Friday", Some(Missing::WhichOne)),
        ("thanks", Some(Missing::Both)),
        ("<@UBEN> on Friday", None),
    ] {
        assert_eq!(missing(NudgeState::Open, text), what, "{text}");
    }
    assert_eq!(missing(committed(), "thanks"), None, "nothing is open");
    assert_eq!(missing(committed(), "Monday rather"), None);
    assert_eq!(missing(NudgeState::LetGo, "on Friday"), None);
}

fn committed() -> NudgeState {
    let (with, on) = (id("UBEN"), date(2027, 1, 8));
    NudgeState::Committed(Commitment { with, on, moved: 0, reminder: Reminder::ThatMorning })
}
