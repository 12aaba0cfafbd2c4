// Measures the page and its calls with many people and messages. Not a test: numbers depend on the machine. To repeat it:
//   cargo build --release && NODE_PATH=target/node/node_modules CHROMIUM=$(command -v chromium) \
//     VICEVERSA_BIN=target/release/viceversa SCREENSHOTS=target/screenshots node tests/browser/measure.cjs [people] [messages]
'use strict';
const { must, story } = require('./harness.cjs');

const [PEOPLE, MESSAGES] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 100_000)];
const CONVERSATIONS = 3_000;
const AT_ONCE = 16;
/** Fewer than the burst of any tier that is measured. */
const CALLS = 40;

/** Does something many times, a few at a time. */
async function many(number, act) {
  let next = 0;
  const worker = async () => { for (let mine = next++; mine < number; mine = next++) await act(mine); };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function fill(told) {
  const ids = [];
  const first = ['Ana', 'Ben', 'Chiara', 'Deepa', 'Emeka', 'Freya', 'Hana', 'Jonas', 'Mei', 'Rosa'];
  await many(PEOPLE, async number => {
    const { person } = await told.act('people', { real_name: `${first[number % 10]} Number${number}`, title: `Manager of team ${number % 97}`, tz: 'Europe/Berlin' });
    ids[number] = person.id;
  });
  const [one] = ids;
  const places = [];
  await many(Math.min(CONVERSATIONS, PEOPLE - 1), async number => {
    const other = ids[number + 1];
    const { channel } = await told.act('conversation', { user: one, others: [other] });
    places[number] = { channel, other };
  });
  const general = (await told.look('state', { user: one })).conversations.find(place => place.name === 'general').id;
  await many(MESSAGES, async number => {
    const place = places[number % places.length];
    const busy = number % 3 ? { user: place.other, channel: place.channel } : { user: ids[number % ids.length], channel: general };
    await told.act('reply', { ...busy, text: `Message ${number}: could we move *the talk* to Thursday?` });
  });
  return { one, general, busy: places[1].channel, ids };
}

/** Milliseconds of many calls: the middle one and the one that nineteen of twenty beat. `ask` makes the n-th of them. */
async function timed(call, ask) {
  const took = [];
  let bytes = 0;
  for (let number = 0; number < CALLS; number += 1) {
    const began = performance.now();
    const text = await (await ask(number)).text();
    took.push(performance.now() - began);
    bytes = text.length;
    must(JSON.parse(text).ok, `${call}: ${text.slice(0, 200)}`);
  }
  took.sort((a, b) => a - b);
  return { call, median: took[CALLS >> 1].toFixed(2), 'of 20, 19 below': took[Math.floor(CALLS * 0.95)].toFixed(2), bytes };
}

const latency = (told, what, query) => timed(`${what} ${JSON.stringify(query)}`, () => fetch(`${told.address}/_control/${what}?${new URLSearchParams(query)}`));

/** The Web API as a bot calls it; `args` gives the arguments of the n-th call. */
function api(told, method, args) {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer xoxb-sandbox-bot-token' };
  return timed(method, number => fetch(`${told.address}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args(number)) }));
}

async function webApi(told, ids) {
  const channels = [];
  const opened = await api(told, 'conversations.open', number => ({ users: ids[number] }));
  for (const id of ids.slice(0, CALLS)) channels.push((await told.look('state', { user: id })).app_channel);
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Shall we talk on *Thursday*?' } }];
  return [
    opened,
    await api(told, 'chat.postMessage', number => ({ channel: channels[number], text: 'Shall we talk?', blocks, metadata: { event_type: 'x', event_payload: { id: String(number) } } })),
    await api(told, 'users.info', number => ({ user: ids[number] })),
    await api(told, 'views.publish', number => ({ user_id: ids[number], view: { type: 'home', blocks } })),
  ];
}

async function paint(told, hash) {
  const page = await told.open({ hash });
  const measured = await page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    await frame();
    return { 'first paint': Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime), ready: Math.round(performance.now()), nodes: document.querySelectorAll('*').length };
  });
  return { page, measured };
}

story('measure', async told => {
  const began = performance.now();
  const { one, general, busy, ids } = await fill(told);
  console.log(`${PEOPLE} people and ${MESSAGES} messages after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  console.table([
    await latency(told, 'state', { user: one }), await latency(told, 'people', { find: 'number99' }), await latency(told, 'people', { find: 'nobody at all' }),
    await latency(told, 'people', { find: '' }), await latency(told, 'messages', { user: one, channel: general, limit: 40 }),
    await latency(told, 'messages', { user: one, channel: busy, limit: 40 }), await latency(told, 'ledger', { before: 0, limit: 80 }),
    await latency(told, 'ledger', { before: 0, limit: 80, of: 'problems' }), await latency(told, 'changes', { since: 0 }),
  ]);
  console.table(await webApi(told, ids));
  for (const where of [`#${one}/${general}`, `#${one}/home`, `#${one}/${busy}`]) {
    const { page, measured } = await paint(told, where);
    console.log(where, measured);
    await page.context().close();
  }
  const { page } = await paint(told, `#${one}/${general}`);
  const typed = await page.evaluate(() => performance.now());
  await page.getByRole('combobox', { name: 'You are' }).fill('number77');
  await page.getByRole('option', { name: /Number77/ }).first().waitFor();
  console.log('a person is found after', Math.round(await page.evaluate(() => performance.now()) - typed), 'ms, the 80 of waiting for another letter included');
}, { more: ['--people', '0', '--weeks', '0'], patience: 900_000 });
