//! Bringing things to the bot: signed HTTP, or Socket Mode where a connection is open.

pub(in crate::sandbox) mod addresses;
pub(in crate::sandbox) mod events;
mod pump;
pub(in crate::sandbox) mod sender;
pub(in crate::sandbox) mod socket;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sandbox::core::Sandbox;
use crate::sandbox::faults::{EventFault, Fault};
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::web_api;
use events::{Errand, LateCall, Queued};
use sender::BLOCKED;

/// How many things are on their way to the bot at the same time, at most.
pub(in crate::sandbox) const AT_ONCE: u32 = 16;

/// Where the bot listens; what is `None` cannot be delivered over HTTP.
#[derive(Clone, Debug, Default)]
pub struct BotEndpoints {
    /// The Request URL of the Events API.
    pub events_url: Option<String>,
    /// The Request URL of slash commands.
    pub commands_url: Option<String>,
    /// The Request URL of interactivity.
    pub interactivity_url: Option<String>,
    /// The Options Load URL; `None` uses the interactivity URL.
    pub options_url: Option<String>,
}

impl BotEndpoints {
    /// A bot with one address for everything.
    pub fn all(url: &str) -> Self {
        let url = Some(url.to_owned());
        Self { events_url: url.clone(), commands_url: url.clone(), interactivity_url: url, options_url: None }
    }
}

/// What is brought.
#[derive(Clone, Debug)]
pub(in crate::sandbox) enum Parcel {
    Event { envelope: Value, retry: Option<(u32, &'static str)> },
    Command(Value),
    Interaction(Value),
    Options(Value),
}

/// What the bot answered.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct Receipt {
    pub status: u16,
    pub body: Bytes,
    pub no_retry: bool,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Lost {
    Timeout,
    Unreachable,
    /// It was sent on more often than Slack follows.
    Redirected,
    /// The address is out of reach; nothing was sent.
    Blocked,
}

impl Lost {
    /// Slack's word for it, as it stands in a retry and in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::Timeout => "http_timeout",
            Self::Unreachable => "connection_failed",
            Self::Redirected => "too_many_redirects",
            Self::Blocked => "blocked_address",
        }
    }
}

impl Receipt {
    pub fn accepted(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The JSON object in the body, if it is one.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice::<Value>(&self.body).ok().filter(Value::is_object)
    }
}

impl Parcel {
    /// What it is, for faults and the ledger: the type of an event or interaction, or `command`.
    pub fn name(&self) -> &str {
        let named = match self {
            Self::Event { envelope, .. } => &envelope["event"]["type"],
            Self::Command(_) => return "command",
            Self::Interaction(payload) | Self::Options(payload) => &payload["type"],
        };
        named.as_str().unwrap_or_default()
    }

    fn url(&self, bot: &BotEndpoints) -> Option<String> {
        match self {
            Self::Event { .. } => bot.events_url.clone(),
            Self::Command(_) => bot.commands_url.clone(),
            Self::Interaction(_) => bot.interactivity_url.clone(),
            Self::Options(_) => bot.options_url.clone().or_else(|| bot.interactivity_url.clone()),
        }
    }

    pub fn body(&self) -> (Bytes, &'static str) {
        const FORM: &str = "application/x-www-form-urlencoded";
        match self {
            Self::Event { envelope, .. } => (envelope.to_string().into(), "application/json"),
            Self::Command(fields) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (key, value) in fields.as_object().into_iter().flatten() {
                    form.append_pair(key, value.as_str().unwrap_or_default());
                }
                (form.finish().into(), FORM)
            }
            Self::Interaction(payload) | Self::Options(payload) => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.append_pair("payload", &payload.to_string());
                (form.finish().into(), FORM)
            }
        }
    }
}

impl Sandbox {
    /// Brings one thing to the bot over whichever way is open, with what goes wrong on that way.
    pub(in crate::sandbox) async fn deliver(&self, parcel: Parcel) -> Result<Receipt, Lost> {
        match self.strike(&parcel) {
            None => self.bring(&parcel).await,
            Some(strike) => self.bring_struck(parcel, strike).await,
        }
    }

    /// As [`Self::deliver`], with nothing in the way.
    pub(in crate::sandbox) async fn bring(&self, parcel: &Parcel) -> Result<Receipt, Lost> {
        if let Some(answer) = self.deliver_by_socket(parcel).await {
            return answer;
        }
        let url = parcel.url(&self.endpoints());
        let url = url.ok_or(Lost::Unreachable)?;
        self.http().send(&url, parcel, &self.config().app.signing_secret, self.clock().now()).await
    }

