// Generated pictures of people: two colours and their initials, the same for the same person everywhere.
import { element } from './dom.js';
import { personName } from './store.js';

function mixed(text) {
  let sum = 2166136261;
  for (const letter of text) sum = Math.imul(sum ^ letter.codePointAt(0), 16777619) >>> 0;
  return sum ^ (sum >>> 13);
}

export function avatar(id) {
  const name = personName(id);
  const initials = name.split(/[\s.]+/).filter(Boolean).slice(0, 2).map(part => part[0].toUpperCase()).join('');
  const sum = mixed(id + name) >>> 0;
  const hue = sum % 360;
  const turn = 25 + (sum >>> 9) % 40;
  const background = `linear-gradient(${sum % 180}deg, hsl(${hue} 48% 36%), hsl(${(hue + turn) % 360} 52% 27%))`;
  return element('span', { class: 'avatar', 'aria-hidden': 'true', style: { background } }, initials || '?');
}

/** For a group: how many others are in it. */
export const crowd = number => element('span', { class: 'avatar crowd', 'aria-hidden': 'true' }, String(number));
