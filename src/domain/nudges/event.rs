//! What happens to nudges, and when to look at them again.

use crate::domain::ids::{NudgeId, PersonId};
use crate::domain::people::profile::closed_list;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happens to nudges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NudgeEvent {
    /// Something was pressed.
    Pressed {
        /// By whom.
        person: PersonId,
        /// About which nudge.
        nudge: NudgeId,
        /// What.
        press: Press,
    },
    /// The form was submitted that asks whom and when.
    Chosen {
        /// By whom.
        person: PersonId,
        /// About which nudge.
        nudge: NudgeId,
        /// Whom they will ask; `None` where the menu was left empty.
        with: Option<PersonId>,
        /// When; `None` where the field was left empty.
        on: Option<Date>,
    },
}

closed_list!(
    /// What can be pressed about a nudge.
    Press {
        /// *I know who*: opens the form that asks whom and when.
        Who = "who",
        /// *Find me someone*: opens the form of an ask.
        Find = "find",
        /// *Not this week*.
        NotThisWeek = "not_this_week",
        /// Takes back what was chosen.
        Undo = "undo",
        /// They have asked.
        Asked = "asked",
        /// Not yet: the same day of next week.
        NotYet = "not_yet",
        /// They let it go.
        LetGo = "let_go",
        /// It was useful.
        Very = "very",
        /// Somewhat.
        Somewhat = "somewhat",
        /// Not really.
        NotReally = "not_really",
    }
);

/// What to look at again about a nudge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeWake {
    /// Is today the day they meant to ask?
    Remind(NudgeId),
    /// Have they asked?
    FollowUp(NudgeId),
    /// Is it older than we remember whom they meant to ask?
    Erase(NudgeId),
}

impl NudgeWake {
    /// About which nudge.
    pub fn nudge(&self) -> &NudgeId {
        match self {
            Self::Remind(nudge) | Self::FollowUp(nudge) | Self::Erase(nudge) => nudge,
        }
    }
}
