//! Elements that people type or choose in, and what of their fields must fit together.

use std::ops::RangeInclusive;

use serde_json::Value;

use super::checker::Checker;
use super::rich_text;

pub(super) fn check(checker: &mut Checker, element: &Value, at: &str, kind: &str) {
    match kind {
        "plain_text_input" => {
            checker.number(element, at, "max_length", 1..=3_000);
            checker.number(element, at, "min_length", 0..=3_000);
            checker.string(element, at, "initial_value", 0..=3_000);
            let bound = |field: &str| element[field].as_u64();
            if let (Some(min), Some(max)) = (bound("min_length"), bound("max_length"))
                && min > max
            {
                checker.fail(&format!("{at}/min_length"), "must not be more than max_length");
            }
            dispatch(checker, element, at);
        }
        "email_text_input" | "url_text_input" => {
            checker.string(element, at, "initial_value", 0..=3_000);
            dispatch(checker, element, at);
        }
        "number_input" => {
            number(checker, element, at);
            dispatch(checker, element, at);
        }
        "rich_text_input" => {
            if let Some(start) = element.get("initial_value").filter(|value| !value.is_null()) {
                rich_text::check(checker, start, &format!("{at}/initial_value"));
            }
            dispatch(checker, element, at);
        }
        "file_input" => {
            checker.number(element, at, "max_files", 1..=10);
            checker.list(element, at, "filetypes", 0..=usize::MAX);
        }
        // Ten digits, as Slack demands it: the years 2001 to 2286.
        "datetimepicker" => {
            checker.number(element, at, "initial_date_time", 1_000_000_000..=9_999_999_999);
        }
        "datepicker" => written(checker, element, at, "initial_date", "YYYY-MM-DD"),
        "timepicker" => written(checker, element, at, "initial_time", "HH:mm"),
        _ => {}
    }
}

/// Bounds are written as text, and so is what the input starts with.
fn number(checker: &mut Checker, element: &Value, at: &str) {
    let Some(decimals) = element["is_decimal_allowed"].as_bool() else {
        checker.missing(at, "is_decimal_allowed");
        return;
    };
    let mut read = |field: &str| {
        let value = element.get(field).filter(|value| !value.is_null())?;
        let text = value.as_str().unwrap_or_default();
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let number = number.filter(|_| decimals || text.parse::<i64>().is_ok());
        if number.is_none() {
            checker.fail(&format!("{at}/{field}"), "must be a number, written as a string");
        }
        number
    };
    let (min, max, start) = (read("min_value"), read("max_value"), read("initial_value"));
    let (min, max) = (min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX));
    if min > max {
        checker.fail(&format!("{at}/min_value"), "must not be more than max_value");
    } else if start.is_some_and(|start| !(min..=max).contains(&start)) {
        checker.fail(&format!("{at}/initial_value"), "must be between min_value and max_value");
    }
}

/// When an input in a block with `dispatch_action` sends what was typed so far.
fn dispatch(checker: &mut Checker, element: &Value, at: &str) {
    const COUNT: RangeInclusive<usize> = 1..=2;
    let Some(config) = element.get("dispatch_action_config").filter(|value| !value.is_null()) else { return };
    let at = format!("{at}/dispatch_action_config");
    for (index, trigger) in checker.list(config, &at, "trigger_actions_on", COUNT).iter().enumerate() {
        if !matches!(trigger.as_str(), Some("on_enter_pressed" | "on_character_entered")) {
            let at = format!("{at}/trigger_actions_on/{index}");
            checker.fail(&at, "must be one of on_enter_pressed, on_character_entered");
        }
    }
}

fn written(checker: &mut Checker, element: &Value, at: &str, field: &str, form: &str) {
    let Some(value) = element.get(field).filter(|value| !value.is_null()) else { return };
    let text = value.as_str().unwrap_or_default();
    let fits = match form {
        "HH:mm" => jiff::civil::Time::strptime("%H:%M", text).is_ok(),
        _ => text.parse::<jiff::civil::Date>().is_ok(),
    };
    if !fits {
        checker.fail(&format!("{at}/{field}"), &format!("must be written {form}"));
    }
}
