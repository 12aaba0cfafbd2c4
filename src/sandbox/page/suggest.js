// The list above a composer: commands, what they take, people and emoji, driven by the keys of the composer itself.
import { element } from './dom.js';
import { emoji, findEmoji, readable } from './emoji.js';
import { findPeople, store } from './store.js';

const SHOWN = 8;
let counter = 0;

/**
 * What fits the words before the caret: `{from, items: [{insert, draw}], eager}`; `eager` means the first is chosen already.
 * @param {string} before @param {boolean} commands whether commands may be typed here
 */
async function fitting(before, commands) {
  const slash = commands && /^\/\S*$/.exec(before);
  if (slash) return { from: 0, eager: true, items: store.state.app.commands.filter(known => known.command.startsWith(before)).map(commandItem) };
  const sub = commands && /^(\/\S+) (\S*)$/.exec(before);
  if (sub) return { from: sub[1].length + 1, eager: sub[2] !== '', items: subcommands(sub[1], sub[2]) };
  const at = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(before);
  if (at) return { from: before.length - at[1].length - 1, eager: true, items: (await findPeople(at[1], SHOWN)).map(personItem) };
  const colon = /(?:^|\s):([a-z0-9_+-]{2,})$/.exec(before);
  if (colon) return { from: before.length - colon[1].length - 1, eager: true, items: findEmoji(colon[1]).flatMap(section => section.emoji).slice(0, SHOWN).map(emojiItem) };
  return { from: 0, eager: false, items: [] };
}

const commandItem = known => ({ insert: `${known.command} `, draw: () => [element('strong', {}, known.command), element('span', { class: 'usage' }, known.usage_hint), element('small', {}, known.description)] });
const personItem = found => ({ insert: `@${found.name} `, draw: () => [element('strong', {}, found.real_name), element('small', {}, found.title)] });
const emojiItem = ([name]) => ({ insert: `:${name}: `, draw: () => [element('span', {}, emoji(name)), element('span', {}, `:${name}:`)], label: readable(name) });

/** A usage hint such as `join | pause 2w | help` names what may follow the command. */
function subcommands(command, typed) {
  const hint = store.state.app.commands.find(known => known.command === command)?.usage_hint ?? '';
  const all = hint.split('|').map(part => part.trim().replace(/^\[|\]$/g, '')).filter(part => /^[a-z]/i.test(part));
  return all.filter(part => part.startsWith(typed) && part !== typed)
    .map(part => ({ insert: part, draw: () => [element('strong', {}, `${command} ${part}`)] }));
}

/** Hangs the list onto a field; `keydown` has to be asked before the field's own keys. */
export function suggestions(input, commands) {
  const listId = `suggest-${++counter}`;
  const list = element('div', { class: 'suggest', id: listId, role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
  let now = { from: 0, items: [], eager: false }, at = -1, turn = 0;
  for (const [name, value] of [['aria-autocomplete', 'list'], ['aria-haspopup', 'listbox'], ['aria-controls', listId]]) input.setAttribute(name, value);

  const mark = next => {
    at = next;
    [...list.children].forEach((node, index) => { node.setAttribute('aria-selected', String(index === at)); if (index === at) node.scrollIntoView({ block: 'nearest' }); });
    if (at >= 0) input.setAttribute('aria-activedescendant', `${listId}-${at}`); else input.removeAttribute('aria-activedescendant');
  };
  const close = () => { turn += 1; list.hidden = true; mark(-1); };
  const pick = index => {
    const caret = input.selectionStart;
    input.setRangeText(now.items[index].insert, now.from, caret, 'end');
    close();
    input.focus();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const update = async () => {
    const mine = ++turn;
    const found = await fitting(input.value.slice(0, input.selectionStart), commands).catch(() => ({ from: 0, items: [], eager: false }));
    if (mine !== turn) return;
    now = { ...found, items: found.items.slice(0, SHOWN) };
    if (!now.items.length || document.activeElement !== input) return close();
    list.replaceChildren(...now.items.map((item, index) => element('div', { role: 'option', id: `${listId}-${index}`, 'aria-selected': 'false', 'aria-label': item.label,
      onmousedown: event => { event.preventDefault(); pick(index); } }, ...item.draw())));
    list.hidden = false;
    mark(now.eager ? 0 : -1);
  };
  const keydown = event => {
    if (list.hidden || event.isComposing) return false;
    const { length } = now.items;
    if (event.key === 'ArrowDown') mark((at + 1) % length);
    else if (event.key === 'ArrowUp') mark((Math.max(at, 0) - 1 + length) % length);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab' && !event.shiftKey) pick(Math.max(at, 0));
    else if (event.key === 'Enter' && !event.shiftKey && at >= 0) pick(at);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  input.addEventListener('input', update);
  input.addEventListener('click', update);
  input.addEventListener('blur', close);
  return { list, keydown, close };
}
