//! The promises of the words that are data: the decks, topics, themes and readings under `prompts/`, and the app manifest.
//! Whether each entry is sound, `viceversa prompts check` knows; here stand the promises about them together. A failing
//! test names the file and the entry, and says how to mend it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use viceversa::adapters::catalogue::{embedded, ours};
use viceversa::cli::slack_app;
use viceversa::domain::catalogue::{Catalogue, Depth};
use viceversa::domain::people::profile::Mode;

#[path = "content/problems.rs"]
mod problems;

/// What a deck has to offer before we ship it.
struct Promise {
    mode: Mode,
    questions: usize,
    /// In each theme that the deck has; every one of them has every depth.
    in_a_theme: usize,
    themes: usize,
}

const PROMISES: [Promise; 3] = [
    // Two years of weekly talks without meeting a question again.
    Promise { mode: Mode::Peer, questions: 104, in_a_theme: 11, themes: 10 },
    // A quarter of weekly nudges in the theme somebody has chosen.
    Promise { mode: Mode::Nudge, questions: 132, in_a_theme: 12, themes: 11 },
    Promise { mode: Mode::Reverse, questions: 40, in_a_theme: 6, themes: 5 },
];
const TOPICS: usize = 40;
const COMMUNITY: usize = 60;
const SIGN_CEILING: usize = 40;

#[test]
fn our_own_decks_stand_every_check_without_a_warning() {
    let findings = ours().check(&Catalogue::default());
    report(&findings.iter().map(|finding| format!("{finding}\n")).collect::<String>());
}

#[test]
fn every_file_of_prompts_is_part_of_the_program() {
    let mut lying: Vec<String> = fs::read_dir(root().join("prompts"))
        .expect("prompts/ exists")
        .map(|entry| format!("prompts/{}", entry.expect("it can be listed").file_name().to_string_lossy()))
        .collect();
    lying.sort();
    let files = ours();
    let mut embedded: Vec<&str> = files.names().collect();
    embedded.sort_unstable();
    assert_eq!(lying, embedded, "src/adapters/catalogue.rs lists the files that are built in.");
}

#[test]
fn every_deck_is_rich_in_each_of_its_themes() {
    let catalogue = catalogue();
    let mut found = String::new();
    for promise in &PROMISES {
        let mode = promise.mode.code();
        let mut themes: BTreeMap<&str, Vec<Depth>> = BTreeMap::new();
        for prompt in catalogue.prompts.iter().filter(|prompt| prompt.mode == promise.mode) {
            themes.entry(prompt.theme.as_str()).or_default().push(prompt.depth);
        }
        let total: usize = themes.values().map(Vec::len).sum();
        if total < promise.questions || themes.len() < promise.themes {
            writeln!(
                found,
                "{mode}: {total} questions in {} themes; {} in {} are promised.",
                themes.len(),
                promise.questions,
                promise.themes
            )
            .unwrap();
        }
        for (theme, depths) in themes {
            let counts: Vec<usize> =
                Depth::ALL.iter().map(|depth| depths.iter().filter(|each| *each == depth).count()).collect();
            if depths.len() < promise.in_a_theme || counts.contains(&0) {
                writeln!(
                    found,
                    "{mode}, {theme}: {counts:?} of {:?}; {} in all and some of each are promised.",
                    Depth::ALL,
                    promise.in_a_theme
                )
                .unwrap();
            }
        }
    }
    report(&found);
}

#[test]
fn a_channel_can_be_asked_about_every_topic_for_more_than_a_year() {
    let catalogue = catalogue();
    assert!(catalogue.community().len() >= COMMUNITY, "prompts/community.toml needs {COMMUNITY} questions.");
    let mut found = String::new();
    for topic in &catalogue.topics {
        match catalogue.community().iter().filter(|question| question.topic == topic.id).count() {
            1..=3 => {}
            count => {
                writeln!(
                    found,
                    "prompts/community.toml: {count} questions on {}; 1 to 3 are promised.",
                    topic.id
                )
                .unwrap();
            }
        }
    }
    for question in catalogue.community() {
        // One half is for 🙋, the other for 🤝.
        let asks = |word: &&str| ["who", "whose"].contains(&word.to_lowercase().as_str());
        if question.text.split(' ').filter(asks).count() < 2 {
            writeln!(
                found,
                "prompts/community.toml: {}: ask who could use help and who can give it.",
                question.id
            )
            .unwrap();
        }
    }
    report(&found);
}

