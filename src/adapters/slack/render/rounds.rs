//! A pair's conversation: the introduction, and what is said under it.

use super::Renderer;
use super::blocks::{Button, Page};
use super::calendar_links::Entry;
use super::limits::SECTION_TEXT;
use super::text::{clock, escape, in_zone, mention, place, quote};
use super::words::value;
use crate::adapters::slack::ids::PAIRING;
use crate::domain::calendar::TimeOption;
use crate::domain::ids::{PairingId, PersonId};
use crate::domain::message::{Introduced, Introduction, Question};
use crate::domain::people::profile::{Function, Level};
use crate::domain::rounds::pairing::{Signal, Status};
use jiff::Zoned;

impl Renderer {
    /// Opens a pair's conversation, or brings its opening up to date.
    pub(super) fn introduction(&self, what: &Introduction) -> Page {
        let say = |id| self.words.say(id);
        let is_trio = what.members.len() > 2;
        let people: Vec<PersonId> = what.members.iter().map(|member| member.person.clone()).collect();
        let opening = if is_trio { "intro-three" } else { "intro-two" };
        let why = if is_trio { "intro-why-three" } else { "intro-why-two" };
        let reasons = self.reasons(&what.reasons, people.len());
        let page = Page::of(self.words.with(opening, &[("people", value(self.words.people(&people)))]))
            .say(format!("{}\n{reasons}", say(why)));
        let page = what.members.iter().fold(page, |page, member| page.and(self.member(member)));
        let page = page
            .say(self.words.with("intro-asks-first", &[("person", value(mention(&what.asks_first)))]))
            .say(format!("{}\n{}", say("intro-question"), quote(&what.question.text)))
            .and(self.reading_line(what.question.reading.as_ref()))
            .and(self.introduced_times(what));
        self.standing(page, &what.pairing, what.status, what.told_by.as_ref())
    }

    /// What somebody does at work and says about themselves, as far as they told us.
    pub(super) fn member(&self, member: &Introduced) -> Page {
        let person = ("person", value(mention(&member.person)));
        let work = self.work_of(member.level, member.function, member.team.as_deref());
        let who = match work {
            Some(work) => self.words.with("intro-work", &[person, ("work", value(work))]),
            None if member.own_words.is_some() => self.words.with("intro-own-words", &[person]),
            None => return Page::default(),
        };
        match &member.own_words {
            Some(words) => Page::of(format!("{who}\n{}", quote(words))),
            None => Page::of(who),
        }
    }

