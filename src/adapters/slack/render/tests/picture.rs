//! Blocks as a person would read them, for snapshots that can be reviewed.

use super::*;

/// The blocks, and under them the fallback.
pub fn picture(blocks: &[SlackBlock], fallback: Option<&str>) -> String {
    let blocks = blocks_of(&json!(blocks));
    match fallback {
        Some(text) => format!("{blocks}\n--- as text\n{text}\n"),
        None => blocks,
    }
}

/// A modal or a Home.
pub fn view(view: &Value) -> String {
    let word = |part: &str| view[part]["text"].as_str().unwrap_or("-").to_owned();
    let title = format!("# {} [{}] [{}]", word("title"), word("submit"), word("close"));
    format!(
        "{title} callback={}\n{}",
        view["callback_id"].as_str().unwrap_or("-"),
        blocks_of(&view["blocks"])
    )
}

fn blocks_of(blocks: &Value) -> String {
    let blocks = blocks.as_array().map_or(&[][..], Vec::as_slice);
    blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn block(block: &Value) -> String {
    let words = block["text"]["text"].as_str().unwrap_or_default();
    match block["type"].as_str().unwrap_or_default() {
        "section" if block["accessory"].is_object() => {
            format!("{words}\n    {}", element(&block["accessory"]))
        }
        "section" => words.to_owned(),
        "header" => format!("## {words}"),
        "divider" => "----".to_owned(),
        "context" => format!("({})", block["elements"][0]["text"].as_str().unwrap_or_default()),
        "actions" => {
            let elements = block["elements"].as_array().expect("elements");
            elements.iter().map(|each| format!("    {}", element(each))).collect::<Vec<_>>().join("\n")
        }
        "input" => {
            let label = block["label"]["text"].as_str().unwrap_or_default();
            let optional = if block["optional"] == true { " (optional)" } else { "" };
            let hint = block["hint"]["text"].as_str().map_or(String::new(), |hint| format!("\n    {hint}"));
            format!("{label}{optional}: {}{hint}", element(&block["element"]))
        }
        other => panic!("a block of type {other}"),
    }
}

fn element(element: &Value) -> String {
    let id = element["action_id"].as_str().unwrap_or("-");
    let label = element["text"]["text"].as_str().unwrap_or_default();
    let kind = element["type"].as_str().unwrap_or_default();
    let options: Vec<&str> = element["options"]
        .as_array()
        .map(|options| options.iter().filter_map(|option| option["text"]["text"].as_str()).collect())
        .unwrap_or_default();
    let mut parts = vec![format!("[{label}] {kind} {id}")];
    for key in ["value", "style", "initial_time", "initial_value"] {
        parts.extend(element[key].as_str().map(|value| format!("{key}={value}")));
    }
    if !options.is_empty() {
        parts.push(format!("{{{}}}", options.join(" | ")));
    }
    for key in ["initial_option", "initial_options"] {
        if !element[key].is_null() {
            parts.push(format!("{key}={}", chosen(&element[key])));
        }
    }
    if element["confirm"].is_object() {
        parts
            .push(format!("asks first: {}", element["confirm"]["text"]["text"].as_str().unwrap_or_default()));
    }
    parts.join(" ")
}

fn chosen(value: &Value) -> String {
    let one = |option: &Value| option["value"].as_str().unwrap_or_default().to_owned();
    value
        .as_array()
        .map_or_else(|| one(value), |options| options.iter().map(one).collect::<Vec<_>>().join(","))
}
