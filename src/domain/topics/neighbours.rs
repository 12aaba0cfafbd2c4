//! Topics that are close to each other: whoever knows one has something to say about the other.

use crate::domain::catalogue::Catalogue;
use crate::domain::ids::TopicId;
use std::collections::BTreeMap;

/// How close two topics are, from 0 for strangers to [`Closeness::SAME`]. The taxonomy says it: themes join what
/// conversations are about, and so more than groups do, which only arrange a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closeness(u8);

impl Closeness {
    /// One and the same topic: 100.
    pub const SAME: Self = Self(100);
    /// A common theme and the same group: 60.
    pub const THEME_AND_GROUP: Self = Self(60);
    /// A common theme: 40.
    pub const THEME: Self = Self(40);
    /// The same group: 30.
    pub const GROUP: Self = Self(30);
    /// Nothing in common: 0.
    pub const NONE: Self = Self(0);

    /// On the scale from 0 to 100.
    pub fn percent(self) -> u32 {
        u32::from(self.0)
    }
}

/// A topic beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Which.
    pub topic: TopicId,
    /// How close; more than nothing, less than the same.
    pub closeness: Closeness,
}

/// Who is beside whom, both ways.
#[derive(Clone, Debug)]
pub(super) struct Neighbourhood(BTreeMap<TopicId, BTreeMap<TopicId, Closeness>>);

impl Neighbourhood {
    /// Reads themes and groups.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut all: BTreeMap<TopicId, BTreeMap<TopicId, Closeness>> = BTreeMap::new();
        for one in &catalogue.topics {
            let beside = all.entry(one.id.clone()).or_default();
            for other in catalogue.topics.iter().filter(|other| other.id != one.id) {
                let has = |topics: &[TopicId]| topics.contains(&one.id) && topics.contains(&other.id);
                let theme = catalogue.themes.iter().any(|theme| has(&theme.topics));
                let closeness = match (theme, one.group == other.group) {
                    (true, true) => Closeness::THEME_AND_GROUP,
                    (true, false) => Closeness::THEME,
                    (false, true) => Closeness::GROUP,
                    (false, false) => continue,
                };
                beside.insert(other.id.clone(), closeness);
            }
        }
        Self(all)
    }

    /// Closest first, then by id; none for a topic that the taxonomy does not have.
    pub fn of_topic(&self, topic: &TopicId) -> Vec<Neighbour> {
        let beside = self.0.get(topic).into_iter().flatten();
        let mut neighbours: Vec<Neighbour> = beside
            .map(|(topic, closeness)| Neighbour { topic: topic.clone(), closeness: *closeness })
            .collect();
        neighbours.sort_by_key(|neighbour| std::cmp::Reverse(neighbour.closeness));
        neighbours
    }

    /// How close two topics are; a topic is itself even when the taxonomy no longer has it.
    pub fn closeness(&self, one: &TopicId, other: &TopicId) -> Closeness {
        if one == other {
            return Closeness::SAME;
        }
        self.0.get(one).and_then(|beside| beside.get(other)).copied().unwrap_or(Closeness::NONE)
    }
}
