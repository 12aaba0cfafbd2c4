//! What became of asks: whether they were answered, by whom, and whether anybody learned too early who asks.

use crate::Promise;
use crate::contacts::{Wrote, is_edited, is_posted};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use viceversa::cli::demo::company::Company;
use viceversa::cli::demo::player::Happened;
use viceversa::sandbox::{LedgerEntry, Sandbox};

/// With so many who could help, an ask should be answered.
const CANDIDATES: usize = 3;
const ANSWERED: f64 = 0.9;
/// An ask that was opened so shortly before the end has had no time.
const TIME: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The busiest tenth carries at most so much more than somebody in the middle.
const BUSIEST: f64 = 2.5;

struct Ask {
    asker: String,
    opened: Timestamp,
    candidates: usize,
    named: bool,
    found: bool,
    given_up: bool,
}

/// What somebody sent with the form last.
struct Form {
    topics: Vec<String>,
    named: bool,
}

pub struct Watch {
    offers: BTreeMap<String, BTreeSet<String>>,
    lines: BTreeSet<(String, String)>,
    names: BTreeMap<String, Vec<String>>,
    present: BTreeSet<String>,
    paused: BTreeMap<String, Timestamp>,
    forms: BTreeMap<String, Form>,
    asks: BTreeMap<String, Ask>,
    requests: BTreeMap<String, usize>,
    helped: BTreeMap<String, usize>,
    /// Which ask somebody pressed something about last.
    pressed: BTreeMap<String, String>,
    payloads: usize,
    leaks: Vec<String>,
}

impl Watch {
    pub fn of(company: &Company, sandbox: &Sandbox) -> Self {
        let own = |(one, other): (&str, &str)| (one.to_owned(), other.to_owned());
        let offers =
            company.actors.iter().map(|actor| (actor.user.clone(), actor.offers.keys().cloned().collect()));
        let names = company.actors.iter().map(|actor| {
            let person = sandbox.person(&actor.user).unwrap();
            (actor.user.clone(), vec![person.id, person.real_name])
        });
        Self {
            offers: offers.collect(),
            lines: company.lines().into_iter().map(own).collect(),
            names: names.collect(),
            present: BTreeSet::new(),
            paused: BTreeMap::new(),
            forms: BTreeMap::new(),
            asks: BTreeMap::new(),
            requests: BTreeMap::new(),
            helped: BTreeMap::new(),
            pressed: BTreeMap::new(),
            payloads: 0,
            leaks: Vec::new(),
        }
    }

    pub fn look(&mut self, happened: &Happened<'_>) {
        self.note_act(happened.entry);
        self.note_leak(happened);
        if !is_posted(happened) {
            return;
        }
        let reader = happened.entry.members.first().cloned().unwrap_or_default();
        match Wrote::of(happened) {
            Wrote::Card(ask) => self.opens(ask, &reader, happened.entry.at),
            Wrote::Request(_) => *self.requests.entry(reader).or_default() += 1,
            Wrote::Found(ask) => self.finds(ask, &happened.entry.members, happened.key.unwrap_or_default()),
            Wrote::Offer(_)
            | Wrote::AboutAsk(_)
            | Wrote::Peers
            | Wrote::Term
            | Wrote::Nudge
            | Wrote::LeftOut
            | Wrote::PauseOffer
            | Wrote::Other => {}
        }
    }

    fn note_act(&mut self, entry: &LedgerEntry) {
        let user = entry.actor.clone();
        let words = entry.text.as_deref().unwrap_or_default();
        match (entry.event.as_deref(), entry.subject.as_deref()) {
            (Some("submit"), Some("profile")) => {
                self.present.insert(user);
            }
            (Some("command"), _) if words == "leave" => {
                self.present.remove(&user);
                self.asks.values_mut().filter(|ask| ask.asker == user).for_each(|ask| ask.given_up = true);
            }
            (Some("command"), _) if words == "pause 2w" => {
                self.asks.values_mut().filter(|ask| ask.asker == user).for_each(|ask| ask.given_up = true);
                self.paused.insert(user, entry.at + SignedDuration::from_hours(14 * 24));
            }
            (Some("command"), _) if words == "resume" => {
                self.paused.remove(&user);
            }
            (Some("submit"), Some("ask")) => {
                self.forms.insert(user, form(entry));
            }
            (Some("press"), Some(action)) if action.starts_with("ask:") => {
                let ask = entry.value.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
                self.pressed.insert(user, ask.to_owned());
                if let Some(ask) = self.asks.get_mut(ask).filter(|_| action == "ask:withdraw") {
                    ask.given_up = true;
                }
            }
            _ => {}
        }
    }

