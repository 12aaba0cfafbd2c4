//! A plan of faults: what goes wrong how often, drawn from a seed, so that the same calls meet the same faults again.

use jiff::Timestamp;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{EventFault, Fault};

/// Rules and the seed they are drawn from. Each rule has a stream of chance of its own: what one of them does, or that
/// another follows, changes nothing for the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaultPlan {
    /// The same seed and the same calls in the same order give the same faults.
    pub seed: u64,
    /// Of several rules that strike at once, the first wins.
    pub rules: Vec<FaultRule>,
}

/// One line of a plan, in JSON `{"method": "chat.*", "fault": "cut", "rate": 0.1}` or `{"event": …, "fault": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct FaultRule {
    /// What goes wrong with whom.
    pub target: Target,
    /// How often, from 0 (never) to 1 (always).
    pub rate: f64,
    /// The most times it strikes; `None` is without end.
    pub limit: Option<u64>,
    /// The virtual time from which it holds.
    pub from: Option<Timestamp>,
    /// The virtual time from which it no longer holds.
    pub until: Option<Timestamp>,
}

/// Whom a fault is for. A pattern is a whole name, or the beginning of one and `*`.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Calls of these Web API methods, or of `response_url`.
    Calls(String, Fault),
    /// Events of these types, `command`, or interactions of these types (`block_actions`, `view_submission`, …).
    Events(String, EventFault),
}

/// Why a rule cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongRule {
    /// It must be one of the two.
    #[error("a fault is for a `method` or for an `event`, one of the two")]
    Target,
    /// There is no such fault for this target.
    #[error("fault: {0}")]
    Fault(String),
    /// The rate is no share.
    #[error("the rate must be between 0 and 1")]
    Rate,
}

/// How a rule has done so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleCount {
    /// The rule.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// What it could have struck.
    pub met: u64,
    /// What it struck.
    pub struck: u64,
}

impl Target {
    /// Reads what control calls and plans write as `method` or `event`, and `fault`.
    pub(in crate::sandbox) fn read(
        method: Option<String>,
        event: Option<String>,
        fault: Value,
    ) -> Result<Self, WrongRule> {
        let wrong = |error: serde_json::Error| WrongRule::Fault(error.to_string());
        match (method, event) {
            (Some(method), None) => Ok(Self::Calls(method, serde_json::from_value(fault).map_err(wrong)?)),
            (None, Some(event)) => Ok(Self::Events(event, serde_json::from_value(fault).map_err(wrong)?)),
            (Some(_), Some(_)) | (None, None) => Err(WrongRule::Target),
        }
    }
}

/// Whether a name fits a pattern.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |beginning| name.starts_with(beginning))
}

/// A rule at work.
#[derive(Debug)]
pub(super) struct Running {
    count: RuleCount,
    chance: ChaCha8Rng,
}

impl Running {
    pub fn start(plan: FaultPlan) -> Vec<Self> {
        let begin = |(stream, rule): (u64, FaultRule)| {
            let mut chance = ChaCha8Rng::seed_from_u64(plan.seed);
            chance.set_stream(stream);
            Self { count: RuleCount { rule, met: 0, struck: 0 }, chance }
        };
        (0..).zip(plan.rules).map(begin).collect()
    }

    pub fn count(&self) -> &RuleCount {
        &self.count
    }

    /// The fault for this call, if the rule is for it. Every call it could strike draws once, even where the call has
    /// been struck already.
    pub fn strike_call(&mut self, method: &str, now: Timestamp) -> Option<Fault> {
        match self.count.rule.target {
            Target::Calls(ref pattern, fault) if fits(pattern, method) => self.draw(now).then_some(fault),
            Target::Calls(..) | Target::Events(..) => None,
        }
    }

    /// As [`Self::strike_call`], for what is on its way to the bot.
    pub fn strike_event(&mut self, event: &str, now: Timestamp) -> Option<EventFault> {
        match self.count.rule.target {
            Target::Events(ref pattern, fault) if fits(pattern, event) => self.draw(now).then_some(fault),
            Target::Events(..) | Target::Calls(..) => None,
        }
    }

    /// Notes that what was drawn came about.
    pub fn struck(&mut self) {
        self.count.struck += 1;
    }

    fn draw(&mut self, now: Timestamp) -> bool {
        let rule = &self.count.rule;
        let begun = rule.from.is_none_or(|from| from <= now);
        let over = rule.until.is_some_and(|until| until <= now);
        if !begun || over || rule.limit.is_some_and(|limit| self.count.struck >= limit) {
            return false;
        }
        self.count.met += 1;
        self.chance.random_bool(rule.rate)
    }
}

/// A rule as JSON has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    fault: Value,
    #[serde(default = "always")]
    rate: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

fn always() -> f64 {
    1.0
}

impl TryFrom<Written> for FaultRule {
    type Error = WrongRule;

    fn try_from(written: Written) -> Result<Self, WrongRule> {
        let Written { method, event, fault, rate, limit, from, until } = written;
        if !(0.0..=1.0).contains(&rate) {
            return Err(WrongRule::Rate);
        }
        Ok(Self { target: Target::read(method, event, fault)?, rate, limit, from, until })
    }
}

impl From<FaultRule> for Written {
    fn from(rule: FaultRule) -> Self {
        let (method, event, fault) = match rule.target {
            Target::Calls(pattern, fault) => (Some(pattern), None, json!(fault)),
            Target::Events(pattern, fault) => (None, Some(pattern), json!(fault)),
        };
        let FaultRule { rate, limit, from, until, .. } = rule;
        Self { method, event, fault, rate, limit, from, until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_and_writes_itself() {
        let text = r#"{"seed":7,"rules":[{"method":"chat.*","fault":{"rate_limited":{"after":3}},"rate":0.5,"limit":2},{"event":"*","fault":"duplicated","rate":1.0,"until":"2027-01-04T10:00:00Z"}]}"#;
        let plan: FaultPlan = serde_json::from_str(text).unwrap();
        assert_eq!(plan.rules[0].target, Target::Calls("chat.*".into(), Fault::RateLimited { after: 3 }));
        assert_eq!(serde_json::to_string(&plan).unwrap(), text);
    }

    #[test]
    fn a_rule_that_says_nothing_is_refused() {
        let wrong = [
            (r#"{"fault":"cut"}"#, "one of the two"),
            (r#"{"method":"a","event":"b","fault":"cut"}"#, "one of the two"),
            (r#"{"method":"a","fault":"duplicated"}"#, "unknown variant"),
            (r#"{"event":"a","fault":"cut"}"#, "unknown variant"),
            (r#"{"method":"a","fault":"cut","rate":1.5}"#, "between 0 and 1"),
            (r#"{"method":"a","fault":"cut","often":1}"#, "unknown field"),
        ];
        for (text, words) in wrong {
            let error = serde_json::from_str::<FaultRule>(text).unwrap_err().to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
