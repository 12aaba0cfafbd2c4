//! Making channels, coming and going, and what people do about Slack Connect.

use super::ActError;
use crate::sandbox::connect::Verdict;
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::invites::{Acceptance, Recipient};
use crate::sandbox::state::Moment;
use crate::sandbox::web_api::check_name;

impl Sandbox {
    /// A person makes a channel in their workspace, with them and these others in it; a bot is invited like anybody.
    ///
    /// # Errors
    /// When somebody does not exist, or Slack refuses the name (`name_taken`, `invalid_name_specials`, …).
    pub fn make_channel(
        &self,
        user: &str,
        name: &str,
        kind: ChannelKind,
        others: &[String],
    ) -> Result<String, ActError> {
        self.with(|moment| {
            let team = moment.actor(user)?.team.clone();
            check_name(moment, &team, name).map_err(ActError::Refused)?;
            let id = moment.create_channel(user, name, kind);
            let line = moment.begin(LedgerEntry::act(user, "create_channel").in_channel(&id).about(name));
            moment.end(line, &Ok(()));
            for other in others {
                moment.bring_in(&id, other, user)?;
            }
            Ok(id)
        })
    }

    /// A member brings somebody into a channel.
    ///
    /// # Errors
    /// When either is not there, or the other belongs to a company that has no part in the channel.
    pub fn invite_to_channel(&self, user: &str, channel: &str, other: &str) -> Result<(), ActError> {
        self.with(|moment| {
            moment.place(user, channel)?;
            moment.bring_in(channel, other, user)
        })
    }

    /// Somebody goes into a public channel of their workspace.
    ///
    /// # Errors
    /// When there is no such channel for them.
    pub fn join_channel(&self, user: &str, channel: &str) -> Result<(), ActError> {
        self.with(|moment| {
            let team = moment.actor(user)?.team.clone();
            let place = moment.state.model.channels.get(channel);
            let open = place.filter(|place| place.kind == ChannelKind::Public && place.is_in(&team));
            open.ok_or_else(|| ActError::NoSuchChannel(channel.into()))?;
            let line = moment.begin(LedgerEntry::act(user, "join_channel").in_channel(channel));
            moment.let_in(channel, user, None);
            moment.end(line, &Ok(()));
            Ok(())
        })
    }

    /// Somebody leaves a channel.
    ///
    /// # Errors
    /// When they are not in it, or it is a conversation of fixed people.
    pub fn leave_channel(&self, user: &str, channel: &str) -> Result<(), ActError> {
        self.with(|moment| {
            let place = moment.place(user, channel)?;
            if !place.kind.is_channel() {
                return Err(ActError::Refused("method_not_supported_for_channel_type"));
            }
            let line = moment.begin(LedgerEntry::act(user, "leave_channel").in_channel(channel));
            moment.let_out(channel, user);
            moment.end(line, &Ok(()));
            Ok(())
        })
    }

    /// A member asks somebody of another company, by their address, to share a channel; answers the invitation's id.
    ///
    /// # Errors
    /// When the person is not in the channel.
    pub fn share_channel(&self, user: &str, channel: &str, email: &str) -> Result<String, ActError> {
        self.with(|moment| {
            moment.place(user, channel)?;
            let line = moment.begin(LedgerEntry::act(user, "share_channel").in_channel(channel).about(email));
            let invite = moment.send_invite(channel, user, Recipient::Email(email.into()), true);
            moment.end(line, &Ok(()));
            Ok(invite)
        })
    }

    /// Somebody accepts a Slack Connect invitation for their workspace; says whether the channel is theirs at once, or
    /// an admin has to agree first.
    ///
    /// # Errors
    /// When the invitation is not for them, or was used (`invite_not_found`, `invite_used`).
    pub fn accept_invite(&self, user: &str, invite: &str) -> Result<bool, ActError> {
        self.decide(user, invite, "accept_invite", |moment, by| moment.accept_invite(invite, by))
            .map(|verdict| verdict == Verdict::Connected)
    }

    /// An admin agrees to a connection for their workspace.
    ///
    /// # Errors
    /// When nothing waits for them (`already_approved`, `approval_not_found`), or they are no admin.
    pub fn approve_invite(&self, user: &str, invite: &str) -> Result<(), ActError> {
        let admin = self.person(user).is_some_and(|person| person.flags.is_admin);
        if !admin {
            return Err(ActError::Refused("restricted_action"));
        }
        self.decide(user, invite, "approve_invite", |moment, by| moment.approve_invite(invite, by))
    }

    /// Somebody says no to a connection for their workspace.
    ///
    /// # Errors
    /// When there is nothing to decline.
    pub fn decline_invite(&self, user: &str, invite: &str) -> Result<(), ActError> {
        self.decide(user, invite, "decline_invite", |moment, by| moment.decline_invite(invite, by))
    }

    /// Somebody ends another company's part in a channel.
    ///
    /// # Errors
    /// When the channel is not shared with it.
    pub fn disconnect_channel(&self, user: &str, channel: &str, team: &str) -> Result<(), ActError> {
        self.with(|moment| {
            moment.place(user, channel)?;
            let line = moment.begin(LedgerEntry::act(user, "disconnect").in_channel(channel).about(team));
            let result = moment.disconnect(channel, team).map_err(ActError::Refused);
            moment.end(line, &result);
            result
        })
    }

    fn decide<T>(
        &self,
        user: &str,
        invite: &str,
        name: &str,
        act: impl FnOnce(&mut Moment<'_>, Acceptance) -> Result<T, &'static str>,
    ) -> Result<T, ActError> {
        self.with(|moment| {
            let team = moment.actor(user)?.team.clone();
            let line = moment.begin(LedgerEntry::act(user, name).about(invite));
            let result = act(moment, Acceptance { user: user.into(), team }).map_err(ActError::Refused);
            moment.end(line, &result);
            result
        })
    }
}

impl Moment<'_> {
    fn bring_in(&mut self, channel: &str, user: &str, inviter: &str) -> Result<(), ActError> {
        let person = self.state.model.people.get(user).filter(|person| !person.deleted);
        let team = person.ok_or_else(|| ActError::NoSuchPerson(user.into()))?.team.clone();
        let place = self.state.model.channels.get(channel).filter(|place| place.kind.is_channel());
        let place = place.ok_or_else(|| ActError::NoSuchChannel(channel.into()))?;
        if !place.is_in(&team) {
            return Err(ActError::Refused("org_user_not_in_team"));
        }
        let entry = LedgerEntry { user: Some(user.into()), ..LedgerEntry::act(inviter, "invite") };
        let line = self.begin(entry.in_channel(channel));
        self.let_in(channel, user, Some(inviter));
        self.end(line, &Ok(()));
        Ok(())
    }
}
