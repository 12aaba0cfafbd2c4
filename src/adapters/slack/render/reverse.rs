//! Reverse mentoring: the introduction with its reading for both, times, dates, and what is asked in private.

use super::Renderer;
use super::blocks::{Button, Confirmation, Page};
use super::limits::SECTION_TEXT;
use super::text::{clock, escape, in_zone, mention, place, quote};
use super::words::value;
use crate::adapters::slack::ids::REVERSE;
use crate::domain::calendar::TimeOption;
use crate::domain::ids::{PersonId, TermId};
use crate::domain::message::{Introduced, LocalTime};
use crate::domain::reverse::message::{
    AskTimes, Because, Date, DateStanding, GoingOn, Offer, OfferStanding, Pace, Progress, ReverseAnswer,
    ReverseMessage, TermIntroduction, TermNews, Unmatched, WhyTerm,
};
use crate::domain::reverse::{EXTENSION, GoOn, Origin, Press, Review, Said, Topic};
use crate::domain::rounds::check_in::Useful;

impl Renderer {
    pub(super) fn reverse_message(&self, message: &ReverseMessage) -> Page {
        match message {
            ReverseMessage::Introduction(introduction) => self.term_introduction(introduction),
            ReverseMessage::AskTimes(ask) => self.ask_times(ask),
            ReverseMessage::Offer(offer) => self.term_offer(offer),
            ReverseMessage::OfferReminder { term: _, person } => self.about("term-offer-reminder", person),
            ReverseMessage::Date(date) => self.term_date(date),
            ReverseMessage::LookBack { term, meeting, partner, said } => {
                self.look_back(term, *meeting, partner, *said)
            }
            ReverseMessage::Review { term, partner, going_on, said } => {
                self.review(term, partner, *going_on, said)
            }
            ReverseMessage::News { term: _, news } => self.term_news(news),
            ReverseMessage::LeftOut { reason, next_round } => self.unmatched(*reason, next_round.as_ref()),
        }
    }

    pub(super) fn reverse_answer(&self, answer: &ReverseAnswer) -> Page {
        let say = |id| Page::of(self.words.say(id));
        match answer {
            ReverseAnswer::Proposed(senior) => self.about("term-proposed", senior),
            ReverseAnswer::NoCommonTimes(partner) => self.about("term-no-common-times", partner),
            ReverseAnswer::AskedForOthers => say("term-asked-for-others"),
            ReverseAnswer::Passed => say("term-passed"),
            ReverseAnswer::ForTheSenior => say("term-for-the-senior"),
            ReverseAnswer::Cancelled => say("term-cancelled"),
            ReverseAnswer::Ended => say("term-ended"),
            ReverseAnswer::Over => say("term-over"),
            ReverseAnswer::Why { pair, term } => {
                let page = pair.as_ref().map_or_else(Page::default, |pair| self.answer_page(pair));
                page.and(self.why_term(term))
            }
        }
    }

    fn why_term(&self, term: &WhyTerm) -> Page {
        match term {
            WhyTerm::Terms(terms) => terms.iter().fold(Page::default(), |page, (partner, reasons)| {
                let title = self.words.with("term-why", &[("person", value(mention(partner)))]);
                page.say(format!("{title}\n{}", self.reasons(reasons, 2)))
            }),
            WhyTerm::LeftOut(reason) => Page::of(format!(
                "{} {}",
                self.words.say("term-left-out"),
                self.words.say(unmatched(*reason))
            )),
        }
    }

    /// Opens the conversation of the two, or brings its opening up to date.
    fn term_introduction(&self, what: &TermIntroduction) -> Page {
        let people = self.the_two(&what.junior, &what.senior);
        let with = |id| self.words.with(id, &people);
        let why = format!("{}\n{}", self.words.say("intro-why-two"), self.reasons(&what.reasons, 2));
        let frame = self.words.with("term-intro-frame", &[("length", value(what.progress.length))]);
        let page = Page::of(with("term-intro"))
            .say(why)
            .and(self.member(&what.junior))
            .and(self.member(&what.senior))
            .say(frame)
            .say(with("term-primer-junior"))
            .say(with("term-primer-senior"))
            .and(self.progress(&what.progress, &what.senior.person));
        match what.progress.pace {
            Pace::Over => page.say(self.words.say("term-intro-over")),
            Pace::Resting => {
                page.say(self.words.say("term-intro-resting")).buttons(vec![self.end(&what.term)])
            }
            Pace::Going => page.buttons(vec![self.end(&what.term)]).note(self.words.say("term-intro-note")),
        }
    }

