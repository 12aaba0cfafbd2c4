//! Messages that were given up, in plain words: what the reason means, and what to do.

use crate::app::community_setting::INVITE;
use crate::ports::{OutboxRow, RowState};
use std::collections::BTreeMap;

/// The most messages that are named; the reasons of the oldest are the first to mend.
pub(super) const MOST: u32 = 20;

/// A reason, what it means, and what to do about it.
struct Known {
    reasons: &'static [&'static str],
    means: &'static str,
    mend: &'static str,
}

const NOTHING_TO_DO: &str = "There is nothing to do: nobody can write to them. Drop it, or leave it";
const LOOK_AT_THE_NETWORK: &str = "Mend the connection between this machine and Slack, then try it again";
const RENEW: &str = "Install the app again and copy the new token, then start the bot again";

const KNOWN: [Known; 16] = [
    Known {
        reasons: &["not_in_channel", "channel_not_found"],
        means: "the bot is not in that channel, or the channel is gone",
        mend: INVITE,
    },
    Known {
        reasons: &["is_archived", "is_inactive"],
        means: "the conversation is archived",
        mend: "Unarchive it in Slack, or choose another channel; then try it again",
    },
    Known {
        reasons: &[
            "user_disabled",
            "user_not_found",
            "users_not_found",
            "user_not_visible",
            "not_visible",
            "cannot_dm_bot",
        ],
        means: "somebody it is for has no account any more, or the bot may not see it",
        mend: NOTHING_TO_DO,
    },
    Known {
        reasons: &["invalid_user_combination"],
        means: "Slack lets these people not be in one conversation, as with guests and people of other companies",
        mend: NOTHING_TO_DO,
    },
    Known {
        reasons: &["messages_tab_disabled"],
        means: "the app has no Messages tab, so it cannot write to anybody alone",
        mend: "Switch it on under App Home, Show Tabs, at api.slack.com/apps; then try it again",
    },
    Known {
        reasons: &[
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_thread_locked",
        ],
        means: "the workspace lets only some people post there",
        mend: "Let the app post there, in the channel's settings, or choose another channel; then try it again",
    },
    Known {
        reasons: &[
            "invalid_blocks",
            "invalid_blocks_format",
            "msg_blocks_too_long",
            "msg_too_long",
            "no_text",
            "metadata_too_large",
            "invalid_metadata_format",
            "invalid_arguments",
        ],
        means: "Slack does not take a message of this form",
        mend: "That is our mistake: please report the kind of message and the reason. Drop it meanwhile",
    },
    Known {
        reasons: &["message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed"],
        means: "the message it belongs to was deleted, or may not be changed any more",
        mend: "There is nothing to do. Drop it, or leave it",
    },
    Known {
        reasons: &["connect", "timeout", "cut", "http", "limits"],
        means: "Slack could not be reached for about a day",
        mend: LOOK_AT_THE_NETWORK,
    },
    Known {
        reasons: &["not_json", "no_ts", "no_channel", "http_404", "http_403", "http_407"],
        means: "something between this machine and Slack answers in Slack's place",
        mend: "Let the proxy or firewall pass SLACK_API_URL unchanged, then try it again",
    },
    Known {
        reasons: &[
            "http_500",
            "http_502",
            "http_503",
            "http_504",
            "fatal_error",
            "internal_error",
            "service_unavailable",
            "request_timeout",
        ],
        means: "Slack itself was in trouble for about a day",
        mend: "See slack-status.com, and try it again when Slack is well",
    },
    Known {
        reasons: &["missing_scope", "invalid_auth", "token_revoked", "token_expired", "account_inactive"],
        means: "the token is void or may not do this",
        mend: RENEW,
    },
    Known {
        reasons: &["unconfirmed", "unanswered"],
        means: "Slack never said whether it has it, and nobody can look",
        mend: "See whether it is there, if you can; then try it again or drop it. The README says how Slack can confirm it, under Never a message twice",
    },
    Known {
        reasons: &["crashes", "interrupted"],
        means: "the process died each time while it was being sent",
        mend: "Look into the log at those times and report it; then try it again",
    },
    Known {
        reasons: &["restored"],
        means: "it was due when a backup was put back, and may have been said before that",
        mend: "Ask whoever it is for, if it matters; then try it again or drop it. docs/operations.md tells more",
    },
    Known {
        reasons: &["unreadable"],
        means: "this version of the program cannot read it, as after a downgrade",
        mend: "Run the newest version that this database has seen, then try it again",
    },
];

