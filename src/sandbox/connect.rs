//! Slack Connect: what becomes of an invitation to share a channel, whoever acts on it, a person or an app; and the
//! events that tell both sides.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::config::Approval;
use super::model::invites::{Acceptance, INVITE_LIFE, Invite, Recipient, Stage};
use super::state::Moment;

/// What an acceptance led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Connected,
    /// An admin has to agree.
    Waits,
}

impl Moment<'_> {
    /// Invites somebody of another company. Who is invited by their id hears of it through their app.
    pub fn send_invite(
        &mut self,
        channel: &str,
        inviter: &str,
        recipient: Recipient,
        external_limited: bool,
    ) -> String {
        let id = self.state.model.ids.invite();
        let team = self.team_of(inviter).to_owned();
        let invite = Invite {
            id: id.clone(),
            channel: channel.into(),
            inviter: inviter.into(),
            team,
            recipient,
            external_limited,
            created: self.now,
            stage: Stage::Sent,
        };
        if let Recipient::User(user) = &invite.recipient {
            let team = self.team_of(user).to_owned();
            let event = json!({"type": "shared_channel_invite_received", "invite": self.invite_json(&invite),
                "channel": self.invited_channel(&invite)});
            self.tell(&team, "shared_channel_invite_received", event);
        }
        self.state.model.invites.insert(id.clone(), invite);
        id
    }

    /// Somebody takes an invitation for their workspace.
    pub fn accept_invite(&mut self, id: &str, by: Acceptance) -> Result<Verdict, &'static str> {
        let invite = self.state.model.invites.get(id).cloned().ok_or("invite_not_found")?;
        if !self.is_meant_for(&invite, &by) {
            return Err("invite_not_found");
        }
        if by.team == invite.team {
            return Err("invite_from_same_org");
        }
        if !invite.is_open(self.now) {
            return Err("invite_used");
        }
        let careful =
            |team: &String| self.workspace(team).is_some_and(|each| each.connect == Approval::ByAdmin);
        let waiting_for: BTreeSet<String> =
            [invite.team.clone(), by.team.clone()].into_iter().filter(careful).collect();
        let verdict = if waiting_for.is_empty() { Verdict::Connected } else { Verdict::Waits };
        self.set_stage(id, Stage::Accepted { by: by.clone(), waiting_for });
        let mut event = self.about(&invite, "shared_channel_invite_accepted", [&by.team]);
        event["approval_required"] = json!(verdict == Verdict::Waits);
        event["accepting_user"] = self.user_item(&by.user);
        self.tell_both(&invite, &by.team, "shared_channel_invite_accepted", &event);
        if verdict == Verdict::Connected {
            self.connect(&invite, &by);
        }
        Ok(verdict)
    }

    /// An admin, or an app that may manage connections, agrees for their workspace.
    pub fn approve_invite(&mut self, id: &str, by: Acceptance) -> Result<(), &'static str> {
        let invite = self.state.model.invites.get(id).cloned().ok_or("invite_not_found")?;
        let (accepted, mut waiting_for) = match &invite.stage {
            Stage::Accepted { by, waiting_for } => (by.clone(), waiting_for.clone()),
            Stage::Connected { .. } => return Err("already_approved"),
            Stage::Sent => return Err("approval_not_found"),
            Stage::Declined => return Err("approval_inactive"),
        };
        if !waiting_for.remove(&by.team) {
            return Err("already_approved");
        }
        let mut event = self.about(&invite, "shared_channel_invite_approved", [&accepted.team]);
        event["approving_team_id"] = json!(by.team);
        event["approving_user"] = self.user_item(&by.user);
        self.tell_both(&invite, &accepted.team, "shared_channel_invite_approved", &event);
        let done = waiting_for.is_empty();
        self.set_stage(id, Stage::Accepted { by: accepted.clone(), waiting_for });
        if done {
            self.connect(&invite, &accepted);
        }
        Ok(())
    }

    /// Either side says no.
    pub fn decline_invite(&mut self, id: &str, by: Acceptance) -> Result<(), &'static str> {
        let invite = self.state.model.invites.get(id).cloned().ok_or("invite_not_found")?;
        match invite.stage {
            Stage::Connected { .. } => return Err("approval_inactive"),
            Stage::Declined => return Err("inactive_invite"),
            Stage::Sent | Stage::Accepted { .. } => {}
        }
        if by.team != invite.team && !self.is_meant_for(&invite, &by) {
            return Err("invite_not_found");
        }
        self.set_stage(id, Stage::Declined);
        let mut event = self.about(&invite, "shared_channel_invite_declined", []);
        event["declining_team_id"] = json!(by.team);
        event["declining_user"] = self.user_item(&by.user);
        self.tell_both(&invite, &by.team, "shared_channel_invite_declined", &event);
        Ok(())
    }

    /// Ends another company's part in a channel.
    pub fn disconnect(&mut self, channel: &str, team: &str) -> Result<(), &'static str> {
        let place = self.state.model.channels.get(channel).ok_or("channel_not_found")?;
        if !place.connected.contains(team) {
            return Err("channel_not_found");
        }
        let host = place.team.clone();
        self.state.model.disconnect(channel, team);
        let still = self.state.model.channels.get(channel).is_some_and(|place| !place.connected.is_empty());
        for (hearer, other) in [(&host, team), (&team.to_owned(), &host)] {
            let event = json!({"type": "channel_unshared", "previously_connected_team_id": other,
                "channel": channel, "is_ext_shared": still && *hearer == host});
            self.tell(hearer, "channel_unshared", event);
        }
        Ok(())
    }

    fn connect(&mut self, invite: &Invite, by: &Acceptance) {
        self.set_stage(&invite.id, Stage::Connected { by: by.clone() });
        self.state.model.connect(&invite.channel, &by.team);
        self.state.model.join(&invite.channel, &by.user);
        for (hearer, other) in [(&invite.team, &by.team), (&by.team, &invite.team)] {
            let event =
                json!({"type": "channel_shared", "connected_team_id": other, "channel": invite.channel});
            self.tell(hearer, "channel_shared", event);
        }
    }

    fn set_stage(&mut self, id: &str, stage: Stage) {
        if let Some(invite) = self.state.model.invites.get_mut(id) {
            invite.stage = stage;
        }
    }

    /// An invitation by address may be taken by whoever has the address, or by the app for them; one by id by that
    /// person, or by the app of their workspace.
    fn is_meant_for(&self, invite: &Invite, by: &Acceptance) -> bool {
        let addressee = match &invite.recipient {
            Recipient::User(user) => self.state.model.people.get(user),
            Recipient::Email(email) => self.state.model.person_at(email),
        };
        let is_app = self.state.installs.of_bot(&by.user).is_some();
        addressee.is_some_and(|person| person.id == by.user || (is_app && person.team == by.team))
    }

    /// The channel an invitation is for.
    pub fn invited_to(&self, id: &str) -> Option<String> {
        self.state.model.invites.get(id).map(|invite| invite.channel.clone())
    }

    /// Whether a workspace sent an invitation or is asked by it.
    pub fn concerns(&self, invite: &Invite, team: &str) -> bool {
        let asked = match &invite.recipient {
            Recipient::User(user) => self.state.model.people.get(user),
            Recipient::Email(email) => self.state.model.person_at(email),
        };
        invite.team == team || asked.is_some_and(|person| person.team == team)
    }

    /// One entry of `conversations.listConnectInvites`.
    pub fn invite_line(&self, invite: &Invite) -> Value {
        let (status, acceptances) = match &invite.stage {
            Stage::Sent => ("sent", Vec::new()),
            Stage::Accepted { by, .. } => ("accepted", vec![self.acceptance(by, "pending")]),
            Stage::Connected { by } => ("approved", vec![self.acceptance(by, "approved")]),
            Stage::Declined => ("declined", Vec::new()),
        };
        json!({"direction": "outgoing", "status": status, "date_last_updated": invite.created.as_second(),
            "invite_type": "channel", "invite": self.invite_json(invite), "channel": self.invited_channel(invite),
            "acceptances": acceptances})
    }

    fn acceptance(&self, by: &Acceptance, status: &str) -> Value {
        json!({"approval_status": status, "accepting_team": self.team_item(&by.team),
            "accepting_user": self.user_item(&by.user)})
    }

    fn about<const N: usize>(&self, invite: &Invite, name: &str, others: [&String; N]) -> Value {
        let teams = std::iter::once(&invite.team).chain(others);
        json!({"type": name, "invite": self.invite_json(invite), "channel": self.invited_channel(invite),
            "teams_in_channel": teams.map(|team| self.team_item(team)).collect::<Vec<_>>()})
    }

    fn tell_both(&mut self, invite: &Invite, other: &str, name: &str, event: &Value) {
        for team in [invite.team.clone(), other.to_owned()].into_iter().collect::<BTreeSet<_>>() {
            self.tell(&team, name, event.clone());
        }
    }

    fn invite_json(&self, invite: &Invite) -> Value {
        let mut object = json!({"id": invite.id, "date_created": invite.created.as_second(),
            "date_invalid": (invite.created + INVITE_LIFE).as_second(),
            "inviting_team": self.team_item(&invite.team), "inviting_user": self.user_item(&invite.inviter),
            "is_external_limited": invite.external_limited});
        match &invite.recipient {
            Recipient::Email(email) => object["recipient_email"] = json!(email),
            Recipient::User(user) => object["recipient_user_id"] = json!(user),
        }
        object
    }

    fn invited_channel(&self, invite: &Invite) -> Value {
        let channel = self.state.model.channels.get(&invite.channel);
        let private =
            channel.is_some_and(|channel| channel.kind != super::model::channels::ChannelKind::Public);
        let name = channel.map_or("", |channel| channel.name.as_str());
        json!({"id": invite.channel, "is_private": private, "is_im": false, "name": name})
    }

    fn team_item(&self, team: &str) -> Value {
        let workspace = self.workspace(team);
        json!({"id": team, "name": workspace.map_or("", |each| each.team_name.as_str()),
            "domain": workspace.map_or("", |each| each.domain.as_str()), "icon": {"image_default": true},
            "is_verified": false, "avatar_base_url": "", "requires_sponsorship": false,
            "date_created": self.config.start.as_second()})
    }

    fn user_item(&self, user: &str) -> Value {
        let Some(person) = self.state.model.people.get(user) else { return json!({"id": user}) };
        json!({"id": person.id, "team_id": person.team, "name": person.name, "who_can_share_contact_card": "EVERYONE",
            "updated": person.updated.as_second(), "profile": {"real_name": person.real_name, "team": person.team,
            "display_name": person.name, "real_name_normalized": person.real_name}})
    }
}
