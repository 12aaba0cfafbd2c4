//! Questions about one's own pairs: why, why none, and what was before.

use super::Renderer;
use super::blocks::Page;
use super::reverse::unmatched;
use super::text::{in_zone, mention, quote};
use super::words::value;
use crate::domain::attention::Kind;
use crate::domain::ids::PersonId;
use crate::domain::matching::explain::Reason;
use crate::domain::message::{Contact, ContactOutcome, History, LocalTime, PastTalk, Sure};
use crate::domain::people::why_not::{Cause, WhyNot};
use crate::domain::rounds::LeftOutReason;
use crate::domain::rounds::pairing::Status;
use jiff::tz::TimeZone;

/// The most talks of a history; more are not read on a phone.
const SHOWN: usize = 20;

impl Renderer {
    /// There was no partner this time.
    pub(super) fn left_out(&self, reason: LeftOutReason, next_round: Option<&LocalTime>) -> Page {
        let next = match next_round {
            Some(time) => self.words.with("left-out-next", &[("time", value(self.words.time(time)))]),
            None => self.words.say("left-out-next-unknown"),
        };
        let why = self.words.say(left_out_reason(reason));
        Page::of(format!("{} {why}", self.words.say("left-out")))
            .say(next)
            .say(self.words.say("left-out-instead"))
    }

    /// To whoever administers the workspace.
    pub(super) fn large_round(&self, messages: u64, minutes: u64) -> Page {
        let values = [("messages", value(messages)), ("minutes", value(minutes))];
        Page::of(self.words.with("large-round", &values)).note(self.words.say("large-round-note"))
    }

    /// Why the present pair was made.
    pub(super) fn why(&self, partners: &[PersonId], reasons: &[Reason], sure: Sure) -> Page {
        let title = self.with_partners("why", partners);
        let page = Page::of(format!("{title}\n{}", self.reasons(reasons, partners.len() + 1)));
        match sure {
            Sure::Unknown => page,
            Sure::Best => page.note(self.words.say("why-best")),
            Sure::Within(percent) => page.note(self.words.with("why-within", &[("percent", value(percent))])),
        }
    }

    /// Why not somebody else.
    pub(super) fn why_not(&self, why_not: &WhyNot) -> Page {
        let other = ("person", value(mention(&why_not.other)));
        let topic = |topic| ("topic", value(self.topic_names(std::slice::from_ref(topic))));
        let page = Page::of(match &why_not.because {
            Cause::IntroducedLately(weeks) => {
                self.words.with("why-not-introduced", &[other, ("weeks", value(*weeks))])
            }
            Cause::Untold => self.words.with("why-not", &[other]),
            Cause::WouldSeek(sought) => self.words.with("why-not-seek", &[other, topic(sought)]),
            Cause::WouldOffer(offered) => self.words.with("why-not-offer", &[other, topic(offered)]),
        });
        if why_not.partners.is_empty() {
            return page;
        }
        let title = self.with_partners("why-not-instead", &why_not.partners);
        page.say(format!("{title}\n{}", self.reasons(&why_not.reasons, why_not.partners.len() + 1)))
    }

    /// There is no pair to explain.
    pub(super) fn no_pair(&self, reason: Option<LeftOutReason>) -> Page {
        let mut words = vec![self.words.say("no-pair")];
        words.extend(reason.map(|reason| self.words.say(left_out_reason(reason))));
        Page::of(words.join(" "))
    }

    /// Past conversations, and what we began or held back lately; each newest first.
    pub(super) fn history(&self, history: &History) -> Page {
        let page = if history.talks.is_empty() {
            Page::of(self.words.say("history-empty"))
        } else {
            let shown = history.talks.iter().take(SHOWN);
            shown.fold(Page::of(self.words.say("history")), |page, talk| page.say(self.talk(talk)))
        };
        if history.contacts.is_empty() {
            return page;
        }
        let lines: Vec<String> = history.contacts.iter().map(|contact| self.contact(contact)).collect();
        page.say(format!("{}\n{}", self.words.say("contacts"), lines.join("\n")))
            .note(self.words.say("contacts-note"))
    }

    fn contact(&self, contact: &Contact) -> String {
        let kind = match contact.kind {
            Kind::Introduction => "contact-introduction",
            Kind::HelpRequest => "contact-help-request",
            Kind::CommunityMatch => "contact-community-match",
            Kind::LeftOut => "contact-left-out",
            Kind::Nudge => "contact-nudge",
            Kind::PauseOffer => "contact-pause-offer",
        };
        let line = match contact.outcome {
            ContactOutcome::Begun => "contact-begun",
            ContactOutcome::HeldBack => "contact-held-back",
        };
        let date = self.words.date(&in_zone(contact.at.at, &contact.at.zone));
        self.words.with(line, &[("date", value(date)), ("kind", value(self.words.say(kind)))])
    }

    fn talk(&self, talk: &PastTalk) -> String {
        let status = match talk.status {
            Status::Open => "history-open",
            Status::Booked => "history-booked",
            Status::Met => "history-met",
            Status::NotThisTime => "history-not-this-time",
            Status::Dissolved => "history-dissolved",
        };
        let nobody = || self.words.say("history-nobody");
        let partners: Vec<String> =
            talk.partners.iter().map(|partner| partner.as_ref().map_or_else(nobody, mention)).collect();
        let date = talk.slot.to_zoned(TimeZone::UTC).map_or_else(
            |_| talk.slot.to_string(),
            |zoned| format!("{} {}", self.words.date(&zoned), zoned.year()),
        );
        let line = self.words.with(
            "history-line",
            &[
                ("date", value(date)),
                ("partners", value(self.words.list(&partners))),
                ("status", value(self.words.say(status))),
            ],
        );
        match &talk.will_try {
            Some(will_try) => {
                format!("{line}\n{}\n{}", self.words.say("history-will-try"), quote(will_try))
            }
            None => line,
        }
    }
}

fn left_out_reason(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Alone => "left-out-alone",
        LeftOutReason::NobodyAllowed => "left-out-nobody-allowed",
        LeftOutReason::OthersMatched => "left-out-others-matched",
        LeftOutReason::PartnerGone => "left-out-partner-gone",
        LeftOutReason::AttentionSpent => "left-out-attention-spent",
        LeftOutReason::Reverse(reason) => unmatched(reason),
    }
}
