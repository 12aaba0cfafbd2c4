//! Names of things, as types, so that a person's id can never be passed where a channel's is meant.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A Slack workspace (`T…`).
    WorkspaceId
);
text_id!(
    /// A Slack user (`U…` or `W…`); unique within its workspace.
    PersonId
);
text_id!(
    /// A Slack conversation (`D…`, `G…` or `C…`); the letter says nothing about its kind.
    ChannelId
);
text_id!(
    /// A programme's short name, such as `peer`; unique within its workspace.
    ProgramId
);
text_id!(
    /// A round: its programme and the civil date of its slot, such as `peer/2026-11-23`.
    RoundId
);
text_id!(
    /// A pairing: its round and its place in it, such as `peer/2026-11-23/07`.
    PairingId
);
text_id!(
    /// A request for help, such as `ask/9f3c51d2`; it says nothing about who asks.
    AskId
);
text_id!(
    /// A question in a channel: its programme and the civil date of its slot, such as `community/2026-11-25`.
    CallId
);
text_id!(
    /// Something somebody learned, such as `learning/9f3c51d2`; it says nothing about whose it is.
    LearningId
);
text_id!(
    /// A nudge: its round and a place in it, such as `nudge/2026-11-25/007`; it says nothing about whose it is.
    NudgeId
);
text_id!(
    /// A term of reverse mentoring, such as `term/9f3c51d2/00`.
    TermId
);
text_id!(
    /// A file that somebody shared (`F…`).
    FileId
);
text_id!(
    /// A file of people that was sent to the bot, such as `upload/9f3c51d2`; it says nothing about who sent it.
    UploadId
);
text_id!(
    /// What a message is about, so that everything unsent about it can be withdrawn: a pairing, an ask, a nudge.
    SubjectId
);
text_id!(
    /// A topic of the taxonomy, such as `delegation`.
    TopicId
);
text_id!(
    /// A theme of conversation, such as `blind-spots`.
    ThemeId
);
text_id!(
    /// A question of a deck, such as `delegation-what-only-you`.
    PromptId
);
text_id!(
    /// A question for a channel, such as `delegation-not-checking`.
    CommunityId
);
text_id!(
    /// Something to read, such as `high-output-management`.
    ReadingId
);
text_id!(
    /// The business key of something we say: the same fact never leads to two messages.
    MessageKey
);
text_id!(
    /// The key of a wake: setting it again moves it.
    WakeKey
);
text_id!(
    /// What Slack calls the same delivery by: an event's id, a command's trigger, a view and its hash.
    DedupKey
);

/// A posted message: Slack knows it by its channel and its timestamp in that channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageRef {
    /// The conversation it stands in.
    pub channel: ChannelId,
    /// Slack's `ts`, such as `1764000000.000100`: an id that happens to look like a number.
    pub ts: String,
}

impl MessageRef {
    /// When it was posted, in microseconds; what does not look like a time is later than everything that does.
    pub fn moment(&self) -> u64 {
        let (seconds, micros) = self.ts.split_once('.').unwrap_or((&self.ts, "0"));
        let parts = seconds.parse::<u64>().ok().zip(micros.parse::<u64>().ok());
        parts.map_or(u64::MAX, |(seconds, micros)| seconds.saturating_mul(1_000_000).saturating_add(micros))
    }
}

impl RoundId {
    /// The round of a programme's slot. The civil date is the identity: it survives a change of clock or zone.
    pub fn of(program: &ProgramId, slot: jiff::civil::Date) -> Self {
        Self(format!("{program}/{slot}"))
    }
}

impl PairingId {
    /// The pairing at a place (from 0) in a round.
    pub fn of(round: &RoundId, place: usize) -> Self {
        Self(format!("{round}/{place:02}"))
    }
}

impl From<&PairingId> for SubjectId {
    fn from(pairing: &PairingId) -> Self {
        Self(pairing.0.clone())
    }
}

impl From<&AskId> for SubjectId {
    fn from(ask: &AskId) -> Self {
        Self(ask.0.clone())
    }
}

impl From<&CallId> for SubjectId {
    fn from(call: &CallId) -> Self {
        Self(call.0.clone())
    }
}

impl From<&LearningId> for SubjectId {
    fn from(learning: &LearningId) -> Self {
        Self(learning.0.clone())
    }
}

impl LearningId {
    /// A name drawn by chance.
    pub fn drawn(seed: super::event::Seed) -> Self {
        Self(drawn("learning", seed))
    }
}

impl CallId {
    /// The question of a programme's slot.
    pub fn of(program: &ProgramId, slot: jiff::civil::Date) -> Self {
        Self(format!("{program}/{slot}"))
    }
}

impl NudgeId {
    /// The nudge at a place (from 0) in a round.
    pub fn of(round: &RoundId, place: usize) -> Self {
        Self(format!("{round}/{place:03}"))
    }
}

impl From<&NudgeId> for SubjectId {
    fn from(nudge: &NudgeId) -> Self {
        Self(nudge.0.clone())
    }
}

impl From<&TermId> for SubjectId {
    fn from(term: &TermId) -> Self {
        Self(term.0.clone())
    }
}

impl TermId {
    /// A name drawn by chance, for one of the terms (from 0) that begin together.
    pub fn drawn(seed: super::event::Seed, place: usize) -> Self {
        Self(format!("{}/{place:02}", drawn("term", seed)))
    }
}

impl From<&UploadId> for SubjectId {
    fn from(upload: &UploadId) -> Self {
        Self(upload.0.clone())
    }
}

impl UploadId {
    /// The next of several that are drawn from the same chance.
    pub fn drawn_from(rng: &mut rand_chacha::ChaCha8Rng) -> Self {
        Self(next_drawn("upload", rng))
    }
}

impl AskId {
    /// A name drawn by chance: it travels in what helpers are sent, so it must not tell who asks.
    pub fn drawn(seed: super::event::Seed) -> Self {
        Self(drawn("ask", seed))
    }

    /// The next of several that are drawn from the same chance.
    pub fn drawn_from(rng: &mut rand_chacha::ChaCha8Rng) -> Self {
        Self(next_drawn("ask", rng))
    }
}

/// The kind of thing and 64 bits of chance, in hexadecimal digits.
fn drawn(kind: &str, seed: super::event::Seed) -> String {
    next_drawn(kind, &mut seed.rng())
}

fn next_drawn(kind: &str, rng: &mut rand_chacha::ChaCha8Rng) -> String {
    use rand::RngExt;
    format!("{kind}/{:016x}", rng.random::<u64>())
}

impl PersonId {
    /// The nameless stub that stands in past rounds for somebody who asked to be forgotten.
    pub fn forgotten(nonce: &str) -> Self {
        Self(format!("forgotten-{nonce}"))
    }

    /// Whether it is such a stub.
    pub fn is_forgotten(&self) -> bool {
        self.0.starts_with("forgotten-")
    }
}
