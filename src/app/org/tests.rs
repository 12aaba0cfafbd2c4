use super::*;
use crate::domain::ids::PersonId;
use crate::domain::org::{OrgFacts, Who};
use crate::domain::people::{Account, SlackFacts};
use crate::ports::testing::StandIn;
use crate::ports::{AccountsPage, ChatError, Listed, PageCursor};
use std::sync::Mutex;
use std::time::Duration;

/// A Slack with accounts `U1` to `U99`, each with the address `u1@x.example` and so on.
struct Accounts99 {
    /// What a look-up by address is answered with, where not with the account.
    by_email: Option<ChatError>,
    addresses_in_list: bool,
    asked: Mutex<Vec<String>>,
    busy: Mutex<Vec<ChatError>>,
}

impl Accounts99 {
    fn open() -> Self {
        Self { by_email: None, addresses_in_list: true, asked: Mutex::default(), busy: Mutex::default() }
    }

    fn note(&self, what: String) -> Result<(), ChatError> {
        self.asked.lock().unwrap().push(what);
        self.busy.lock().unwrap().pop().map_or(Ok(()), Err)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn facts(id: &str) -> SlackFacts {
    SlackFacts {
        id: PersonId::new(id),
        display_name: id.into(),
        time_zone: None,
        account: Account::Member,
        admin: false,
    }
}

fn is_there(id: &str) -> bool {
    id.strip_prefix('U')
        .and_then(|number| number.parse::<u8>().ok())
        .is_some_and(|number| (1..=99).contains(&number))
}

impl StandIn for Accounts99 {
    fn person(&self, person: &PersonId) -> Result<SlackFacts, ChatError> {
        self.note(person.to_string())?;
        let found = is_there(person.as_str()).then(|| facts(person.as_str()));
        found.ok_or(ChatError::Gone("user_not_found".into()))
    }

    fn person_by_email(&self, email: &str) -> Result<Option<SlackFacts>, ChatError> {
        self.note(email.to_owned())?;
        let id = email.split('@').next().unwrap_or_default().to_uppercase();
        match &self.by_email {
            Some(error) => Err(error.clone()),
            None => Ok(is_there(&id).then(|| facts(&id))),
        }
    }

    fn everybody(&self, from: Option<&PageCursor>) -> Result<AccountsPage, ChatError> {
        let first: u8 = from.map_or(1, |cursor| cursor.0.parse().unwrap());
        self.note(format!("from {first}"))?;
        let listed = |number: u8| Listed {
            facts: facts(&format!("U{number}")),
            email: self.addresses_in_list.then(|| format!("u{number}@x.example")),
        };
        let accounts = (first..=(first + 49).min(99)).map(listed).collect();
        Ok(AccountsPage { accounts, next: (first < 50).then(|| PageCursor("51".into())) })
    }
}

fn workspace() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn sheet_of(people: &[String]) -> Sheet {
    read(format!("slack id\n{}\n", people.join("\n")).as_bytes()).unwrap()
}

async fn found(chat: &Accounts99, people: &[String]) -> Result<Vec<String>, LookUpError> {
    let accounts = look_up(chat, &workspace(), &sheet_of(people), &|_| {}).await?;
    Ok(accounts.0.iter().map(|(who, facts)| format!("{who} is {}", facts.id)).collect())
}

#[tokio::test]
async fn a_few_are_asked_for_one_by_one() {
    let slack = Accounts99::open();
    let people = ["u7@x.example", "U7777", "nobody@x.example"].map(str::to_owned);
    assert_eq!(found(&slack, &people).await.unwrap(), ["u7@x.example is U7"]);
    assert_eq!(slack.asked(), ["nobody@x.example", "u7@x.example", "U7777"]);
}

#[tokio::test]
async fn many_are_picked_from_the_list_which_is_read_once() {
    let slack = Accounts99::open();
    let mut people: Vec<String> = (60..90).map(|number| format!("u{number}@x.example")).collect();
    people.extend(["U12".to_owned(), "nobody@x.example".to_owned(), "U999".to_owned()]);
    let found = found(&slack, &people).await.unwrap();
    assert_eq!(
        (found.len(), found[0].as_str(), found[30].as_str()),
        (31, "u60@x.example is U60", "U12 is U12")
    );
    assert_eq!(slack.asked(), ["from 1", "from 51"]);
}

#[tokio::test]
async fn addresses_that_the_list_hides_are_asked_for_and_a_missing_scope_is_said() {
    let hidden = Accounts99 { addresses_in_list: false, ..Accounts99::open() };
    let mut people: Vec<String> = (10..40).map(|number| format!("U{number}")).collect();
    assert_eq!(found(&hidden, &people).await.unwrap().len(), 30);
    assert_eq!(hidden.asked().len(), 2, "ids need no addresses");
    people.push("u50@x.example".into());
    assert_eq!(found(&hidden, &people).await.unwrap().len(), 31);
    let denied = Some(ChatError::Denied("missing_scope".into()));
    let refusing = Accounts99 { by_email: denied, addresses_in_list: false, ..Accounts99::open() };
    let refused = found(&refusing, &people).await.unwrap_err();
    assert!(matches!(refused, LookUpError::AddressesHidden), "{refused}");
    assert!(refused.to_string().contains("users:read.email") && refused.to_string().contains("Slack ids"));
}

#[tokio::test]
async fn a_limit_is_waited_for_and_what_never_works_is_given_up() {
    let slack = Accounts99::open();
    *slack.busy.lock().unwrap() = vec![ChatError::RetryAfter(Duration::from_millis(5)); 7];
    assert_eq!(found(&slack, &["U7".to_owned() + "7"]).await.unwrap(), ["U77 is U77"]);
    assert_eq!(slack.asked().len(), 8);
    *slack.busy.lock().unwrap() = vec![ChatError::Refused("odd".into())];
    assert!(matches!(found(&slack, &["U77".to_owned()]).await, Err(LookUpError::Chat(_))));
}

fn planned(text: &str, kept: &[OrgFacts]) -> Report {
    let sheet = read(text.as_bytes()).unwrap();
    let known = |who: &&Who| !who.to_string().starts_with("nobody");
    let id = |who: &Who| facts(&who.to_string().split('@').next().unwrap_or_default().to_uppercase());
    let accounts =
        Accounts(sheet.named().into_iter().filter(known).map(|who| (who.clone(), id(who))).collect());
    let plan = Plan::of(&sheet, &accounts, Kept { facts: kept, people: &[] }).unwrap();
    Report { run: Run::Dry, people: sheet.rows.len(), differences: plan.differences }
}

#[test]
fn an_import_survives_the_way_to_another_process() {
    let text = "email,manager\nana@x.example,\nben@x.example,ana@x.example\ncho@x.example,boss@x.example\n";
    let sheet = read(text.as_bytes()).unwrap();
    let accounts = Accounts(vec![(Who::parse("ana@x.example").unwrap(), facts("U1"))]);
    let import = Import { workspace: workspace(), sheet, accounts, run: Run::Applied };
    let travelled: Import = serde_json::from_str(&serde_json::to_string(&import).unwrap()).unwrap();
    assert_eq!(travelled, import);
    let faults = read(b"email,manager\nana@x.example,ana@x.example\n").unwrap_err();
    for outcome in [Outcome::Planned(planned(text, &[])), Outcome::Faulty(faults)] {
        let travelled: Outcome = serde_json::from_str(&serde_json::to_string(&outcome).unwrap()).unwrap();
        assert_eq!(travelled, outcome);
    }
}
