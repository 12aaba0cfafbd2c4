//! Which words answer what: the one place that knows every message, answer and modal.

use super::Renderer;
use super::blocks::Page;
use super::text::escape;
use super::words::value;
use crate::adapters::slack::ids::CALLBACK_NOTICE;
use crate::domain::message::{Answer, Message, Modal};
use slack_morphism::prelude::*;

impl Renderer {
    pub(super) fn message_page(&self, message: &Message) -> Page {
        match message {
            Message::Welcome { chosen } => self.welcome(chosen),
            Message::Introduction(introduction) => self.introduction(introduction),
            Message::AnotherQuestion { pairing, question, asked_by } => {
                self.another_question(pairing, question, asked_by)
            }
            Message::MidRound { pairing, members, times } => self.mid_round(pairing, members, times),
            Message::PairDissolved { pairing: _, remaining } => self.dissolved(remaining),
            Message::CheckIn { pairing, partners, reminder } => self.check_in(pairing, partners, *reminder),
            Message::CheckInAnswered { pairing, partners, answer } => {
                self.check_in_answered(pairing, partners, answer)
            }
            Message::LeftOut { reason, next_round } => self.left_out(*reason, next_round.as_ref()),
            Message::PauseEnded { next_round } => self.pause_ended(next_round.as_ref()),
            Message::PauseOffer => self.pause_offer(),
            Message::LargeRound { messages, minutes } => self.large_round(*messages, *minutes),
            Message::Ask(message) => self.ask_message(message),
            Message::Community(message) => self.community_message(message),
            Message::Learning(message) => self.learning_message(message),
            Message::Upload(message) => self.upload_message(message),
            Message::Nudge(message) => self.nudge_message(message),
            Message::Reverse(message) => self.reverse_message(message),
        }
    }

    pub(super) fn answer_page(&self, answer: &Answer) -> Page {
        let say = |id| Page::of(self.words.say(id));
        match answer {
            Answer::Paused { until } => self.paused(until.as_ref()),
            Answer::Resumed { next_round } => self.resumed(next_round.as_ref()),
            Answer::TakesPartIn(chosen) => self.takes_part_in(chosen),
            Answer::PassedOn => say("mode-passed"),
            Answer::Skipped => self.skipped(),
            Answer::Unskipped => say("unskipped"),
            Answer::Left => self.left(),
            Answer::NeverPaired(person) => self.about("never-paired", person),
            Answer::MayBePaired(person) => self.about("may-be-paired", person),
            Answer::NeverList(people) => self.never_list(people),
            Answer::Why { partners, reasons, sure } => self.why(partners, reasons, *sure),
            Answer::WhyNot(why_not) => self.why_not(why_not),
            Answer::NoPair(reason) => self.no_pair(*reason),
            Answer::History(history) => self.history(history),
            Answer::Privacy => self.privacy(),
            Answer::Export(json) => self.export(json),
            Answer::Forgotten => self.forgotten(),
            Answer::Help => self.help(),
            Answer::HomeIsReady => say("home-is-ready"),
            Answer::Misunderstood(what) => self.misunderstood(what),
            Answer::NotJoined => self.not_joined(),
            Answer::CannotTakePart => say("cannot-take-part"),
            Answer::NeverYourself => say("never-yourself"),
            Answer::NotYourPair => say("not-your-pair"),
            Answer::CheckInClosed => say("check-in-closed"),
            Answer::NoMoreQuestions => say("no-more-questions"),
            Answer::Offers(topics) => {
                Page::of(self.words.with("offers", &[("topics", value(self.topic_names(topics)))]))
            }
            Answer::NoSuchTopic => say("no-such-topic"),
            Answer::Ask(answer) => self.ask_answer(answer),
            Answer::Community(answer) => self.community_answer(answer),
            Answer::Learning(answer) => self.learning_answer(answer),
            Answer::Upload(answer) => self.upload_answer(*answer),
            Answer::Prompt(answer) => self.prompt_answer(answer),
            Answer::Nudge(answer) => self.nudge_answer(answer),
            Answer::Reverse(answer) => self.reverse_answer(answer),
            Answer::Trouble => self.trouble(),
        }
    }

    pub(super) fn modal_view(&self, modal: &Modal) -> SlackModalView {
        match modal {
            Modal::Profile { profile, purpose, time_zone } => {
                self.profile(profile, *purpose, &escape(time_zone))
            }
            Modal::ConfirmForget => self.confirm_forget(),
            Modal::CheckIn { pairing, partners } => self.check_in_modal(pairing, partners),
            Modal::Ask(modal) => self.ask_modal(modal),
            Modal::Learning(modal) => self.learning_modal(modal),
            Modal::Nudge(modal) => self.nudge_modal(modal),
            Modal::Reverse(modal) => self.reverse_modal(modal),
            Modal::Notice(answer) => self.notice(answer),
        }
    }

    /// A few words over the Home. What is pressed in them is answered in their place.
    pub(super) fn notice(&self, answer: &Answer) -> SlackModalView {
        let blocks = self.answer_page(answer).done().blocks;
        SlackModalView::new(self.words.say("notice-title").into(), blocks)
            .with_callback_id(CALLBACK_NOTICE.into())
            .with_close(self.words.say("notice-close").into())
    }
}
