//! A Slack workspace in a box: the other party. It knows Slack, and nothing of the bot.
