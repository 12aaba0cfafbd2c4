//! A clock that runs faster than the world's, so that trials against a sandbox see days go by in minutes.

use super::{ConfigError, error};
use jiff::Timestamp;
use std::net::IpAddr;

/// From `origin` on, `speed` seconds pass in each second of the machine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// When the trial began; at that moment both clocks show the same.
    pub origin: Timestamp,
    /// From 1 to 1,000.
    pub speed: u32,
}

const SETTING: &str = "TRIAL_CLOCK";
const MEND: &str = "Give the begin in milliseconds and the speed, such as 1799053200000x20, and the same to \
                    `viceversa sandbox --clock 20x --clock-origin 1799053200000`.";

/// Reads the setting. Towards the real Slack a clock of its own would only break things, so it is taken nowhere but on
/// this machine.
pub(super) fn read(setting: Option<&str>, api_url: &str) -> Result<Option<Trial>, ConfigError> {
    let Some(text) = setting else { return Ok(None) };
    let trial = understood(text).ok_or_else(|| error(SETTING, format!("is {text:?}"), MEND))?;
    if !is_on_this_machine(api_url) {
        let problem = format!("is for trials on this machine, and SLACK_API_URL is {api_url}");
        return Err(error(SETTING, problem, "Leave it away, or point SLACK_API_URL to a sandbox."));
    }
    Ok(Some(trial))
}

fn understood(text: &str) -> Option<Trial> {
    let (origin, speed) = text.split_once('x')?;
    let origin = Timestamp::from_millisecond(origin.parse().ok()?).ok()?;
    let speed = speed.parse().ok().filter(|speed| (1..=1_000).contains(speed))?;
    Some(Trial { origin, speed })
}

fn is_on_this_machine(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return false;
    }
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_names_its_begin_and_its_speed() {
        let trial = read(Some("1799053200000x20"), "http://127.0.0.1:4830/api").unwrap().unwrap();
        assert_eq!((trial.origin.as_second(), trial.speed), (1_799_053_200, 20));
        for wrong in ["20x", "1799053200000", "x", "1x0", "1x1001", "soon x fast"] {
            let message = read(Some(wrong), "http://127.0.0.1:4830/api").unwrap_err().to_string();
            assert!(message.contains("TRIAL_CLOCK") && message.contains("--clock-origin"), "{message}");
        }
    }

    #[test]
    fn a_clock_of_its_own_is_refused_towards_anything_but_this_machine() {
        for near in ["http://127.0.0.1:1/api", "http://localhost/api", "http://[::1]:80/api"] {
            assert!(read(Some("1x1"), near).is_ok(), "{near}");
        }
        for far in [
            "https://slack.com/api",
            "http://slack.com/api",
            "http://127.0.0.1@slack.com/api",
            "http://127.0.0.1.example/api",
            "http://192.0.2.1/api",
        ] {
            let message = read(Some("1x1"), far).unwrap_err().to_string();
            assert!(message.contains("sandbox"), "{message}");
        }
        assert_eq!(read(None, "https://slack.com/api").unwrap(), None);
    }
}
