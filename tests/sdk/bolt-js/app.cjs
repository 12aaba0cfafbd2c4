// A small app on Slack's Bolt for JavaScript, as its documentation teaches it, driven by tests/wire/sdk.rs. The only thing
// said about the sandbox is the address of the Web API.
'use strict';

const { App } = require('@slack/bolt');

const { SLACK_API_URL, SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, TRANSPORT } = process.env;
const socketMode = TRANSPORT === 'socket';
const secrets = socketMode ? { appToken: SLACK_APP_TOKEN } : { signingSecret: SLACK_SIGNING_SECRET };

const app = new App({
  token: SLACK_BOT_TOKEN,
  socketMode,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  ...secrets,
});

const PLACES = ['Arepas', 'Bao', 'Curry'];

const plain = (text) => ({ type: 'plain_text', text });
const option = (text) => ({ text: plain(text), value: text.toLowerCase() });
const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (action_id, text, value) => ({ type: 'button', action_id, text: plain(text), value });

function form(dish) {
  return {
    type: 'modal',
    callback_id: 'lunch',
    private_metadata: dish,
    title: plain('Lunch'),
    submit: plain('Invite'),
    blocks: [
      {
        type: 'input',
        block_id: 'guests',
        label: plain('How many?'),
        element: { type: 'plain_text_input', action_id: 'guests' },
      },
      {
        type: 'input',
        block_id: 'place',
        label: plain('Where?'),
        element: { type: 'external_select', action_id: 'place', min_query_length: 0 },
      },
    ],
  };
}

function invitation(words, guests) {
  const buttons = [button('who', 'Who comes?', guests), button('come', 'I come', guests)];
  return [section(words), { type: 'actions', block_id: 'answers', elements: buttons }];
}

app.command('/lunch', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form(body.text) });
});

app.options('place', async ({ ack, options }) => {
  await ack({ options: PLACES.filter((place) => place.toLowerCase().startsWith(options.value)).map(option) });
});

app.view('lunch', async ({ ack, body, client, view }) => {
  const guests = view.state.values.guests.guests.value;
  if (!/^[1-9]$/.test(guests)) {
    await ack({ response_action: 'errors', errors: { guests: 'Write a number from 1 to 9.' } });
    return;
  }
  await ack();
  const place = view.state.values.place.place.selected_option.value;
  const { channel } = await client.conversations.open({ users: body.user.id });
  const text = `${view.private_metadata} for ${guests} at ${place}`;
  await client.chat.postMessage({ channel: channel.id, text, blocks: invitation(text, guests) });
});

app.event('reaction_added', async ({ client, event }) => {
  const { channel, ts } = event.item;
  await client.chat.postMessage({ channel, thread_ts: ts, text: `Thank you for the :${event.reaction}:` });
  const text = 'Lunch is on';
  await client.chat.update({ channel, ts, text, blocks: invitation(text, '2') });
});

app.action('who', async ({ ack, action, respond }) => {
  await ack();
  await respond({ response_type: 'ephemeral', replace_original: false, text: `${action.value} come` });
});

app.action('come', async ({ ack, body, respond }) => {
  await ack();
  await respond({ replace_original: true, text: `<@${body.user.id}> comes` });
});

app.event('app_home_opened', async ({ client, event }) => {
  const view = { type: 'home', callback_id: 'home', blocks: [section(`Welcome, <@${event.user}>`)] };
  await client.views.publish({ user_id: event.user, view });
});

app.command('/menu', async ({ ack, client, command }) => {
  await ack();
  const { channel } = await client.conversations.open({ users: command.user_id });
  const file = { channel_id: channel.id, filename: 'menu.txt', content: 'Tacos' };
  await client.filesUploadV2({ ...file, initial_comment: 'The menu' });
});

app.command('/people', async ({ ack, client, respond }) => {
  await ack();
  const pages = [];
  for await (const page of client.paginate('users.list', { limit: 2 })) {
    pages.push(page.members.length);
  }
  await respond(`pages of ${pages.join(', ')}`);
});

(async () => {
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  console.log(`ready ${socketMode ? 0 : server.address().port}`);
})();
