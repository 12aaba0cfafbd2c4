//! The conversations of a person's sidebar: the newest of each kind, so that thousands of them cost little.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Problem;
use super::read::Query;
use crate::sandbox::core::{Conversation, summary};
use crate::sandbox::model::channels::ChannelKind;
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Channels,
    Groups,
    Directs,
}

impl Section {
    const ALL: [Self; 3] = [Self::Channels, Self::Groups, Self::Directs];

    fn kinds(self) -> &'static [ChannelKind] {
        match self {
            Self::Channels => &[ChannelKind::Public, ChannelKind::Private],
            Self::Groups => &[ChannelKind::Group],
            Self::Directs => &[ChannelKind::Direct],
        }
    }
}

/// What the person sees in the sidebar, and how many there are of each kind.
pub(super) fn of_person(moment: &Moment<'_>, user: &str, wanted: &Wanted) -> (Vec<Conversation>, Value) {
    let model = &moment.state.model;
    let total =
        |section: Section| section.kinds().iter().map(|kind| model.recency.count(user, *kind)).sum::<usize>();
    let totals = json!({
        "channels": total(Section::Channels), "groups": total(Section::Groups), "directs": total(Section::Directs),
    });
    let newest = Section::ALL.into_iter().flat_map(|section| {
        let all = section.kinds().iter().flat_map(|kind| model.recency.of(user, *kind));
        all.take(wanted.limit(section))
    });
    let app = moment.app_of(user).map(|app| [user.to_owned(), app.bot_user.clone()].into());
    let app = app.and_then(|members| model.conversation_of(&members));
    let chosen: BTreeSet<&str> = newest.chain(app).chain(wanted.place.as_deref()).collect();
    let places = chosen.into_iter().filter_map(|id| model.channels.get(id));
    let theirs = places.filter(|place| place.members.contains(user));
    (theirs.map(|place| summary(place, user)).collect(), totals)
}
