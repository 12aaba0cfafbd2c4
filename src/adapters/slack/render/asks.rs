//! Asking for help: the form, the asker's card, the request, the two together, and what came of it.

use super::Renderer;
use super::blocks::{Button, Confirmation, Page};
use super::text::{escape, mention, quote};
use super::words::value;
use crate::adapters::slack::ids::{ASK, LEARNING_ASK};
use crate::domain::asks::message::{
    AskAnswer, AskCard, AskIntroduction, AskMessage, AskStanding, Choice, FollowUpAnswer, HelpRequest, News,
    RequestStanding, Why,
};
use crate::domain::asks::{Haste, Outcome, Press, Thanks};
use crate::domain::ids::{AskId, PersonId, TopicId};

impl Renderer {
    pub(super) fn ask_message(&self, message: &AskMessage) -> Page {
        match message {
            AskMessage::Card(card) => self.ask_card(card),
            AskMessage::Request(request) => self.help_request(request),
            AskMessage::Introduction(introduction) => self.ask_introduction(introduction),
            AskMessage::NotIntroduced { ask: _, other } => self.about("ask-not-introduced", other),
            AskMessage::News { ask, news } => self.ask_news(ask, news),
            AskMessage::FollowUp { ask, helper, answered } => self.ask_follow_up(ask, helper, *answered),
            AskMessage::Thanks { ask: _, from, topics, outcome } => {
                let id = format!("thanks-{}", outcome_code(*outcome));
                let topics = match topics.is_empty() {
                    true => self.words.say("ask-topics-none"),
                    false => self.topic_names(topics),
                };
                Page::of(self.words.with(&id, &[("person", value(mention(from))), ("topics", value(topics))]))
            }
        }
    }

    pub(super) fn ask_answer(&self, answer: &AskAnswer) -> Page {
        let say = |id| Page::of(self.words.say(id));
        match answer {
            AskAnswer::Opened { asked } => {
                Page::of(self.words.with("ask-opened", &[("asked", value(*asked))]))
            }
            AskAnswer::NobodyToAsk => say("ask-nobody-to-ask"),
            AskAnswer::Changed => say("ask-changed"),
            AskAnswer::Withdrawn => say("ask-withdrawn"),
            AskAnswer::ReferredOn(person) => self.about("ask-referred-on", person),
            AskAnswer::CannotRefer(person) => self.about("ask-cannot-refer", person),
            AskAnswer::Taken => say("ask-taken"),
            AskAnswer::Over => say("ask-over"),
            AskAnswer::Widened => say("ask-widened"),
            AskAnswer::Waits(time) => {
                Page::of(self.words.with("ask-waits", &[("time", value(self.words.time(time)))]))
            }
            AskAnswer::TooMany => say("ask-too-many"),
        }
    }

    /// The asker's own view, kept up to date.
    fn ask_card(&self, card: &AskCard) -> Page {
        let standing = self.ask_standing(&card.standing);
        let page = Page::of(self.words.say("ask-card"))
            .say(self.own_words(&card.draft.text))
            .and(self.ask_topics("ask-card-topics", &card.draft.topics))
            .say(standing);
        match card.standing {
            AskStanding::Searching { .. } | AskStanding::Unanswered | AskStanding::Waiting(_) => {
                page.buttons(vec![self.ask_button(Press::Edit, &card.ask), self.withdraw_button(&card.ask)])
            }
            AskStanding::Accepted(_) => page.buttons(vec![self.withdraw_button(&card.ask)]),
            AskStanding::Closed(_) | AskStanding::Withdrawn => page,
        }
    }

