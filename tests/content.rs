//! The promises of the words that are data: the decks, topics and themes under `prompts/`, and the app manifest.
//! A failing test names the file and the entry, and says how to mend it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use viceversa::cli::slack_app;

const DEPTHS: [&str; 3] = ["light", "real", "commitment"];
const MODES: [&str; 6] = ["peer", "reverse", "situational", "circle", "external", "nudge"];
/// Two years of weekly talks without meeting a question again.
const PEER_QUESTIONS: usize = 104;
const PEER_QUESTIONS_IN_A_THEME: usize = 11;
const TOPICS: usize = 40;
const TEXT_CEILING: usize = 220;
const NAME_CEILING: usize = 40;
/// Share of words that two questions may have in common before a person would feel asked the same thing twice.
const LIKENESS_CEILING: f64 = 0.6;

#[test]
fn every_file_of_prompts_is_one_of_the_known_kinds() {
    let mut found = String::new();
    for (path, table) in prompt_files() {
        for kind in table.keys().filter(|kind| !["prompt", "topic", "theme"].contains(&kind.as_str())) {
            writeln!(found, "{path} holds [[{kind}]]; write its checks into tests/content.rs first.")
                .unwrap();
        }
    }
    report(&found);
}

#[test]
fn every_question_is_well_formed() {
    let themes = ids("theme");
    let mut found = String::new();
    for Entry { path, id, table } in entries("prompt") {
        let mut complain = |what: &str| writeln!(found, "{path}: {id}: {what}").unwrap();
        let text = |field| table.get(field).and_then(Value::as_str).unwrap_or_default();
        if let Some(fault) = fault_in_fields(&table, &["id", "theme", "depth", "mode", "text"]) {
            complain(&fault);
        }
        if !themes.contains(text("theme")) {
            complain("its theme is not in prompts/themes.toml.");
        }
        if !is_kebab(&id) || !id.starts_with(&format!("{}-", text("theme"))) {
            complain("an id is its theme, a dash, and lower-case words joined by dashes.");
        }
        if !DEPTHS.contains(&text("depth")) {
            complain(&format!("depth is one of {DEPTHS:?}."));
        }
        if !MODES.contains(&text("mode")) {
            complain(&format!("mode is one of {MODES:?}."));
        }
        if let Some(fault) = fault_in_question(text("text")) {
            complain(fault);
        }
    }
    report(&found);
}

#[test]
fn no_question_is_asked_twice() {
    let questions: Vec<(String, BTreeSet<String>)> =
        entries("prompt").into_iter().map(|entry| (entry.to_string(), words(&entry.table))).collect();
    let mut found = String::new();
    for (at, (name, words)) in questions.iter().enumerate() {
        for (other, others) in &questions[..at] {
            let likeness = words.intersection(others).count() as f64 / words.union(others).count() as f64;
            if likeness >= LIKENESS_CEILING {
                writeln!(
                    found,
                    "{name} and {other} share {:.0} % of their words; drop or rewrite one.",
                    likeness * 100.0
                )
                .unwrap();
            }
        }
    }
    report(&found);
}

#[test]
fn the_peer_deck_lasts_two_years_and_is_rich_in_every_theme() {
    let mut cells: BTreeMap<(String, String), usize> = BTreeMap::new();
    for entry in entries("prompt").into_iter().filter(|entry| entry.field("mode") == "peer") {
        *cells.entry((entry.field("theme"), entry.field("depth"))).or_default() += 1;
    }
    let total: usize = cells.values().sum();
    assert!(total >= PEER_QUESTIONS, "the peer decks hold {total} questions; they need {PEER_QUESTIONS}.");
    let mut found = String::new();
    for theme in cells.keys().map(|(theme, _)| theme).collect::<BTreeSet<_>>() {
        let counts = DEPTHS.map(|depth| cells.get(&(theme.clone(), depth.to_owned())).copied().unwrap_or(0));
        if counts.iter().sum::<usize>() < PEER_QUESTIONS_IN_A_THEME {
            writeln!(
                found,
                "peer theme {theme}: {counts:?} questions; {PEER_QUESTIONS_IN_A_THEME} are needed."
            )
            .unwrap();
        }
        if counts.contains(&0) {
            writeln!(found, "peer theme {theme}: {counts:?} for {DEPTHS:?}; an arc needs each depth.")
                .unwrap();
        }
    }
    report(&found);
}

