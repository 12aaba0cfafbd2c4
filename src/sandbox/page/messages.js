// Messages: who wrote what, reactions, threads, and the tools that appear beside them.
import { element, notify } from './dom.js';
import { emoji, readable } from './emoji.js';
import { mrkdwn } from './mrkdwn.js';
import { renderBlocks } from './blocks.js';
import { fileCard } from './picture.js';
import { avatar } from './avatar.js';
import { handy, openPicker } from './picker.js';
import { act, clockTime, dayOf, elsewhere, longTime, names, page, person, personName, store } from './store.js';
import { contextOf } from './modal.js';

/** Messages of one person within this many seconds stand under one name. */
const TOGETHER = 300;

/**
 * What `reconcile` needs to draw a list of messages.
 * @param {object[]} list oldest first
 * @param {{channel: string, thread?: boolean, newFrom?: string}} where `newFrom` is the first message that was not read
 */
export function messageItems(list, where) {
  const items = [];
  let before = null;
  for (const message of list) {
    const day = dayOf(message.ts);
    if (!where.thread && day !== before?.day) items.push({ key: `day ${day}`, sign: '', draw: () => divider('day', day) });
    if (message.ts === where.newFrom) items.push({ key: 'new', sign: '', draw: () => divider('new', 'New') });
    const follows = before?.day === day && message.ts !== where.newFrom && belongs(before.message, message);
    const sign = JSON.stringify([message, follows, store.names, store.user]);
    items.push({ key: message.ts, sign, draw: () => drawMessage(message, where, follows) });
    before = { message, day };
  }
  return items;
}

const belongs = (one, two) => one.user === two.user && one.bot_id === two.bot_id && !one.only_for === !two.only_for && !one.tombstone && !two.tombstone
  && Number(two.ts) - Number(one.ts) < TOGETHER;

const divider = (kind, words) => element('div', { class: kind, role: 'separator', 'aria-label': words }, element('span', { 'aria-hidden': 'true' }, words));

function drawMessage(message, where, follows) {
  const classes = ['message', follows ? 'follows' : '', message.only_for ? 'whisper' : '', message.tombstone ? 'gone' : ''].filter(Boolean).join(' ');
  const body = element('div', { class: 'body' });
  if (message.only_for) body.append(element('div', { class: 'whispered' }, element('span', { 'aria-hidden': 'true' }, '👁 '), 'Only visible to you'));
  const time = element('time', { class: 'when', title: longTime(message.ts) }, clockTime(message.ts));
  if (!follows) {
    const company = elsewhere(person(message.user));
    const tag = [message.bot_id ? 'APP' : null, company || null].filter(Boolean).map(words => element('span', { class: 'app-tag' }, words));
    body.append(element('div', { class: 'head' }, element('span', { class: 'by' }, personName(message.user)), ...tag, time));
  }
  body.append(...content(message, where), reactions(message, where), replies(message, where));
  const margin = follows ? element('div', { class: 'margin' }, time) : avatar(message.user);
  const row = element('article', { class: classes, 'data-row': message.ts, 'data-focus': message.ts, tabindex: '-1', 'aria-label': `${personName(message.user)}, ${clockTime(message.ts)}` }, margin, body);
  if (!message.only_for && !message.tombstone) row.append(tools(message, where));
  return row;
}

function content(message, where) {
  const context = contextOf({ message: { channel: where.channel, ts: message.ts } }, null);
  const parts = message.blocks.length ? [renderBlocks(message.blocks, context)] : message.text ? [element('div', { class: 'text' }, mrkdwn(message.text, names()))] : [];
  for (const attachment of message.attachments ?? []) {
    const inside = attachment.blocks?.length ? renderBlocks(attachment.blocks, context) : mrkdwn(attachment.text ?? attachment.fallback ?? '', names());
    parts.push(element('div', { class: 'attachment', style: { borderColor: attachment.color ? `#${attachment.color.replace('#', '')}` : '' } }, inside));
  }
  if (message.files?.length) parts.push(element('div', { class: 'files' }, ...message.files.map(fileCard)));
  if (message.edited) parts.push(element('span', { class: 'edited' }, '(edited)'));
  return parts;
}

