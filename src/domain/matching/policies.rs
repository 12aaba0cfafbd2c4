//! Other ways to form groups: what ours is compared with. All of them keep the hard rules; none of them looks ahead.

mod greedy;
mod ground;
mod points;
mod shuffle;
#[cfg(test)]
mod tests;

pub use points::Points;

use super::{Field, Groups, form};
use crate::domain::ids::PersonId;
use crate::domain::people::profile::closed_list;
use ground::Ground;
use serde::{Deserialize, Serialize};

/// So many times *restarts* shuffles.
pub const RESTARTS: usize = 100;

closed_list!(
    /// A way to form the groups of a round.
    Policy {
        /// The bot's own: the highest total, exactly.
        Ours = "ours",
        /// The best pair first, then the best of those who are left, and so on.
        Greedy = "greedy",
        /// Pairs by chance that are not those of the last round, as coffee bots make them.
        Shuffle = "shuffle",
        /// The best of many shuffles, by our points.
        Restarts = "restarts",
    }
);

/// Who is with whom, whichever policy said so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// Pairs and trios, each sorted.
    pub groups: Vec<Vec<PersonId>>,
    /// Who is in none of them.
    pub left_out: Vec<PersonId>,
}

impl Policy {
    /// The groups of a field. The same field and seed give the same groups.
    pub fn group(self, field: &Field<'_>) -> Grouping {
        match self {
            Self::Ours => form(field).into(),
            Self::Greedy => greedy::group(field),
            Self::Shuffle => shuffle::group(field),
            Self::Restarts => shuffle::best_of(RESTARTS, field),
        }
    }
}

impl From<Groups> for Grouping {
    fn from(groups: Groups) -> Self {
        Self {
            groups: groups.groups.into_iter().map(|group| group.members).collect(),
            left_out: groups.left_out.into_iter().map(|left| left.person).collect(),
        }
    }
}

/// The same by places in a ground.
#[derive(Clone, Debug, Default)]
struct Places {
    groups: Vec<Vec<usize>>,
    left: Vec<usize>,
}

impl Places {
    fn named(self, ground: &Ground<'_>) -> Grouping {
        let id = |place: &usize| ground.people[*place].id.clone();
        let mut groups: Vec<Vec<PersonId>> =
            self.groups.iter().map(|members| members.iter().map(id).collect()).collect();
        groups.iter_mut().for_each(|members| members.sort());
        groups.sort();
        Grouping { groups, left_out: self.left.iter().map(id).collect() }
    }
}
