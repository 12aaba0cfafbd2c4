//! Slack's table of limits, each row tried exactly at its edge, and what else Slack looks at.

use serde_json::json;

use super::*;

fn text(length: usize) -> String {
    "x".repeat(length)
}

fn plain(length: usize) -> Value {
    json!({"type": "plain_text", "text": text(length)})
}

fn mrkdwn(length: usize) -> Value {
    json!({"type": "mrkdwn", "text": text(length)})
}

fn with(mut object: Value, field: &str, value: impl Into<Value>) -> Value {
    object[field] = value.into();
    object
}

fn option(length: usize) -> Value {
    json!({"text": plain(length), "value": "v"})
}

fn options(count: usize) -> Value {
    (0..count).map(|number| json!({"text": plain(3), "value": number.to_string()})).collect()
}

fn input(element: Value) -> Value {
    json!({"type": "input", "label": plain(5), "element": element})
}

fn actions(element: Value) -> Value {
    json!({"type": "actions", "elements": [element]})
}

fn button() -> Value {
    json!({"type": "button", "text": plain(3)})
}

fn typed() -> Value {
    json!({"type": "plain_text_input"})
}

fn select(options: Value) -> Value {
    json!({"type": "static_select", "options": options})
}

fn grouped(groups: usize, each: usize, label: usize) -> Value {
    let group = json!({"label": plain(label), "options": options(each)});
    input(json!({"type": "static_select", "option_groups": vec![group; groups]}))
}

fn image() -> Value {
    json!({"type": "image", "image_url": "https://e.com/a.png", "alt_text": "a"})
}

fn confirm(field: &str, words: Value) -> Value {
    let confirm = json!({"title": plain(3), "text": mrkdwn(3), "confirm": plain(3), "deny": plain(3)});
    actions(with(button(), "confirm", with(confirm, field, words)))
}

fn video(field: &str, value: impl Into<Value>) -> Value {
    let video = json!({"type": "video", "alt_text": "a", "title": plain(3),
        "thumbnail_url": "https://e.com/a.png", "video_url": "https://e.com/v"});
    with(video, field, value)
}

fn rich(elements: Value) -> Value {
    json!({"type": "rich_text", "elements": elements})
}

fn section() -> Value {
    json!({"type": "section", "text": mrkdwn(3)})
}