async function toggle(message, where, name) {
  const mine = message.reactions.some(reaction => reaction.name === name && reaction.users.includes(store.user));
  await act(mine ? 'unreact' : 'react', { channel: where.channel, ts: message.ts, emoji: name }).catch(error => notify(error.message));
}

function reactions(message, where) {
  if (!message.reactions.length) return '';
  const chips = message.reactions.map(({ name, users }) => {
    const who = users.map(id => (id === store.user ? 'You' : personName(id))).join(', ');
    return element('button', { type: 'button', class: 'reaction', 'aria-pressed': String(users.includes(store.user)), title: `${who} reacted with :${name}:`, 'data-focus': `reaction ${name}`,
      'aria-label': `${readable(name)}, ${users.length}: ${who}`, onclick: () => toggle(message, where, name) }, emoji(name), element('span', { class: 'count' }, String(users.length)));
  });
  const more = element('button', { type: 'button', class: 'reaction more', 'aria-label': 'Add another reaction', 'data-focus': 'more', onclick: event => openPicker(event.currentTarget, name => toggle(message, where, name)) }, '☺+');
  return element('div', { class: 'reactions' }, ...chips, more);
}

function replies(message, where) {
  if (!message.reply_count || where.thread) return '';
  return element('button', { type: 'button', class: 'replies', 'data-focus': 'replies', onclick: () => page.openThread(message.ts) },
    `${message.reply_count} ${message.reply_count === 1 ? 'reply' : 'replies'}`, element('span', { class: 'hint' }, 'View thread'));
}

function tools(message, where) {
  const quick = handy().map(name => element('button', { type: 'button', 'aria-label': `React with ${readable(name)}`, title: `:${name}:`, 'data-focus': `quick ${name}`, onclick: () => toggle(message, where, name) }, emoji(name)));
  const add = element('button', { type: 'button', class: 'add', 'aria-label': 'Add a reaction', title: 'Find another reaction', 'aria-expanded': 'false', 'data-focus': 'add',
    onclick: event => openPicker(event.currentTarget, name => toggle(message, where, name)) }, '☺+');
  const reply = where.thread ? null : element('button', { type: 'button', class: 'reply', 'aria-label': 'Reply in thread', title: 'Reply in thread', 'data-focus': 'reply',
    onclick: () => page.openThread(message.thread_ts ?? message.ts) }, '💬');
  const bar = element('div', { class: 'tools', role: 'group', 'aria-label': 'Message actions' }, ...quick, add, reply);
  for (const button of bar.children) button.tabIndex = -1;
  return bar;
}

/** Up and down go from message to message; the tools of the one that is reached can be tabbed to. */
export function messageKeys(box) {
  const settle = row => {
    for (const other of box.querySelectorAll('article[tabindex="0"]')) other.tabIndex = -1;
    (row ?? [...box.querySelectorAll('article')].at(-1))?.setAttribute('tabindex', '0');
    for (const button of box.querySelectorAll('.tools button')) button.tabIndex = button.closest('article') === row ? 0 : -1;
  };
  box.addEventListener('focusin', event => settle(event.target.closest('article')));
  box.addEventListener('keydown', event => {
    const row = event.target.closest('article');
    if (!row || event.target !== row) return;
    const rows = [...box.querySelectorAll('article')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) rows[rows.indexOf(row) + step]?.focus();
    else if (event.key === 'r') row.querySelector('.add')?.click();
    else if (event.key === 't') row.querySelector('.reply')?.click();
    else return;
    event.preventDefault();
  });
  return () => { if (!box.querySelector('article[tabindex="0"]')) settle(null); };
}