    /// Posts what Slack posts to a command's address now and then to see whether its certificate holds; answers the
    /// status, or nothing where the bot cannot be reached. Goes over HTTP only.
    pub async fn check_ssl(&self) -> Option<u16> {
        let parcel =
            Parcel::Command(json!({"ssl_check": "1", "token": self.config().app.verification_token}));
        let url = parcel.url(&self.endpoints())?;
        let secret = &self.config().app.signing_secret;
        let answer = self.http().send(&url, &parcel, secret, self.clock().now()).await;
        answer.ok().map(|receipt| receipt.status)
    }

    /// Does, one after the other, everything that is due now: first tries of events, retries, and what was held up.
    /// Answers how many things that were.
    pub async fn settle(&self) -> usize {
        // Whatever the pump has begun comes to its end first.
        let _alone = self.deliveries().acquire_many(AT_ONCE).await;
        let mut made = 0;
        self.post_scheduled();
        // Looking whether something is due changes nothing: the pump would wake itself for ever.
        while let Some(errand) = self.read(|moment| moment.state.events.pop(moment.now)) {
            made += 1;
            // In a task of its own a delivery comes to its end, and into the ledger, even if nobody waits for it.
            let sandbox = self.clone();
            if tokio::spawn(async move { sandbox.run(errand).await }).await.is_err() {
                break;
            }
        }
        made
    }

    /// Does one thing whose time has come.
    pub(in crate::sandbox) async fn run(&self, errand: Errand) {
        match errand {
            Errand::Event(event) if event.fault == Some(EventFault::DuplicatedAtOnce) => {
                let twin = Queued { fault: None, ..event.clone() };
                tokio::join!(self.deliver_event(twin), self.deliver_event(event));
            }
            Errand::Event(event) => self.deliver_event(event).await,
            Errand::Stray(parcel, fault) => self.deliver_stray(&parcel, fault).await,
            Errand::Call(call) => self.apply_late(call),
        }
    }

    async fn deliver_event(&self, event: Queued) {
        let entry = LedgerEntry {
            attempt: Some(event.attempts + 1),
            event_id: Some(event.event_id.clone()),
            fault: event.fault.map(|fault| fault.name().to_owned()),
            ..LedgerEntry::delivery(&event.envelope["event"])
        };
        let line = self.with(|moment| moment.state.ledger.open(moment.now, entry));
        let retry = event.reason.map(|reason| (event.attempts, reason));
        let parcel = Parcel::Event { envelope: event.envelope.clone(), retry };
        let answer = self.bring_on_a_bad_way(&parcel, event.fault).await;
        let (status, problem) = outcome(&answer);
        let final_word = answer.as_ref().is_ok_and(|receipt| receipt.no_retry)
            || answer.as_ref().is_err_and(|lost| *lost == Lost::Blocked);
        self.with(|moment| {
            if let (Some(reason), false) = (problem, final_word) {
                moment.state.events.retry(moment.now, Queued { fault: None, ..event }, reason);
            }
            moment.state.ledger.close(line, |entry| {
                entry.status = status;
                entry.text = (problem == Some(Lost::Blocked.name())).then(|| BLOCKED.to_owned());
                entry.end(problem);
            });
        });
    }

    /// Brings a command or an interaction that was held up; whoever did it has long been told that it timed out.
    async fn deliver_stray(&self, parcel: &Parcel, fault: EventFault) {
        let entry =
            LedgerEntry { fault: Some(fault.name().to_owned()), ..LedgerEntry::act("slack", parcel.name()) };
        let line = self.with(|moment| moment.state.ledger.open(moment.now, entry));
        let (status, problem) = outcome(&self.bring(parcel).await);
        self.with(|moment| {
            moment.state.ledger.close(line, |entry| {
                entry.status = status;
                entry.end(problem);
            });
        });
    }

    /// Lets a call take effect whose caller has given up.
    fn apply_late(&self, call: LateCall) {
        let LateCall { method, authorization, args } = call;
        let fault = Some(Fault::AppliedLate { after: 0 });
        self.with(|moment| web_api::call_with(moment, &method, authorization.as_deref(), &Ok(args), fault));
    }

    /// Posts the messages that the app asked to be posted by now.
    pub(in crate::sandbox) fn post_scheduled(&self) {
        if self.read(|moment| moment.state.scheduled.next_due().is_some_and(|due| due <= moment.now)) {
            self.with(|moment| moment.post_scheduled());
        }
    }

    /// When the next event, retry, scheduled message or held-up thing is due; `None` when nothing waits.
    pub fn next_delivery(&self) -> Option<Timestamp> {
        self.read(|moment| {
            moment.state.events.next_due().into_iter().chain(moment.state.scheduled.next_due()).min()
        })
    }
}

/// The status of the bot's answer and what was wrong with it, for the ledger.
fn outcome(answer: &Result<Receipt, Lost>) -> (Option<u16>, Option<&'static str>) {
    match answer {
        Ok(receipt) if receipt.accepted() => (Some(receipt.status), None),
        Ok(receipt) => (Some(receipt.status), Some("http_error")),
        Err(lost) => (None, Some(lost.name())),
    }
}
