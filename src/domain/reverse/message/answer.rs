//! What is answered at once about terms, and the form for topic and times.

use super::Unmatched;
use crate::domain::calendar::TimeOption;
use crate::domain::ids::{PersonId, TermId, TopicId};
use crate::domain::matching::explain::Reason;
use crate::domain::message::Answer;
use crate::domain::reverse::Topic;
use serde::{Deserialize, Serialize};

/// A few words about a term, for one person, at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseAnswer {
    /// The times stand in the conversation, or will when the senior works.
    Proposed(PersonId),
    /// The two share no working hours in the time to come.
    NoCommonTimes(PersonId),
    /// The junior is asked for others.
    AskedForOthers,
    /// The time has passed.
    Passed,
    /// Only the senior takes one of these.
    ForTheSenior,
    /// It is cancelled, and other times stand there.
    Cancelled,
    /// It has ended.
    Ended,
    /// Overtaken, over, or not theirs.
    Over,
    /// Why this pair and this term.
    Why {
        /// The answer about the round of pairs; `None` where it has nothing to say.
        pair: Option<Box<Answer>>,
        /// What there is to say about reverse mentoring.
        term: WhyTerm,
    },
}

/// What there is to say about somebody and reverse mentoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyTerm {
    /// They are in terms with these people, for these reasons.
    Terms(Vec<(PersonId, Vec<Reason>)>),
    /// There was nobody for them in the last round.
    LeftOut(Unmatched),
}

/// A form about a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseModal {
    /// Topic and up to three times.
    Times(Box<TimesForm>),
}

/// The form for topic and times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimesForm {
    /// Which term.
    pub term: TermId,
    /// With whom.
    pub senior: PersonId,
    /// What the junior offers.
    pub offers: Vec<TopicId>,
    /// What was picked before.
    pub topic: Option<Topic>,
    /// Common times to choose from, in order.
    pub choices: Vec<TimeOption>,
    /// Those that the form begins with.
    pub suggested: Vec<TimeOption>,
    /// The two zones to show them in, the junior's first.
    pub zones: [String; 2],
}
