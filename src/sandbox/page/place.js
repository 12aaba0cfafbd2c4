// The conversation in the middle: its head, its messages as a window onto all of them, or the app's Home.
import { $, announce, element, notify, reconcile, redraw } from './dom.js';
import { renderBlocks } from './blocks.js';
import { avatar } from './avatar.js';
import { composer } from './composer.js';
import { messageItems, messageKeys } from './messages.js';
import { contextOf } from './modal.js';
import { Window, holdEnd, isLow, onScroll, steady } from './scroll.js';
import { act, atApp, elsewhere, idsIn, isApp, isChannel, know, look, othersIn, page, person, personName, placeName, placeOf, sharedWith, store } from './store.js';

const box = $('messages');
const PAGE = 40, MOST = 160;
let shown = { key: null, window: new Window(PAGE, MOST), newFrom: null, last: null };
let composed = null, headed = null, asked = 0;

holdEnd(box, () => !box.classList.contains('home'));
const makeReachable = messageKeys(box);
onScroll(box, () => (box.classList.contains('home') ? null : shown.window), () => page.refresh());
$('newer').addEventListener('click', () => { shown.window.toEnd(); shown.jump = true; page.refresh(); });
box.addEventListener('scroll', () => { if (shown.window.live && isLow(box)) $('newer').hidden = true; }, { passive: true });

export function drawHead() {
  const place = placeOf(store.place);
  const sign = JSON.stringify([store.place, store.tab, place?.members, place?.member_count, store.names, store.user]);
  if (sign === headed) return;
  headed = sign;
  $('place-name').textContent = place ? (isChannel(place) ? `# ${place.name}` : placeName(place)) : store.state.app.name;
  $('place-about').replaceChildren(...about(place));
  $('tabs').hidden = !atApp();
  redraw($('tabs'), ['home', 'messages'].map(tab => element('button', { type: 'button', id: `tab-${tab}`, 'aria-pressed': String(store.tab === tab), onclick: () => page.openTab(tab) }, tab[0].toUpperCase() + tab.slice(1))));
}

function about(place) {
  if (!place || isApp(place)) return [];
  if (isChannel(place)) {
    const [count, others] = [`${place.member_count} ${place.member_count === 1 ? 'member' : 'members'}`, sharedWith(place)];
    return [others ? `${count} · shared with ${others}` : count];
  }
  const others = othersIn(place);
  if (place.kind === 'group') return [element('span', { class: 'stack' }, ...place.members.slice(0, 5).map(avatar)), `${place.members.length} members`];
  const someone = others.length === 1 ? person(others[0]) : null;
  if (!someone?.tz) return [];
  const local = new Date(store.state.clock.now).toLocaleTimeString('en-GB', { timeZone: someone.tz, hour: '2-digit', minute: '2-digit' });
  return [[someone.title, elsewhere(someone), `${local} local time`].filter(Boolean).join(' · ')];
}

/** The composer is made once for each place, so that nothing typed is lost when the rest is drawn again. */
export function drawComposer() {
  const place = placeOf(store.place);
  const closed = !place || (atApp() && (store.tab === 'home' || store.state.app.messages_tab !== 'open'));
  const key = closed ? 'closed' : `${store.user}/${store.place}/${placeName(place)}`;
  if (key !== composed) $('composer').replaceChildren(closed ? '' : composer(store.place, null));
  composed = key;
  if (store.writeAt !== store.place) return;
  store.writeAt = null;
  $('message-field')?.focus();
}

/** Of several drawings under way only the one that was asked for last counts. */
export async function drawPlace() {
  const mine = ++asked;
  if (atApp() && store.tab === 'home') return drawHome(mine);
  if (store.place === 'app') return reset('app', () => box.replaceChildren(nothingYet()));
  const key = `${store.user}/${store.place}`;
  if (shown.key !== key) shown = { key, window: new Window(PAGE, MOST), newFrom: null, last: null, drawn: false };
  const { window } = shown;
  const { messages } = await look('messages', { user: store.user, channel: store.place, before: window.before, limit: window.limit });
  await know(idsIn(messages));
  if (mine !== asked || shown.key !== key || `${store.user}/${store.place}` !== key) return undefined;
  window.got(messages.length);
  return drawMessages(messages);
}

