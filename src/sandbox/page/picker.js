// The emoji picker: one for the whole page, with a field to search in and arrow keys to move by.
import { element } from './dom.js';
import { emoji, findEmoji, readable } from './emoji.js';

const COLUMNS = 8;
const RECENT = 'sandbox-emoji';
let close = () => {};

const recent = () => { try { return JSON.parse(localStorage.getItem(RECENT) ?? '[]'); } catch { return []; } };

/** The emoji that are offered at once: what was used last, and a few that are of use everywhere. */
export const handy = () => [...new Set([...recent(), 'white_check_mark', 'eyes', 'raised_hands'])].slice(0, 3);

/** Opens beside `opener`; `chosen` gets the name. */
export function openPicker(opener, chosen) {
  close();
  const search = element('input', { type: 'search', class: 'field', 'aria-label': 'Search emoji', placeholder: 'Search emoji', autocomplete: 'off' });
  const grid = element('div', { class: 'emoji-grid' });
  const box = element('div', { class: 'picker', role: 'dialog', 'aria-label': 'Emoji' }, search, grid);
  const pick = name => {
    localStorage.setItem(RECENT, JSON.stringify([...new Set([name, ...recent()])].slice(0, 12)));
    close();
    chosen(name);
  };
  const button = ([name, picture]) => element('button', { type: 'button', tabindex: '-1', 'aria-label': readable(name), title: `:${name}:`, onclick: () => pick(name) }, picture);
  const fill = () => {
    const used = search.value ? [] : [{ title: 'Used last', emoji: recent().map(name => [name, emoji(name)]) }];
    const sections = [...used, ...findEmoji(search.value)].filter(section => section.emoji.length);
    grid.replaceChildren(...sections.map(section => element('section', { 'aria-label': section.title }, element('div', { class: 'emoji-title', 'aria-hidden': 'true' }, section.title),
      element('div', { class: 'emoji-row' }, ...section.emoji.map(button)))));
    if (!sections.length) grid.replaceChildren(element('p', { class: 'hint', role: 'status' }, 'No emoji of that name.'));
  };
  const keys = event => {
    const all = [...grid.querySelectorAll('button')];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (event.key === 'Escape') { close(); opener.focus(); }
    else if (event.key === 'Enter' && at < 0) all[0]?.click();
    else if (step && at < 0 && event.key === 'ArrowDown') all[0]?.focus();
    else if (step && at >= 0) (all[at + step] ?? (step < 0 ? search : all.at(-1))).focus();
    else if (event.key === 'Tab') { close(); opener.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const outside = event => { if (!box.contains(event.target) && !opener.contains(event.target)) close(); };
  close = () => { box.remove(); document.removeEventListener('pointerdown', outside); opener.setAttribute('aria-expanded', 'false'); close = () => {}; };
  search.addEventListener('input', fill);
  box.addEventListener('keydown', keys);
  document.addEventListener('pointerdown', outside);
  opener.setAttribute('aria-expanded', 'true');
  fill();
  document.body.append(box);
  place(box, opener);
  search.focus();
}

/** Where there is room: above or below, and never over the edge of the screen. */
function place(box, opener) {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
  const top = at.bottom + height + 8 < innerHeight ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
}
