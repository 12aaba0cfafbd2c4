//! The reactions we understand, whatever stands above them: which message they are under decides what they lead to.

use super::rounds::pairing::Signal;

/// What a reaction stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// How a pair's talk stands.
    Pair(Signal),
    /// A raised hand.
    Hand(Hand),
}

/// What somebody raises a hand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// 🙋 *I could use help with this.*
    NeedsHelp,
    /// 🤝 *I can help.*
    CanHelp,
}

impl Reaction {
    /// What a reaction stands for, by any of the names that Slack has for its picture, without a skin tone; `None` for
    /// every other one.
    pub fn from_emoji(name: &str) -> Option<Self> {
        match name {
            "raising_hand" | "person_raising_hand" | "man-raising-hand" | "woman-raising-hand" => {
                Some(Self::Hand(Hand::NeedsHelp))
            }
            "handshake" => Some(Self::Hand(Hand::CanHelp)),
            other => Signal::from_emoji(other).map(Self::Pair),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_and_signals_are_told_apart() {
        assert_eq!(Reaction::from_emoji("woman-raising-hand"), Some(Reaction::Hand(Hand::NeedsHelp)));
        assert_eq!(Reaction::from_emoji("handshake"), Some(Reaction::Hand(Hand::CanHelp)));
        assert_eq!(Reaction::from_emoji("date"), Some(Reaction::Pair(Signal::Booked)));
        assert_eq!(Reaction::from_emoji("raised_hands"), None);
    }
}
