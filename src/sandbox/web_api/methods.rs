//! Every method there is, in order of its name: its handler, its rate tier, the scopes one of which it wants, and the
//! errors it may answer. Tiers, scopes and errors are Slack's, as documented for the method; a test holds them against
//! the reference where that is at hand, and every answer of a debug build against this table.

use super::{Call, OpenCall, Reply};
use super::{apps, chat, connect, conversations, conversations_read, files, membership};
use super::{oauth, reactions, scheduled, users, views};
use crate::sandbox::limits::Rate;

/// One method of the Web API.
pub(in crate::sandbox) struct Method {
    pub name: &'static str,
    pub handler: Handler,
    pub rate: Option<Rate>,
    /// Any one of these; empty where none is needed, or where the kind of conversation decides.
    pub scopes: &'static [&'static str],
    /// Beside those that any method may answer.
    pub errors: &'static [&'static str],
}

/// What a method wants in its `Authorization`.
#[derive(Clone, Copy)]
pub(in crate::sandbox) enum Handler {
    /// Nothing, or what the method checks itself.
    Open(fn(&mut OpenCall<'_, '_>) -> Reply),
    /// The app-level token.
    App(fn(&mut OpenCall<'_, '_>) -> Reply),
    /// The token of an installation.
    Bot(fn(&mut Call<'_, '_>) -> Reply),
}

/// What any method may answer.
pub(in crate::sandbox) const COMMON: [&str; 13] = [
    "account_inactive",
    "invalid_arguments",
    "invalid_auth",
    "invalid_json",
    "invalid_post_type",
    "json_not_object",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "ratelimited",
    "token_expired",
    "token_revoked",
    "unknown_method",
];

/// The method of this name.
pub(in crate::sandbox) fn find(name: &str) -> Option<&'static Method> {
    METHODS.binary_search_by(|method| method.name.cmp(name)).ok().map(|place| &METHODS[place])
}

impl Method {
    /// Whether Slack could answer this.
    pub fn may_answer(&self, error: &str) -> bool {
        self.errors.contains(&error) || COMMON.contains(&error)
    }

    /// An error that Slack does not document is a fault of the sandbox; tests must not get past it.
    pub(super) fn check_error(&self, error: &str) {
        debug_assert!(self.may_answer(error) || error == "asked_for", "{} answers {error}", self.name);
    }
}

const SPECIAL: Option<Rate> = None;
const TIER_1: Option<Rate> = Some(Rate::per_minute(1));
const TIER_2: Option<Rate> = Some(Rate::per_minute(20));
const TIER_3: Option<Rate> = Some(Rate::per_minute(50));
const TIER_4: Option<Rate> = Some(Rate::per_minute(100));

type BotHandler = fn(&mut Call<'_, '_>) -> Reply;
type OpenHandler = fn(&mut OpenCall<'_, '_>) -> Reply;
type Names = &'static [&'static str];

const fn bot(
    name: &'static str,
    handler: BotHandler,
    rate: Option<Rate>,
    scopes: Names,
    errors: Names,
) -> Method {
    Method { name, handler: Handler::Bot(handler), rate, scopes, errors }
}

const fn open(name: &'static str, handler: OpenHandler, rate: Option<Rate>, errors: Names) -> Method {
    Method { name, handler: Handler::Open(handler), rate, scopes: &[], errors }
}

const fn app(name: &'static str, handler: OpenHandler, rate: Option<Rate>, errors: Names) -> Method {
    Method { name, handler: Handler::App(handler), rate, scopes: &[], errors }
}

const CHAT: Names = &["chat:write"];
const CONNECT: Names = &["conversations.connect:write"];
const CONNECT_ADMIN: Names = &["conversations.connect:manage"];
const FILES_READ: Names = &["files:read"];
const FILES_WRITE: Names = &["files:write"];
const NO_SCOPE: Names = &[];
const REACTIONS_READ: Names = &["reactions:read"];
const REACTIONS_WRITE: Names = &["reactions:write"];
const USERS: Names = &["users:read"];

