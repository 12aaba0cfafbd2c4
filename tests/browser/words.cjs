// What the page makes of Slack's data, piece by piece: markup, rich text, emoji, modals on top of each other, the ledger in words.
'use strict';
const assert = require('node:assert');
const { must, story } = require('./harness.cjs');

/** Names as the page's modules want them, left in the page under `sample`. */
function sample() {
  window.sample = { me: 'U1', app: 'Robo', zone: 'Europe/Berlin', person: id => ({ U1: 'Ana', U2: 'Ben' }[id] ?? id), channel: id => (id === 'C1' ? 'general' : id) };
}

/** The HTML of some markup. */
async function drawn(page, text) {
  return page.evaluate(async given => {
    const { mrkdwn } = await import('/page/mrkdwn.js');
    const box = document.createElement('div');
    box.append(mrkdwn(given, window.sample));
    return box.innerHTML;
  }, text);
}

const MARKUP = [
  ['*bold* _it_ ~no~ `co*d*e`', '<strong>bold</strong> <em>it</em> <s>no</s> <code>co*d*e</code>'],
  ['*_both_*', '<strong><em>both</em></strong>'],
  ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
  ['a * b * c', 'a * b * c'],
  ['(*in brackets*), “_quoted_”', '(<strong>in brackets</strong>), “_quoted_”'],
  ['*<@U2>*, <#C1|general> <!here>', '<strong><span class="mention">@Ben</span></strong>, <span class="mention">#general</span> <span class="mention">@here</span>'],
  ['<@U1>', '<span class="mention me">@Ana</span>'],
  ['a &lt;b&gt; &amp;amp; <script>', 'a &lt;b&gt; &amp;amp; script'],
  ['<https://example.com/a_b_c?d=*e*|see *this*>', '<a href="https://example.com/a_b_c?d=*e*" target="_blank" rel="noreferrer noopener">see *this*</a>'],
  ['<javascript:alert(1)|click>', 'click'],
  ['&gt; one\n&gt; two\nthree', '<blockquote>one<br>two</blockquote>three'],
  ['```\nlet *x* = 1;\n```', '<pre>let *x* = 1;</pre>'],
  ['an ``` unclosed', 'an ``` unclosed'],
  [':tada: :+1::skin-tone-3: :unknown_one: 10:30:00', '🎉 👍 :unknown_one: 10:30:00'],
  ['<!date^1799053200^{date_short_pretty} at {time}|then>', '<time>4 Jan 2027 at 10:00</time>'],
  ['one\ntwo', 'one<br>two'],
];

/** Lines of the ledger, and how they are told. */
const LINES = [
  [{ actor: 'bot', method: 'conversations.open', ok: true, members: ['U1', 'U2'] }, 'Robo opened a group message with Ana and Ben'],
  [{ actor: 'bot', method: 'chat.postMessage', ok: true, members: ['U1'], text: 'Hi' }, 'Robo wrote to Ana', { said: 'Hi' }],
  [{ actor: 'bot', method: 'chat.postMessage', ok: true, channel: 'C1' }, 'Robo wrote to #general'],
  [{ actor: 'bot', method: 'chat.update', ok: true, members: ['U1', 'U2'] }, 'Robo edited what it had written to Ana and Ben'],
  [{ actor: 'bot', method: 'views.open', ok: true, user: 'U1', subject: 'profile' }, 'Robo opened a window for Ana'],
  [{ actor: 'bot', method: 'views.publish', ok: true, user: 'U2' }, 'Robo drew the Home of Ben'],
  [{ actor: 'bot', method: 'reply', ok: true, members: ['U1'], text: 'No' }, 'Robo answered Ana at once', { said: 'No' }],
  [{ actor: 'bot', method: 'team.info', ok: true }, 'Robo called team.info'],
  [{ actor: 'bot', method: 'chat.postMessage', ok: false, error: 'ratelimited', retry_after: 1, members: ['U1'] }, 'Robo wrote to Ana', { problem: 'refused: ratelimited (too many calls), try again in 1 s' }],
  [{ actor: 'bot', method: 'auth.test', ok: true, fault: 'cut' }, 'Robo checked its own name and token', { problem: 'injected fault: cut' }],
  [{ actor: 'U1', event: 'press', ok: true, text: 'We met' }, 'Ana pressed “We met”'],
  [{ actor: 'U1', event: 'command', ok: true, subject: '/mentor', text: 'join' }, 'Ana typed /mentor join'],
  [{ actor: 'U1', event: 'react', ok: true, subject: 'date', channel: 'C9', members: ['U1', 'U2'] }, 'Ana reacted with 📅 in the group message with Ben'],
  [{ actor: 'U1', event: 'message', ok: true, channel: 'D1', members: ['U1'], text: 'hello' }, 'Ana wrote in the conversation with Robo', { said: 'hello' }],
  [{ actor: 'U1', event: 'submit', ok: false, error: 'operation_timeout', subject: 'profile' }, 'Ana submitted the form “profile”', { problem: 'refused: operation_timeout (the app did not answer in time)' }],
  [{ actor: 'U1', event: 'juggle', ok: true }, 'Ana did juggle'],
  [{ actor: 'slack', event: 'reaction_added', ok: true, user: 'U1', subject: 'date' }, 'Slack told Robo that Ana reacted with 📅'],
  [{ actor: 'slack', event: 'app_home_opened', ok: true, user: 'U2', subject: 'home', attempt: 2 }, 'Slack told Robo that Ben opened its Home tab (try 2)'],
  [{ actor: 'slack', event: 'channel_rename', ok: true }, 'Slack told Robo of channel_rename'],
  [{ actor: 'slack', event: 'uninstall', ok: true }, 'Robo was removed from the workspace'],
];

