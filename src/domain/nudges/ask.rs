//! *Find me someone*: a nudge leads to an ask.

use super::commit::over;
use super::{Desk, NudgeState};
use crate::domain::asks::{Draft, Origin, TOPICS_LIMIT};
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::Decision;
use crate::domain::prompts::themes::topics_of;
use jiff::Timestamp;

impl Desk {
    /// Opens the form of an ask, with those topics of the theme that the person seeks.
    pub fn asks_for_help(&self, catalogue: &Catalogue) -> Decision {
        match self.nudge.state {
            NudgeState::Open | NudgeState::NotThisWeek | NudgeState::Sought | NudgeState::Committed(_) => {}
            NudgeState::Asked { .. } | NudgeState::LetGo | NudgeState::Faded => return over(),
        }
        let seeks = &self.person.profile.seeks;
        let topics = topics_of(&self.nudge.theme, catalogue).iter().filter(|topic| seeks.contains(topic));
        Draft::about(topics.take(TOPICS_LIMIT).cloned().collect()).opens(Origin::Nudge)
    }

    /// The ask was opened. Somebody who also knows whom to ask keeps that.
    pub fn is_sought(mut self, now: Timestamp) -> Decision {
        match self.nudge.state {
            NudgeState::Open | NudgeState::NotThisWeek => {
                self.nudge.state = NudgeState::Sought;
                self.done(now)
            }
            NudgeState::Sought
            | NudgeState::Committed(_)
            | NudgeState::Asked { .. }
            | NudgeState::LetGo
            | NudgeState::Faded => Decision::default(),
        }
    }
}
