// An app on Slack's Bolt for JavaScript that other companies install, as its documentation teaches it, driven by
// tests/wire/sdk/installing.rs. What is said about the sandbox is where the Web API and the page that asks are.
'use strict';

const { App } = require('@slack/bolt');

const { PORT, SLACK_API_URL, SLACK_AUTHORIZE_URL, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET } = process.env;

const app = new App({
  signingSecret: SLACK_SIGNING_SECRET,
  clientId: SLACK_CLIENT_ID,
  clientSecret: SLACK_CLIENT_SECRET,
  stateSecret: 'nobody knows',
  scopes: ['commands', 'chat:write', 'im:write'],
  redirectUri: `http://127.0.0.1:${PORT}/slack/oauth_redirect`,
  installerOptions: {
    directInstall: true,
    redirectUriPath: '/slack/oauth_redirect',
    authorizationUrl: SLACK_AUTHORIZE_URL,
  },
  clientOptions: { slackApiUrl: SLACK_API_URL },
});

app.command('/lunch', async ({ ack, client, command }) => {
  const me = await client.auth.test();
  await ack(`${me.team} eats`);
  const { channel } = await client.conversations.open({ users: command.user_id });
  await client.chat.postMessage({ channel: channel.id, text: 'Enjoy' });
});

(async () => {
  await app.start({ port: Number(PORT), host: '127.0.0.1' });
  console.log(`ready ${PORT}`);
})();