async function ledger(page) {
  const told = await page.evaluate(async entries => {
    const { tell } = await import('/page/ledger.js');
    return entries.map(entry => tell(entry, window.sample));
  }, LINES.map(([entry]) => entry));
  LINES.forEach(([entry, text, more = {}], index) => {
    assert.strictEqual(told[index].text, text);
    assert.strictEqual(told[index].said, more.said, text);
    assert.strictEqual(told[index].problem, more.problem, text);
    assert.strictEqual(told[index].small, entry.method ?? entry.event);
    assert.strictEqual(told[index].side, { bot: 'app', slack: 'events' }[entry.actor] ?? 'people');
  });
}

/** Two modals, one on the other: Back leads to the lower one, and what is typed outlives an update. */
async function stack(page) {
  const view = (id, title, hash, blocks) => ({ id, hash, kind: 'modal', user: 'U1', state: {}, content: { title: { text: title }, submit: { text: 'Go on' } }, blocks });
  const field = (id, label, type) => ({ type: 'input', block_id: id, label: { type: 'plain_text', text: label }, element: { type, action_id: id } });
  const show = views => page.evaluate(async given => {
    const [{ store }, { drawModal }] = await Promise.all([import('/page/store.js'), import('/page/modal.js')]);
    store.state.modals = given;
    await drawModal();
  }, views);
  const lower = view('V1', 'Lower', 'a', [field('mail', 'Your address', 'email_text_input'), field('site', 'Your page', 'url_text_input'), field('age', 'A number', 'number_input')]);
  await show([lower]);
  const dialog = page.getByRole('dialog', { name: 'Lower' });
  must(await dialog.getByRole('button', { name: 'Back' }).count() === 0, 'nothing lies beneath');
  must(await dialog.getByLabel('Your address').getAttribute('type') === 'email', 'an address');
  must(await dialog.getByLabel('A number').getAttribute('type') === 'number', 'a number');
  const address = dialog.getByLabel('Your address');
  await address.focus();
  await page.keyboard.type('ana@exam');
  await show([{ ...lower, hash: 'b' }]);
  assert.strictEqual(await address.inputValue(), 'ana@exam');
  must(await address.evaluate(node => node === document.activeElement), 'the field that is typed in keeps the focus');
  await show([lower, view('V2', 'Upper', 'a', [])]);
  const upper = page.getByRole('dialog', { name: 'Upper' });
  must(await upper.getByRole('button', { name: 'Back' }).count() === 2, 'the arrow and the button');
  await show([]);
  await upper.waitFor({ state: 'hidden' });
}

async function pieces(page) {
  const shown = await page.evaluate(async () => {
    const [{ fileCard }, { findEmoji, emoji }, { elsewhere, store }] = await Promise.all([import('/page/picture.js'), import('/page/emoji.js'), import('/page/store.js')]);
    store.state.workspaces = [{ team_id: 'T9', team_name: 'Other Ltd' }];
    return {
      file: fileCard({ id: 'F1', name: 'talks.ics', mimetype: 'text/calendar', size: 2048, url: '/files/F1' }).innerText,
      party: findEmoji('party').flatMap(section => section.emoji.map(([name]) => name)),
      signals: ['date', 'white_check_mark', 'arrows_counterclockwise', 'black_right_pointing_double_triangle_with_vertical_bar', 'wave'].map(emoji),
      away: elsewhere({ team: 'T9' }), home: elsewhere({ team: store.state.workspace.team_id }), none: elsewhere({}),
    };
  });
  assert.match(shown.file, /ICS[\s\S]*talks\.ics[\s\S]*text\/calendar · 2 KB/);
  must(shown.party.includes('tada'), 'emoji are found by what they are about');
  assert.deepStrictEqual(shown.signals, ['📅', '✅\uFE0F', '🔄', '⏭️', '👋']);
  assert.deepStrictEqual([shown.away, shown.home, shown.none], ['Other Ltd', '', '']);
}

story('words', async told => {
  const page = await told.open({ still: true });
  await page.evaluate(sample);
  for (const [text, html] of MARKUP) assert.strictEqual(await drawn(page, text), html);
  await ledger(page);
  await stack(page);
  await pieces(page);
}, { more: ['--weeks', '0'] });
