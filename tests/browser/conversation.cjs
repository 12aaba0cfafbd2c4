// Living in the workspace: commands by keyboard, mentions, threads, unread marks, and updates that disturb nobody.
'use strict';
const { must, story, until } = require('./harness.cjs');

const TOKEN = 'xoxb-sandbox-bot-token';

async function person(told, find) {
  return (await told.look('people', { find })).people[0];
}

/** Writes as the app does. */
async function asApp(told, method, body) {
  const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${TOKEN}` };
  const answer = await (await fetch(`${told.address}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  must(answer.ok, `${method}: ${JSON.stringify(answer)}`);
  return answer;
}

async function commands(page) {
  await page.getByRole('region', { name: 'Apps' }).getByRole('button', { name: /Vice Versa/ }).click();
  const field = page.getByRole('textbox', { name: 'Message to Vice Versa' });
  await field.waitFor();
  await field.pressSequentially('/m');
  await page.getByRole('option', { name: /\/mentor/ }).first().waitFor();
  await page.keyboard.press('Tab');
  await until(async () => await field.inputValue() === '/mentor ', 'the command is completed');
  await page.getByRole('option', { name: '/mentor home' }).waitFor();
  await page.keyboard.press('Escape');
  must(await page.getByRole('option').count() === 0, 'Escape closes the list');
  await field.pressSequentially('hel');
  await page.getByRole('option', { name: '/mentor help' }).waitFor();
  await page.keyboard.press('Enter');
  await until(async () => await field.inputValue() === '/mentor help', 'what follows the command is completed');
  await page.keyboard.press('Enter');
  const help = page.getByRole('article').filter({ hasText: 'Only visible to you' });
  await help.getByText('/mentor pause').first().waitFor();
  must(await help.getByRole('button', { name: 'Reply in thread' }).count() === 0, 'nobody replies to what only one person sees');
  await page.getByRole('textbox', { name: 'Message to Vice Versa' }).fill('/nonsense');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('/nonsense is not a valid command', { exact: true }).waitFor();
}

