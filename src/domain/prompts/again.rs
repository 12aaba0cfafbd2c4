//! What it would mean for a group to get something again. Questions and readings are known here by their places in a list.

use jiff::Timestamp;
use std::collections::BTreeMap;

/// What seeing a question again would mean for a group; the least is best.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::domain) struct Again {
    /// Members who would see it again though there is something new for them.
    avoidable: usize,
    /// Members who would see it again.
    members: usize,
    /// When the last of them saw it; `None` where nobody has.
    last: Option<Timestamp>,
}

impl Again {
    /// For these members, of the thing at a place.
    pub(in crate::domain) fn of(place: usize, members: &[Member<'_>]) -> Self {
        let mut again = Self { avoidable: 0, members: 0, last: None };
        for member in members {
            if let Some(at) = member.seen.and_then(|seen| seen.get(&place)) {
                again.avoidable += usize::from(member.has_unseen);
                again.members += 1;
                again.last = again.last.max(Some(*at));
            }
        }
        again
    }
}

/// What one member of a group has seen.
pub(in crate::domain) struct Member<'a> {
    seen: Option<&'a BTreeMap<usize, Timestamp>>,
    has_unseen: bool,
}

impl<'a> Member<'a> {
    /// With when they saw what, among the places that are allowed.
    pub(in crate::domain) fn of<'b>(
        seen: Option<&'a BTreeMap<usize, Timestamp>>,
        mut allowed: impl Iterator<Item = &'b usize>,
    ) -> Self {
        let has_unseen = allowed.any(|place| seen.is_none_or(|seen| !seen.contains_key(place)));
        Self { seen, has_unseen }
    }
}
