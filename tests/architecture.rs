//! The promises of the layout, one test for each: who may use whom, how large things may grow, and what must never
//! be left lying in the tree. A failing test names the file and says how to mend it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use source::{ROOMS, RustFile, is_word_sign};
use tree::{files_below, numbered, relative_to, root, text_files};

#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/tree.rs"]
mod tree;

const FILE_CEILING: usize = 400;
const FUNCTION_CEILING: usize = 70;
const MAIN_CEILING: usize = 80;
const ARCHITECTURE_CEILING: usize = 150;

/// What one part of the tree may know. The most specific `place` that a file's path starts with is the one that holds.
struct Rule {
    place: &'static str,
    /// Paths below `crate::` that may be named; a part of a room is written `adapters::slack`.
    may_use: &'static [&'static str],
    /// Words that may not stand in the code: crates, parts of std, keywords.
    must_not_say: &'static [&'static str],
    mend: &'static str,
}

const RULES: [Rule; 12] = [
    Rule {
        place: "src/domain/",
        may_use: &["domain"],
        must_not_say: &[
            "tokio",
            "sqlx",
            "slack_morphism",
            "axum",
            "hyper",
            "hyper_util",
            "reqwest",
            "tokio_util",
            "clap",
            "tracing",
            "tracing_subscriber",
            "rustworkx_core",
            "frostem",
            "stop_words",
            "async",
            "await",
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "std::io",
            "Instant::now",
        ],
        mend: "the domain decides from values alone: let the app load what is needed and pass it in",
    },
    Rule {
        place: "src/domain/matching/solver/library.rs",
        may_use: &["domain"],
        must_not_say: &["tokio", "sqlx", "slack_morphism", "async", "await"],
        mend: "the library is the solver's way out and knows a weighted graph and nothing else",
    },
    Rule {
        place: "src/domain/matching/scores/crew.rs",
        may_use: &["domain"],
        must_not_say: &["tokio", "sqlx", "slack_morphism", "async", "await", "std::fs", "Instant::now"],
        mend: "sharing rows out among cores changes nothing of what comes of them",
    },
    Rule {
        place: "src/domain/topics/words.rs",
        may_use: &["domain"],
        must_not_say: &["tokio", "sqlx", "slack_morphism", "async", "await"],
        mend: "reading a text knows words and nothing else",
    },
    Rule {
        place: "src/ports.rs",
        may_use: &["domain", "ports"],
        must_not_say: &["sqlx", "slack_morphism", "axum", "hyper"],
        mend: "a port speaks of the domain's types only; translate in the adapter",
    },
    Rule {
        place: "src/app/",
        may_use: &["app", "domain", "ports"],
        must_not_say: &["sqlx", "slack_morphism", "axum", "hyper"],
        mend: "the app reaches the outside through a trait in src/ports.rs",
    },
    Rule {
        place: "src/adapters/",
        may_use: &["adapters", "domain", "ports"],
        must_not_say: &[],
        mend: "an adapter implements a port; whatever joins it to the app belongs in src/cli or src/main.rs",
    },
    Rule {
        place: "src/adapters/slack/",
        may_use: &["adapters::room", "adapters::slack", "domain", "ports"],
        must_not_say: &["sqlx"],
        mend: "the Slack adapter and the storage adapter meet in the app, through ports",
    },
    Rule {
        place: "src/adapters/storage/",
        may_use: &["adapters::storage", "domain", "ports"],
        must_not_say: &["slack_morphism", "axum", "hyper"],
        mend: "the storage adapter and the Slack adapter meet in the app, through ports",
    },
    Rule {
        place: "src/sandbox/",
        may_use: &["sandbox"],
        must_not_say: &["sqlx", "slack_morphism", "viceversa"],
        mend: "the sandbox is the other party: it shares Slack's wire protocol with the bot and no code",
    },
    Rule {
        place: "src/config.rs",
        may_use: &["config", "domain"],
        must_not_say: &["sqlx", "slack_morphism", "tokio"],
        mend: "the configuration is a validated value; open connections from it elsewhere",
    },
    Rule { place: "src/", may_use: &ROOMS, must_not_say: &[], mend: "name a room that exists" },
];

#[test]
fn each_room_uses_only_what_the_table_allows() {
    let mut found = String::new();
    for file in rust_files("src") {
        let rule = rule_for(&file.path);
        for used in file.used_rooms() {
            if !rule.may_use.iter().any(|allowed| within(&used, allowed)) {
                writeln!(found, "{} uses crate::{used}; {}.", file.path, rule.mend).unwrap();
            }
        }
        for word in rule.must_not_say {
            if let Some(line) = file.line_saying(word) {
                writeln!(found, "{}:{line} says `{word}`; {}.", file.path, rule.mend).unwrap();
            }
        }
    }
    report(&found);
}

#[test]
fn the_sandbox_does_not_know_the_bot_by_name() {
    let mut found = String::new();
    for (path, text) in text_files().into_iter().filter(|(path, _)| path.starts_with("src/sandbox/")) {
        for (number, line) in numbered(&text) {
            let words = line.to_lowercase();
            if ["mentor", "vice versa", "viceversa"].iter().any(|name| words.contains(name)) {
                writeln!(
                    found,
                    "{path}:{number} names the bot; say it in src/cli, which sets the sandbox up."
                )
                .unwrap();
            }
        }
    }
    report(&found);
}

