//! The private check-in: did it happen, was it useful, who gave, what will you try?

use super::Renderer;
use super::blocks::{Button, Page};
use super::profile::{Need, radio};
use super::words::value;
use crate::adapters::slack::ids::{
    CALLBACK_CHECK_IN, CHECK_IN, CHECK_IN_LATER, CHECK_IN_MET, CHECK_IN_NO, LEARNING_TALK, field_id,
};
use crate::domain::decision::Field;
use crate::domain::ids::{PairingId, PersonId};
use crate::domain::rounds::check_in::{Balance, CheckInAnswer, MetAnswer, REMINDERS, Useful, WILL_TRY_LIMIT};
use slack_morphism::prelude::*;

impl Renderer {
    /// Asks one person how it went.
    pub(super) fn check_in(&self, pairing: &PairingId, partners: &[PersonId], reminder: u8) -> Page {
        let id = match reminder {
            0 => "check-in",
            last if last >= REMINDERS => "check-in-last",
            _ => "check-in-again",
        };
        let button =
            |code, id| Button::new(format!("{CHECK_IN}{code}"), self.words.say(id)).value(pairing.as_str());
        Page::of(self.with_partners(id, partners)).buttons(vec![
            button(CHECK_IN_MET, "check-in-met").primary(),
            button(CHECK_IN_LATER, "check-in-later"),
            button(CHECK_IN_NO, "check-in-no"),
        ])
    }

    pub(super) fn with_partners(&self, id: &str, partners: &[PersonId]) -> String {
        self.words.with(id, &[("partners", value(self.words.people(partners)))])
    }

    /// Takes the place of the question once it is answered.
    pub(super) fn check_in_answered(
        &self,
        pairing: &PairingId,
        partners: &[PersonId],
        answer: &CheckInAnswer,
    ) -> Page {
        match answer {
            CheckInAnswer::Met(met) => {
                let page = self.thanks(partners, met);
                match met.useful {
                    Some(Useful::Very | Useful::Somewhat) => {
                        page.buttons(vec![self.share_button(LEARNING_TALK, pairing.as_str())])
                    }
                    Some(Useful::NotReally) | None => page,
                }
            }
            CheckInAnswer::Later => Page::of(self.with_partners("check-in-thanks-later", partners)),
            CheckInAnswer::No => Page::of(self.with_partners("check-in-thanks-no", partners)),
        }
    }

    fn thanks(&self, partners: &[PersonId], met: &MetAnswer) -> Page {
        let mut words = vec![self.with_partners("check-in-thanks-met", partners)];
        words.extend(met.useful.map(|useful| self.words.say(&format!("check-in-useful-{}", useful.code()))));
        words.extend(
            met.balance.map(|balance| self.words.say(&format!("check-in-balance-{}", balance.code()))),
        );
        Page::of(words.join(" ")).note(self.words.say("check-in-thanks-note"))
    }

    /// The short form.
    pub(super) fn check_in_modal(&self, pairing: &PairingId, partners: &[PersonId]) -> SlackModalView {
        let useful = Useful::ALL.iter().map(|each| self.choice("choice", each.code())).collect();
        let balance = Balance::ALL.iter().map(|each| self.choice("choice", each.code())).collect();
        let will_try = SlackBlockPlainTextInputElement::new()
            .with_action_id(field_id(Field::WillTry).into())
            .with_multiline(true)
            .with_max_length(WILL_TRY_LIMIT as u64)
            .with_placeholder(self.words.say("check-in-field-will-try-example").into());
        let inputs = [
            self.input(
                Field::Useful,
                "check-in-field-useful",
                radio(Field::Useful, useful, None),
                Need::Optional,
            ),
            self.input(
                Field::Balance,
                "check-in-field-balance",
                radio(Field::Balance, balance, None),
                Need::Optional,
            ),
            self.input(Field::WillTry, "check-in-field-will-try", will_try, Need::Optional)
                .with_hint(self.words.say("check-in-field-will-try-hint").into()),
        ];
        let mut blocks = Page::of(self.with_partners("check-in-with", partners)).done().blocks;
        blocks.extend(inputs.map(SlackBlock::Input));
        SlackModalView::new(self.words.say("check-in-title").into(), blocks)
            .with_callback_id(CALLBACK_CHECK_IN.into())
            .with_private_metadata(pairing.as_str().to_owned())
            .with_submit(self.words.say("check-in-submit").into())
            .with_close(self.words.say("check-in-close").into())
    }
}
