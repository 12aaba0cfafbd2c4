//! What is said about asks, as data.

use super::{Ask, AskState, Draft, Ending, Form, Haste, Naming, Outcome, Thanks};
use crate::domain::calendar::TimeOption;
use crate::domain::ids::{AskId, ChannelId, PersonId, ReadingId, TopicId};
use crate::domain::message::{Introduced, LocalTime};
use serde::{Deserialize, Serialize};

/// What goes through the outbox about an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskMessage {
    /// The asker's own view of it, kept up to date.
    Card(AskCard),
    /// Asks somebody for help, or says in the same place that it is settled.
    Request(HelpRequest),
    /// Introduces the two.
    Introduction(Box<AskIntroduction>),
    /// Slack would not let us introduce the two: each learns who the other is, and they write to each other themselves.
    NotIntroduced {
        /// Which ask.
        ask: AskId,
        /// The other of the two.
        other: PersonId,
    },
    /// Somebody was found, or nobody: an edit of the card would make no sound.
    News {
        /// Which ask.
        ask: AskId,
        /// What is new.
        news: News,
    },
    /// Asks the asker what came of it.
    FollowUp {
        /// Which ask.
        ask: AskId,
        /// Who helped.
        helper: PersonId,
        /// What was answered; the question takes its answer's place.
        answered: Option<FollowUpAnswer>,
    },
    /// The asker's thanks to the helper.
    Thanks {
        /// Which ask.
        ask: AskId,
        /// From whom.
        from: PersonId,
        /// With what they helped.
        topics: Vec<TopicId>,
        /// How much.
        outcome: Outcome,
    },
}

/// The asker's own view of an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskCard {
    /// Which ask.
    pub ask: AskId,
    /// What they said.
    pub draft: Draft,
    /// How it stands.
    pub standing: AskStanding,
}

/// How an ask stands, as its asker reads it. Nobody who was asked is named before one accepts: a *no* is private too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskStanding {
    /// So many people were asked so far.
    Searching {
        /// How many.
        asked: usize,
    },
    /// Nobody was found.
    Unanswered,
    /// It is tried again then.
    Waiting(LocalTime),
    /// They help.
    Accepted(PersonId),
    /// It is over, with what came of it where the asker said so.
    Closed(Option<Outcome>),
    /// Taken back.
    Withdrawn,
}

/// A request to one person who may be able to help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpRequest {
    /// Which ask.
    pub ask: AskId,
    /// The situation; empty where there is nothing left to read.
    pub text: String,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// How soon.
    pub haste: Haste,
    /// Who asks, where they wish that to be known from the start.
    pub asker: Option<PersonId>,
    /// Why this person.
    pub why: Why,
    /// How it stands for them.
    pub standing: RequestStanding,
}

/// Why somebody is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// They offer a topic of it.
    Offers(TopicId),
    /// They offer something close to it.
    Close(TopicId),
    /// Their own words speak of it.
    OwnWords,
    /// They helped with the like before.
    HelpedBefore(TopicId),
    /// Somebody who was asked before named them; who, is not said.
    Referred,
    /// They raised a hand under its words in a channel, or under the question it came from.
    RaisedHand,
    /// They are another pair of eyes.
    FreshEyes,
}

/// How a request stands for whoever got it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStanding {
    /// It waits for them.
    Open,
    /// They said yes.
    Accepted,
    /// They said no.
    Declined,
    /// Somebody else was faster.
    Taken,
    /// It is not needed any more.
    NotNeeded,
}

/// Introduces an asker and a helper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskIntroduction {
    /// Which ask.
    pub ask: AskId,
    /// Who asks.
    pub asker: Introduced,
    /// Who helps.
    pub helper: Introduced,
    /// The situation.
    pub text: String,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// Common times, at most three.
    pub times: Vec<TimeOption>,
    /// Something to read beside the talk.
    #[serde(default)]
    pub reading: Option<ReadingId>,
}

/// What is new about an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Nobody was found, and how it can go on.
    Unanswered {
        /// Whether people whom the topic does not suit at first sight can still be asked.
        can_widen: Choice,
        /// Where the words can be shown to everybody, without the name.
        #[serde(default)]
        community: Option<ChannelId>,
    },
    /// The words could not be posted in this channel, and how it can go on.
    NotShown {
        /// Which.
        channel: ChannelId,
    },
    /// The helper takes no part any more; somebody else is looked for.
    HelperLeft,
}

