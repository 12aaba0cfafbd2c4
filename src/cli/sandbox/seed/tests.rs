use super::*;
use crate::sandbox::{Approval, Escape, MessagesTab, TokenRotation};

fn parse(text: &str) -> Result<Seed, SeedError> {
    Seed::parse("people.toml", text.into())
}

/// A workspace made from a file.
fn settled(text: &str) -> Result<Sandbox, SeedError> {
    let seed = parse(text)?;
    let mut config = SandboxConfig::default();
    seed.configure(&mut config);
    let sandbox = Sandbox::new(config);
    seed.populate(&sandbox)?;
    Ok(sandbox)
}

#[test]
fn without_a_file_a_few_people_and_the_app_as_it_is_are_there() {
    let seed = Seed::usual().unwrap();
    let mut config = SandboxConfig::default();
    let before = format!("{config:?}");
    seed.configure(&mut config);
    assert_eq!(format!("{config:?}"), before);
    let sandbox = Sandbox::new(config);
    assert_eq!(seed.populate(&sandbox).unwrap(), 4);
    assert!(sandbox.person_called("ana").unwrap().flags.is_admin);
}

#[test]
fn the_example_in_the_documentation_is_a_workspace() {
    let sandbox = settled(include_str!("../../../../docs/people.toml")).unwrap();
    let (config, app) = (sandbox.config(), sandbox.config().app.bot_user_id.clone());
    assert_eq!((config.workspace.team_name.as_str(), config.app.name.as_str()), ("Acme", "Lunch Club"));
    assert_eq!(config.app.bot_name, "lunchclub");
    assert_eq!(config.app.messages_tab, MessagesTab::Open);
    let hears = |event: &str| config.app.hears(event, &config.app.scopes);
    assert!(hears("message.channels") && !hears("message.im"));
    let command = config.app.command("/lunch").unwrap();
    assert_eq!((command.usage_hint.as_str(), command.escape), ("today | tomorrow", Escape::Mentions));
    let ana = sandbox.person_called("ana").unwrap();
    assert!(ana.flags.is_admin && ana.email == "ana@example.com" && ana.tz == "Europe/Madrid");
    let chiara = sandbox.person_called("chiara.conti").unwrap();
    assert!(chiara.flags.is_restricted);
    let count = |user: &str, channel: &str| {
        let places = sandbox.conversations(user);
        places.iter().find(|place| place.name == channel).map(|place| (place.kind, place.member_count))
    };
    assert_eq!(count(&app, "lunch"), Some((ChannelKind::Public, 4)));
    assert_eq!(count(&ana.id, "hiring"), Some((ChannelKind::Private, 2)));
    assert_eq!(count(&chiara.id, "hiring"), None);
}

#[test]
fn what_is_left_out_stays_as_it_is() {
    let mut config = SandboxConfig::default();
    parse("").unwrap().configure(&mut config);
    parse("[app]\nsigning_secret = 'hush'").unwrap().configure(&mut config);
    let usual = SandboxConfig::default();
    assert_eq!(config.app.signing_secret, "hush");
    assert_eq!((&config.app.name, &config.app.scopes), (&usual.app.name, &usual.app.scopes));
}

