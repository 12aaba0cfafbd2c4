//! The ids that leave with our blocks and come back with what people press: one place, so that the renderer and the
//! parser cannot drift apart.

use crate::domain::asks::Form;
use crate::domain::decision::Field;
use crate::domain::ids::TopicId;
use serde::{Deserialize, Serialize};

/// The event type of the metadata on every message of ours.
pub const METADATA_EVENT: &str = "viceversa_message";
/// The key in the metadata whose value is the outbox row's opaque id.
pub const METADATA_ID: &str = "outbox_id";

/// A button that asks for what its suffix says, in the words one would type, with `:` for spaces.
pub const COMMAND: &str = "command:";
/// A button under a pair's message; the suffix is the signal, the value the pairing.
pub const PAIRING: &str = "pairing:";
/// A button of the private check-in; the suffix is the answer, the value the pairing.
pub const CHECK_IN: &str = "check_in:";
/// A button about an ask; the suffix is what is pressed, the value the ask.
pub const ASK: &str = "ask:";
/// A button of an offer under a community question; the suffix is what is pressed, the value the offer.
pub const COMMUNITY: &str = "community:";
/// A button about something learned; the suffix is what is pressed, the value what it is about.
pub const LEARNING: &str = "learning:";
/// A button about a nudge; the suffix is what is pressed, the value the nudge.
pub const NUDGE: &str = "nudge:";
/// A button about a term of reverse mentoring; the suffix is what is pressed, the value the term and what it counts.
pub const REVERSE: &str = "reverse:";
/// A button under what a file of people would change; the suffix is what is pressed, the value the file and a digest of
/// the difference.
pub const UPLOAD: &str = "upload:";
/// A link; Slack tells us that it was followed, and we do nothing with that.
pub const LINK: &str = "link:";
/// A menu of people; whoever is chosen is never paired with the person.
pub const PICK_NEVER: &str = "pick:never";

/// What stands between an action id and its number.
const NUMBERED: &str = "~";

/// *We met*, in the check-in: opens the short form.
pub const CHECK_IN_MET: &str = "met";
/// *We have a date for later*, in the check-in.
pub const CHECK_IN_LATER: &str = "later";
/// *It did not happen*, in the check-in.
pub const CHECK_IN_NO: &str = "no";

/// *Share one thing I learned*, after a talk; the value is the pairing.
pub const LEARNING_TALK: &str = "talk";
/// *Share one thing I learned*, after an ask; the value is the ask.
pub const LEARNING_ASK: &str = "ask";

/// The profile modal.
pub const CALLBACK_PROFILE: &str = "profile";
/// The modal that asks whether everything is to be erased.
pub const CALLBACK_FORGET: &str = "confirm_forget";
/// The check-in modal; its private metadata is the pairing.
pub const CALLBACK_CHECK_IN: &str = "check_in";
/// The form of an ask; its private metadata is an [`AskForm`].
pub const CALLBACK_ASK: &str = "ask";
/// The form that asks a helper who would be better; its private metadata is the ask.
pub const CALLBACK_REFER: &str = "refer";
/// The form to share something learned; its private metadata says what it was learned from.
pub const CALLBACK_LEARNING: &str = "learning";
/// The form that asks whom somebody will ask, and when; its private metadata is the nudge.
pub const CALLBACK_NUDGE: &str = "nudge";
/// The form for topic and times of a term; its private metadata is the term.
pub const CALLBACK_TIMES: &str = "times";
/// A modal with a few words and nothing to submit.
pub const CALLBACK_NOTICE: &str = "notice";

/// The choice for *I manage people*.
pub const YES: &str = "yes";
/// The choice for *I do not manage people*.
pub const NO: &str = "no";
/// The choice of those who need somebody soon.
pub const THIS_WEEK: &str = "this_week";
/// The choice of those who can wait.
pub const WHENEVER: &str = "whenever";
/// The choice for showing one's name from the start.
pub const SHOW_NAME: &str = "show_name";
/// The choice for naming nobody.
pub const NAME_NOBODY: &str = "nobody";
/// The choice for naming whoever agrees, and else posting nothing.
pub const NAME_ONLY_IF_AGREED: &str = "only_if_agreed";
/// The choice for naming whoever agrees, and else nobody.
pub const NAME_IF_AGREED: &str = "if_agreed";
/// The choice of those who would rather not say.
pub const UNSAID: &str = "unsaid";

/// What the form of an ask carries through Slack: ids alone.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskForm {
    /// What submitting it leads to.
    pub form: Form,
    /// The topics it began with because of what was typed.
    pub read_out: Vec<TopicId>,
}

/// The action id of a button that asks for what `typed` says, such as `pause 2w`.
pub fn command_action(typed: &str) -> String {
    format!("{COMMAND}{}", typed.replace(' ', ":"))
}

/// What would be typed for a button that [`command_action`] named; `None` for every other button.
pub fn typed_command(action_id: &str) -> Option<String> {
    action_id.strip_prefix(COMMAND).map(|typed| typed.replace(':', " "))
}

/// The action id of something that can be pressed in several places: what it is, with a number from the second place on.
pub fn numbered(action_id: &str, place: usize) -> String {
    match place {
        0 | 1 => action_id.to_owned(),
        place => format!("{action_id}{NUMBERED}{place}"),
    }
}

/// The action id without the number that [`numbered`] gave it.
pub fn unnumbered(action_id: &str) -> &str {
    action_id.rsplit_once(NUMBERED).map_or(action_id, |(unnumbered, _)| unnumbered)
}

/// The block id of a field of our modals, and the action id of the element in it.
pub fn field_id(field: Field) -> &'static str {
    match field {
        Field::Seeks => "seeks",
        Field::Offers => "offers",
        Field::OwnWords => "own_words",
        Field::ManagesPeople => "manages_people",
        Field::Level => "level",
        Field::Function => "function",
        Field::Team => "team",
        Field::Modes => "modes",
        Field::Rhythm => "rhythm",
        Field::Days => "days",
        Field::Start => "start",
        Field::End => "end",
        Field::Useful => "useful",
        Field::Balance => "balance",
        Field::WillTry => "will_try",
        Field::AskText => "ask_text",
        Field::AskTopics => "ask_topics",
        Field::AskHaste => "ask_haste",
        Field::AskNaming => "ask_naming",
        Field::Referred => "referred",
        Field::LearningText => "learning_text",
        Field::LearningChannel => "learning_channel",
        Field::LearningNaming => "learning_naming",
        Field::NudgeWho => "nudge_who",
        Field::NudgeDay => "nudge_day",
        Field::TermTopic => "term_topic",
        Field::TermWords => "term_words",
        Field::TermFirst => "term_first",
        Field::TermSecond => "term_second",
        Field::TermThird => "term_third",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_comes_back_as_it_was_typed() {
        assert_eq!(typed_command(&command_action("pause 2w")).as_deref(), Some("pause 2w"));
        assert_eq!(typed_command(&command_action("allow <@U1>")).as_deref(), Some("allow <@U1>"));
        assert_eq!(typed_command("pairing:met"), None);
    }

    #[test]
    fn what_stands_in_several_places_is_still_the_same() {
        let places = [1, 2, 11].map(|place| numbered("ask:edit", place));
        assert_eq!(places, ["ask:edit", "ask:edit~2", "ask:edit~11"]);
        assert!(places.iter().all(|place| unnumbered(place) == "ask:edit"));
    }
}