/// In order of their names.
#[rustfmt::skip]
pub(in crate::sandbox) static METHODS: &[Method] = &[
    open("api.test", apps::api_test, TIER_4, &[]),
    app("apps.connections.open", apps::connections_open, TIER_3, &[]),
    bot("apps.uninstall", apps::uninstall, TIER_1, NO_SCOPE, &["bad_client_secret", "client_id_token_mismatch", "invalid_client_id"]),
    bot("auth.revoke", apps::revoke, TIER_3, NO_SCOPE, &[]),
    bot("auth.test", apps::auth_test, SPECIAL, NO_SCOPE, &[]),
    bot("bots.info", apps::bots_info, TIER_3, USERS, &["bot_not_found"]),
    bot("chat.delete", chat::delete, TIER_3, CHAT, &["cant_delete_message", "channel_not_found", "message_not_found"]),
    bot("chat.deleteScheduledMessage", scheduled::delete, TIER_3, CHAT, &["channel_not_found", "invalid_scheduled_message_id"]),
    bot("chat.getPermalink", chat::get_permalink, SPECIAL, NO_SCOPE, &["channel_not_found", "message_not_found"]),
    bot("chat.postEphemeral", chat::post_ephemeral, TIER_4, CHAT, &["cannot_reply_to_message", "channel_not_found", "invalid_attachments", "invalid_blocks", "invalid_blocks_format", "is_archived", "markdown_text_conflict", "messages_tab_disabled", "no_text", "not_in_channel", "too_many_attachments", "user_not_in_channel"]),
    bot("chat.postMessage", chat::post_message, SPECIAL, CHAT, &["cannot_reply_to_message", "channel_not_found", "invalid_blocks", "invalid_blocks_format", "invalid_metadata_format", "is_archived", "markdown_text_conflict", "messages_tab_disabled", "metadata_too_large", "msg_blocks_too_long", "no_text", "not_in_channel", "too_many_attachments"]),
    bot("chat.scheduleMessage", scheduled::schedule, TIER_3, CHAT, &["channel_not_found", "invalid_blocks", "invalid_blocks_format", "invalid_metadata_format", "invalid_time", "is_archived", "markdown_text_conflict", "metadata_too_large", "no_text", "not_in_channel", "restricted_too_many", "time_in_past", "time_too_far", "too_many_attachments"]),
    bot("chat.scheduledMessages.list", scheduled::list, TIER_3, NO_SCOPE, &["invalid_channel", "invalid_cursor"]),
    bot("chat.unfurl", chat::unfurl, TIER_3, &["links:write"], &["cannot_find_channel", "cannot_find_message", "cannot_parse_attachment", "cannot_unfurl_url", "invalid_unfurls_format", "missing_channel", "missing_ts", "missing_unfurls"]),
    bot("chat.update", chat::update, TIER_3, CHAT, &["cant_update_message", "channel_not_found", "invalid_attachments", "invalid_blocks", "invalid_blocks_format", "invalid_metadata_format", "markdown_text_conflict", "message_not_found", "metadata_too_large", "msg_too_long", "no_text", "too_many_attachments"]),
    bot("conversations.acceptSharedInvite", connect::accept, TIER_2, CONNECT, &["invalid_name_maxlength", "invalid_name_punctuation", "invalid_name_required", "invalid_name_specials", "invite_from_same_org", "invite_not_found", "invite_used", "name_taken", "team_not_found"]),
    bot("conversations.approveSharedInvite", connect::approve, TIER_3, CONNECT_ADMIN, &["already_approved", "approval_inactive", "approval_not_found", "invite_not_found"]),
    bot("conversations.archive", membership::archive, TIER_2, NO_SCOPE, &["already_archived", "cant_archive_general", "channel_not_found", "method_not_supported_for_channel_type", "not_in_channel"]),
    bot("conversations.close", membership::close, TIER_2, NO_SCOPE, &["channel_not_found", "method_not_supported_for_channel_type"]),
    bot("conversations.create", membership::create, TIER_2, NO_SCOPE, &["invalid_name_maxlength", "invalid_name_punctuation", "invalid_name_required", "invalid_name_specials", "name_taken"]),
    bot("conversations.declineSharedInvite", connect::decline, TIER_3, CONNECT_ADMIN, &["approval_inactive", "inactive_invite", "invite_not_found"]),
    bot("conversations.history", conversations_read::history, TIER_3, NO_SCOPE, &["channel_not_found", "invalid_cursor", "invalid_ts_latest", "invalid_ts_oldest", "not_in_channel"]),
    bot("conversations.info", conversations::info, TIER_3, NO_SCOPE, &["channel_not_found"]),
    bot("conversations.invite", membership::invite, TIER_3, NO_SCOPE, &["already_in_channel", "cant_invite", "cant_invite_self", "channel_not_found", "is_archived", "method_not_supported_for_channel_type", "no_user", "not_in_channel", "org_user_not_in_team", "user_not_found"]),
    bot("conversations.inviteShared", connect::invite, TIER_2, CONNECT, &["already_in_channel", "channel_archived", "channel_not_found", "invalid_channel_type", "invalid_email", "not_in_channel", "recipients_not_specified", "too_many_emails", "user_not_found"]),
    bot("conversations.join", membership::join, TIER_3, &["channels:join"], &["channel_not_found", "is_archived", "method_not_supported_for_channel_type"]),
    bot("conversations.kick", membership::kick, TIER_3, NO_SCOPE, &["cant_kick_from_general", "cant_kick_self", "channel_not_found", "method_not_supported_for_channel_type", "not_in_channel", "user_not_found"]),
    bot("conversations.leave", membership::leave, TIER_3, NO_SCOPE, &["cant_leave_general", "channel_not_found", "is_archived", "last_member", "method_not_supported_for_channel_type"]),
    bot("conversations.list", conversations::list, TIER_2, NO_SCOPE, &["invalid_cursor", "invalid_limit", "invalid_types"]),
    bot("conversations.listConnectInvites", connect::list, TIER_1, CONNECT_ADMIN, &[]),
    bot("conversations.mark", membership::mark, TIER_3, NO_SCOPE, &["channel_not_found", "invalid_timestamp", "not_in_channel"]),
    bot("conversations.members", conversations::members, TIER_4, NO_SCOPE, &["channel_not_found", "invalid_cursor", "invalid_limit"]),
    bot("conversations.open", conversations::open, TIER_3, NO_SCOPE, &["channel_not_found", "invalid_user_combination", "method_not_supported_for_channel_type", "too_many_users", "user_disabled", "user_not_found", "user_not_visible", "users_list_not_supplied"]),
    bot("conversations.rename", membership::rename, TIER_2, NO_SCOPE, &["channel_not_found", "invalid_name_maxlength", "invalid_name_punctuation", "invalid_name_required", "invalid_name_specials", "is_archived", "method_not_supported_for_channel_type", "name_taken", "not_authorized", "not_in_channel"]),
    bot("conversations.replies", conversations_read::replies, TIER_3, NO_SCOPE, &["channel_not_found", "invalid_cursor", "invalid_ts_latest", "invalid_ts_oldest", "thread_not_found"]),
    bot("conversations.setPurpose", membership::set_purpose, TIER_2, NO_SCOPE, &["channel_not_found", "is_archived", "method_not_supported_for_channel_type", "not_in_channel", "too_long"]),
    bot("conversations.setTopic", membership::set_topic, TIER_2, NO_SCOPE, &["channel_not_found", "is_archived", "method_not_supported_for_channel_type", "not_in_channel", "too_long"]),
    bot("conversations.unarchive", membership::unarchive, TIER_2, NO_SCOPE, &["channel_not_found", "method_not_supported_for_channel_type", "not_archived"]),
    bot("files.completeUploadExternal", files::complete, TIER_4, FILES_WRITE, &["channel_not_found", "file_not_found", "not_in_channel"]),
    bot("files.delete", files::delete, TIER_3, FILES_WRITE, &["cant_delete_file", "file_deleted", "file_not_found"]),
    bot("files.getUploadURLExternal", files::get_upload_url, TIER_4, FILES_WRITE, &["missing_argument"]),
    bot("files.info", files::info, TIER_4, FILES_READ, &["file_deleted", "file_not_found", "not_visible"]),
    open("oauth.v2.access", oauth::access, SPECIAL, &["bad_client_secret", "bad_redirect_uri", "invalid_client_id", "invalid_code", "invalid_grant_type", "invalid_refresh_token"]),
    open("oauth.v2.exchange", oauth::exchange, TIER_3, &["bad_client_secret", "invalid_client_id", "invalid_token", "token_already_exchanged", "token_rotation_not_enabled"]),
    bot("reactions.add", reactions::add, TIER_3, REACTIONS_WRITE, &["already_reacted", "bad_timestamp", "channel_not_found", "invalid_name", "is_archived", "message_not_found", "no_item_specified", "too_many_emoji"]),
    bot("reactions.get", reactions::get, TIER_3, REACTIONS_READ, &["bad_timestamp", "channel_not_found", "message_not_found", "no_item_specified"]),
    bot("reactions.list", reactions::list, TIER_2, REACTIONS_READ, &["user_not_found"]),
    bot("reactions.remove", reactions::remove, TIER_2, REACTIONS_WRITE, &["bad_timestamp", "channel_not_found", "invalid_name", "message_not_found", "no_item_specified", "no_reaction"]),
    bot("team.externalTeams.list", connect::external_teams, TIER_2, &["team:read", "conversations.connect:manage"], &[]),
    bot("team.info", apps::team_info, TIER_3, &["team:read"], &["team_not_found"]),
    bot("users.conversations", conversations::of_user, TIER_3, NO_SCOPE, &["invalid_cursor", "invalid_limit", "invalid_types"]),
    bot("users.getPresence", users::presence, TIER_3, USERS, &[]),
    bot("users.info", users::info, TIER_4, USERS, &["user_not_found", "user_not_visible"]),
    bot("users.list", users::list, TIER_2, USERS, &["invalid_cursor"]),
    bot("users.lookupByEmail", users::lookup_by_email, TIER_3, &["users:read.email"], &["users_not_found"]),
    bot("users.profile.get", users::profile, TIER_4, &["users.profile:read"], &["user_not_found"]),
    bot("views.open", views::open, TIER_4, NO_SCOPE, &["duplicate_external_id", "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id", "view_too_large"]),
    bot("views.publish", views::publish, TIER_4, NO_SCOPE, &["duplicate_external_id", "hash_conflict", "view_too_large"]),
    bot("views.push", views::push, TIER_4, NO_SCOPE, &["duplicate_external_id", "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id", "not_found", "push_limit_reached", "view_too_large"]),
    bot("views.update", views::update, TIER_4, NO_SCOPE, &["duplicate_external_id", "hash_conflict", "not_found", "view_too_large"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_found_by_name() {
        assert!(METHODS.is_sorted_by(|one, two| one.name < two.name), "a search needs the order");
        for method in METHODS {
            assert_eq!(find(method.name).map(|found| found.name), Some(method.name));
        }
        assert!(find("chat.postPoem").is_none());
    }
}