function reset(key, draw) {
  if (shown.key === key) return;
  shown = { key, window: new Window(PAGE, MOST), newFrom: null, last: null };
  box.className = '';
  $('newer').hidden = true;
  draw();
}

function drawMessages(messages) {
  const place = placeOf(store.place);
  const fresh = !shown.drawn;
  shown.drawn = true;
  if (fresh) { shown.newFrom = firstUnread(messages, place?.unread ?? 0); $('newer').hidden = true; }
  const last = messages.at(-1);
  const arrived = !fresh && shown.window.live && shown.last && last && last.ts > shown.last;
  const low = isLow(box);
  const mine = arrived && last.user === store.user;
  const items = messageItems(messages, { channel: store.place, newFrom: shown.newFrom });
  if (!shown.window.full && place && messages.length) items.unshift({ key: 'beginning', sign: `${store.names}`, draw: () => beginning(place) });
  box.className = '';
  if (fresh) box.replaceChildren();
  box.querySelector('.empty')?.remove();
  steady(box, () => reconcile(box, items), shown.window.live && (fresh || low || mine || shown.jump));
  shown.jump = false;
  if (!messages.length) box.replaceChildren(nothingYet());
  makeReachable();
  if (shown.window.live) shown.last = last?.ts ?? null;
  $('newer').hidden = shown.window.live && (!arrived || isLow(box)) && ($('newer').hidden || isLow(box));
  if (arrived && !mine) announce(`${personName(last.user)}: ${last.text}`);
  markRead(place);
}

/** What stands above the first message of all. */
function beginning(place) {
  const name = placeName(place);
  const [picture, words] = isChannel(place) ? [null, `This is the very beginning of #${name}.`]
    : [avatar(othersIn(place)[0] ?? store.user), `This is the very beginning of your conversation with ${name}.`];
  return element('div', { class: 'beginning' }, picture, element('h3', {}, isChannel(place) ? `# ${name}` : name), element('p', {}, words));
}

function firstUnread(messages, unread) {
  const theirs = messages.filter(message => message.user !== store.user);
  return unread ? theirs[Math.max(0, theirs.length - unread)]?.ts ?? null : null;
}

function markRead(place) {
  if (place?.unread && document.visibilityState === 'visible') act('read', { channel: place.id }).catch(() => {});
}

async function drawHome(mine) {
  const { user } = store;
  const { view } = await look('home', { user });
  await know(idsIn(view));
  if (mine !== asked || !atApp() || store.tab !== 'home' || store.user !== user) return;
  const key = `home/${user}/${view?.id}/${view?.hash}/${store.names}`;
  if (shown.key === key) return;
  const same = box.classList.contains('home') && shown.key?.startsWith(`home/${user}/`);
  const top = same ? box.scrollTop : 0;
  shown = { key, window: new Window(PAGE, MOST) };
  box.className = 'home';
  $('newer').hidden = true;
  redraw(box, view ? renderBlocks(view.blocks, contextOf({ view: view.id }, view)) : element('p', { class: 'empty' }, 'The app has not shown anything here yet.'));
  box.scrollTop = top;
}

/** Says what can be done here, so that an empty place is not a dead end. */
function nothingYet() {
  const [known] = store.state.app.commands;
  const hint = known ? [' Type ', element('code', {}, `${known.command} ${known.usage_hint.split(' ')[0]}`), ' below to begin.'] : [];
  return element('p', { class: 'empty' }, 'No messages yet.', ...hint);
}

export const failed = error => notify(error.message);
