//! The made-up company: who is what, who reports to whom, and how the bot learns it: from a file, as every company tells it.

use super::cast::Actor;
use super::stage::Stage;
use crate::app::operate::{Report, Request};
use crate::app::org::{Outcome, Run};
use crate::domain::calendar::{Day, Slot};
use crate::domain::people::profile::Level;
use crate::sandbox::ChannelKind;
use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rand::RngExt;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// People of one part of the company, which a director is at the head of.
const PART: usize = 12;

/// Everybody in the play, and what they share.
pub struct Company {
    /// Who acts, each at their place.
    pub actors: Vec<Actor>,
    /// The channel where questions are asked and things learned are told.
    pub channel: String,
    /// Pairings whose talk has taken place, by then.
    pub met: BTreeMap<String, Timestamp>,
    places: BTreeMap<String, usize>,
}

impl Company {
    /// Puts people into one company: the bot is told who reports to whom, and asks a question a week in a channel of theirs.
    ///
    /// # Errors
    /// The bot did not take what it was told: a fault of ours.
    pub async fn found(stage: &Stage, actors: Vec<Actor>) -> anyhow::Result<Self> {
        let sandbox = &stage.sandbox;
        let mut members: Vec<String> = actors.iter().map(|actor| actor.user.clone()).collect();
        members.push(sandbox.config().app.bot_user_id.clone());
        let channel = sandbox.create_channel("managers", ChannelKind::Public, &members);
        let places = actors.iter().enumerate().map(|(place, actor)| (actor.user.clone(), place)).collect();
        let company = Self { actors, channel, met: BTreeMap::new(), places };
        if !company.actors.is_empty() {
            let file = company.file();
            let told = stage.app.import_people(&stage.workspace, file.as_bytes(), Run::Applied).await?;
            anyhow::ensure!(matches!(told, Outcome::Planned(_)), "the file of people was refused: {told:?}");
        }
        let request = Request::SetCommunity { channel: company.channel.clone(), slot: wednesdays() };
        let set = stage.app.operate(&request).await.context("the question of the week")?;
        anyhow::ensure!(matches!(set, Report::Done { .. }), "the question of the week was refused: {set:?}");
        Ok(company)
    }

    /// Where somebody stands among the actors.
    pub fn place(&self, user: &str) -> Option<usize> {
        self.places.get(user).copied()
    }

    /// Somebody else, by chance.
    pub fn anybody_but(&mut self, who: usize) -> String {
        let number = self.actors.len();
        let other = self.actors[who].rng.random_range(1..number.max(2));
        self.actors[(who + other) % number].user.clone()
    }

    /// Everybody above somebody, nearest first.
    pub fn above(&self, place: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut boss = boss(place, self.actors.len());
        while let Some(above) = boss {
            found.push(above);
            boss = self::boss(above, self.actors.len());
        }
        found
    }

    /// Pairs of which one is above the other, both ways round.
    pub fn lines(&self) -> BTreeSet<(&str, &str)> {
        let user = |place: usize| self.actors[place].user.as_str();
        let pairs = (0..self.actors.len())
            .flat_map(|place| self.above(place).into_iter().map(move |above| (place, above)));
        pairs.flat_map(|(one, other)| [(user(one), user(other)), (user(other), user(one))]).collect()
    }

    /// The file of people as the company keeps it.
    fn file(&self) -> String {
        let mut file = String::from("slack id,name,manager,team,function,level\n");
        for (place, actor) in self.actors.iter().enumerate() {
            let manager = boss(place, self.actors.len()).map_or("", |boss| &self.actors[boss].user);
            let (team, function, level) = (actor.team, actor.function.code(), actor.level.code());
            let _infallible =
                writeln!(file, "{},{},{manager},{team},{function},{level}", actor.user, actor.name);
        }
        file
    }
}

/// What somebody at a place is. Each part of the company has a director, two senior managers, four managers, two leads and
/// three who manage nobody; whoever comes first manages a team, since visitors begin there.
pub fn level(place: usize) -> Level {
    match place % PART {
        0 | 1 | 5 | 9 => Level::Manager,
        2 | 8 => Level::Lead,
        3 | 10 => Level::Engineer,
        4 | 7 => Level::SeniorManager,
        6 => Level::Director,
        _ => Level::Junior,
    }
}

/// Whom somebody reports to; `None` for directors, and where that person is not among so many.
fn boss(place: usize, number: usize) -> Option<usize> {
    let (part, place) = (place / PART * PART, place % PART);
    let boss = match place {
        0 | 1 => part + 4,
        2 => part,
        3 => part + 1,
        4 => part + 6,
        5 | 9 => part + 7,
        8 | 11 => part + 5,
        10 => part + 9,
        // Half of a part reports elsewhere, so that nobody is above everybody they could meet.
        7 => part + PART + 6,
        _ => return None,
    };
    (boss < number).then_some(boss)
}

/// Wednesdays at eleven.
fn wednesdays() -> Slot {
    Slot {
        day: Day::Wed,
        time: Time::constant(11, 0, 0, 0),
        zone: "Europe/Berlin".into(),
        every_weeks: 1,
        anchor: Date::constant(2024, 1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_reports_to_somebody_of_a_higher_level_or_to_nobody() {
        for place in 0..60 {
            match boss(place, 60) {
                Some(boss) => assert!(level(boss) > level(place), "{place} reports to {boss}"),
                None => assert!(level(place) >= Level::SeniorManager, "{place} reports to nobody"),
            }
        }
    }

    #[test]
    fn in_a_small_company_nobody_reports_to_people_who_are_not_there() {
        for number in 0..30 {
            assert!((0..number).all(|place| boss(place, number).is_none_or(|boss| boss < number)));
        }
    }
}