    /// How far they are; nothing before there is anything to say.
    fn progress(&self, progress: &Progress, senior: &PersonId) -> Page {
        let mut lines = Vec::new();
        lines.extend(progress.topic.as_ref().map(|topic| self.about_topic(topic)));
        if progress.done > 0 {
            let counts = [("done", value(progress.done)), ("length", value(progress.length))];
            lines.push(self.words.with("term-progress", &counts));
        }
        if progress.cancelled > 0 {
            let counts = [("person", value(mention(senior))), ("times", value(progress.cancelled))];
            lines.push(self.words.with("term-progress-cancelled", &counts));
        }
        if lines.is_empty() { Page::default() } else { Page::of(lines.join("\n")) }
    }

    /// What the junior alone reads.
    fn ask_times(&self, ask: &AskTimes) -> Page {
        let (id, button) = match ask.because {
            Because::First => ("term-ask-first", "term-button-first"),
            Because::Next => ("term-ask-next", "term-button-propose"),
            Because::DidNotHappen => ("term-ask-did-not-happen", "term-button-propose"),
            Because::NoneFit => ("term-ask-none-fit", "term-button-propose"),
            Because::Passed => ("term-ask-passed", "term-button-propose"),
            Because::Back => ("term-ask-back", "term-button-propose"),
            Because::Reminder => ("term-ask-reminder", "term-button-propose"),
            Because::Settled => return self.about("term-ask-settled", &ask.senior),
        };
        let values = [("person", value(mention(&ask.senior))), ("meeting", value(ask.meeting))];
        Page::of(self.words.with(id, &values))
            .say(self.words.say("term-ask-how"))
            .buttons(vec![self.press(Press::Propose, &ask.term, button).primary(), self.end(&ask.term)])
    }

    /// Times in the conversation of the two.
    fn term_offer(&self, offer: &Offer) -> Page {
        let people = self.the_two(&offer.junior, &offer.senior);
        let opening = match offer.origin {
            Origin::Junior => "term-offer",
            Origin::SeniorCancelled => "term-offer-senior-cancelled",
            Origin::JuniorCancelled => "term-offer-junior-cancelled",
        };
        let page = Page::of(self.words.with(opening, &people));
        let page = match &offer.topic {
            Some(topic) => page.say(self.about_topic(topic)),
            None => page,
        };
        match &offer.standing {
            OfferStanding::Open => page
                .and(self.offered_times(offer))
                .buttons(self.choices(offer))
                .note(self.words.say("term-offer-note")),
            OfferStanding::Taken(time) => page.say(self.at_time("term-offer-taken", time, &zones(offer))),
            OfferStanding::NoneFit => page.say(self.words.with("term-offer-none-fit", &people)),
            OfferStanding::Overtaken => page.say(self.words.say("term-offer-overtaken")),
        }
    }

    fn offered_times(&self, offer: &Offer) -> Page {
        let names = [offer.junior.name.as_str(), offer.senior.name.as_str()];
        self.times("term-offer-times", &offer.times, &zones(offer), &names)
    }

    fn choices(&self, offer: &Offer) -> Vec<Button> {
        let mut buttons: Vec<Button> = (0_u8..)
            .zip(&offer.times)
            .map(|(place, time)| {
                let press = Press::Take { turn: offer.turn, place };
                let time = self.short_time(time, &offer.senior.time_zone);
                let label = self.words.with("term-button-take", &[("time", value(time))]);
                Button::new(format!("{REVERSE}{}", press.code()), label).value(press.value(&offer.term))
            })
            .collect();
        buttons.push(self.press(Press::NoneFit(offer.turn), &offer.term, "term-button-none"));
        buttons
    }

