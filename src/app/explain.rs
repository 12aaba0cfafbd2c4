//! Why a round is as it is, for an operator: what it was worth and how sure that is, what each rule made of each pair, and
//! why two people do not talk in it. The round is formed once more from what is known.

use super::names::{Names, why_left_out};
use super::operate::Report;
use super::why_not::Opened;
use super::{App, AppError, reckon};
use crate::domain::ids::{PersonId, ProgramId, RoundId, WorkspaceId};
use crate::domain::matching::account::{Account, By, Change, Missed, Standing};
use crate::domain::matching::weights::Weights;
use crate::domain::matching::{Proof, Rule, Share};
use crate::domain::people::profile::Mode;
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::Round;

/// So many rounds of each programme are named where none is called as was asked.
const NAMED: u32 = 5;

/// The two people that somebody asks about.
type Two = [PersonId; 2];

impl App {
    /// Why a round is as it is, and perhaps why two people do not talk in it.
    pub(super) async fn explain_round(
        &self,
        round: &str,
        people: Option<&[String; 2]>,
    ) -> Result<Report, AppError> {
        let mut lines = Vec::new();
        for workspace in self.storage.workspaces().await?.iter().filter(|workspace| workspace.may_act()) {
            let Some(found) = self.round_called(&workspace.id, round).await? else { continue };
            let Some(opened) = self.opened(&workspace.id, &found).await? else { continue };
            let two = match people.map(|two| both_called(two, &opened)).transpose() {
                Ok(two) => two,
                Err(problem) => return Ok(Report::Refused { problem }),
            };
            lines.push(format!("round {} in {}, opened {}:", found.id, workspace.name, found.opened_at));
            let names = Names::of(&opened.opening.people, &self.catalogue);
            let told = match opened.opening.program.mode {
                Mode::Reverse => self.reverse_lines(&workspace.id, &opened, &names, two).await?,
                Mode::Peer | Mode::Situational | Mode::Circle | Mode::External | Mode::Nudge => {
                    reckon(move || Explained::of(&opened, &names).lines(two.as_ref())).await?
                }
            };
            lines.extend(told.into_iter().map(|line| format!("  {line}")));
        }
        match lines.is_empty() {
            true => Ok(Report::Refused { problem: self.no_such_round(round).await? }),
            false => Ok(Report::Done { lines }),
        }
    }

    /// A round by its id, or the newest of a programme.
    async fn round_called(&self, workspace: &WorkspaceId, called: &str) -> Result<Option<Round>, AppError> {
        if called.contains('/') {
            let round = self.storage.round(workspace, &RoundId::new(called)).await?;
            return Ok(round.filter(|round| round.proof.is_some()));
        }
        let newest = self.storage.held_rounds(workspace, &ProgramId::new(called), 1).await?;
        Ok(newest.into_iter().next().filter(|round| round.proof.is_some()))
    }

    async fn no_such_round(&self, called: &str) -> Result<String, AppError> {
        let mut known = Vec::new();
        for workspace in self.storage.workspaces().await? {
            for program in self.storage.programs(&workspace.id).await? {
                let rounds = self.storage.held_rounds(&workspace.id, &program.id, NAMED).await?;
                let with_groups = rounds.iter().filter(|round| round.proof.is_some());
                known.extend(with_groups.map(|round| round.id.to_string()));
            }
        }
        Ok(match known.is_empty() {
            true => format!("There is no round {called} to explain: no round has made pairs yet."),
            false => format!("There is no round {called} to explain. The newest are: {}.", known.join(", ")),
        })
    }

    /// A round of reverse mentoring: how sure it is, who leads whom and why, and who is left out.
    async fn reverse_lines(
        &self,
        workspace: &WorkspaceId,
        opened: &Opened,
        names: &Names,
        two: Option<Two>,
    ) -> Result<Vec<String>, AppError> {
        let mut lines = proof_lines(&opened.round);
        let records = self.storage.records_since(workspace, RecordKind::Term, opened.round.opened_at).await?;
        for term in records.into_iter().filter_map(Record::into_term) {
            if term.round == opened.round.id {
                let (junior, senior) = (names.of_person(&term.junior), names.of_person(&term.senior));
                lines.push(format!("{junior} leads, {senior} learns"));
                lines.extend(term.reasons.iter().map(|reason| format!("    {}", names.reason(reason))));
            }
        }
        lines.extend(left_out_lines(&opened.round, names));
        lines.extend(
            two.map(|_| "Why two people were not brought together is told of rounds of pairs only.".into()),
        );
        Ok(lines)
    }
}

/// A round beside what it would be if it were formed now.
struct Explained<'a> {
    opened: &'a Opened,
    names: &'a Names,
}

impl<'a> Explained<'a> {
    fn of(opened: &'a Opened, names: &'a Names) -> Self {
        Self { opened, names }
    }

    fn lines(&self, two: Option<&Two>) -> Vec<String> {
        let formation = self.opened.opening.again(&self.opened.round, self.opened.members.iter());
        let account = Account::of(formation.field(self.opened.round.seed));
        let mut lines = proof_lines(&self.opened.round);
        lines.push(self.exactness(&account.groups().proof));
        match two {
            Some(two) => lines.extend(self.about(two, &account)),
            None => {
                lines.extend(self.opened.groups.iter().flat_map(|members| self.group(members, &account)));
                lines.extend(left_out_lines(&self.opened.round, self.names));
            }
        }
        lines
    }

    fn exactness(&self, now: &Proof) -> String {
        let then = self.opened.round.proof.as_ref().map(|proof| &proof.inputs);
        if then == Some(&now.inputs) {
            "everything that it was formed from is still as it was: what follows is exact".into()
        } else {
            "people, talks or the organisation have changed since: what follows is how it reads today".into()
        }
    }