/** Ana finds Ben, writes to him, mentions him, and he answers in a thread while she is typing. */
async function twoPeople(told, page, ana, ben) {
  await page.getByRole('button', { name: 'Write to somebody' }).click();
  await page.getByRole('combobox', { name: 'To' }).fill('ben br');
  await page.getByRole('option', { name: /Ben Brandt/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ben Brandt', level: 2 }).waitFor();
  const field = page.getByRole('textbox', { name: 'Message to Ben Brandt' });
  await until(() => field.evaluate(node => node === document.activeElement), 'one can write at once');
  await field.pressSequentially('Hello @ben');
  await page.getByRole('option', { name: /Ben Brandt/ }).waitFor();
  await page.keyboard.press('Tab');
  await field.pressSequentially('how are :seedl');
  await page.getByRole('option', { name: /seedling/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const said = page.getByRole('article').filter({ hasText: '@Ben Brandt how are 🌱' });
  await said.waitFor();

  const channel = (await told.look('state', { user: ana.id })).conversations.find(place => place.kind === 'direct' && place.members.includes(ben.id)).id;
  await field.fill('half typed');
  const [first] = (await told.look('messages', { user: ana.id, channel })).messages;
  await told.act('reply', { user: ben.id, channel, text: 'in a *thread*', thread_ts: first.ts });
  await said.getByRole('button', { name: /1 reply/ }).click();
  const pane = page.getByRole('complementary', { name: 'Thread' });
  await pane.getByText('thread', { exact: true }).waitFor();
  const reply = pane.getByRole('textbox', { name: 'Reply' });
  await until(() => reply.evaluate(node => node === document.activeElement), 'the thread is ready to be written in');
  await reply.fill('and here');
  await told.act('reply', { user: ben.id, channel, text: 'more', thread_ts: first.ts });
  await pane.getByText('more', { exact: true }).waitFor();
  must(await reply.inputValue() === 'and here', 'what is half typed in a thread is kept');
  must(await pane.locator('.log').evaluate(log => log.scrollWidth <= log.clientWidth), 'a thread is no wider than its pane');
  must(await field.inputValue() === 'half typed', 'what is half typed is kept');
  await reply.press('Enter');
  await pane.getByRole('article').filter({ hasText: 'and here' }).waitFor();
  await told.accessible(page, 'thread');
  await reply.press('Escape');
  await pane.waitFor({ state: 'hidden' });
  must(await said.getByText('3 replies').count() === 1, 'the number of replies is shown');
  return channel;
}

/** Ben writes while Ana is elsewhere: bold and a badge, then a line above what is new. */
async function unread(told, page, ben, channel) {
  await page.getByRole('region', { name: 'Channels' }).getByRole('button', { name: /general/ }).click();
  await page.getByRole('heading', { name: '# general' }).waitFor();
  for (const text of ['one', 'two']) await told.act('reply', { user: ben.id, channel, text });
  const entry = page.getByRole('region', { name: 'Direct messages' }).getByRole('button', { name: /Ben Brandt 2 unread/ });
  await entry.waitFor();
  await entry.click();
  await page.getByRole('separator', { name: 'New' }).waitFor();
  must(await page.getByRole('textbox', { name: 'Message to Ben Brandt' }).inputValue() === 'half typed', 'each place keeps its draft');
  const grouped = page.getByRole('article').filter({ hasText: 'two' });
  must(await grouped.getByText('Ben Brandt').count() === 0, 'the second of two messages has no head of its own');
  await until(async () => (await told.look('state', { user: (await person(told, 'ana alm')).id })).conversations.every(place => place.id !== channel || place.unread === 0), 'it is marked as read');
}

/** Hundreds of messages: a window onto them, and what is looked at stays where it is when something arrives. */
async function long(told, page, ben, channel) {
  for (let number = 1; number <= 260; number += 1) await told.act('reply', { user: ben.id, channel, text: `line ${number}` });
  await page.getByText('line 260', { exact: true }).waitFor();
  const box = page.locator('#messages');
  const rows = () => page.getByRole('article').count();
  must(await rows() <= 40, 'only the newest are on the page');
  for (let tries = 0; tries < 40 && !await page.getByText('line 2', { exact: true }).count(); tries += 1) {
    const before = await rows();
    await box.evaluate(node => { node.scrollTop = 0; });
    await page.waitForTimeout(120);
    must(await rows() <= 160, `no more than a window full: ${before}`);
  }
  const old = page.getByText('line 2', { exact: true });
  await old.waitFor();
  await old.scrollIntoViewIfNeeded();
  const top = await old.evaluate(node => node.getBoundingClientRect().top);
  await told.act('reply', { user: ben.id, channel, text: 'newest of all' });
  await page.getByRole('button', { name: 'Newer messages' }).waitFor();
  await page.waitForTimeout(300);
  must(Math.abs(await old.evaluate(node => node.getBoundingClientRect().top) - top) < 3, 'what is read stays where it is');
  await page.getByRole('button', { name: 'Newer messages' }).click();
  await page.getByText('newest of all', { exact: true }).waitFor();
  await until(() => box.evaluate(node => node.scrollHeight - node.scrollTop - node.clientHeight < 60), 'the end is shown');
}

/** Everything an app may draw in a message, with a picture that does not exist. */
async function blocks(told, page, channel) {
  const text = (words, type = 'plain_text') => ({ type, text: words });
  const option = value => ({ text: text(value), value });
  await asApp(told, 'chat.postMessage', { channel, text: 'A form', blocks: [
    { type: 'header', text: text('A header') },
    { type: 'image', image_url: `${told.address}/no-such-picture.png`, alt_text: 'A drawing of two chairs' },
    { type: 'rich_text', elements: [
      { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'outer' }] }] },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'inner', style: { bold: true } }] }] }] },
    { type: 'section', text: text('Choose', 'mrkdwn'), accessory: { type: 'overflow', action_id: 'menu', options: [option('First'), option('Second')] } },
    { type: 'actions', elements: [
      { type: 'datetimepicker', action_id: 'when', initial_date_time: 1799053200 },
      { type: 'static_select', action_id: 'grouped', placeholder: text('Grouped'), option_groups: [{ label: text('Fruit'), options: [option('Apple')] }, { label: text('Herbs'), options: [option('Basil')] }] },
      { type: 'button', action_id: 'sure', text: text('Delete it'), style: 'danger', confirm: { title: text('Are you sure?'), text: text('It *cannot* be undone.', 'mrkdwn'), confirm: text('Delete'), deny: text('Keep it') } }] },
  ] });
  const message = page.getByRole('article').filter({ hasText: 'A header' });
  await message.getByRole('img', { name: 'A drawing of two chairs' }).waitFor();
  must(await message.locator('ul > li > ol > li strong', { hasText: 'inner' }).count() === 1, 'lists are nested');
  must(await message.getByLabel('Time').inputValue() !== '', 'a moment is shown where the person lives');
  await message.getByRole('combobox', { name: 'Grouped' }).click();
  await page.getByText('Herbs').waitFor();
  await page.keyboard.press('Escape');
  await message.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'First' }).waitFor();
  await page.keyboard.press('ArrowDown');
  must(await page.getByRole('menuitem', { name: 'Second' }).evaluate(node => node === document.activeElement), 'menus are walked by arrows');
  await page.keyboard.press('Escape');
  await message.getByRole('button', { name: 'Delete it' }).click();
  const sure = page.getByRole('dialog', { name: 'Are you sure?' });
  await sure.getByText('cannot').waitFor();
  must(await sure.getByRole('button', { name: 'Keep it' }).evaluate(node => node === document.activeElement), 'the safe answer has the focus');
  await sure.getByRole('button', { name: 'Keep it' }).click();
  await sure.waitFor({ state: 'hidden' });
  await told.accessible(page, 'blocks');
}

story('conversation', async told => {
  const page = await told.open();
  const [ana, ben] = [await person(told, 'ana alm'), await person(told, 'ben bra')];
  await commands(page);
  const channel = await twoPeople(told, page, ana, ben);
  await unread(told, page, ben, channel);
  await long(told, page, ben, channel);
  const app = (await told.look('state', { user: ana.id })).app_channel;
  await page.getByRole('region', { name: 'Apps' }).getByRole('button', { name: /Vice Versa/ }).click();
  await page.getByText('Only visible to you').first().waitFor();
  await blocks(told, page, app);
});
