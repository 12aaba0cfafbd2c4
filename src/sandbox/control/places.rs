//! The conversations of a person's sidebar: the newest of each kind, so that thousands of them cost little.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Problem;
use super::read::Query;
use crate::sandbox::core::{Conversation, summary};
use crate::sandbox::model::channels::{Channel, ChannelKind};
use crate::sandbox::model::ids::Ts;
use crate::sandbox::state::Moment;

const SHOWN: u64 = 40;
const MOST: u64 = 2_000;

/// How many of each kind are wanted, and which one in any case.
pub(super) struct Wanted {
    channels: usize,
    groups: usize,
    directs: usize,
    place: Option<String>,
}

impl Wanted {
    pub fn read(query: &Query) -> Result<Self, Problem> {
        let number = |name| Ok::<_, Problem>(query.number(name, SHOWN)?.min(MOST) as usize);
        Ok(Self {
            channels: number("channels")?,
            groups: number("groups")?,
            directs: number("directs")?,
            place: query.text("place").map(ToOwned::to_owned),
        })
    }

    fn limit(&self, section: Section) -> usize {
        match section {
            Section::Channels => self.channels,
            Section::Groups => self.groups,
            Section::Directs => self.directs,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Channels,
    Groups,
    Directs,
}

impl Section {
    fn of(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::Public | ChannelKind::Private => Self::Channels,
            ChannelKind::Group => Self::Groups,
            ChannelKind::Direct => Self::Directs,
        }
    }
}

/// What the person sees in the sidebar, and how many there are of each kind.
pub(super) fn of_person(moment: &Moment<'_>, user: &str, wanted: &Wanted) -> (Vec<Conversation>, Value) {
    let mut sections: BTreeMap<Section, Vec<(Ts, &Channel)>> = BTreeMap::new();
    for place in moment.state.model.conversations_with(user) {
        let newest = place.messages.last_key_value().map_or(Ts::at(place.created), |(ts, _)| *ts);
        sections.entry(Section::of(place.kind)).or_default().push((newest, place));
    }
    let total = |section| sections.get(&section).map_or(0, Vec::len);
    let totals = json!({
        "channels": total(Section::Channels), "groups": total(Section::Groups), "directs": total(Section::Directs),
    });
    let app = moment.app_of(user).map(|app| [user.to_owned(), app.bot_user.clone()].into());
    let app = app.and_then(|members| moment.state.model.conversation_of(&members));
    let always = [app, wanted.place.as_deref()];
    let mut shown = Vec::new();
    for (section, mut places) in sections {
        let limit = wanted.limit(section);
        if places.len() > limit {
            // Only which ones they are matters; whoever shows them puts them in order.
            places.select_nth_unstable_by(limit, |(one, a), (two, b)| {
                two.cmp(one).then_with(|| a.id.cmp(&b.id))
            });
        }
        let chosen = places
            .iter()
            .enumerate()
            .filter(|(rank, (_, place))| *rank < limit || always.contains(&Some(&*place.id)));
        shown.extend(chosen.map(|(_, (_, place))| summary(place, user)));
    }
    shown.sort_unstable_by(|one, two| one.id.cmp(&two.id));
    (shown, totals)
}