    /// `Tue 24 Nov, 11:00 (Berlin)`.
    fn short_time(&self, time: &TimeOption, zone: &str) -> String {
        let start = in_zone(time.start, zone);
        format!("{}, {} ({})", self.words.date(&start), clock(&start), place(zone))
    }

    /// When they meet, and the question to open with.
    fn term_date(&self, date: &Date) -> Page {
        let zones = [date.junior.time_zone.as_str(), date.senior.time_zone.as_str()];
        let names = [date.junior.name.as_str(), date.senior.name.as_str()];
        match &date.standing {
            DateStanding::Standing => {}
            DateStanding::Cancelled(person) => {
                let time = self.time_in_zones(&date.time, &zones);
                let values = [("person", value(mention(person))), ("time", value(time))];
                return Page::of(self.words.with("term-date-cancelled", &values));
            }
            DateStanding::CalledOff => {
                return Page::of(self.at_time("term-date-called-off", &date.time, &zones));
            }
        }
        let said = self.at_time("term-date", &date.time, &zones);
        let linked = format!("{said}  {}", self.links(&date.time, &names));
        let linked = if linked.chars().count() > SECTION_TEXT { said.clone() } else { linked };
        let meeting = self.words.with("term-date-meeting", &[("meeting", value(date.meeting))]);
        let topic = date.topic.as_ref().map(|topic| self.about_topic(topic));
        let lines: Vec<String> = [Some(meeting), topic].into_iter().flatten().collect();
        let question = format!("{}\n{}", self.words.say("term-date-question"), quote(&date.question.text));
        Page::default()
            .show(linked, said)
            .say(lines.join("\n"))
            .say(question)
            .and(self.reading_line(date.question.reading.as_ref()))
            .buttons(vec![self.cancel(date)])
            .note(self.words.with("term-date-note", &self.the_two(&date.junior, &date.senior)))
    }

    /// How did it go?
    fn look_back(&self, term: &TermId, meeting: u16, partner: &PersonId, said: Option<Said>) -> Page {
        let told = match said {
            None => {
                let button = |said, id| self.press(Press::Tell { meeting, said }, term, id);
                return self.about("term-look-back", partner).buttons(vec![
                    button(Said::Met, "check-in-met").primary(),
                    button(Said::Moved, "term-look-back-moved"),
                    button(Said::Not, "check-in-no"),
                    self.end(term),
                ]);
            }
            Some(Said::Met) => "term-told-met",
            Some(Said::Moved) => "term-told-moved",
            Some(Said::Not) => "term-told-not",
        };
        self.about(told, partner)
    }

    /// What somebody took from it, and whether they would go on.
    fn review(&self, term: &TermId, partner: &PersonId, going_on: GoingOn, said: &Review) -> Page {
        let page = match (said.useful, going_on) {
            (Some(Useful::Very), _) => self.about("term-took-very", partner),
            (Some(Useful::Somewhat), _) => self.about("term-took-somewhat", partner),
            (Some(Useful::NotReally), _) => self.about("term-took-not-really", partner),
            (None, GoingOn::Asked) => self.about("term-review", partner).buttons(self.steps(term)),
            (None, GoingOn::NotAsked) => self.about("term-review-ended", partner).buttons(self.steps(term)),
        };
        let more = [("more", value(EXTENSION))];
        match (going_on, said.go_on) {
            (GoingOn::NotAsked, _) => page,
            (GoingOn::Asked, Some(GoOn::Yes)) => page.say(self.words.say("term-wish-yes")),
            (GoingOn::Asked, Some(GoOn::No)) => page.say(self.words.say("term-wish-no")),
            (GoingOn::Asked, None) => page
                .say(self.words.with("term-go-on", &more))
                .buttons(vec![
                    self.press(Press::GoOn(GoOn::Yes), term, "term-button-go-on"),
                    self.press(Press::GoOn(GoOn::No), term, "term-button-enough"),
                ])
                .note(self.words.say("term-go-on-note")),
        }
    }