#[test]
fn only_the_configuration_and_the_command_line_read_the_environment() {
    let mut found = String::new();
    // What no release has is configured by nobody but a trial.
    for file in rust_files("src").into_iter().filter(|file| file.path != "src/failpoint.rs") {
        for reader in ["env::var", "env::vars", "env::var_os", "env::vars_os", "env::set_var"] {
            if let Some(line) =
                file.production_line_saying(reader).filter(|_| !file.path.starts_with("src/config"))
            {
                writeln!(
                    found,
                    "{}:{line} calls {reader}; read it in src/config.rs and pass the value.",
                    file.path
                )
                .unwrap();
            }
        }
        if let Some(line) = file.line_with_clap_env().filter(|_| !file.path.starts_with("src/cli/")) {
            writeln!(
                found,
                "{}:{line} binds an argument to a variable; only src/cli/ may do that.",
                file.path
            )
            .unwrap();
        }
    }
    report(&found);
}

#[test]
fn no_file_grows_past_its_ceiling() {
    let mut found = String::new();
    for file in rust_files("src") {
        let ceiling = if file.path == "src/main.rs" { MAIN_CEILING } else { FILE_CEILING };
        let lines = file.production_lines();
        if lines > ceiling {
            writeln!(
                found,
                "{} has {lines} production lines, {ceiling} are allowed; give one of its features a file of its own.",
                file.path
            )
            .unwrap();
        }
    }
    report(&found);
}

#[test]
fn no_function_grows_past_its_ceiling() {
    let mut found = String::new();
    for file in rust_files("src") {
        for function in file.functions().into_iter().filter(|function| function.lines > FUNCTION_CEILING) {
            writeln!(
                found,
                "{}:{} fn {} has {} lines, {FUNCTION_CEILING} are allowed; name one of its steps and move it out.",
                file.path, function.line, function.name, function.lines
            )
            .unwrap();
        }
    }
    report(&found);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        files_below(&folder).iter().map(|path| relative_to(path, &folder)).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let mut found = String::new();
    for (here, missing_in, there) in [(&sqlite, "postgres", &postgres), (&postgres, "sqlite", &sqlite)] {
        for name in here.difference(there) {
            writeln!(
                found,
                "migrations/{missing_in}/{name} is missing; add the same step for that database."
            )
            .unwrap();
        }
    }
    report(&found);
}

/// SQLite looks at the value of a bare `LIMIT $1` while it prepares a statement, and prepares it anew for each run.
#[test]
fn a_limit_is_no_bare_placeholder() {
    let mut found = String::new();
    for path in files_below(&root().join("src/adapters/storage/sql")) {
        let name = relative_to(&path, &root());
        let text = fs::read_to_string(&path).unwrap();
        let after_limits =
            text.split("LIMIT $").skip(1).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        if !name.ends_with(".postgres.sql") && after_limits.into_iter().any(|rest| !rest.starts_with(" + 0"))
        {
            writeln!(found, "{name}: write LIMIT $1 + 0, which SQLite prepares once.").unwrap();
        }
    }
    report(&found);
}

#[test]
fn the_map_stays_short() {
    let lines = fs::read_to_string(root().join("ARCHITECTURE.md")).map_or(0, |text| text.lines().count());
    assert!(
        lines <= ARCHITECTURE_CEILING,
        "ARCHITECTURE.md has {lines} lines, {ARCHITECTURE_CEILING} are allowed; move detail to docs/decisions/ or to the module."
    );
}

#[test]
fn nothing_is_left_half_done() {
    // Put together here, so that this file does not find itself.
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let mut found = String::new();
    for (path, text) in text_files() {
        for (number, line) in numbered(&text) {
            for mark in marks.iter().filter(|mark| holds_word(line, mark)) {
                writeln!(found, "{path}:{number} says {mark}; do it now, or write an issue.").unwrap();
            }
        }
    }
    for file in rust_files("src").into_iter().chain(rust_files("tests")) {
        for stub in ["todo!", "unimplemented!", "#[ignore"] {
            if let Some(line) = file.line_saying(stub) {
                writeln!(found, "{}:{line} holds {stub}; write the real thing.", file.path).unwrap();
            }
        }
    }
    report(&found);
}

#[test]
fn no_path_of_somebodys_machine_is_in_the_tree() {
    let homes = ["home", "Users", "root", "work"].map(|folder| format!("/{folder}/"));
    let mut found = String::new();
    for (path, text) in text_files() {
        for (number, line) in numbered(&text) {
            if let Some(home) = homes.iter().find(|home| starts_a_path(line, home)) {
                writeln!(found, "{path}:{number} names a path below {home}; make it relative to the tree.")
                    .unwrap();
            }
        }
    }
    report(&found);
}

fn rule_for(path: &str) -> &'static Rule {
    // A room is a folder, and the file of the same name beside it.
    let is_in = |place: &str| path.starts_with(place) || path.strip_suffix(".rs") == place.strip_suffix('/');
    let fitting = RULES.iter().filter(|rule| is_in(rule.place));
    fitting.max_by_key(|rule| rule.place.len()).expect("the last rule fits every file of src/")
}

fn within(used: &str, allowed: &str) -> bool {
    used == allowed || used.strip_prefix(allowed).is_some_and(|rest| rest.starts_with("::"))
}

fn holds_word(line: &str, word: &str) -> bool {
    line.split(|sign| !is_word_sign(sign)).any(|part| part == word)
}

/// Whether an absolute path below `home` stands in the line: nothing that could belong to a longer path comes before.
fn starts_a_path(line: &str, home: &str) -> bool {
    line.match_indices(home).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + home.len()..].chars().next();
        !before.is_some_and(|sign| is_word_sign(sign) || ".-/}".contains(sign))
            && after.is_some_and(char::is_alphanumeric)
    })
}

fn rust_files(folder: &str) -> Vec<RustFile> {
    let files = files_below(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"));
    files
        .map(|path| {
            RustFile::new(relative_to(&path, &root()), fs::read_to_string(&path).expect("Rust is UTF-8"))
        })
        .collect()
}

fn report(found: &str) {
    assert!(found.is_empty(), "\n{found}");
}