#[test]
fn every_fault_is_told_with_its_line_its_field_and_the_mend() {
    for (text, place, mend) in [
        ("[[people]]\nnam = 'ana'", "people.toml:2: people.nam: unknown field", "Did you mean \"name\"?"),
        (
            "[[folk]]\nname = 'ana'",
            "people.toml:1: folk: unknown field",
            "Known here are workspace, neighbours, app",
        ),
        (
            "\n[[people]]\nname = 'ana'\nis_admin = 'yes'",
            "people.toml:4: people.is_admin: invalid type",
            "docs/people.toml",
        ),
        ("[[people]]\ntz = 'UTC'", "people.toml:1: people: this person has no name", "real_name = "),
        (
            "[[people]]\nname = 'a'\ntz = 'Europe/Berln'",
            "people.toml:3: people.tz: \"Europe/Berln\"",
            "Did you mean \"Europe/Berlin\"?",
        ),
        ("[[people]]\nname = 'a'\ntz = '?'", "people.toml:3: people.tz", "such as Europe/Berlin"),
        ("[[people]]\nname = 'Ana R'", "people.toml:2: people.name: \"Ana R\" cannot", "lower-case letters"),
        (
            "[[people]]\nname = 'a'\n[[people]]\nname = 'a'",
            "people.toml:4: people.name: \"a\" is taken",
            "another",
        ),
        ("[[people]]\nname = 'everybody'", "people.toml:2: people.name", "another"),
        ("[[people]]\nname = 'a'\nemail = 'a@'", "people.toml:3: people.email", "ana@example.com"),
        ("[[channels]]\nname = 'general'", "people.toml:2: channels.name: \"general\" is taken", "another"),
        ("[[channels]]\nname = '#lunch'", "people.toml:2: channels.name", "lower-case letters"),
        ("[app]\nbot_token = 'secret'", "people.toml:2: app.bot_token", "xoxb-"),
        ("[app]\napp_token = 'secret'", "people.toml:2: app.app_token", "xapp-"),
        ("[app]\nsigning_secret = ''", "people.toml:2: app.signing_secret", "32 hexadecimal"),
        (
            "[app]\nmessages_tab = 'opn'",
            "people.toml:2: app.messages_tab: unknown variant",
            "Did you mean \"open\"?",
        ),
        ("[[app.commands]]\ncommand = 'lunch'", "people.toml:2: app.commands.command", "/lunch"),
        (
            "[[app.commands]]\ndescription = 'x'",
            "people.toml:1: app.commands: missing field `command`",
            "docs/people.toml",
        ),
        (
            "[[people]]\nname = 'a'\nworkspace = 'globx'\n[[neighbours]]\nname = 'G'\ndomain = 'globex'",
            "people.toml:3: people.workspace",
            "Did you mean \"globex\"?",
        ),
        ("[[people]]\nname = 'a'\nworkspace = 'here'", "people.toml:3: people.workspace", "[[neighbours]]"),
        (
            "[[neighbours]]\nname = 'A'\ndomain = 'a'\n[[neighbours]]\nname = 'B'\ndomain = 'a'",
            "people.toml:6: neighbours.domain",
            "another",
        ),
        (
            "[[faults.rules]]\nmethod = 'chat.*'\nfault = 'cutt'\nrate = 1",
            "people.toml:1: faults.rules: fault: unknown variant `cutt`",
            "Did you mean \"cut\"?",
        ),
        ("[app\n", "people.toml:1", "docs/people.toml"),
        (
            "[[people]]\nname = 'ben'\n[[channels]]\nname = 'lunch'\nmembers = [\n  'ben',\n  'bem',\n]",
            "people.toml:7: channels.members: nobody is called \"bem\" here",
            "Did you mean \"ben\"?",
        ),
        ("[[channels]]\nname = 'lunch'\nmembers = ['?']", "people.toml:3: channels.members", "\"the app\""),
    ] {
        let said = settled(text).map(drop).unwrap_err().to_string();
        assert!(said.starts_with(place) && said.contains(mend), "{text}\n  gives  {said}");
    }
}

#[test]
fn other_companies_have_people_of_their_own() {
    let text = "[workspace]\nconnect = 'by_admin'\n[app]\ntoken_rotation = 'on'\n\
                [[neighbours]]\nname = 'Globex'\ndomain = 'globex'\n\
                [[people]]\nname = 'ana'\n[[people]]\nname = 'noor'\nworkspace = 'globex'\n\
                [[channels]]\nname = 'lunch'\nmembers = ['everybody']\n";
    let sandbox = settled(text).unwrap();
    let config = sandbox.config();
    assert_eq!((config.workspace.connect, config.app.token_rotation), (Approval::ByAdmin, TokenRotation::On));
    let noor = sandbox.people().into_iter().find(|person| person.name == "noor").unwrap();
    assert_eq!(noor.team, config.neighbours[0].team_id);
    assert!(sandbox.conversations(&noor.id).iter().all(|place| place.name != "lunch"), "she works elsewhere");
    let said = settled(&text.replace("'everybody'", "'noor'")).map(drop).unwrap_err().to_string();
    assert!(said.contains("nobody is called \"noor\" here"), "{said}");
}

#[test]
fn what_goes_wrong_from_the_beginning_is_planned() {
    let plan = "[faults]\nseed = 7\n[[faults.rules]]\nmethod = 'chat.*'\nfault = { rate_limited = { after = 3 } }\nrate = 0.5";
    let rules = settled(plan).unwrap().fault_rules();
    assert_eq!((rules.len(), rules[0].rule.rate), (1, 0.5));
}

#[test]
fn ten_thousand_people_come_in_order() {
    use std::fmt::Write as _;
    let mut text = "[[channels]]\nname = 'all-hands'\nmembers = ['everybody']\n".to_owned();
    for number in 0..10_000 {
        writeln!(text, "[[people]]\nname = 'p{number}'\nreal_name = 'Person {number}'\ntz = 'Europe/Madrid'")
            .unwrap();
    }
    let sandbox = settled(&text).unwrap();
    let people = sandbox.people();
    assert_eq!(people.len(), 10_001, "the app is one of them");
    assert_eq!(people[0].name, "p0");
    let places = sandbox.conversations(&people[9_999].id);
    assert_eq!(places.iter().find(|place| place.name == "all-hands").unwrap().member_count, 10_000);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let said = Seed::read(Path::new("nowhere.toml")).map(drop).unwrap_err().to_string();
    assert!(
        said.starts_with("nowhere.toml: the file cannot be read") && said.contains("docs/people.toml"),
        "{said}"
    );
}