    /// A group, with what each rule made of every two of it.
    fn group(&self, members: &[PersonId], account: &Account<'_>) -> Vec<String> {
        let mut lines = vec![self.names.of_people(members)];
        for (place, a) in members.iter().enumerate() {
            for b in &members[place + 1..] {
                let who = match members.len() {
                    2 => String::new(),
                    _ => format!("{}: ", self.names.of_people(&[a.clone(), b.clone()])),
                };
                lines.push(format!("    {who}{}", points(account.shares(a, b))));
            }
        }
        lines
    }

    fn about(&self, two: &Two, account: &Account<'_>) -> Vec<String> {
        let [a, b] = two;
        let mut lines = vec![format!("{} and {}:", self.names.of_person(a), self.names.of_person(b))];
        if self.opened.groups.iter().any(|members| members.contains(a) && members.contains(b)) {
            lines.push("    they talk with each other".into());
            lines.push(format!("    {}", points(account.shares(a, b))));
            return lines;
        }
        match account.between(a, b) {
            Standing::Absent => lines.push("    at least one of them was not in this round".into()),
            Standing::Apart => lines.push("    a rule or a wish keeps them apart".into()),
            Standing::Together => {
                lines.push("    as things are today, they would talk with each other".into())
            }
            Standing::Missed(missed) => {
                lines.push(format!("    as a pair: {}", points(account.shares(a, b))));
                lines.push(format!("    {}", by_how_much(missed)));
                lines.push(format!("    {}", self.what_would(account.change(a, b, By::Anything))));
            }
        }
        lines
    }

    fn what_would(&self, change: Option<Change>) -> String {
        let topic = |topic| self.names.of_topics(std::slice::from_ref(topic));
        let change = match &change {
            None => return "no single change that was tried would have brought them together".into(),
            Some(Change::Seeks(who, sought)) => {
                format!("{} sought {} too", self.names.of_person(who), topic(sought))
            }
            Some(Change::Offers(who, offered)) => {
                format!("{} offered {} too", self.names.of_person(who), topic(offered))
            }
            Some(Change::NeverMet) => "they had not been introduced before".into(),
            Some(Change::NobodyWaited) => "nobody had been left out before".into(),
        };
        format!("they would have been brought together if {change}; tried by forming the round again")
    }
}

fn by_how_much(missed: Missed) -> String {
    match (missed.with_them, missed.short()) {
        (Some(_), Some(0)) => "with these two as a pair, the round would have as many points".into(),
        (Some(with_them), Some(short)) => format!(
            "the round has {} points, and with these two as a pair {with_them} at most: {short} too few",
            missed.formed
        ),
        (None, _) | (_, None) => "with these two as a pair, more people would have been left out".into(),
    }
}

/// How good a round is, how sure that is, and what counted otherwise than usual.
fn proof_lines(round: &Round) -> Vec<String> {
    let Some(proof) = &round.proof else { return Vec::new() };
    let sure = match (proof.doubt, proof.bound) {
        (Some(doubt), _) => format!("its pairs come from the plain library, because {doubt}"),
        (None, Some(bound)) if bound <= proof.total => "no round of these people could have more".into(),
        (None, Some(bound)) => format!("no round of these people could have more than {bound}"),
        (None, None) => "how much more is possible is not known".into(),
    };
    let mut lines = vec![format!("{} points; {sure}", proof.total)];
    let weights = proof.weights.differing_from(&Weights::default());
    lines.extend(
        weights.into_iter().map(|(name, value, usual)| format!("{name} was {value}, {usual} by default")),
    );
    lines
}

fn left_out_lines(round: &Round, names: &Names) -> Vec<String> {
    let line = |person, reason| format!("left out: {}, {}", names.of_person(person), why_left_out(reason));
    round.left_out.iter().map(|left| line(&left.person, left.reason)).collect()
}

/// `390 points: 240 one offers what the other seeks, 150 each can help the other`.
fn points(shares: Option<Vec<Share>>) -> String {
    let Some(shares) = shares else { return "today a rule or a wish would keep them apart".into() };
    let sum: i64 = shares.iter().map(|share| share.points).sum();
    let each: Vec<String> = shares
        .iter()
        .map(|share| {
            let is_rest = share.rule == Rule::Chance;
            let words =
                if is_rest { "looking ahead, chance, and what is private" } else { share.rule.words() };
            format!("{} {words}", share.points)
        })
        .collect();
    match each.is_empty() {
        true => "0 points: nothing is known that speaks for them".into(),
        false => format!("{sum} points: {}", each.join(", ")),
    }
}

/// Two people by what an operator calls them.
fn both_called(two: &[String; 2], opened: &Opened) -> Result<Two, String> {
    let [a, b] = two;
    Ok([called(a, opened)?, called(b, opened)?])
}

/// Somebody by id, or by the name that Slack shows.
fn called(name: &str, opened: &Opened) -> Result<PersonId, String> {
    let plain = name.trim_start_matches('@').to_lowercase();
    let fits = |id: &str, shown: &str| id.to_lowercase() == plain || shown.to_lowercase() == plain;
    let people = &opened.opening.people;
    let mut found = people.iter().filter(|person| fits(person.id.as_str(), &person.display_name));
    match (found.next(), found.next()) {
        (Some(person), None) => Ok(person.id.clone()),
        (None, _) => Err(format!(
            "Nobody who has joined is called {name:?}. Give the name that Slack shows, or an id such as U024BE7LH."
        )),
        (Some(one), Some(other)) => Err(format!(
            "Several people are called {name:?}, such as {} and {}. Give the id of the one you mean.",
            one.id, other.id
        )),
    }
}
