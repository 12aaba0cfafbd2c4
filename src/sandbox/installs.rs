//! Where the app is installed, what it may do there, and the tokens that prove it: access tokens, refresh tokens and the
//! codes of an installation under way.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::config::{AppConfig, TokenRotation};

/// How long a code may wait to be exchanged.
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);
/// How long an access token lives where tokens rotate.
pub(super) const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(12);
/// How many access tokens of one installation are good at a time where tokens rotate.
const LIVE_TOKENS: usize = 2;

/// The app in one workspace.
#[derive(Clone, Debug)]
pub(super) struct Installation {
    /// `T…`
    pub team: String,
    /// `U…` of the app's bot user there.
    pub bot_user: String,
    /// `B…` of the bot there.
    pub bot_id: String,
    pub scopes: BTreeSet<String>,
    pub standing: Standing,
}

/// Whether an installation still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Installed,
    /// Its tokens were revoked, but the app is still there.
    Revoked,
    Uninstalled,
}

/// Tokens as `oauth.v2.access` hands them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub access: String,
    /// With its life in seconds; only where tokens rotate.
    pub refresh: Option<(String, i64)>,
}

/// A permission that a person gave and the app has not picked up yet.
#[derive(Clone, Debug)]
pub(super) struct Permission {
    pub team: String,
    pub user: String,
    pub scopes: BTreeSet<String>,
    pub redirect_uri: Option<String>,
}

#[derive(Debug)]
struct Token {
    team: String,
    expires: Option<Timestamp>,
    /// Which of all tokens given out this was.
    number: u64,
}

/// Every installation of the app.
#[derive(Debug)]
pub(super) struct Installs {
    by_team: BTreeMap<String, Arc<Installation>>,
    tokens: BTreeMap<String, Token>,
    revoked: BTreeSet<String>,
    refresh: BTreeMap<String, String>,
    codes: BTreeMap<String, (Timestamp, Permission)>,
    given: u64,
}

impl Installs {
    /// The app is installed in the first workspace, with the token of its configuration.
    pub fn new(home: &str, app: &AppConfig) -> Self {
        let installation = Installation {
            team: home.into(),
            bot_user: app.bot_user_id.clone(),
            bot_id: app.bot_id.clone(),
            scopes: app.scopes.clone(),
            standing: Standing::Installed,
        };
        let token = Token { team: home.into(), expires: None, number: 0 };
        Self {
            by_team: [(home.to_owned(), Arc::new(installation))].into(),
            tokens: [(app.bot_token.clone(), token)].into(),
            revoked: BTreeSet::new(),
            refresh: BTreeMap::new(),
            codes: BTreeMap::new(),
            given: 0,
        }
    }

