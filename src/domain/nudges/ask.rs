//! *Find me someone*: a nudge leads to an ask.

use super::commit::over;
use super::{Desk, NudgeState};
use crate::domain::asks::{Draft, Origin, TOPICS_LIMIT};
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::Decision;
use crate::domain::ids::TopicId;
use crate::domain::prompts::themes::topics_of;
use crate::domain::topics::TopicIndex;
use jiff::Timestamp;

impl Desk {
    /// Opens the form of an ask, with those topics of the theme that the person seeks; whoever seeks none of them finds
    /// those that the nudge itself speaks of.
    pub fn asks_for_help(&self, catalogue: &Catalogue, index: &TopicIndex) -> Decision {
        match self.nudge.state {
            NudgeState::Open | NudgeState::NotThisWeek | NudgeState::Sought | NudgeState::Committed(_) => {}
            NudgeState::Asked { .. } | NudgeState::LetGo | NudgeState::Faded => return over(),
        }
        let of_theme = topics_of(&self.nudge.theme, catalogue);
        let seeks = &self.person.profile.seeks;
        let mut topics: Vec<TopicId> =
            of_theme.iter().filter(|topic| seeks.contains(topic)).cloned().collect();
        if topics.is_empty() {
            let spoken_of = index.suggest(&self.nudge.question.text, TOPICS_LIMIT).into_iter();
            topics = spoken_of.map(|each| each.topic).filter(|topic| of_theme.contains(topic)).collect();
        }
        topics.truncate(TOPICS_LIMIT);
        Draft::about(topics).opens(Origin::Nudge)
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
