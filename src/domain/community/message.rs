//! What is said about questions in a channel, as data.

use crate::domain::ids::{AskId, CallId, ChannelId, PersonId, SubjectId};
use serde::{Deserialize, Serialize};

/// What goes through the outbox about questions in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommunityMessage {
    /// The question of the week, for everybody in the channel.
    Question {
        /// Which.
        call: CallId,
        /// Its words.
        text: String,
    },
    /// Offers somebody who raised a hand for help one who raised theirs to give it.
    Offer {
        /// Under which question.
        call: CallId,
        /// Which offer.
        offer: AskId,
        /// The question's words.
        text: String,
        /// Who can help.
        helper: PersonId,
        /// How the offer stands.
        standing: OfferStanding,
    },
    /// Somebody's words without their name, for everybody in the channel, by their own click.
    Words {
        /// Which ask.
        ask: AskId,
        /// The words; empty where they have been taken away again.
        text: String,
    },
}

/// How an offer stands for whoever got it. Once the two are introduced, the ask's card stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferStanding {
    /// It waits for them.
    Open,
    /// They said no.
    Declined,
    /// They took their hand down.
    TakenBack,
    /// The other hand went down, or the question is over; whose doing it was is not said.
    Over,
}

/// A few words for one person, at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommunityAnswer {
    /// The offer does not stand any more.
    OfferIsOver,
    /// Their words stand in the channel now.
    Shown(ChannelId),
    /// Their words stand in a channel already, or no channel is set.
    CannotBeShown,
}

impl CommunityMessage {
    /// What it is about.
    pub fn subject(&self) -> SubjectId {
        match self {
            Self::Question { call, .. } | Self::Offer { call, .. } => call.into(),
            Self::Words { ask, .. } => ask.into(),
        }
    }

    /// A short name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Question { .. } => "community_question",
            Self::Offer { .. } => "community_offer",
            Self::Words { .. } => "community_words",
        }
    }
}