/// One paragraph for each reason, that of the oldest message first; `matching` is how many messages there are in all.
pub(super) fn explain(rows: &[OutboxRow], matching: u64) -> Vec<String> {
    let mut reasons: Vec<&str> = Vec::new();
    let mut by_reason: BTreeMap<&str, Vec<&OutboxRow>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state == RowState::Failed) {
        let reason = row.reason.as_deref().unwrap_or("unknown");
        if !by_reason.contains_key(reason) {
            reasons.push(reason);
        }
        by_reason.entry(reason).or_default().push(row);
    }
    let mut paragraphs: Vec<String> =
        reasons.iter().map(|reason| paragraph(reason, &by_reason[reason])).collect();
    let hidden = matching.saturating_sub(rows.len() as u64);
    if let (Some(last), 1..) = (paragraphs.last_mut(), hidden) {
        last.push_str(&format!(
            "\n      {hidden} more have failed since: `viceversa outbox list --state failed` shows them"
        ));
    }
    paragraphs
}

fn paragraph(reason: &str, rows: &[&OutboxRow]) -> String {
    let messages = match rows.len() {
        1 => "a message was given up".to_owned(),
        many => format!("{many} messages were given up"),
    };
    let mut lines =
        vec![format!("{messages} ({reason}): {}", meaning(reason)), format!("      {}.", mend(reason))];
    lines.extend(rows.iter().map(|row| line(row)));
    if let Some(row) = rows.iter().find(|row| row.has_words) {
        lines.push(format!("      viceversa outbox retry {} (or drop; or retry --all-failed)", row.key));
    }
    lines.join("\n")
}

fn line(row: &OutboxRow) -> String {
    let gone = if row.has_words { "" } else { ", cannot be tried again" };
    format!("        {} {} {}{gone}", row.since.strftime("%F %H:%MZ"), row.kind, row.key)
}

fn known(reason: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.reasons.contains(&reason))
}

fn meaning(reason: &str) -> String {
    known(reason).map_or_else(|| format!("{reason} is Slack's word for it"), |known| known.means.to_owned())
}

fn mend(reason: &str) -> &'static str {
    known(reason).map_or(
        "The page of chat.postMessage at docs.slack.dev explains it; mend what it says, then try it again",
        |known| known.mend.trim_end_matches('.'),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{MessageKey, WorkspaceId};

    fn row(key: &str, reason: &str, minute: i64) -> OutboxRow {
        let since = "2027-01-04T09:00:00Z".parse::<jiff::Timestamp>().expect("a time");
        OutboxRow {
            workspace: WorkspaceId::new("T1"),
            key: MessageKey::new(key),
            kind: "nudge".into(),
            state: RowState::Failed,
            since: since + jiff::SignedDuration::from_mins(minute),
            attempts: 1,
            reason: Some(reason.into()),
            next_at: None,
            has_words: !key.ends_with("gone"),
        }
    }

    #[test]
    fn each_reason_is_explained_once_with_its_messages_and_the_mend() {
        let rows = [
            row("community/2027-01-06/question", "not_in_channel", 0),
            row("nudge/2027-01-06/001", "http_404", 1),
            row("nudge/2027-01-06/002-gone", "http_404", 2),
            row("nudge/2027-01-06/003", "as_user_not_supported", 3),
        ];
        insta::assert_snapshot!(explain(&rows, 31).join("\n\n"));
    }

    #[test]
    fn where_nothing_failed_there_is_nothing_to_explain() {
        assert!(explain(&[], 0).is_empty());
    }

    #[test]
    fn every_reason_has_one_meaning() {
        let mut all: Vec<&str> = KNOWN.iter().flat_map(|known| known.reasons).copied().collect();
        let many = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), many);
    }
}
