use serde_json::json;

use super::*;

fn plain(length: usize) -> Value {
    json!({"type": "plain_text", "text": "x".repeat(length)})
}

fn options(count: usize) -> Value {
    (0..count).map(|n| json!({"text": plain(3), "value": n.to_string()})).collect()
}

fn input(element: Value) -> Value {
    json!({"type": "input", "label": plain(5), "element": element})
}

fn actions(element: Value) -> Value {
    json!({"type": "actions", "elements": [element]})
}

/// Each line: what is exactly at the limit, and what is one beyond.
fn edges() -> Vec<(&'static str, Value, Value)> {
    let section = |n| json!({"type": "section", "text": {"type": "mrkdwn", "text": "x".repeat(n)}});
    let fields = |n| json!({"type": "section", "fields": vec![plain(3); n]});
    let header = |n| json!({"type": "header", "text": plain(n)});
    let many =
        |n| json!({"type": "actions", "elements": vec![json!({"type": "button", "text": plain(3)}); n]});
    let context = |n| json!({"type": "context", "elements": vec![plain(3); n]});
    let button = |field: &str, n: usize| {
        let mut button = json!({"type": "button", "text": plain(3)});
        button[field] = json!("x".repeat(n));
        actions(button)
    };
    let named = |n| json!({"type": "divider", "block_id": "x".repeat(n)});
    let select = |n| input(json!({"type": "static_select", "options": options(n)}));
    let option =
        |n: usize| actions(json!({"type": "overflow", "options": [{"text": plain(n), "value": "v"}]}));
    let value =
        |n| actions(json!({"type": "overflow", "options": [{"text": plain(1), "value": "x".repeat(n)}]}));
    let length = |n: usize| input(json!({"type": "plain_text_input", "max_length": n}));
    let placeholder = |n| input(json!({"type": "plain_text_input", "placeholder": plain(n)}));
    let image = |n| json!({"type": "image", "image_url": "https://e.com/a.png", "alt_text": "x".repeat(n)});
    let label = |n| json!({"type": "input", "label": plain(n), "element": {"type": "plain_text_input"}});
    let confirm = |n| {
        let confirm = json!({"title": plain(n), "text": plain(3), "confirm": plain(3), "deny": plain(3)});
        actions(json!({"type": "button", "text": plain(3), "confirm": confirm}))
    };
    vec![
        ("section text", section(3_000), section(3_001)),
        ("empty section", section(1), section(0)),
        ("fields", fields(10), fields(11)),
        ("header", header(150), header(151)),
        ("actions", many(25), many(26)),
        ("context", context(10), context(11)),
        ("button value", button("value", 2_000), button("value", 2_001)),
        ("button url", button("url", 3_000), button("url", 3_001)),
        ("label for readers", button("accessibility_label", 75), button("accessibility_label", 76)),
        ("action_id", button("action_id", 255), button("action_id", 256)),
        ("block_id", named(255), named(256)),
        ("options", select(100), select(101)),
        ("option text", option(75), option(76)),
        ("option value", value(150), value(151)),
        (
            "overflow",
            actions(json!({"type": "overflow", "options": options(5)})),
            actions(json!({"type": "overflow", "options": options(6)})),
        ),
        (
            "checkboxes",
            actions(json!({"type": "checkboxes", "options": options(10)})),
            actions(json!({"type": "checkboxes", "options": options(11)})),
        ),
        ("max_length", length(3_000), length(3_001)),
        ("placeholder", placeholder(150), placeholder(151)),
        ("alt text", image(2_000), image(2_001)),
        ("input label", label(2_000), label(2_001)),
        ("confirm title", confirm(100), confirm(101)),
    ]
}

#[test]
fn every_limit_holds_exactly() {
    for (name, at, beyond) in edges() {
        assert_eq!(check(&[at], Surface::Message), Ok(()), "{name}");
        let problems = check(&[beyond], Surface::Message).expect_err(name);
        assert_eq!(problems.len(), 1, "{name}: {problems:?}");
        assert!(problems[0].contains("[json-pointer:/blocks/0"), "{problems:?}");
    }
}

#[test]
fn surfaces_differ_in_count_and_in_what_they_take() {
    let dividers = vec![json!({"type": "divider"}); 51];
    assert!(check(&dividers, Surface::Message).is_err());
    assert!(check(&dividers, Surface::Home).is_ok());
    let markdown = [json!({"type": "markdown", "text": "hi"})];
    assert!(check(&markdown, Surface::Message).is_ok());
    assert!(check(&markdown, Surface::Modal).is_err());
    let file = [input(json!({"type": "file_input"}))];
    assert!(check(&file, Surface::Modal).is_ok());
    assert!(check(&file, Surface::Home).is_err());
}

#[test]
fn what_stands_in_the_wrong_place_is_refused() {
    let wrong = [
        json!({"type": "section", "text": plain(3), "accessory": {"type": "plain_text_input"}}),
        actions(json!({"type": "plain_text_input"})),
        input(json!({"type": "button", "text": plain(3)})),
        json!({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
        json!({"type": "poem"}),
        json!({"text": plain(3)}),
        json!({"type": "section"}),
        actions(json!({"type": "static_select", "options": options(2),
            "initial_option": {"text": plain(3), "value": "9"}})),
        json!({"type": "actions", "elements": [
            {"type": "button", "text": plain(3), "action_id": "a"},
            {"type": "button", "text": plain(3), "action_id": "a"}]}),
    ];
    for block in wrong {
        assert!(check(std::slice::from_ref(&block), Surface::Modal).is_err(), "{block}");
    }
    let twins = [json!({"type": "divider", "block_id": "a"}), json!({"type": "divider", "block_id": "a"})];
    assert!(check(&twins, Surface::Message).is_err());
}

#[test]
fn views_have_limits_of_their_own() {
    let view = |title: usize, metadata: usize| {
        json!({"type": "modal", "title": plain(title), "private_metadata": "x".repeat(metadata),
            "blocks": [{"type": "divider"}]})
    };
    assert_eq!(check_view(&view(24, 3_000), ViewKind::Modal), Ok(()));
    assert!(check_view(&view(25, 0), ViewKind::Modal).is_err());
    assert!(check_view(&view(24, 3_001), ViewKind::Modal).is_err());
    assert!(check_view(&view(24, 0), ViewKind::Home).is_err());
    let mut form = view(24, 0);
    form["blocks"] = json!([input(json!({"type": "plain_text_input"}))]);
    let problems = check_view(&form, ViewKind::Modal).unwrap_err();
    assert!(problems[0].contains("submit is required"));
    form["submit"] = plain(24);
    assert_eq!(check_view(&form, ViewKind::Modal), Ok(()));
}