#[test]
fn every_topic_can_be_found_by_one_word_only() {
    let topics = entries("topic");
    assert!(
        topics.len() >= TOPICS,
        "prompts/topics.toml holds {} topics; {TOPICS} are needed.",
        topics.len()
    );
    let mut found = String::new();
    let mut owner: BTreeMap<String, String> = BTreeMap::new();
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &topics {
        let (name, synonyms) = (entry.field("name"), entry.list("synonyms"));
        let mut complain = |what: &str| writeln!(found, "{entry}: {what}").unwrap();
        if let Some(fault) = fault_in_fields(&entry.table, &["id", "name", "group", "synonyms"]) {
            complain(&fault);
        }
        if !is_kebab(&entry.id) {
            complain("an id is lower-case words joined by dashes.");
        }
        if name.is_empty() || name.chars().count() > NAME_CEILING {
            complain(&format!("a name has 1 to {NAME_CEILING} characters."));
        }
        if !(3..=8).contains(&synonyms.len()) {
            complain("a topic has 3 to 8 synonyms.");
        }
        *groups.entry(entry.field("group")).or_default() += 1;
        for word in synonyms.into_iter().chain([name.to_lowercase()]) {
            if word.trim() != word || word.to_lowercase() != word || word.is_empty() {
                complain(&format!("`{word}` must be lower case, without spaces around it."));
            }
            if let Some(other) = owner.insert(word.clone(), entry.id.clone()) {
                complain(&format!("`{word}` leads to {other} as well; keep it in one place."));
            }
        }
    }
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
fn themes_and_topics_lead_to_each_other() {
    let topics = ids("topic");
    let with_questions: BTreeSet<String> =
        entries("prompt").iter().map(|entry| entry.field("theme")).collect();
    let mut reached = BTreeSet::new();
    let mut found = String::new();
    for entry in entries("theme") {
        let mut complain = |what: &str| writeln!(found, "{entry}: {what}").unwrap();
        if let Some(fault) = fault_in_fields(&entry.table, &["id", "name", "purpose", "topics"]) {
            complain(&fault);
        }
        if !is_kebab(&entry.id) || !with_questions.contains(&entry.id) {
            complain("a theme has a kebab-case id and at least one question.");
        }
        if !entry.field("purpose").ends_with('.') {
            complain("its purpose is one sentence with a full stop.");
        }
        for topic in entry.list("topics") {
            if !topics.contains(&topic) {
                complain(&format!("there is no topic {topic} in prompts/topics.toml."));
            }
            reached.insert(topic);
        }
    }
    for topic in topics.difference(&reached) {
        writeln!(
            found,
            "prompts/topics.toml: {topic} belongs to no theme; add it to one in prompts/themes.toml."
        )
        .unwrap();
    }
    report(&found);
}

#[test]
fn no_id_is_given_twice() {
    let mut found = String::new();
    for kind in ["prompt", "topic", "theme"] {
        let mut seen = BTreeMap::new();
        for entry in entries(kind) {
            if let Some(path) = seen.insert(entry.id.clone(), entry.path.clone()) {
                writeln!(
                    found,
                    "{entry}: the id stands in {path} already; ids are kept for ever, give it a new one."
                )
                .unwrap();
            }
        }
    }
    report(&found);
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
    ];
    let mend = "every scope is a promise to the people of a workspace: change manifest.yml, this list and the README together.";
    assert_eq!(items(&manifest, "bot"), least, "manifest.yml, bot scopes: {mend}");
    assert_eq!(items(&manifest, "bot_optional"), ["im:history"], "manifest.yml, optional scopes: {mend}");
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

struct Entry {
    path: String,
    id: String,
    table: Table,
}

impl Entry {
    fn field(&self, name: &str) -> String {
        self.table.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn list(&self, name: &str) -> Vec<String> {
        let values = self.table.get(name).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

impl std::fmt::Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.id)
    }
}

fn fault_in_fields(table: &Table, wanted: &[&str]) -> Option<String> {
    let has: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    let fits = has == wanted.iter().copied().collect();
    (!fits).then(|| format!("its fields are {has:?}; they must be {wanted:?}."))
}

fn fault_in_question(text: &str) -> Option<&'static str> {
    let length = text.chars().count();
    if !(20..=TEXT_CEILING).contains(&length) {
        return Some("a question has 20 to 220 characters.");
    }
    if text.contains('!') {
        return Some("it shouts; end with a full stop or a question mark.");
    }
    if !text.ends_with(['?', '.']) || text.trim() != text || text.contains("  ") || text.contains('\n') {
        return Some("it is one line, without spare spaces, that ends with a full stop or a question mark.");
    }
    // Only a stop, a space and a capital letter divide sentences: a quoted question may stand inside one.
    let signs: Vec<char> = text.chars().collect();
    let stops =
        signs.windows(3).filter(|w| ".?".contains(w[0]) && w[1] == ' ' && w[2].is_uppercase()).count();
    (stops > 1).then_some("it has more than two sentences; keep the one that matters.")
}

fn is_kebab(id: &str) -> bool {
    let sound =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    id.split('-').all(sound)
}

fn words(question: &Table) -> BTreeSet<String> {
    let text = question.get("text").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn ids(kind: &str) -> BTreeSet<String> {
    entries(kind).into_iter().map(|entry| entry.id).collect()
}

/// Every `[[kind]]` of every file below `prompts/`.
fn entries(kind: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    for (path, file) in prompt_files() {
        for value in file.get(kind).and_then(Value::as_array).into_iter().flatten() {
            let table = value.as_table().cloned().unwrap_or_default();
            let id = table.get("id").and_then(Value::as_str).unwrap_or("an entry without an id").to_owned();
            found.push(Entry { path: path.clone(), id, table });
        }
    }
    found
}

fn prompt_files() -> Vec<(String, Table)> {
    let folder = root().join("prompts");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("prompts/ exists")
        .map(|entry| entry.expect("prompts/ can be listed").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths.iter().map(|path| read_toml(path)).collect()
}

fn read_toml(path: &Path) -> (String, Table) {
    let name = format!("prompts/{}", path.file_name().unwrap_or_default().to_string_lossy());
    let text = fs::read_to_string(path).expect("a deck is UTF-8");
    let table = text.parse().unwrap_or_else(|error| panic!("{name} is not TOML: {error}"));
    (name, table)
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