    pub(super) fn ask_standing(&self, standing: &AskStanding) -> String {
        match standing {
            AskStanding::Searching { asked } => {
                self.words.with("ask-card-searching", &[("asked", value(*asked))])
            }
            AskStanding::Unanswered => self.words.say("ask-card-unanswered"),
            AskStanding::Waiting(until) => {
                self.words.with("ask-card-waiting", &[("time", value(self.words.time(until)))])
            }
            AskStanding::Accepted(helper) => {
                self.words.with("ask-card-accepted", &[("person", value(mention(helper)))])
            }
            AskStanding::Closed(Some(outcome)) => {
                self.words.say(&format!("ask-card-closed-{}", outcome_code(*outcome)))
            }
            AskStanding::Closed(None) => self.words.say("ask-card-closed"),
            AskStanding::Withdrawn => self.words.say("ask-card-withdrawn"),
        }
    }

    /// What somebody who may help reads: the problem, why them, and three ways to answer.
    fn help_request(&self, request: &HelpRequest) -> Page {
        let settled = match request.standing {
            RequestStanding::Open => return self.open_request(request),
            RequestStanding::Accepted => {
                return Page::of(self.words.say("ask-request-accepted")).say(self.own_words(&request.text));
            }
            RequestStanding::Declined => "ask-request-declined",
            RequestStanding::Taken => "ask-request-taken",
            RequestStanding::NotNeeded => "ask-request-not-needed",
        };
        Page::of(self.words.say(settled))
    }

    fn open_request(&self, request: &HelpRequest) -> Page {
        let opening = match &request.asker {
            Some(asker) => self.words.with("ask-request-named", &[("person", value(mention(asker)))]),
            None => self.words.say("ask-request"),
        };
        let opening = match request.haste {
            Haste::ThisWeek => format!("{opening} {}", self.words.say("ask-request-this-week")),
            Haste::Whenever => opening,
        };
        Page::of(opening)
            .say(self.own_words(&request.text))
            .and(self.ask_topics("ask-request-topics", &request.topics))
            .say(self.why_them(&request.why))
            .buttons(vec![
                self.ask_button(Press::Accept, &request.ask).primary(),
                self.ask_button(Press::Decline, &request.ask),
                self.ask_button(Press::Refer, &request.ask),
            ])
            .note(self.words.say("ask-request-note"))
    }

    fn why_them(&self, why: &Why) -> String {
        let with = |id, topic: &TopicId| self.words.with(id, &[("topic", value(self.topic_name(topic)))]);
        match why {
            Why::Offers(topic) => with("ask-why-offers", topic),
            Why::Close(topic) => with("ask-why-close", topic),
            Why::OwnWords => self.words.say("ask-why-own-words"),
            Why::HelpedBefore(topic) => with("ask-why-helped-before", topic),
            Why::Referred => self.words.say("ask-why-referred"),
            Why::RaisedHand => self.words.say("ask-why-raised-hand"),
            Why::FreshEyes => self.words.say("ask-why-fresh-eyes"),
        }
    }

    /// Opens the conversation of the two.
    fn ask_introduction(&self, what: &AskIntroduction) -> Page {
        let people =
            [("asker", value(mention(&what.asker.person))), ("helper", value(mention(&what.helper.person)))];
        let names = [what.asker.name.as_str(), what.helper.name.as_str()];
        let zones = [what.asker.time_zone.as_str(), what.helper.time_zone.as_str()];
        let page = Page::of(self.words.with("ask-intro-two", &people))
            .say(self.own_words(&what.text))
            .and(self.ask_topics("ask-request-topics", &what.topics))
            .and(self.member(&what.asker))
            .and(self.member(&what.helper))
            .say(self.words.with("ask-intro-agenda", &people))
            .and(self.reading_line(what.reading.as_ref()));
        let page = match what.times.is_empty() {
            true => page.say(self.words.say("intro-no-times")),
            false => page.and(self.times("intro-times", &what.times, &zones, &names)),
        };
        page.note(self.words.with("ask-intro-note", &people[..1]))
    }

