// The drawer that tells what the app did: the ledger in words, newest at the bottom, live, a window onto thousands of lines.
import { $, element, notify, reconcile } from './dom.js';
import { mrkdwn } from './mrkdwn.js';
import { tell } from './ledger.js';
import { told } from './guide.js';
import { Window, isLow, onScroll, steady } from './scroll.js';
import { idsIn, inZone, know, look, names, page, personName, placeOf, store, zone } from './store.js';

const PAGE = 80, MOST = 320;
const FILTERS = [['', 'Everything'], ['app', 'The app'], ['people', 'People'], ['events', 'Slack’s events'], ['problems', 'Problems']];
let open = false, whose = '', shown = new Window(PAGE, MOST), last = null;

const title = () => `What ${store.state.app.name} did`;

export function labelLedger() {
  $('behind').textContent = title();
  $('behind').setAttribute('aria-expanded', String(open));
}

/** Opens or closes it; a thread makes room. */
export function openLedger(wanted) {
  open = wanted;
  if (wanted) {
    store.thread = null;
    frame();
    told('look_behind');
    $('drawer').querySelector('.log').focus();
  } else {
    $('drawer').hidden = true;
    $('drawer').replaceChildren();
    $('behind').focus();
  }
  labelLedger();
  page.refresh().catch(error => notify(error.message));
}

function frame() {
  shown = new Window(PAGE, MOST);
  last = null;
  const log = element('div', { class: 'log', tabindex: '0', role: 'log', 'aria-label': title(), 'aria-live': 'off' });
  const pick = value => { whose = value; frame(); page.refresh(); $('drawer').querySelector(`[data-whose="${value}"]`).focus(); };
  const filter = ([value, label]) => element('button', { type: 'button', 'aria-pressed': String(value === whose), 'data-whose': value, onclick: () => pick(value) }, label);
  const drawer = $('drawer');
  drawer.setAttribute('aria-label', title());
  drawer.hidden = false;
  drawer.replaceChildren(
    element('header', {}, element('h2', {}, title()), element('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => openLedger(false) }, '✕')),
    element('div', { class: 'filters', role: 'group', 'aria-label': 'Show' }, ...FILTERS.map(filter)), log,
    element('footer', {}, element('span', { class: 'total' }), element('a', { href: '/_control/ledger?format=jsonl', target: '_blank', rel: 'noopener' }, 'All of it as JSON lines')));
  onScroll(log, () => shown, () => page.refresh());
}

export async function drawDrawer() {
  labelLedger();
  if (!open) return;
  const window = shown;
  const answer = await look('ledger', { before: window.before ?? 0, limit: window.limit, of: whose || null });
  const mark = JSON.stringify([answer.last, window.before, window.limit, store.names, store.user, whose]);
  if (mark === last || window !== shown) return;
  await know(idsIn(answer.entries.map(({ actor, user, members, text }) => [actor, user, members, text])));
  if (!open || window !== shown) return;
  const first = last === null;
  last = JSON.stringify([answer.last, window.before, window.limit, store.names, store.user, whose]);
  window.got(answer.entries.length);
  const log = $('drawer').querySelector('.log');
  const low = first || isLow(log);
  steady(log, () => reconcile(log, lines(answer.entries)), window.live && low);
  if (!answer.entries.length) log.replaceChildren(element('p', { class: 'empty', 'data-key': 'none' }, whose === 'problems' ? 'Nothing went wrong so far.' : 'Nothing yet.'));
  $('drawer').querySelector('.total').textContent = `${answer.last.toLocaleString('en-GB')} lines`;
}

function lines(entries) {
  const items = [];
  let before = null;
  for (const entry of entries) {
    const day = at(entry, { weekday: 'long', day: 'numeric', month: 'long' });
    if (day !== before) items.push({ key: `day ${day}`, sign: '', draw: () => element('h3', { class: 'ledger-day' }, day) });
    before = day;
    items.push({ key: `line ${entry.seq}`, sign: JSON.stringify([entry, store.names, zone()]), draw: () => line(entry) });
  }
  return items;
}

const excerpt = words => (words.length > 400 ? `${words.slice(0, 400)}…` : words).replace(/\n{2,}/g, '\n');
const at = (entry, options) => inZone(new Date(entry.at), options);

function line(entry) {
  const channel = id => placeOf(id)?.name || id;
  const told = tell(entry, { app: store.state.app.name, person: personName, channel });
  const said = told.said ? element('blockquote', { class: 'said' }, mrkdwn(excerpt(told.said), names())) : null;
  return element('div', { class: `line ${told.side}${told.problem ? ' problem' : ''}`, 'data-row': String(entry.seq) },
    element('time', { datetime: entry.at, title: at(entry, { dateStyle: 'full', timeStyle: 'medium' }) }, at(entry, { hour: '2-digit', minute: '2-digit' })),
    element('div', { class: 'telling' }, element('span', {}, told.text), said, told.problem ? element('div', { class: 'why' }, `⚠ ${told.problem}`) : null, element('code', { class: 'method' }, told.small)));
}

export const isLedgerOpen = () => open;