    /// Whose token this is, or Slack's word for what is wrong with it.
    pub fn bearer(&self, token: &str, now: Timestamp) -> Result<Arc<Installation>, &'static str> {
        if self.revoked.contains(token) {
            return Err("token_revoked");
        }
        let known = self.tokens.get(token).ok_or("invalid_auth")?;
        let installation = self.of(&known.team).ok_or("invalid_auth")?;
        match installation.standing {
            Standing::Installed if known.expires.is_some_and(|end| end <= now) => Err("token_expired"),
            Standing::Installed => Ok(installation.clone()),
            Standing::Revoked => Err("token_revoked"),
            Standing::Uninstalled => Err("account_inactive"),
        }
    }

    /// The installation in a workspace, also one that has ended.
    pub fn of(&self, team: &str) -> Option<&Arc<Installation>> {
        self.by_team.get(team)
    }

    /// The installation in a workspace whose app is there, whatever its tokens.
    pub fn there(&self, team: &str) -> Option<&Arc<Installation>> {
        self.of(team).filter(|each| each.standing != Standing::Uninstalled)
    }

    /// The installation that acts as this bot user.
    pub fn of_bot(&self, user: &str) -> Option<&Arc<Installation>> {
        self.by_team.values().find(|each| each.bot_user == user)
    }

    pub fn all(&self) -> impl Iterator<Item = &Arc<Installation>> {
        self.by_team.values()
    }

    /// Puts the app into a workspace, or changes what it may do there.
    pub fn put(&mut self, installation: Installation) {
        self.by_team.insert(installation.team.clone(), Arc::new(installation));
    }

    /// Ends an installation, or its tokens; says whether that changed anything.
    pub fn end(&mut self, team: &str, standing: Standing) -> bool {
        let Some(installation) = self.by_team.get_mut(team).filter(|each| each.standing != standing) else {
            return false;
        };
        Arc::make_mut(installation).standing = standing;
        true
    }

    /// Makes one token worthless.
    pub fn revoke(&mut self, token: &str) {
        if self.tokens.remove(token).is_some() {
            self.revoked.insert(token.into());
        }
    }

    /// Keeps a permission until the app comes for it.
    pub fn promise(&mut self, permission: Permission, now: Timestamp) -> String {
        self.given += 1;
        let code = format!("{}.code-{:08x}", permission.team, self.given);
        self.codes.insert(code.clone(), (now + CODE_LIFE, permission));
        code
    }

    /// Takes the permission behind a code, which works once and for ten minutes.
    pub fn redeem(&mut self, code: &str, now: Timestamp) -> Option<Permission> {
        let (end, permission) = self.codes.remove(code)?;
        (now < end).then_some(permission)
    }

    /// Fresh tokens for an installation.
    pub fn grant(&mut self, team: &str, rotation: TokenRotation, now: Timestamp) -> Grant {
        self.given += 1;
        match rotation {
            TokenRotation::Off => {
                let access = format!("xoxb-sandbox-{team}-{}", self.given);
                self.keep(&access, team, None);
                Grant { access, refresh: None }
            }
            TokenRotation::On => self.grant_for_a_while(team, now),
        }
    }

    fn grant_for_a_while(&mut self, team: &str, now: Timestamp) -> Grant {
        let access = format!("xoxe.xoxb-sandbox-{team}-{}", self.given);
        let refresh = format!("xoxe-1-sandbox-{team}-{}", self.given);
        self.keep(&access, team, Some(now + TOKEN_LIFE));
        self.refresh.insert(refresh.clone(), team.into());
        self.revoke_surplus(team);
        Grant { access, refresh: Some((refresh, TOKEN_LIFE.as_secs())) }
    }

    fn keep(&mut self, access: &str, team: &str, expires: Option<Timestamp>) {
        self.tokens.insert(access.into(), Token { team: team.into(), expires, number: self.given });
    }

    fn revoke_surplus(&mut self, team: &str) {
        let rotating = self.tokens.iter().filter(|(_, token)| token.team == team && token.expires.is_some());
        let mut oldest_first: Vec<(u64, String)> =
            rotating.map(|(name, token)| (token.number, name.clone())).collect();
        oldest_first.sort_unstable();
        let surplus = oldest_first.len().saturating_sub(LIVE_TOKENS);
        for (_, old) in oldest_first.into_iter().take(surplus) {
            self.revoke(&old);
        }
    }

    /// Spends a refresh token; answers whose it was.
    pub fn spend_refresh(&mut self, token: &str) -> Option<String> {
        self.refresh.remove(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installs() -> Installs {
        Installs::new("T1", &AppConfig::default())
    }

    #[test]
    fn a_code_works_once_and_for_ten_minutes() {
        let mut installs = installs();
        let now = Timestamp::UNIX_EPOCH;
        let permission =
            Permission { team: "T2".into(), user: "U1".into(), scopes: BTreeSet::new(), redirect_uri: None };
        let code = installs.promise(permission.clone(), now);
        assert!(installs.redeem(&code, now + SignedDuration::from_mins(9)).is_some());
        assert!(installs.redeem(&code, now).is_none());
        let late = installs.promise(permission, now);
        assert!(installs.redeem(&late, now + SignedDuration::from_mins(10)).is_none());
    }

    #[test]
    fn rotating_tokens_expire_and_only_the_last_two_are_good() {
        let mut installs = installs();
        let now = Timestamp::UNIX_EPOCH;
        let tokens: Vec<String> = (0..3)
            .map(|hour| {
                let at = now + SignedDuration::from_hours(hour);
                installs.grant("T1", TokenRotation::On, at).access
            })
            .collect();
        assert_eq!(installs.bearer(&tokens[0], now).unwrap_err(), "token_revoked");
        assert!(installs.bearer(&tokens[1], now).is_ok());
        assert!(installs.bearer(&tokens[2], now + TOKEN_LIFE).is_ok());
        assert_eq!(installs.bearer(&tokens[1], now + TOKEN_LIFE * 2).unwrap_err(), "token_expired");
    }

    #[test]
    fn a_refresh_token_works_once() {
        let mut installs = installs();
        let grant = installs.grant("T1", TokenRotation::On, Timestamp::UNIX_EPOCH);
        let (refresh, seconds) = grant.refresh.unwrap();
        assert_eq!(seconds, 43_200);
        assert_eq!(installs.spend_refresh(&refresh).as_deref(), Some("T1"));
        assert_eq!(installs.spend_refresh(&refresh), None);
    }
}