#[test]
fn every_theme_has_two_to_five_things_to_read() {
    let catalogue = catalogue();
    let mut found = String::new();
    for theme in &catalogue.themes {
        let count = catalogue.readings(&theme.id).count();
        if !(2..=5).contains(&count) {
            writeln!(found, "prompts/readings.toml: {count} for {}; a short list is read.", theme.id)
                .unwrap();
        }
    }
    report(&found);
}

#[test]
fn no_figure_stands_in_a_text_without_its_study() {
    let catalogue = catalogue();
    let prompts = catalogue.prompts.iter().map(|prompt| (prompt.id.as_str(), &prompt.text));
    let community = catalogue.community.iter().map(|question| (question.id.as_str(), &question.text));
    let mut found = String::new();
    for (id, text) in prompts.chain(community) {
        let plain = text.replace("1:1", "");
        if plain.contains(|c: char| c.is_ascii_digit() || c == '%') {
            writeln!(found, "{id}: a figure needs a study that docs/prompts.md names; say it in words.")
                .unwrap();
        }
    }
    report(&found);
}

#[test]
fn every_topic_has_signs_that_no_other_topic_is_called_by() {
    let catalogue = catalogue();
    let mut called: BTreeMap<String, &str> = BTreeMap::new();
    for topic in &catalogue.topics {
        for word in topic.synonyms.iter().cloned().chain([topic.name.to_lowercase()]) {
            called.insert(word, topic.id.as_str());
        }
    }
    let mut found = String::new();
    for topic in &catalogue.topics {
        let mut complain = |what: &str| writeln!(found, "prompts/topics.toml: {}: {what}", topic.id).unwrap();
        if !(15..=60).contains(&topic.signs.len()) {
            complain(&format!("it has {} signs; 15 to 60 are wanted.", topic.signs.len()));
        }
        let mut seen = BTreeSet::new();
        for sign in &topic.signs {
            if sign.trim() != sign || sign.to_lowercase() != *sign || sign.is_empty() {
                complain(&format!("`{sign}` must be lower case, without spaces around it."));
            }
            if sign.chars().count() > SIGN_CEILING {
                complain(&format!(
                    "`{sign}` is longer than {SIGN_CEILING} characters; say it more generally."
                ));
            }
            if let Some(owner) = called.get(sign) {
                complain(&format!("`{sign}` is the name or a synonym of {owner} already; leave it to that."));
            }
            if !seen.insert(sign) {
                complain(&format!("`{sign}` stands there twice."));
            }
        }
    }
    report(&found);
}

#[test]
fn topics_are_enough_and_stand_in_lists_that_read_well() {
    let catalogue = catalogue();
    assert!(catalogue.topics.len() >= TOPICS, "prompts/topics.toml needs {TOPICS} topics.");
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in &catalogue.topics {
        *groups.entry(topic.group.as_str()).or_default() += 1;
    }
    let mut found = String::new();
    for (group, size) in groups.into_iter().filter(|(_, size)| !(6..=9).contains(size)) {
        writeln!(
            found,
            "prompts/topics.toml: group {group} has {size} topics; a list reads well with 6 to 9."
        )
        .unwrap();
    }
    report(&found);
}

#[test]
fn the_guide_to_decks_lists_every_theme_and_topic() {
    let guide = fs::read_to_string(root().join("docs/prompts.md")).expect("docs/prompts.md exists");
    let catalogue = catalogue();
    let themes = catalogue.themes.iter().map(|theme| theme.id.as_str());
    let topics = catalogue.topics.iter().map(|topic| topic.id.as_str());
    let missing: Vec<&str> = themes.chain(topics).filter(|id| !guide.contains(&format!("`{id}`"))).collect();
    assert!(missing.is_empty(), "docs/prompts.md does not list {missing:?}.");
}

