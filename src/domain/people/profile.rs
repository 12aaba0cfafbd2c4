//! What a person tells us about themselves. Unknown is a legal value everywhere: nobody is guessed at.

use crate::domain::calendar::WorkingHours;
use crate::domain::ids::{PersonId, TopicId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest line of own words we keep, in characters.
pub const OWN_WORDS_LIMIT: usize = 300;
/// The most topics a person may seek, and the most they may offer.
pub const TOPICS_LIMIT: usize = 10;
/// The longest name of a team, in characters.
pub const TEAM_LIMIT: usize = 60;

/// Everything from the profile modal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Topics they would like advice on, most important first.
    pub seeks: Vec<TopicId>,
    /// Topics they can help with.
    pub offers: Vec<TopicId>,
    /// One line of their own, shown to whom they are paired with.
    pub own_words: Option<String>,
    /// Whether they manage people.
    pub manages_people: Option<bool>,
    /// Their level.
    pub level: Option<Level>,
    /// Their function.
    pub function: Option<Function>,
    /// Their team, as they call it.
    pub team: Option<String>,
    /// Their own manager, where an import or Slack told us.
    pub manager: Option<PersonId>,
    /// The kinds of mentoring they take part in.
    pub modes: BTreeSet<Mode>,
    /// How often.
    pub rhythm: Rhythm,
    /// When they work, in their own zone.
    pub hours: WorkingHours,
}

macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word it is stored and sent as.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one with this code; `None` for any other word.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|each| each.code() == code)
            }
        }
    };
}
pub(in crate::domain) use closed_list;

closed_list!(
    /// Levels of an engineering ladder, from the most junior; their order is what reverse mentoring goes by.
    Level {
        /// Up to a few years in.
        Junior = "junior",
        /// Works without supervision.
        Engineer = "engineer",
        /// Senior individual contributor.
        Senior = "senior",
        /// Staff or principal individual contributor.
        Staff = "staff",
        /// Leads a team, with or without the title.
        Lead = "lead",
        /// Manages people.
        Manager = "manager",
        /// Manages managers, or a large team.
        SeniorManager = "senior_manager",
        /// Director.
        Director = "director",
        /// Vice president or above.
        Executive = "executive",
    }
);

closed_list!(
    /// What part of the organisation somebody works in.
    Function {
        /// Engineering.
        Engineering = "engineering",
        /// Infrastructure, platform, operations.
        Infrastructure = "infrastructure",
        /// Data and machine learning.
        Data = "data",
        /// Security.
        Security = "security",
        /// Quality.
        Quality = "quality",
        /// Product management.
        Product = "product",
        /// Design and research.
        Design = "design",
        /// People and recruiting.
        People = "people",
        /// Support and success.
        Support = "support",
        /// Anything else.
        Other = "other",
    }
);

closed_list!(
    /// The kinds of mentoring.
    Mode {
        /// Managers with managers, weekly.
        Peer = "peer",
        /// A junior mentors a manager.
        Reverse = "reverse",
        /// One problem, one person who has been there.
        Situational = "situational",
        /// Circles and book clubs.
        Circle = "circle",
        /// Leaders of other companies.
        External = "external",
        /// A small act of asking for advice each week.
        Nudge = "nudge",
    }
);

impl Mode {
    /// The modes that can be joined today; the profile offers these.
    pub const OPEN: &'static [Self] = &[Self::Peer, Self::Reverse, Self::Situational, Self::Nudge];

    /// Those of them that are ticked for somebody who joins. The others are longer commitments, and wait for an own click.
    pub const USUAL: &'static [Self] = &[Self::Peer, Self::Situational, Self::Nudge];

    /// Whether a round of it introduces people to each other.
    pub fn introduces(self) -> bool {
        match self {
            Self::Peer | Self::Reverse | Self::External => true,
            Self::Situational | Self::Circle | Self::Nudge => false,
        }
    }
}

closed_list!(
    /// How often somebody wants to be paired.
    #[derive(Default)]
    Rhythm {
        /// In every weekly round.
        #[default]
        Weekly = "weekly",
        /// In every second week.
        Fortnightly = "fortnightly",
        /// In every fourth week.
        Monthly = "monthly",
    }
);

impl Rhythm {
    /// Whether it is time again so many days after the last pairing. A round that was held by hand on another day, or a
    /// programme that moved to another weekday, makes nobody wait a week longer.
    pub fn is_due_after(self, days: i64) -> bool {
        match self {
            Self::Weekly => true,
            Self::Fortnightly => days > 10,
            Self::Monthly => days > 24,
        }
    }
}
