// A thread, in the pane on the right.
import { $, element, notify, reconcile } from './dom.js';
import { composer } from './composer.js';
import { messageItems, messageKeys } from './messages.js';
import { isLow, steady } from './scroll.js';
import { idsIn, know, look, page, store } from './store.js';

let shown = null, opener = null, asked = 0;

/** Opens a thread, or closes it with `null`; closing gives the focus back to where it was opened from. */
export function openThread(ts) {
  if (ts) opener = { row: document.activeElement?.closest('[data-row]')?.dataset.row };
  store.thread = ts;
  page.refresh().catch(error => notify(error.message));
  if (!ts && opener) document.querySelector(`#messages [data-row="${opener.row}"]`)?.focus();
}

export async function drawThread() {
  const pane = $('pane');
  const mine = ++asked;
  if (!store.thread) {
    if (shown) { shown = null; pane.hidden = true; pane.replaceChildren(); }
    return;
  }
  const { messages } = await look('messages', { user: store.user, channel: store.place, thread_ts: store.thread });
  await know(idsIn(messages));
  if (mine !== asked || !store.thread) return;
  const key = `${store.user}/${store.place}/${store.thread}`;
  const fresh = shown?.key !== key;
  if (fresh) frame(pane, key);
  const log = pane.querySelector('.log');
  steady(log, () => reconcile(log, messageItems(messages, { channel: store.place, thread: true })), fresh || isLow(log));
  shown.reachable();
}

function frame(pane, key) {
  const log = element('div', { class: 'log', tabindex: '-1' });
  pane.setAttribute('aria-label', 'Thread');
  pane.className = 'thread';
  pane.hidden = false;
  pane.replaceChildren(element('header', {}, element('h2', {}, 'Thread'), element('button', { type: 'button', class: 'icon', 'aria-label': 'Close thread', onclick: () => openThread(null) }, '✕')),
    log, element('div', { class: 'pane-composer' }, composer(store.place, store.thread)));
  shown = { key, reachable: messageKeys(log) };
  pane.querySelector('textarea').focus();
}
