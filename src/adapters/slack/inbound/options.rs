//! Topics while somebody types: answered from memory, since Slack waits for them at every letter.

use crate::adapters::slack::json::text;
use crate::domain::catalogue::{Catalogue, Topic};
use serde_json::{Value, json};

/// The most options, and the most groups, that Slack takes in one answer.
const MOST: usize = 100;
/// The most characters of an option's text and of a group's label.
const LONGEST: usize = 75;

/// The options for what was typed so far; all topics under their headings where nothing was.
pub fn answer(payload: &Value, catalogue: &Catalogue) -> Value {
    let typed = text(payload, "/value").unwrap_or_default().trim();
    if typed.is_empty() { json!({"option_groups": groups(catalogue)}) } else { matching(typed, catalogue) }
}

fn matching(typed: &str, catalogue: &Catalogue) -> Value {
    let options: Vec<Value> = catalogue.suggest(typed).into_iter().take(MOST).map(option).collect();
    json!({ "options": options })
}

fn groups(catalogue: &Catalogue) -> Vec<Value> {
    let mut groups: Vec<(&str, Vec<Value>)> = Vec::new();
    for topic in &catalogue.topics {
        let place = groups.iter().position(|(label, _)| *label == topic.group);
        match place {
            Some(place) => groups[place].1.push(option(topic)),
            None => groups.push((&topic.group, vec![option(topic)])),
        }
    }
    let group = |(label, options): (&str, Vec<Value>)| json!({"label": plain(label), "options": options.into_iter().take(MOST).collect::<Vec<_>>()});
    groups.into_iter().take(MOST).map(group).collect()
}

fn option(topic: &Topic) -> Value {
    json!({"text": plain(&topic.name), "value": topic.id.as_str()})
}

fn plain(text: &str) -> Value {
    json!({"type": "plain_text", "text": text.chars().take(LONGEST).collect::<String>()})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::TopicId;

    fn catalogue() -> Catalogue {
        let topic = |id: &str, group: &str| Topic {
            id: TopicId::new(id),
            name: id.to_uppercase(),
            group: group.into(),
            synonyms: Vec::new(),
            signs: Vec::new(),
        };
        let many = (0..150).map(|n| topic(&format!("many-{n}"), "Many"));
        let mut topics =
            vec![topic("delegation", "People"), topic("strategy", "Direction"), topic("hiring", "People")];
        topics.extend(many);
        Catalogue { topics, ..Catalogue::default() }
    }

    #[test]
    fn nothing_typed_gives_all_under_their_headings() {
        let answer = answer(&json!({"action_id": "seeks", "value": ""}), &catalogue());
        let groups = answer["option_groups"].as_array().expect("groups");
        let labels: Vec<_> =
            groups.iter().map(|group| group["label"]["text"].as_str().unwrap_or("")).collect();
        assert_eq!(labels, ["People", "Direction", "Many"]);
        assert_eq!(groups[0]["options"][1]["value"], "hiring");
        assert_eq!(groups[2]["options"].as_array().map(Vec::len), Some(100));
    }

    #[test]
    fn typing_narrows_it_down() {
        let found = |typed: &str| {
            let answer = answer(&json!({"value": typed}), &catalogue());
            answer["options"].as_array().map(Vec::len)
        };
        assert_eq!(found("deleg"), Some(1));
        assert_eq!(found("many"), Some(100));
        assert_eq!(found("zebra"), Some(0));
    }
}
