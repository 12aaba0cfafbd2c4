//! People, topics and reasons in the words of an operator: what a preview of a round and a plan without Slack both say.

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::explain::Reason;
use crate::domain::people::Person;
use crate::domain::reverse::message::Unmatched;
use crate::domain::rounds::LeftOutReason;
use std::collections::BTreeMap;
use std::sync::Arc;

/// People and topics by the names that an operator knows.
#[derive(Debug)]
pub struct Names {
    people: BTreeMap<PersonId, String>,
    catalogue: Arc<Catalogue>,
}

impl Names {
    /// People by what Slack shows for them, with their ids.
    pub fn of(people: &[Person], catalogue: &Arc<Catalogue>) -> Self {
        let named = |person: &Person| (person.id.clone(), format!("{} ({})", person.display_name, person.id));
        Self::new(people.iter().map(named).collect(), catalogue.clone())
    }

    /// People by the names given; whoever has none is called by their id.
    pub fn new(people: BTreeMap<PersonId, String>, catalogue: Arc<Catalogue>) -> Self {
        Self { people, catalogue }
    }

    /// What somebody is called.
    pub fn of_person(&self, person: &PersonId) -> String {
        self.people.get(person).cloned().unwrap_or_else(|| person.to_string())
    }

    /// Several people, in the order given.
    pub fn of_people(&self, people: &[PersonId]) -> String {
        let names: Vec<String> = people.iter().map(|person| self.of_person(person)).collect();
        names.join(" · ")
    }

    /// Topics by their names.
    pub fn of_topics(&self, topics: &[TopicId]) -> String {
        let names: Vec<&str> = topics.iter().map(|topic| self.catalogue.topic_name(topic)).collect();
        names.join(" · ")
    }

    /// A reason as a sentence without its full stop.
    pub fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Offers { helper, seeker, topics } => {
                let (helper, seeker) = (self.of_person(helper), self.of_person(seeker));
                format!("{helper} offers what {seeker} seeks: {}", self.of_topics(topics))
            }
            Reason::ComesNear { helper, seeker, topics } => {
                let (helper, seeker) = (self.of_person(helper), self.of_person(seeker));
                format!("{helper} offers something close to what {seeker} seeks: {}", self.of_topics(topics))
            }
            Reason::OwnWords { helper, seeker } => {
                let (helper, seeker) = (self.of_person(helper), self.of_person(seeker));
                format!("{helper}'s own words fit what {seeker} seeks or says")
            }
            Reason::SharedChallenges(topics) => format!("both seek advice on {}", self.of_topics(topics)),
            Reason::OtherFunction => "they work in different functions".into(),
            Reason::OtherTeam => "they work in different teams".into(),
            Reason::CommonHours(minutes) => format!("their working days share {minutes} minutes"),
            Reason::FirstTime => "they have not been introduced before".into(),
            Reason::LongAgo(weeks) => format!("they last met {weeks} weeks ago"),
            Reason::SomebodyWaited => "one of them was left out last time".into(),
            Reason::FreshEyes => "a fresh pair of eyes".into(),
            Reason::OutsideTheLine => "levels apart, and neither in the other's reporting line".into(),
        }
    }
}

/// Why somebody was left out, as a sentence without its full stop. Whose wish to be kept apart it was is said to nobody, operators included.
pub fn why_left_out(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Alone | LeftOutReason::Reverse(Unmatched::Alone) => "nobody else takes part",
        LeftOutReason::NobodyAllowed => "reporting lines and wishes leave nobody",
        LeftOutReason::OthersMatched | LeftOutReason::Reverse(Unmatched::OthersMatched) => {
            "whoever would have fitted is matched with somebody else"
        }
        LeftOutReason::PartnerGone => "the partner takes part no more",
        LeftOutReason::AttentionSpent | LeftOutReason::Reverse(Unmatched::AttentionSpent) => {
            "written to as often this week as the budget allows"
        }
        LeftOutReason::Reverse(Unmatched::NobodyFits) => {
            "nobody is two levels apart, outside the line and at work in the same hours"
        }
        LeftOutReason::Reverse(Unmatched::LevelUnknown) => "the level is not known",
        LeftOutReason::Reverse(Unmatched::NothingOffered) => "would lead, and offers no topic yet",
    }
}