    fn ask_news(&self, ask: &AskId, news: &News) -> Page {
        match news {
            News::HelperLeft => Page::of(self.words.say("ask-helper-left")),
            News::NotShown { channel } => Page::of(self.in_channel("ask-not-shown", channel))
                .say(self.words.say("ask-unanswered-how"))
                .buttons(vec![
                    self.go_public_button(ask, channel),
                    self.ask_button(Press::Wait, ask),
                    self.withdraw_button(ask),
                ]),
            News::Unanswered { can_widen, community } => {
                let mut buttons = match can_widen {
                    Choice::Offered => vec![self.ask_button(Press::Widen, ask).primary()],
                    Choice::Absent => Vec::new(),
                };
                buttons.extend(community.iter().map(|channel| self.go_public_button(ask, channel)));
                buttons.push(self.ask_button(Press::Wait, ask));
                buttons.push(self.withdraw_button(ask));
                Page::of(self.words.say("ask-unanswered"))
                    .say(self.words.say("ask-unanswered-how"))
                    .buttons(buttons)
            }
        }
    }

    fn ask_follow_up(&self, ask: &AskId, helper: &PersonId, answered: Option<FollowUpAnswer>) -> Page {
        let about = |id: &str| Page::of(self.words.with(id, &[("person", value(mention(helper)))]));
        match answered {
            None => about("ask-follow-up").buttons(vec![
                self.ask_button(Press::Helped, ask).primary(),
                self.ask_button(Press::Partly, ask),
                self.ask_button(Press::NotHelped, ask),
                self.ask_button(Press::NotYet, ask),
            ]),
            Some(FollowUpAnswer::NotYet) => about("ask-told-not_yet"),
            Some(FollowUpAnswer::Outcome(outcome, thanks)) => {
                let page = about(&format!("ask-told-{}", outcome_code(outcome)));
                match (outcome, thanks) {
                    (Outcome::Helped | Outcome::Partly, Thanks::Unsaid) => {
                        let share = self.share_button(LEARNING_ASK, ask.as_str());
                        page.buttons(vec![self.ask_button(Press::Thank, ask), share])
                    }
                    (Outcome::Helped | Outcome::Partly, Thanks::Said) => page
                        .and(about("ask-thanked"))
                        .buttons(vec![self.share_button(LEARNING_ASK, ask.as_str())]),
                    (Outcome::No, Thanks::Unsaid | Thanks::Said) => page,
                }
            }
        }
    }

    fn own_words(&self, text: &str) -> String {
        if text.is_empty() { self.words.say("ask-card-erased") } else { quote(text) }
    }

    /// What it is about; nothing where that was never said, as under a question in a channel.
    fn ask_topics(&self, id: &str, topics: &[TopicId]) -> Page {
        match topics.is_empty() {
            true => Page::default(),
            false => Page::of(self.words.with(id, &[("topics", value(self.topic_names(topics)))])),
        }
    }

    fn topic_name(&self, topic: &TopicId) -> String {
        escape(self.catalogue.topic_name(topic))
    }

    pub(super) fn withdraw_button(&self, ask: &AskId) -> Button {
        let say = |id| self.words.say(id);
        self.ask_button(Press::Withdraw, ask).confirm(Confirmation {
            title: say("ask-withdraw-title"),
            text: say("ask-withdraw-text"),
            go: say("ask-withdraw"),
            stay: say("ask-withdraw-stay"),
        })
    }

    pub(super) fn ask_button(&self, press: Press, ask: &AskId) -> Button {
        let label = match press {
            Press::Accept => "ask-accept",
            Press::Decline => "ask-decline",
            Press::Refer => "ask-refer",
            Press::Edit => "ask-edit",
            Press::Withdraw => "ask-withdraw",
            Press::Widen => "ask-widen",
            Press::Wait => "ask-wait",
            Press::GoPublic => "ask-go-public",
            Press::Helped => "ask-follow-up-helped",
            Press::Partly => "ask-follow-up-partly",
            Press::NotHelped => "ask-follow-up-no",
            Press::NotYet => "ask-follow-up-not_yet",
            Press::Thank => "ask-thank",
        };
        Button::new(format!("{ASK}{}", press.code()), self.words.say(label)).value(ask.as_str())
    }
}

fn outcome_code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Helped => "helped",
        Outcome::Partly => "partly",
        Outcome::No => "no",
    }
}