    fn opens(&mut self, ask: &str, asker: &str, at: Timestamp) {
        let Some(form) = self.forms.get(asker) else { return };
        let can_help = |user: &&String| {
            *user != asker
                && self.present.contains(*user)
                && self.paused.get(*user).is_none_or(|until| *until <= at)
                && !self.lines.contains(&((*user).clone(), asker.to_owned()))
                && form.topics.iter().any(|topic| self.offers[*user].contains(topic))
        };
        let ask_of = Ask {
            asker: asker.to_owned(),
            opened: at,
            candidates: self.offers.keys().filter(can_help).count(),
            named: form.named,
            found: false,
            given_up: false,
        };
        self.asks.insert(ask.to_owned(), ask_of);
    }

    fn finds(&mut self, ask: &str, members: &[String], key: &str) {
        if let Some(ask) = self.asks.get_mut(ask) {
            ask.found = true;
        }
        if let Some(helper) = members.iter().find(|member| key.ends_with(member.as_str())) {
            *self.helped.entry(helper.clone()).or_default() += 1;
        }
    }

    /// Reads everything that others are sent about an ask before somebody has said yes to it. A Home is not about it: it
    /// names those whom somebody talks with anyway.
    fn note_leak(&mut self, happened: &Happened<'_>) {
        let entry = happened.entry;
        let Some(shown) = &happened.shown else { return };
        let is_message = is_posted(happened) || is_edited(happened);
        let about = match Wrote::of(happened) {
            Wrote::Request(ask) | Wrote::AboutAsk(ask) => Some(ask).filter(|_| is_message),
            Wrote::Other if happened.key.is_none() && entry.method.as_deref() != Some("views.publish") => {
                let alone = entry.members.first().filter(|_| entry.members.len() == 1);
                let reader = entry.user.as_ref().or(alone);
                reader.and_then(|reader| self.pressed.get(reader)).map(String::as_str)
            }
            Wrote::Other
            | Wrote::Peers
            | Wrote::Term
            | Wrote::Found(_)
            | Wrote::Card(_)
            | Wrote::Offer(_)
            | Wrote::Nudge
            | Wrote::LeftOut
            | Wrote::PauseOffer => None,
        };
        let Some(ask) = about.and_then(|ask| self.asks.get(ask)) else { return };
        let reads = entry.user.as_ref() == Some(&ask.asker) || entry.members.contains(&ask.asker);
        if ask.named || ask.found || reads {
            return;
        }
        self.payloads += 1;
        for name in self.names[&ask.asker].iter().filter(|name| shown.contains(name.as_str())) {
            self.leaks.push(format!("{name} stands in {} {:?}: {shown}", entry.to_line(), happened.key));
        }
    }

    pub fn judge(self, end: Timestamp) -> Vec<Promise> {
        let ripe = self.asks.values().filter(|ask| ask.opened + TIME < end && (ask.found || !ask.given_up));
        let able: Vec<&Ask> = ripe.filter(|ask| ask.candidates >= CANDIDATES).collect();
        let found = able.iter().filter(|ask| ask.found).count();
        let share = found as f64 / able.len().max(1) as f64;
        let (all, found_of_all) = (self.asks.len(), self.asks.values().filter(|ask| ask.found).count());
        let answered = Promise {
            name: "asks that three could help with are answered",
            measured: format!("{found} of {} with three candidates; {found_of_all} of all {all}", able.len()),
            broken: (share < ANSWERED || able.is_empty())
                .then(|| format!("{share:.3}"))
                .into_iter()
                .collect(),
        };
        let secret = Promise {
            name: "nobody learns too early who asks",
            measured: format!("{} payloads read", self.payloads),
            broken: self.leaks,
        };
        vec![
            answered,
            secret,
            spread("requests are spread", self.requests),
            spread("talks that help are spread", self.helped),
        ]
    }
}

fn spread(name: &'static str, load: BTreeMap<String, usize>) -> Promise {
    let mut loads: Vec<usize> = load.into_values().collect();
    loads.sort_unstable();
    let median = loads.get(loads.len() / 2).copied().unwrap_or(0) as f64;
    let tenth = &loads[loads.len() - loads.len().div_ceil(10)..];
    let busiest = tenth.iter().sum::<usize>() as f64 / tenth.len().max(1) as f64;
    let measured = format!("{} helpers, median {median}, busiest tenth {busiest:.2}", loads.len());
    let too_much = busiest > BUSIEST * median;
    Promise { name, measured, broken: too_much.then(|| format!("{loads:?}")).into_iter().collect() }
}

fn form(entry: &LedgerEntry) -> Form {
    let chosen = |field: &str| {
        let options =
            entry.value.as_ref().and_then(|value| value[field][field]["selected_options"].as_array());
        let values = options.into_iter().flatten().filter_map(|option| option["value"].as_str());
        values.map(str::to_owned).collect::<Vec<_>>()
    };
    Form { topics: chosen("ask_topics"), named: !chosen("ask_naming").is_empty() }
}
