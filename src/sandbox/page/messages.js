// Messages with their reactions, threads and tools, and the composer.
import { EMOJI, PICKS, element, emoji, mrkdwn } from './mrkdwn.js';
import { renderBlocks } from './blocks.js';
import { act, clockTime, dayOf, names, personName, store } from './store.js';
import { contextOf } from './modal.js';

export function avatar(id) {
  const name = personName(id);
  const initials = name.split(/[\s.]+/).filter(Boolean).slice(0, 2).map(part => part[0].toUpperCase()).join('');
  let mixed = 2166136261;
  for (const letter of id + name) mixed = Math.imul(mixed ^ letter.codePointAt(0), 16777619) >>> 0;
  const hue = (mixed ^ (mixed >>> 13)) % 360;
  return element('span', { class: 'avatar', 'aria-hidden': 'true', style: `background:hsl(${hue} 45% 38%)` }, initials || '?');
}

export function drawMessages(list, channel, hooks, inThread) {
  const out = document.createDocumentFragment();
  let day = null;
  for (const message of list) {
    const today = dayOf(message.ts);
    if (!inThread && today !== day) out.append(element('div', { class: 'day' }, element('span', {}, day = today)));
    out.append(drawMessage(message, channel, hooks, inThread));
  }
  return out;
}

function drawMessage(message, channel, hooks, inThread) {
  const isApp = Boolean(message.bot_id);
  const body = element('div', { class: 'body' });
  if (message.only_for) body.append(element('div', { class: 'whispered' }, '👁 Only visible to you'));
  body.append(element('div', {}, element('span', { class: 'by' }, personName(message.user)), isApp ? element('span', { class: 'app-tag' }, 'APP') : null,
    element('time', { class: 'when' }, clockTime(message.ts))));
  const context = contextOf({ message: { channel, ts: message.ts } }, null, hooks.notify);
  if (message.blocks.length) body.append(renderBlocks(message.blocks, context));
  else body.append(element('div', {}, mrkdwn(message.text, names())));
  if (message.edited) body.append(element('span', { class: 'edited' }, '(edited)'));
  body.append(reactions(message, channel, hooks));
  if (message.reply_count && !inThread) {
    body.append(element('button', { class: 'replies', onclick: () => hooks.openThread(message.ts) }, `${message.reply_count} ${message.reply_count === 1 ? 'reply' : 'replies'}`));
  }
  const row = element('article', { class: `message${message.only_for ? ' whisper' : ''}`, 'aria-label': `${personName(message.user)}, ${clockTime(message.ts)}` }, avatar(message.user), body);
  if (!message.only_for && !message.tombstone) row.append(tools(message, channel, hooks, inThread, row));
  return row;
}

const toggle = (message, channel, name, mine, hooks) =>
  act(mine ? 'unreact' : 'react', { channel, ts: message.ts, emoji: name }).catch(error => hooks.notify(error.message));

function reactions(message, channel, hooks) {
  return element('div', { class: 'reactions' }, ...message.reactions.map(reaction => {
    const mine = reaction.users.includes(store.user);
    const who = reaction.users.map(personName).join(', ');
    return element('button', { 'aria-pressed': String(mine), title: who, 'aria-label': `${reaction.name}, ${reaction.users.length}: ${who}`,
      onclick: () => toggle(message, channel, reaction.name, mine, hooks) }, `${emoji(reaction.name)} ${reaction.users.length}`);
  }));
}

function tools(message, channel, hooks, inThread, row) {
  const add = element('button', { 'aria-label': 'Add a reaction', title: 'React', 'aria-expanded': 'false' }, '☺');
  const bar = element('div', { class: 'tools' });
  const close = () => { row.querySelector('.picker')?.remove(); add.setAttribute('aria-expanded', 'false'); };
  add.addEventListener('click', () => {
    if (row.querySelector('.picker')) return close();
    const picker = element('div', { class: 'picker', role: 'group', 'aria-label': 'Emoji' }, ...PICKS.map(name => {
      const mine = message.reactions.some(reaction => reaction.name === name && reaction.users.includes(store.user));
      return element('button', { 'aria-label': name.replaceAll('_', ' '), title: name, onclick: () => { close(); toggle(message, channel, name, mine, hooks); } }, EMOJI[name]);
    }));
    picker.addEventListener('keydown', event => { if (event.key === 'Escape') { close(); add.focus(); } });
    bar.append(picker);
    add.setAttribute('aria-expanded', 'true');
    picker.firstChild.focus();
    return undefined;
  });
  row.addEventListener('mouseleave', close);
  const reply = inThread ? null : element('button', { 'aria-label': 'Reply in thread', title: 'Reply in thread', onclick: () => hooks.openThread(message.thread_ts ?? message.ts) }, '💬');
  bar.append(add, reply ?? '');
  return bar;
}

/** A field to write in; a line that begins with a slash is a command, except in threads. */
export function composer(channel, thread, hooks) {
  const label = thread ? 'Reply' : 'Message';
  const input = element('textarea', { rows: 1, 'aria-label': label, placeholder: thread ? 'Reply…' : 'Message, or / for commands' });
  const hints = element('div', { class: 'slash', hidden: true });
  const hint = () => {
    const typed = input.value;
    const fitting = thread || !/^\/\S*$/.test(typed) ? [] : store.state.app.commands.filter(known => known.command.startsWith(typed));
    hints.hidden = !fitting.length;
    hints.replaceChildren(...fitting.map(known => element('button', { type: 'button', onclick: () => { input.value = `${known.command} `; hints.hidden = true; input.focus(); } },
      element('strong', {}, known.command), ` ${known.usage_hint} `, element('small', {}, known.description))));
  };
  const send = async event => {
    event?.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = ''; hints.hidden = true;
    try {
      if (text.startsWith('/') && !thread) await act('command', { line: text, channel });
      else await act('reply', { channel, text, thread_ts: thread });
    } catch (error) { hooks.notify(error.message); if (!input.value) input.value = text; }
  };
  input.addEventListener('input', hint);
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
    if (event.key === 'Escape') hints.hidden = true;
  });
  return element('form', { onsubmit: send, style: 'position:relative' }, hints, element('div', { class: 'compose' }, input, element('button', { class: 'btn primary', 'aria-label': 'Send' }, '➤')));
}