    fn steps(&self, term: &TermId) -> Vec<Button> {
        let button = |useful, id| self.press(Press::Useful(useful), term, id);
        vec![
            button(Useful::Very, "term-button-very"),
            button(Useful::Somewhat, "term-button-somewhat"),
            button(Useful::NotReally, "term-button-not-really"),
        ]
    }

    fn term_news(&self, news: &TermNews) -> Page {
        match news {
            TermNews::Ended(partner) => self.about("term-news-ended", partner),
            TermNews::PartnerGone(Some(partner)) => self.about("term-news-gone", partner),
            TermNews::PartnerGone(None) => Page::of(self.words.say("term-news-never-began")),
            TermNews::Rests(partner) => self.about("term-news-rests", partner),
            TermNews::Back(partner) => self.about("term-news-back", partner),
            TermNews::GoesOn(partner) => {
                let values = [("person", value(mention(partner))), ("more", value(EXTENSION))];
                Page::of(self.words.with("term-news-goes-on", &values))
            }
            TermNews::Done(partner) => self.about("term-news-done", partner),
            TermNews::Faded(partner) => self.about("term-news-faded", partner),
        }
    }

    /// There was nobody this time.
    fn unmatched(&self, reason: Unmatched, next_round: Option<&LocalTime>) -> Page {
        let why = self.words.say(unmatched(reason));
        let page = Page::of(format!("{} {why}", self.words.say("term-left-out")));
        match next_round {
            Some(time) => {
                page.say(self.words.with("term-left-out-next", &[("time", value(self.words.time(time)))]))
            }
            None => page,
        }
    }

    fn about_topic(&self, topic: &Topic) -> String {
        let topic = match topic {
            Topic::Offered(topic) => escape(self.catalogue.topic_name(topic)),
            Topic::Words(words) => escape(words),
        };
        self.words.with("term-topic", &[("topic", value(topic))])
    }

    fn at_time(&self, id: &str, time: &TimeOption, zones: &[&str]) -> String {
        self.words.with(id, &[("time", value(self.time_in_zones(time, zones)))])
    }

    fn the_two(
        &self,
        junior: &Introduced,
        senior: &Introduced,
    ) -> [(&'static str, fluent_bundle::FluentValue<'static>); 2] {
        [("junior", value(mention(&junior.person))), ("senior", value(mention(&senior.person)))]
    }

    fn cancel(&self, date: &Date) -> Button {
        let say = |id| self.words.say(id);
        self.press(Press::Cancel(date.turn), &date.term, "term-button-cancel").confirm(Confirmation {
            title: say("term-cancel-title"),
            text: say("term-cancel-text"),
            go: say("term-button-cancel"),
            stay: say("term-cancel-stay"),
        })
    }

    pub(super) fn end(&self, term: &TermId) -> Button {
        let say = |id| self.words.say(id);
        self.press(Press::End, term, "term-button-end").confirm(Confirmation {
            title: say("term-end-title"),
            text: say("term-end-text"),
            go: say("term-button-end"),
            stay: say("term-end-stay"),
        })
    }

    pub(super) fn press(&self, press: Press, term: &TermId, label: &str) -> Button {
        Button::new(format!("{REVERSE}{}", press.code()), self.words.say(label)).value(press.value(term))
    }
}

/// The words that say why there was nobody.
pub(super) fn unmatched(reason: Unmatched) -> &'static str {
    match reason {
        Unmatched::Alone => "term-left-out-alone",
        Unmatched::NobodyFits => "term-left-out-nobody-fits",
        Unmatched::OthersMatched => "term-left-out-others-matched",
        Unmatched::AttentionSpent => "left-out-attention-spent",
        Unmatched::LevelUnknown => "term-left-out-level-unknown",
        Unmatched::NothingOffered => "term-left-out-nothing-offered",
    }
}

fn zones(offer: &Offer) -> [&str; 2] {
    [offer.junior.time_zone.as_str(), offer.senior.time_zone.as_str()]
}