    /// `Manager, Engineering, Search`; `None` where nothing is known.
    pub(super) fn work_of(
        &self,
        level: Option<Level>,
        function: Option<Function>,
        team: Option<&str>,
    ) -> Option<String> {
        let level = level.map(|level| self.words.say(&format!("level-{}", level.code())));
        let function = function.map(|function| self.words.say(&format!("function-{}", function.code())));
        let known: Vec<String> = [level, function, team.map(escape)].into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.join(", "))
    }

    /// The suggested times, while there is still something to agree on.
    fn introduced_times(&self, what: &Introduction) -> Page {
        match what.status {
            Status::Open | Status::Booked => {}
            Status::Met | Status::NotThisTime | Status::Dissolved => return Page::default(),
        }
        if what.times.is_empty() {
            return Page::of(self.words.say("intro-no-times"));
        }
        let title = if what.members.len() > 2 { "intro-times-three" } else { "intro-times" };
        let names: Vec<&str> = what.members.iter().map(|member| member.name.as_str()).collect();
        let zones: Vec<&str> = what.members.iter().map(|member| member.time_zone.as_str()).collect();
        self.times(title, &what.times, &zones, &names)
    }

    /// A list of times, each in every zone that matters, each with links that put it into a calendar.
    pub(super) fn times(&self, title: &str, times: &[TimeOption], zones: &[&str], names: &[&str]) -> Page {
        let title = self.words.say(title);
        let lines: Vec<String> = times.iter().map(|time| self.time_in_zones(time, zones)).collect();
        let linked: Vec<String> = times
            .iter()
            .zip(&lines)
            .map(|(time, line)| format!("• {line}  {}", self.links(time, names)))
            .collect();
        let plain: Vec<String> = lines.iter().map(|line| format!("• {line}")).collect();
        let together = format!("{title}\n{}", linked.join("\n"));
        if together.chars().count() <= SECTION_TEXT {
            return Page::default().show(together, format!("{title}\n{}", plain.join("\n")));
        }
        // Long names in other scripts grow in the links; then each time has a paragraph of its own.
        linked.into_iter().zip(plain).fold(Page::of(title), |page, (linked, plain)| page.show(linked, plain))
    }

    /// `Mon 23 Nov, 10:00–10:30 (Lisbon, London) · 11:00–11:30 (Berlin)`: whoever reads the same clock is named together,
    /// and a date is repeated only where it differs.
    pub(super) fn time_in_zones(&self, time: &TimeOption, zones: &[&str]) -> String {
        let mut clocks: Vec<(Zoned, Vec<String>)> = Vec::new();
        for zone in zones {
            let (start, place) = (in_zone(time.start, zone), place(zone));
            match clocks.iter_mut().find(|(other, _)| other.datetime() == start.datetime()) {
                Some((_, places)) if places.contains(&place) => {}
                Some((_, places)) => places.push(place),
                None => clocks.push((start, vec![place])),
            }
        }
        let mut last = None;
        let lines = clocks.into_iter().map(|(start, places)| {
            let end = time.end.to_zoned(start.time_zone().clone());
            let hours = format!("{}–{} ({})", clock(&start), clock(&end), places.join(", "));
            let is_same_day = last.replace(start.date()) == Some(start.date());
            if is_same_day { hours } else { format!("{}, {hours}", self.words.date(&start)) }
        });
        lines.collect::<Vec<_>>().join(" · ")
    }

    pub(super) fn links(&self, time: &TimeOption, names: &[&str]) -> String {
        let title = self.words.with("event-title", &[("names", value(names.join(" + ")))]);
        let entry = Entry { start: time.start, end: time.end, title: title.clone() };
        let link = |url: String, id| format!("<{}|{}>", escape(&url), self.words.say(id));
        let mut links = vec![link(entry.google(), "link-google"), link(entry.outlook(), "link-outlook")];
        if let Some(calendar) = &self.calendar {
            links.push(link(calendar.url(&entry), "link-ics"));
        }
        links.join(" · ")
    }

    /// How the pairing stands, what can be pressed, and that reactions do the same.
    fn standing(&self, page: Page, pairing: &PairingId, status: Status, told_by: Option<&PersonId>) -> Page {
        let page = match status {
            Status::Open => page,
            Status::Booked => page.say(self.status("status-booked", told_by)),
            Status::Met => page.say(self.status("status-met", told_by)),
            Status::NotThisTime => page.say(self.status("status-not-this-time", told_by)),
            Status::Dissolved => return page.say(self.words.say("status-dissolved")),
        };
        page.buttons(self.signals(pairing, status)).note(self.words.say("intro-note"))
    }

    fn status(&self, id: &str, told_by: Option<&PersonId>) -> String {
        let status = self.words.say(id);
        match told_by {
            Some(person) => self
                .words
                .with("status-told", &[("status", value(status)), ("person", value(mention(person)))]),
            None => self.words.with("status-untold", &[("status", value(status))]),
        }
    }

    pub(super) fn signals(&self, pairing: &PairingId, status: Status) -> Vec<Button> {
        let button = |signal: &Signal| {
            let id = match signal {
                Signal::Booked => "button-booked",
                Signal::Met => "button-met",
                Signal::AnotherQuestion => "button-another",
                Signal::NotThisTime => "button-not-this-time",
            };
            let button = Button::new(format!("{PAIRING}{}", signal.code()), self.words.say(id))
                .value(pairing.as_str());
            let next = (status == Status::Open && *signal == Signal::Booked)
                || (status == Status::Booked && *signal == Signal::Met);
            if next { button.primary() } else { button }
        };
        Signal::ALL.iter().map(button).collect()
    }

    /// Another opening question, in the thread.
    pub(super) fn another_question(
        &self,
        pairing: &PairingId,
        question: &Question,
        asked_by: &PersonId,
    ) -> Page {
        let who = self.words.with("another-question", &[("person", value(mention(asked_by)))]);
        let again = Button::new(
            format!("{PAIRING}{}", Signal::AnotherQuestion.code()),
            self.words.say("button-another"),
        );
        Page::of(format!("{who}\n{}", quote(&question.text))).buttons(vec![again.value(pairing.as_str())])
    }

    /// A reminder in the thread of a pair that has no date yet.
    pub(super) fn mid_round(&self, pairing: &PairingId, members: &[PersonId], times: &[TimeOption]) -> Page {
        let page = Page::of(self.words.with("mid-round", &[("people", value(self.words.people(members)))]));
        let page = if times.is_empty() { page } else { page.and(self.times_for_anybody(times)) };
        page.buttons(self.signals(pairing, Status::Open)).note(self.words.say("mid-round-note"))
    }

    /// Times without anybody's zone: Slack shows each reader theirs, and the fallback says UTC.
    fn times_for_anybody(&self, times: &[TimeOption]) -> Page {
        let title = self.words.say("mid-round-times");
        let fallback: Vec<String> = times.iter().map(|time| self.time_in_zones(time, &["UTC"])).collect();
        let shown: Vec<String> = times
            .iter()
            .zip(&fallback)
            .map(|(time, plain)| {
                let seconds = time.start.as_second();
                format!("• <!date^{seconds}^{{date_short_pretty}}, {{time}}|{plain}>")
            })
            .collect();
        let plain: Vec<String> = fallback.iter().map(|line| format!("• {line}")).collect();
        Page::default()
            .show(format!("{title}\n{}", shown.join("\n")), format!("{title}\n{}", plain.join("\n")))
    }

    /// The pair will not take place.
    pub(super) fn dissolved(&self, remaining: &[PersonId]) -> Page {
        Page::of(self.words.with("dissolved", &[("people", value(self.words.people(remaining)))]))
    }
}
