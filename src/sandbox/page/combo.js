// A field that finds what is typed in a list: for every kind of select, and for choosing who you are.
import { element } from './dom.js';

let counter = 0;
const SHOWN = 60;
const nameOf = item => item.short ?? item.text;

/**
 * `find(typed)` answers (or promises) `[{value, text, short?, group?, hint?}]`; `picked` is the list of those chosen so far;
 * `changed(picked)` is told of every change.
 */
export function combo({ find, picked = [], multi = false, placeholder = '', label, changed, id, limit, focus }) {
  const listId = `list-${++counter}`;
  let shown = [], at = -1, asked = 0, answered = 0, timer = null;
  const list = element('ul', { id: listId, role: 'listbox', hidden: true });
  const input = element('input', { id, type: 'text', role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-controls': listId,
    'aria-autocomplete': 'list', 'aria-label': label, placeholder, 'data-focus': focus });
  const field = element('div', { class: 'combo-field' }, input);
  const root = element('div', { class: 'combo' }, field, list);

  const close = () => { answered = ++asked; list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const settle = () => {
    field.querySelectorAll('.chip').forEach(chip => chip.remove());
    if (multi) {
      for (const item of picked) {
        const remove = element('button', { type: 'button', 'aria-label': `Remove ${nameOf(item)}`, onclick: () => drop(item) }, '×');
        field.insertBefore(element('span', { class: 'chip' }, nameOf(item), remove), input);
      }
      input.value = '';
    } else input.value = picked[0] ? nameOf(picked[0]) : '';
  };
  const drop = item => { picked = picked.filter(other => other.value !== item.value); settle(); changed(picked); input.focus(); };
  const pick = item => {
    if (multi && limit && picked.length >= limit) return;
    picked = multi ? [...picked.filter(other => other.value !== item.value), item] : [item];
    close(); settle(); changed(picked);
  };
  const mark = next => {
    at = shown.length ? (next + shown.length) % shown.length : -1;
    list.querySelectorAll('[role=option]').forEach((node, index) => {
      node.setAttribute('aria-selected', String(index === at));
      if (index === at) { input.setAttribute('aria-activedescendant', node.id); node.scrollIntoView({ block: 'nearest' }); }
    });
  };
  const open = async typed => {
    clearTimeout(timer);
    timer = null;
    const turn = ++asked;
    const found = await find(typed);
    // Somebody may have typed on, or left, while the answer was on its way.
    if (turn !== asked || document.activeElement !== input) return;
    shown = found.filter(item => !multi || !picked.some(other => other.value === item.value)).slice(0, SHOWN);
    answered = turn;
    list.replaceChildren();
    let group;
    shown.forEach((item, index) => {
      if (item.group && item.group !== group) list.append(element('li', { class: 'group', role: 'presentation' }, group = item.group));
      list.append(element('li', { role: 'option', id: `${listId}-${index}`, 'aria-selected': 'false', onmousedown: event => { event.preventDefault(); pick(item); } }, item.text, item.hint ? element('small', {}, item.hint) : null));
    });
    if (!shown.length) list.append(element('li', { class: 'group', role: 'presentation' }, 'No matches'));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark(0);
  };
  /** Takes the marked one; of a list that does not show yet what was typed, the first that will. */
  const choose = async () => {
    if (timer || answered !== asked) await open(input.value);
    if (shown[at]) pick(shown[at]);
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => open(input.value), 80); });
  input.addEventListener('focus', () => { if (!multi) input.select(); });
  input.addEventListener('click', () => { if (list.hidden) open(''); });
  input.addEventListener('blur', () => {
    clearTimeout(timer);
    timer = null;
    close();
    if (!multi && input.value === '' && picked.length) { picked = []; changed(picked); }
    settle();
  });
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') { event.preventDefault(); list.hidden ? open('') : mark(at + 1); }
    else if (event.key === 'ArrowUp') { event.preventDefault(); mark(at - 1); }
    else if (event.key === 'Enter' && (!list.hidden || timer)) { event.preventDefault(); choose(); }
    else if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    else if (event.key === 'Backspace' && multi && input.value === '' && picked.length) drop(picked.at(-1));
  });
  settle();
  return root;
}

/** Items whose text holds every typed word. */
export function matching(items, typed) {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const item of items) {
    if (parts.every(part => item.text.toLowerCase().includes(part))) found.push(item);
    if (found.length > SHOWN) break;
  }
  return found;
}
