//! What counts how much, in points. All that an organisation may tune, each within limits that keep the order of the
//! rules: what is worth much can never outweigh a repeat, nor a repeat somebody who was left out.

use crate::domain::ids::ProgramId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// No weight lies farther from zero.
pub const MOST: i32 = 10_000;

macro_rules! weights {
    ($($(#[doc = $doc:literal])+ $name:ident = $usual:literal in $least:literal ..= $most:literal,)+) => {
        /// The weight of each rule, in points.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Weights {
            $($(#[doc = $doc])+ pub $name: i32,)+
        }

        impl Default for Weights {
            fn default() -> Self {
                Self { $($name: $usual),+ }
            }
        }

        impl Weights {
            /// The name of every weight, as files give it, with the least and the most it may be.
            pub const LIMITS: &'static [(&'static str, i32, i32)] = &[$((stringify!($name), $least, $most)),+];

            /// What every weight means, in a sentence or two, in the order of [`Self::LIMITS`].
            pub const MEANINGS: &'static [&'static str] = &[$(concat!($($doc),+)),+];

            /// A weight by its name.
            pub fn named(&self, name: &str) -> Option<i32> {
                match name {
                    $(stringify!($name) => Some(self.$name),)+
                    _ => None,
                }
            }

            /// Sets a weight by its name.
            ///
            /// # Errors
            /// What is wrong with the name or the value.
            pub fn set(&mut self, name: &str, value: i64) -> Result<(), WeightProblem> {
                match name {
                    $(stringify!($name) => self.$name = within(value, $least, $most)?,)+
                    _ => return Err(WeightProblem::Unknown),
                }
                Ok(())
            }
        }
    };
}

weights! {
    /// For each topic that one seeks and the other offers, each way.
    offered_topic = 120 in 0..=10_000,
    /// When at least one can help the other: as many talks as possible should help somebody.
    either_way = 50 in 0..=10_000,
    /// When one can help the other with a topic that nobody offers to whom the other was introduced before.
    first_to_help = 600 in 0..=10_000,
    /// When each can help the other.
    both_ways = 150 in 0..=10_000,
    /// For each topic that both seek.
    shared_challenge = 60 in 0..=10_000,
    /// For a topic sought that stands beside one that the other offers, in hundredths of `offered_topic`.
    neighbour_percent = 30 in 0..=100,
    /// When what one says in their own words fits what the other seeks.
    own_words = 60 in 0..=10_000,
    /// When their functions are known and differ.
    other_function = 80 in -10_000..=10_000,
    /// When their teams are known and differ.
    other_team = 60 in -10_000..=10_000,
    /// When one who mostly gave lately seeks what the other offers.
    turn_to_receive = 300 in 0..=10_000,
    /// For each half hour that their working days share, up to four hours.
    common_half_hour = 15 in 0..=1_000,
    /// When their working days share nothing.
    no_common_hours = -2_000 in -10_000..=0,
    /// In reverse mentoring, how many terms one may lead at once.
    terms_led_at_once = 1 in 1..=5,
    /// Chance: up to so many points for each pair, so that equals are not always matched alike.
    chance = 9 in 0..=1_000,
}

impl Weights {
    /// Which weights differ from others, in the order of [`Self::LIMITS`]: the name, the value here, and the value there.
    pub fn differing_from(&self, other: &Self) -> Vec<(&'static str, i32, i32)> {
        let both = |name: &'static str| Some((name, self.named(name)?, other.named(name)?));
        let all = Self::LIMITS.iter().filter_map(|(name, ..)| both(name));
        all.filter(|(_, here, there)| here != there).collect()
    }
}

/// What is wrong with a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightProblem {
    /// No weight has this name.
    Unknown,
    /// It is too low or too high.
    OutOfRange {
        /// The least it may be.
        least: i32,
        /// The most it may be.
        most: i32,
    },
}

fn within(value: i64, least: i32, most: i32) -> Result<i32, WeightProblem> {
    let problem = WeightProblem::OutOfRange { least, most };
    i32::try_from(value).ok().filter(|value| (least..=most).contains(value)).ok_or(problem)
}

/// The weights of every programme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Where nothing else is said.
    pub usual: Weights,
    /// Of programmes that have their own.
    pub programs: BTreeMap<ProgramId, Weights>,
}

impl Rules {
    /// The weights of a programme.
    pub fn of(&self, program: &ProgramId) -> Weights {
        self.programs.get(program).copied().unwrap_or(self.usual)
    }
}
