//! One message too many: Slack applied a call so late that it had been made again. The first one stays.

use crate::domain::delivery::attempt::earliest;
use crate::domain::ids::MessageRef;

/// What is done about messages with the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Stays.
    pub keep: MessageRef,
    /// Are taken away.
    pub remove: Vec<MessageRef>,
}

impl Repair {
    /// Compares the message we know of with those that were seen. What is known stays unless an earlier one stands there.
    pub fn of(known: &MessageRef, seen: &[MessageRef]) -> Self {
        let mut all: Vec<MessageRef> = std::iter::once(known).chain(seen).cloned().collect();
        all.sort_by_key(MessageRef::moment);
        all.dedup();
        let keep = earliest(&all).unwrap_or(known).clone();
        all.retain(|message| *message != keep);
        Self { keep, remove: all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ChannelId;

    fn at(ts: &str) -> MessageRef {
        MessageRef { channel: ChannelId::new("D1"), ts: ts.into() }
    }

    #[test]
    fn one_message_seen_again_is_left_alone() {
        let repair = Repair::of(&at("100.000200"), &[at("100.000200")]);
        assert_eq!(repair, Repair { keep: at("100.000200"), remove: vec![] });
        assert_eq!(Repair::of(&at("100.000200"), &[]).remove, []);
    }

    #[test]
    fn the_earliest_stays_whichever_was_known() {
        let late = at("1000.000001");
        let early = at("999.999999");
        let expected = Repair { keep: early.clone(), remove: vec![late.clone()] };
        assert_eq!(Repair::of(&late, &[late.clone(), early.clone()]), expected);
        assert_eq!(Repair::of(&early, std::slice::from_ref(&late)), expected);
    }
}
