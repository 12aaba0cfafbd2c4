//! What made-up people do, a file for each thing that the bot does with them. The files say who does what and when; the
//! player has the hands for it and knows nothing of it.

mod asks;
mod community;
mod learning;
mod nudges;
mod presence;
mod problems;
mod reverse;
mod rounds;

use super::cast::{Actor, Temper};
use super::company::Company;
use crate::sandbox::{Input, Ts};
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// A form as somebody fills it in, by the names of its fields.
pub type Filled = BTreeMap<String, Input>;

/// What somebody is going to do, and when.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who, by their place.
    pub who: usize,
    /// When.
    pub at: Timestamp,
    /// What, one after the other.
    pub steps: Vec<Step>,
}

/// One movement of a hand on Slack's page.
#[derive(Clone, Debug)]
pub enum Step {
    /// Types `/mentor` and these words.
    Type(String),
    /// Presses the button of this name, if it is still there.
    Press(Seen, String),
    /// Puts an emoji on a message.
    React(Seen, String),
    /// Takes it away again.
    Unreact(Seen, String),
    /// Writes in the thread under a message.
    Reply(Seen, String),
    /// Fills in the form that has opened, and sends it.
    Fill(Filled),
}

/// A message, by its place.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The conversation.
    pub channel: String,
    /// The message.
    pub ts: Ts,
}

/// A message of the bot's as it is read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Where it stands.
    pub seen: Seen,
    /// Whether it stands in a thread.
    pub in_thread: bool,
    /// What it says.
    pub text: String,
    /// What can be pressed: the buttons' names and values.
    pub buttons: BTreeMap<String, String>,
    /// Whom it was written to, where that is not a whole channel.
    pub members: Vec<String>,
    /// When.
    pub now: Timestamp,
}

type Notice = fn(&mut Company, &Read) -> Vec<Plan>;
type Week = fn(&mut Company, usize, Timestamp) -> Vec<Plan>;

/// People notice a message: what they will do about it.
pub const NOTICE: [Notice; 6] =
    [rounds::notice, nudges::notice, asks::notice, reverse::notice, community::notice, learning::notice];

/// What somebody does of their own accord in a week that begins.
pub const WEEK: [Week; 2] = [asks::week, presence::week];

impl Read {
    /// Whether this can be pressed.
    pub fn has(&self, button: &str) -> bool {
        self.buttons.contains_key(button)
    }

    /// What the first button of a kind speaks of.
    pub fn about(&self, kind: &str) -> Option<&str> {
        let first = self.buttons.range(kind.to_owned()..).next()?;
        first.0.starts_with(kind).then_some(first.1)
    }

    /// The one person it was written to.
    pub fn reader(&self, company: &Company) -> Option<usize> {
        match self.members.as_slice() {
            [reader] => company.place(reader),
            _ => None,
        }
    }

    /// A press on it.
    pub fn press(&self, button: impl Into<String>) -> Step {
        Step::Press(self.seen.clone(), button.into())
    }
}

impl Plan {
    /// Does one thing.
    pub fn one(who: usize, at: Timestamp, step: Step) -> Self {
        Self { who, at, steps: vec![step] }
    }

    /// Opens a form and fills it in.
    pub fn form(who: usize, at: Timestamp, opens: Step, filled: Filled) -> Self {
        Self { who, at, steps: vec![opens, Step::Fill(filled)] }
    }
}

/// Joins with the profile that somebody has in mind.
pub fn joins(company: &Company, who: usize, at: Timestamp) -> Plan {
    Plan::form(who, at, Step::Type("join".into()), company.actors[who].form.clone())
}

impl Actor {
    /// Whether they answer at all, this time.
    fn answers(&mut self) -> bool {
        self.rng.random_bool(reliability(self.temper))
    }
}

/// How likely it is that somebody answers at all.
fn reliability(temper: Temper) -> f64 {
    match temper {
        Temper::Keen => 0.95,
        Temper::Steady => 0.8,
        Temper::Quiet => 0.3,
    }
}

fn minutes(rng: &mut ChaCha8Rng, from: i64, to: i64) -> SignedDuration {
    SignedDuration::from_secs(rng.random_range(from * 60..to * 60))
}

fn days(rng: &mut ChaCha8Rng, from: i64, to: i64) -> SignedDuration {
    minutes(rng, from * 24 * 60, to * 24 * 60)
}

/// One of these, each as often as it says out of all of them.
fn weighted<'a>(rng: &mut ChaCha8Rng, choices: &[(u32, &'a str)]) -> &'a str {
    let mut left = rng.random_range(0..choices.iter().map(|(weight, _)| weight).sum());
    for (weight, choice) in choices {
        if left < *weight {
            return choice;
        }
        left -= weight;
    }
    ""
}
