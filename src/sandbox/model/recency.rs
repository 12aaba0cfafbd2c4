//! The conversations of each person by when something was last written in them, so that a sidebar costs what it shows
//! and not what there is.

use std::collections::{BTreeMap, BTreeSet};

use super::channels::{Channel, ChannelKind};
use super::ids::Ts;

/// For each person and kind, the conversations with their newest message.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Recency(BTreeMap<String, BTreeMap<ChannelKind, BTreeSet<(Ts, String)>>>);

/// Channels may have thousands of members and nobody is in many of them, so that they are not moved with every message.
fn rank(channel: &Channel, newest: Ts) -> Ts {
    if channel.kind.is_channel() { Ts(0) } else { newest }
}

impl Recency {
    pub fn add(&mut self, user: &str, channel: &Channel) {
        let place = (rank(channel, channel.newest()), channel.id.clone());
        self.0.entry(user.into()).or_default().entry(channel.kind).or_default().insert(place);
    }

    pub fn remove(&mut self, user: &str, channel: &Channel) {
        let theirs = self.0.get_mut(user).and_then(|kinds| kinds.get_mut(&channel.kind));
        if let Some(places) = theirs {
            places.remove(&(rank(channel, channel.newest()), channel.id.clone()));
        }
    }

    /// Something was written; `before` is what was newest until then.
    pub fn renew(&mut self, channel: &Channel, before: Ts) {
        if channel.kind.is_channel() {
            return;
        }
        for member in &channel.members {
            let theirs = self.0.get_mut(member).and_then(|kinds| kinds.get_mut(&channel.kind));
            if let Some(places) = theirs {
                places.remove(&(before, channel.id.clone()));
                places.insert((channel.newest(), channel.id.clone()));
            }
        }
    }

    /// Somebody's conversations of a kind, those of fixed people with the newest first.
    pub fn of(&self, user: &str, kind: ChannelKind) -> impl Iterator<Item = &str> {
        let places = self.0.get(user).and_then(|kinds| kinds.get(&kind));
        places.into_iter().flat_map(|places| places.iter().rev()).map(|(_, id)| id.as_str())
    }

    pub fn count(&self, user: &str, kind: ChannelKind) -> usize {
        self.0.get(user).and_then(|kinds| kinds.get(&kind)).map_or(0, BTreeSet::len)
    }
}