/// A field, its largest size, and a block in which it has a given size.
type Row = (&'static str, usize, fn(usize) -> Value);

const MOST: [Row; 49] = [
    ("section text", 3_000, |n| json!({"type": "section", "text": mrkdwn(n)})),
    ("section plain text", 3_000, |n| json!({"type": "section", "text": plain(n)})),
    ("field text", 2_000, |n| json!({"type": "section", "fields": [mrkdwn(n)]})),
    ("fields", 10, |n| json!({"type": "section", "fields": vec![plain(3); n]})),
    ("header text", 150, |n| json!({"type": "header", "text": plain(n)})),
    ("actions elements", 25, |n| json!({"type": "actions", "elements": vec![button(); n]})),
    ("context elements", 10, |n| json!({"type": "context", "elements": vec![plain(3); n]})),
    ("button text", 75, |n| actions(with(button(), "text", plain(n)))),
    ("button value", 2_000, |n| actions(with(button(), "value", text(n)))),
    ("button url", 3_000, |n| actions(with(button(), "url", text(n)))),
    ("button accessibility_label", 75, |n| actions(with(button(), "accessibility_label", text(n)))),
    ("block_id", 255, |n| json!({"type": "divider", "block_id": text(n)})),
    ("action_id of a button", 255, |n| actions(with(button(), "action_id", text(n)))),
    ("action_id of an input", 255, |n| input(with(typed(), "action_id", text(n)))),
    ("action_id of an accessory", 255, |n| {
        with(section(), "accessory", with(button(), "action_id", text(n)))
    }),
    ("option text", 75, |n| input(select(json!([option(n)])))),
    ("option value", 150, |n| input(select(json!([with(option(3), "value", text(n))])))),
    ("option description", 75, |n| input(select(json!([with(option(3), "description", plain(n))])))),
    ("option url", 3_000, |n| {
        actions(json!({"type": "overflow", "options": [with(option(3), "url", text(n))]}))
    }),
    ("options", 100, |n| input(select(options(n)))),
    ("options of a multi-select", 100, |n| input(with(select(options(n)), "type", "multi_static_select"))),
    ("option groups", 100, |n| grouped(n, 1, 3)),
    ("options of a group", 100, |n| grouped(1, n, 3)),
    ("label of a group", 75, |n| grouped(1, 1, n)),
    ("max_selected_items", 100, |n| input(json!({"type": "multi_users_select", "max_selected_items": n}))),
    ("overflow options", 5, |n| actions(json!({"type": "overflow", "options": options(n)}))),
    ("checkboxes", 10, |n| actions(json!({"type": "checkboxes", "options": options(n)}))),
    ("radio buttons", 10, |n| input(json!({"type": "radio_buttons", "options": options(n)}))),
    ("placeholder of an input", 150, |n| input(with(typed(), "placeholder", plain(n)))),
    ("placeholder of a select", 150, |n| input(with(select(options(1)), "placeholder", plain(n)))),
    ("confirm title", 100, |n| confirm("title", plain(n))),
    ("confirm text", 300, |n| confirm("text", mrkdwn(n))),
    ("confirm button", 30, |n| confirm("confirm", plain(n))),
    ("deny button", 30, |n| confirm("deny", plain(n))),
    ("plain_text_input max_length", 3_000, |n| input(with(typed(), "max_length", n))),
    ("plain_text_input min_length", 3_000, |n| input(with(typed(), "min_length", n))),
    ("plain_text_input initial_value", 3_000, |n| input(with(typed(), "initial_value", text(n)))),
    ("input label", 2_000, |n| with(input(typed()), "label", plain(n))),
    ("input hint", 2_000, |n| with(input(typed()), "hint", plain(n))),
    ("image url", 3_000, |n| with(image(), "image_url", text(n))),
    ("image alt", 2_000, |n| with(image(), "alt_text", text(n))),
    ("image title", 2_000, |n| with(image(), "title", plain(n))),
    ("alt of an accessory", 2_000, |n| with(section(), "accessory", with(image(), "alt_text", text(n)))),
    (
        "alt in a context",
        2_000,
        |n| json!({"type": "context", "elements": [with(image(), "alt_text", text(n))]}),
    ),
    ("datetimepicker", 9_999_999_999, |n| input(json!({"type": "datetimepicker", "initial_date_time": n}))),
    ("video title", 199, |n| video("title", plain(n))),
    ("video author", 49, |n| video("author_name", text(n))),
    ("video alt", 2_000, |n| video("alt_text", text(n))),
    ("rich text indent", 8, |n| {
        rich(json!([{"type": "rich_text_list", "style": "bullet", "indent": n, "elements": []}]))
    }),
];

const LEAST: [Row; 17] = [
    ("section text", 1, |n| json!({"type": "section", "text": mrkdwn(n)})),
    ("field text", 1, |n| json!({"type": "section", "fields": [mrkdwn(n)]})),
    ("fields", 1, |n| json!({"type": "section", "fields": vec![plain(3); n]})),
    ("header text", 1, |n| json!({"type": "header", "text": plain(n)})),
    ("actions elements", 1, |n| json!({"type": "actions", "elements": vec![button(); n]})),
    ("context elements", 1, |n| json!({"type": "context", "elements": vec![plain(3); n]})),
    ("button text", 1, |n| actions(with(button(), "text", plain(n)))),
    ("action_id", 1, |n| actions(with(button(), "action_id", text(n)))),
    ("options", 1, |n| input(select(options(n)))),
    ("options of a group", 1, |n| grouped(1, n, 3)),
    ("overflow options", 1, |n| actions(json!({"type": "overflow", "options": options(n)}))),
    ("checkboxes", 1, |n| actions(json!({"type": "checkboxes", "options": options(n)}))),
    ("option value", 1, |n| input(select(json!([with(option(3), "value", text(n))])))),
    ("max_length", 1, |n| input(with(typed(), "max_length", n))),
    ("max_selected_items", 1, |n| input(json!({"type": "multi_users_select", "max_selected_items": n}))),
    ("image alt", 1, |n| with(image(), "alt_text", text(n))),
    ("datetimepicker", 1_000_000_000, |n| input(json!({"type": "datetimepicker", "initial_date_time": n}))),
];

fn holds(name: &str, at_the_edge: &Value, beyond: &Value) {
    assert_eq!(check(std::slice::from_ref(at_the_edge), Surface::Message), Ok(()), "{name}");
    let problems = check(std::slice::from_ref(beyond), Surface::Message).expect_err(name);
    assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    assert!(problems[0].contains("[json-pointer:/blocks/0"), "{problems:?}");
}

#[test]
fn every_limit_holds_exactly() {
    for (name, most, made) in MOST {
        holds(name, &made(most), &made(most + 1));
    }
    for (name, least, made) in LEAST {
        holds(name, &made(least), &made(least - 1));
    }
}

#[test]
fn so_many_blocks_fit_on_a_surface() {
    for (surface, most) in [(Surface::Message, 50), (Surface::Modal, 100), (Surface::Home, 100)] {
        let dividers = |count| vec![json!({"type": "divider"}); count];
        assert_eq!(check(&dividers(most), surface), Ok(()));
        assert!(check(&dividers(most + 1), surface).is_err());
    }
}

#[test]
fn all_markdown_of_a_message_counts_together() {
    let halves = |first, second| {
        [first, second].map(|length: usize| json!({"type": "markdown", "text": text(length)}))
    };
    assert_eq!(check(&halves(5_000, 7_000), Surface::Message), Ok(()));
    assert!(check(&halves(5_000, 7_001), Surface::Message).is_err());
}

#[test]
fn some_blocks_are_for_messages_only_and_files_are_asked_for_in_modals_only() {
    let messages_only = [
        json!({"type": "markdown", "text": "hi"}),
        json!({"type": "table", "rows": []}),
        json!({"type": "task_card"}),
        json!({"type": "plan"}),
        json!({"type": "context_actions", "elements": []}),
        json!({"type": "data_table"}),
        json!({"type": "data_visualization"}),
    ];
    for block in messages_only {
        for (surface, fits) in [(Surface::Message, true), (Surface::Modal, false), (Surface::Home, false)] {
            assert_eq!(check(std::slice::from_ref(&block), surface).is_ok(), fits, "{block} {surface:?}");
        }
    }
    for (surface, fits) in [(Surface::Message, false), (Surface::Modal, true), (Surface::Home, false)] {
        assert_eq!(check(&[input(json!({"type": "file_input"}))], surface).is_ok(), fits, "{surface:?}");
    }
    for (files, fits) in [(0, false), (1, true), (10, true), (11, false)] {
        let block = input(json!({"type": "file_input", "max_files": files, "filetypes": ["pdf"]}));
        assert_eq!(check(&[block], Surface::Modal).is_ok(), fits, "{files}");
    }
}

/// What stands in the right place.
fn right() -> Vec<Value> {
    let line = json!({"type": "rich_text_section", "elements": [
        {"type": "text", "text": "a", "style": {"bold": true}}, {"type": "link", "url": "https://e.com"},
        {"type": "emoji", "name": "wave"}, {"type": "user", "user_id": "U1"},
        {"type": "usergroup", "usergroup_id": "S1"}, {"type": "channel", "channel_id": "C1"},
        {"type": "broadcast", "range": "here"}, {"type": "color", "value": "#F405B3"},
        {"type": "date", "timestamp": 1_720_710_212, "format": "{date_num}"}]});
    vec![
        rich(json!([line, {"type": "rich_text_list", "style": "ordered", "border": 1, "elements": [line]},
            {"type": "rich_text_quote", "elements": line["elements"]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a"}]}])),
        video("title_url", "https://e.com"),
        input(
            json!({"type": "number_input", "is_decimal_allowed": false, "min_value": "1", "max_value": "1",
            "initial_value": "1"}),
        ),
        input(json!({"type": "number_input", "is_decimal_allowed": true, "min_value": "-0.5"})),
        input(json!({"type": "email_text_input", "initial_value": "a@e.com"})),
        input(json!({"type": "url_text_input", "dispatch_action_config":
            {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}})),
        input(json!({"type": "plain_text_input", "min_length": 5, "max_length": 5})),
        input(json!({"type": "rich_text_input", "initial_value": rich(json!([line]))})),
        input(json!({"type": "datepicker", "initial_date": "2027-02-28"})),
        actions(json!({"type": "timepicker", "initial_time": "23:59"})),
        actions(with(select(options(2)), "initial_option", json!({"text": plain(3), "value": "1"}))),
        json!({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"}),
    ]
}

/// What is wrong in one way, and Slack's words for it.
fn wrong() -> Vec<(Value, &'static str)> {
    let part = |part: Value| rich(json!([part]));
    let word = |word: Value| rich(json!([{"type": "rich_text_section", "elements": [word]}]));
    let twins = json!({"type": "actions", "elements": vec![with(button(), "action_id", "a"); 2]});
    let number = |fields: Value| {
        let mut element = json!({"type": "number_input", "is_decimal_allowed": false});
        element.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        input(element)
    };
    let dispatch =
        |on: Value| input(with(typed(), "dispatch_action_config", json!({"trigger_actions_on": on})));
    vec![
        (
            json!({"type": "section", "text": plain(3), "accessory": typed()}),
            "unsupported type: plain_text_input",
        ),
        (actions(typed()), "unsupported type: plain_text_input"),
        (actions(with(select(options(1)), "type", "multi_static_select")), "unsupported type"),
        (input(button()), "unsupported type: button"),
        (json!({"type": "header", "text": mrkdwn(1)}), "must be plain_text"),
        (json!({"type": "poem"}), "unsupported type: poem"),
        (json!({"text": plain(3)}), "missing required field: type"),
        (json!({"type": "section"}), "missing required field: text"),
        (json!({"type": "input", "label": plain(3)}), "missing required field: element"),
        (json!({"type": "input", "element": typed()}), "missing required field: label"),
        (actions(with(button(), "style", "loud")), "must be one of primary, danger"),
        (confirm("deny", Value::Null), "missing required field: deny"),
        (actions(with(select(options(2)), "initial_option", option(3))), "must be one of the options"),
        (input(with(select(options(2)), "option_groups", json!([]))), "exclude each other"),
        (twins, "action_id already exists: a"),
        (with(image(), "slack_file", json!({"id": "F1"})), "exclude each other"),
        (json!({"type": "image", "alt_text": "a"}), "missing required field: image_url"),
        (video("alt_text", Value::Null), "missing required field: alt_text"),
        (video("title", Value::Null), "missing required field: title"),
        (video("thumbnail_url", Value::Null), "missing required field: thumbnail_url"),
        (video("video_url", Value::Null), "missing required field: video_url"),
        (video("video_url", "http://e.com"), "must begin with https://"),
        (input(json!({"type": "number_input"})), "missing required field: is_decimal_allowed"),
        (number(json!({"min_value": "2", "max_value": "1"})), "must not be more than max_value"),
        (number(json!({"max_value": "1", "initial_value": "2"})), "must be between min_value and max_value"),
        (number(json!({"min_value": "1.5"})), "must be a number"),
        (number(json!({"min_value": 1})), "must be a number"),
        (
            input(json!({"type": "plain_text_input", "min_length": 6, "max_length": 5})),
            "not be more than max_length",
        ),
        (dispatch(json!([])), "no less than 1 items allowed"),
        (dispatch(json!(["on_blur"])), "must be one of on_enter_pressed"),
        (input(json!({"type": "datepicker", "initial_date": "2027-02-29"})), "must be written YYYY-MM-DD"),
        (input(json!({"type": "timepicker", "initial_time": "24:30"})), "must be written HH:mm"),
        (rich(json!([])), "no less than 1 items allowed"),
        (part(json!({"type": "section"})), "unsupported type: section"),
        (part(json!({"type": "rich_text_list", "elements": []})), "missing required field: style"),
        (part(json!({"type": "rich_text_list", "style": "square", "elements": []})), "must be one of bullet"),
        (
            part(json!({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text"}]})),
            "unsupported type",
        ),
        (
            part(json!({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]})),
            "unsupported",
        ),
        (part(json!({"type": "rich_text_quote", "border": 2, "elements": []})), "must be between 0 and 1"),
        (word(json!({"text": "a"})), "missing required field: type"),
        (word(json!({"type": "mrkdwn", "text": "a"})), "unsupported type: mrkdwn"),
        (word(json!({"type": "text"})), "missing required field: text"),
        (word(json!({"type": "user"})), "missing required field: user_id"),
        (word(json!({"type": "broadcast", "range": "all"})), "must be one of here"),
        (word(json!({"type": "text", "text": "a", "style": {"bold": "yes"}})), "true and false"),
        (word(json!({"type": "date", "format": "{date}"})), "missing required field: timestamp"),
    ]
}

#[test]
fn what_is_right_passes_and_what_is_wrong_is_named() {
    for block in right() {
        assert_eq!(check(std::slice::from_ref(&block), Surface::Modal), Ok(()), "{block}");
    }
    for (block, words) in wrong() {
        let problems = check(std::slice::from_ref(&block), Surface::Modal).expect_err(&block.to_string());
        assert_eq!(problems.len(), 1, "{block}: {problems:?}");
        assert!(problems[0].contains(words), "{block}: {problems:?}");
    }
}

#[test]
fn names_of_blocks_and_the_focus_are_given_once() {
    let named = |name: &str| json!({"type": "divider", "block_id": name});
    assert!(check(&[named("a"), named("b")], Surface::Message).is_ok());
    assert!(check(&[named("a"), named("a")], Surface::Message).is_err());
    let focused = || input(with(typed(), "focus_on_load", true));
    assert!(check(&[focused(), input(typed())], Surface::Modal).is_ok());
    assert!(check(&[focused(), focused()], Surface::Modal).is_err());
}

fn modal() -> Value {
    json!({"type": "modal", "title": plain(3), "blocks": [{"type": "divider"}]})
}

const OF_A_VIEW: [Row; 6] = [
    ("title", 24, |n| with(modal(), "title", plain(n))),
    ("submit", 24, |n| with(modal(), "submit", plain(n))),
    ("close", 24, |n| with(modal(), "close", plain(n))),
    ("private_metadata", 3_000, |n| with(modal(), "private_metadata", text(n))),
    ("callback_id", 255, |n| with(modal(), "callback_id", text(n))),
    ("external_id", 255, |n| with(modal(), "external_id", text(n))),
];

#[test]
fn views_have_limits_of_their_own() {
    for (name, most, made) in OF_A_VIEW {
        assert_eq!(check_view(&made(most), ViewKind::Modal), Ok(()), "{name}");
        let problems = check_view(&made(most + 1), ViewKind::Modal).expect_err(name);
        assert_eq!(problems.len(), 1, "{name}: {problems:?}");
    }
    assert!(check_view(&modal(), ViewKind::Home).is_err(), "a modal is no Home");
    let home = json!({"type": "home", "blocks": [input(typed())]});
    assert_eq!(check_view(&home, ViewKind::Home), Ok(()), "a Home needs no submit");
    let form = with(modal(), "blocks", json!([input(typed())]));
    let problems = check_view(&form, ViewKind::Modal).unwrap_err();
    assert!(problems[0].contains("submit is required"));
    assert_eq!(check_view(&with(form, "submit", plain(3)), ViewKind::Modal), Ok(()));
    assert!(check_view(&json!({"type": "modal", "title": plain(3)}), ViewKind::Modal).is_err());
}

#[test]
fn metadata_is_small_and_made_of_plain_values() {
    let payload = |payload: Value| json!({"event_type": "outbox", "event_payload": payload});
    let right = payload(json!({"id": "1", "n": 1, "b": true, "o": {"a": 1}, "l": [{"a": 1}]}));
    assert_eq!(check_metadata(&right), Ok(()));
    let wrong = [
        json!({"event_type": "outbox"}),
        json!({"event_type": "", "event_payload": {}}),
        payload(json!("id")),
        payload(json!({"id": null})),
        payload(json!({"l": [["nested"]]})),
    ];
    for metadata in wrong {
        assert_eq!(check_metadata(&metadata), Err("invalid_metadata_format"), "{metadata}");
    }
    assert_eq!(check_metadata(&payload(json!({"id": text(32_000)}))), Err("metadata_too_large"));
}