/// Whether something can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It can.
    Offered,
    /// There is no point in it.
    Absent,
}

/// What the asker answered when asked what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpAnswer {
    /// What came of it, and whether the helper was thanked.
    Outcome(Outcome, Thanks),
    /// They have not talked yet.
    NotYet,
}

/// A few words about an ask, for one person, at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskAnswer {
    /// We are on it.
    Opened {
        /// How many people were asked at once.
        asked: usize,
    },
    /// Nobody can be asked at the moment.
    NobodyToAsk,
    /// The change is saved.
    Changed,
    /// It is taken back.
    Withdrawn,
    /// Whom they named is asked next.
    ReferredOn(PersonId),
    /// Whom they named cannot be asked: not joined, pausing, or too close.
    CannotRefer(PersonId),
    /// Somebody else was faster.
    Taken,
    /// It is over, or not theirs.
    Over,
    /// We look further.
    Widened,
    /// It waits.
    Waits(LocalTime),
    /// So many are open already that another would only queue.
    TooMany,
}

/// A form about an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskModal {
    /// The situation, its topics, how soon, and whether the name is shown.
    Draft {
        /// What it begins with.
        draft: Draft,
        /// What submitting it leads to.
        form: Form,
        /// Where the topics come from.
        topics: Topics,
    },
    /// Who would be better?
    Refer(AskId),
}

/// Where the topics of a form come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topics {
    /// Whoever fills it in chooses them.
    Chosen,
    /// We read them out of what was typed.
    ReadOut,
    /// We found none in what was typed.
    NotFound,
}

impl AskMessage {
    /// The ask it is about.
    pub fn ask(&self) -> &AskId {
        match self {
            Self::Card(card) => &card.ask,
            Self::Request(request) => &request.ask,
            Self::Introduction(introduction) => &introduction.ask,
            Self::NotIntroduced { ask, .. }
            | Self::News { ask, .. }
            | Self::FollowUp { ask, .. }
            | Self::Thanks { ask, .. } => ask,
        }
    }

    /// A short name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Card(_) => "ask_card",
            Self::Request(_) => "help_request",
            Self::Introduction(_) => "ask_introduction",
            Self::NotIntroduced { .. } => "ask_not_introduced",
            Self::News { .. } => "ask_news",
            Self::FollowUp { .. } => "ask_follow_up",
            Self::Thanks { .. } => "thanks",
        }
    }
}

impl AskCard {
    /// An ask as its asker reads it; `zone` is theirs.
    pub fn of(ask: &Ask, zone: &str) -> Self {
        let standing = match &ask.state {
            AskState::Searching => AskStanding::Searching { asked: ask.approaches.len() },
            AskState::Unanswered => AskStanding::Unanswered,
            AskState::Waiting { until } => {
                AskStanding::Waiting(LocalTime { at: *until, zone: zone.to_owned() })
            }
            AskState::Accepted { helper, .. } => AskStanding::Accepted(helper.clone()),
            AskState::Closed { ending: Ending::Withdrawn, .. } => AskStanding::Withdrawn,
            AskState::Closed { .. } => AskStanding::Closed(ask.outcome()),
        };
        Self { ask: ask.id.clone(), draft: ask.draft.clone(), standing }
    }
}

impl HelpRequest {
    /// What somebody who is asked may read: never who asks, unless the asker wishes so.
    pub fn of(ask: &Ask, why: Why, standing: RequestStanding) -> Self {
        Self {
            ask: ask.id.clone(),
            text: match standing {
                RequestStanding::Open | RequestStanding::Accepted => ask.draft.text.clone(),
                RequestStanding::Declined | RequestStanding::Taken | RequestStanding::NotNeeded => {
                    String::new()
                }
            },
            topics: ask.draft.topics.clone(),
            haste: ask.draft.haste,
            asker: match ask.draft.naming {
                Naming::FromTheStart => Some(ask.asker.clone()),
                Naming::OnceAccepted => None,
            },
            why,
            standing,
        }
    }
}
