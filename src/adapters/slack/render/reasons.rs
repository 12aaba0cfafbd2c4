//! Why two people were matched, in words.

use super::Renderer;
use super::text::{escape, mention};
use super::words::value;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::explain::Reason;

/// The most reasons that are shown; the strongest come first, and a longer list is not read.
const SHOWN: usize = 4;

impl Renderer {
    /// The reasons as a short list, for a pair or for more people than two.
    pub(super) fn reasons(&self, reasons: &[Reason], people: usize) -> String {
        let lines: Vec<String> =
            reasons.iter().take(SHOWN).map(|reason| format!("• {}", self.reason(reason, people))).collect();
        lines.join("\n")
    }

    fn reason(&self, reason: &Reason, people: usize) -> String {
        let say = |id| self.words.say(id);
        match reason {
            Reason::Offers { helper, seeker, topics } => {
                self.about_two("reason-offers", (helper, seeker), topics)
            }
            Reason::ComesNear { helper, seeker, topics } => {
                self.about_two("reason-comes-near", (helper, seeker), topics)
            }
            Reason::OwnWords { helper, seeker } => self.about_two("reason-own-words", (helper, seeker), &[]),
            Reason::SharedChallenges(topics) => {
                let id = if people > 2 { "reason-shared" } else { "reason-shared-two" };
                self.words.with(id, &[("topics", value(self.topic_names(topics)))])
            }
            Reason::OtherFunction => say("reason-other-function"),
            Reason::OtherTeam => say("reason-other-team"),
            Reason::CommonHours(minutes) if *minutes < 60 => {
                self.words.with("reason-common-minutes", &[("minutes", value(*minutes))])
            }
            Reason::CommonHours(minutes) => {
                self.words.with("reason-common-hours", &[("hours", value(minutes / 60))])
            }
            Reason::FirstTime => say("reason-first-time"),
            Reason::LongAgo(weeks) => self.words.with("reason-long-ago", &[("weeks", value(*weeks))]),
            Reason::SomebodyWaited => say("reason-waited"),
            Reason::FreshEyes => say("reason-fresh-eyes"),
            Reason::OutsideTheLine => say("reason-outside-the-line"),
        }
    }

    fn about_two(&self, id: &str, (helper, seeker): (&PersonId, &PersonId), topics: &[TopicId]) -> String {
        let topics = ("topics", value(self.topic_names(topics)));
        self.words.with(id, &[topics, ("helper", value(mention(helper))), ("seeker", value(mention(seeker)))])
    }

    /// The names of topics, as a list.
    pub(super) fn topic_names(&self, topics: &[TopicId]) -> String {
        let names: Vec<String> =
            topics.iter().map(|topic| escape(self.catalogue.topic_name(topic))).collect();
        // Many names hold an "and" of their own, so another one between them would be hard to read.
        names.join(" · ")
    }
}