#[test]
fn the_manifest_asks_for_the_least_scopes() {
    let manifest = manifest();
    let least = [
        "commands",
        "chat:write",
        "im:write",
        "mpim:write",
        "users:read",
        "reactions:read",
        "metadata.message:read",
        "im:history",
        "files:read",
    ];
    let mend = "every scope is a promise to the people of a workspace: change manifest.yml, this list and the README together.";
    assert_eq!(items(&manifest, "bot"), least, "manifest.yml, bot scopes: {mend}");
    let optional = ["im:history", "files:read"];
    assert_eq!(items(&manifest, "bot_optional"), optional, "manifest.yml, optional scopes: {mend}");
    for kind in ["user", "user_optional"] {
        assert!(items(&manifest, kind).is_empty(), "manifest.yml asks for user scopes: {mend}");
    }
}

#[test]
fn the_manifest_subscribes_to_what_the_bot_handles() {
    let events = [
        "app_home_opened",
        "app_uninstalled",
        "tokens_revoked",
        "reaction_added",
        "reaction_removed",
        "user_change",
        "team_join",
        "message.im",
    ];
    assert_eq!(
        items(&manifest(), "bot_events"),
        events,
        "manifest.yml: subscribe to what is handled, and to no more."
    );
}

#[test]
fn the_made_up_slack_has_the_app_of_the_manifest() {
    let manifest = manifest();
    let mend =
        "src/cli/slack_app.rs says to the made-up Slack what manifest.yml says to the real one; change both.";
    assert_eq!(slack_app::SCOPES.to_vec(), items(&manifest, "bot"), "scopes: {mend}");
    let optional = slack_app::OPTIONAL_SCOPES.to_vec();
    assert_eq!(optional, items(&manifest, "bot_optional"), "optional scopes: {mend}");
    let events: Vec<&str> =
        slack_app::EVENTS.into_iter().filter(|event| *event != "message_metadata_posted").collect();
    assert_eq!(events, items(&manifest, "bot_events"), "events: {mend}");
    let app = slack_app::workspace().app;
    for command in &app.commands {
        let lines = [
            format!("- command: {}", command.command),
            format!("description: {}", command.description),
            format!("usage_hint: {}", command.usage_hint),
        ];
        for line in lines {
            assert!(manifest.contains(&line), "{line}: {mend}");
        }
    }
}

#[test]
fn the_manifest_points_at_the_routes_of_the_bot() {
    let manifest = manifest();
    let wanted = [
        ("url", "https://example.com/slack/commands"),
        ("request_url", "https://example.com/slack/events"),
        ("request_url", "https://example.com/slack/interactions"),
        ("message_menu_options_url", "https://example.com/slack/options"),
        ("command", "/mentor"),
        ("should_escape", "true"),
        ("is_enabled", "true"),
        ("home_tab_enabled", "true"),
        ("messages_tab_enabled", "true"),
        ("messages_tab_read_only_enabled", "false"),
    ];
    for (key, value) in wanted {
        assert!(
            manifest.iter().any(|line| line.trim_start_matches("- ") == format!("{key}: {value}")),
            "manifest.yml lacks `{key}: {value}`; without it Slack does not reach the bot."
        );
    }
}

/// The lines of the manifest without comments and quotes. It is plain enough to be read without a YAML parser.
fn manifest() -> Vec<String> {
    let text = fs::read_to_string(root().join("manifest.yml")).expect("manifest.yml exists");
    text.lines().map(|line| line.trim().replace('"', "")).filter(|line| !line.starts_with('#')).collect()
}

/// The items of the list below `key:`.
fn items<'a>(manifest: &'a [String], key: &str) -> Vec<&'a str> {
    let below = manifest.iter().skip_while(|line| **line != format!("{key}:")).skip(1);
    below.map_while(|line| line.strip_prefix("- ")).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn report(found: &str) {
    assert!(found.is_empty(), "\n{found}");
}

fn catalogue() -> Catalogue {
    embedded().expect("our own files read")
}
