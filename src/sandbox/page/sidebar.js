// The sidebar: the workspace, who you are, and the newest conversations of each kind.
import { $, element, notify, reconcile } from './dom.js';
import { avatar, crowd } from './avatar.js';
import { combo } from './combo.js';
import { act, isApp, isChannel, othersIn, page, peopleItems, personName, placeName, sharedWith, store } from './store.js';

let drawnFor = null;

export function drawSidebar() {
  const { state } = store;
  $('workspace').textContent = state.workspace.team_name;
  document.title = `${state.workspace.team_name} · ${personName(store.user)}`;
  drawMe();
  reconcile($('places'), sections().map(({ key, title, places, total }) => {
    const sign = JSON.stringify([store.user, store.place, store.tab, store.names, places, total, state.app.name]);
    return { key, sign, draw: () => section(key, title, places, total) };
  }));
}

function drawMe() {
  const sign = `${store.user}/${personName(store.user)}`;
  if (sign === drawnFor) return;
  drawnFor = sign;
  $('me').replaceChildren(avatar(store.user), element('div', { class: 'who' }, element('label', { for: 'who' }, 'You are'), combo({
    id: 'who', picked: [{ value: store.user, text: personName(store.user) }], find: peopleItems, placeholder: 'Find a person',
    changed: ([chosen]) => { if (chosen) page.become(chosen.value); },
  })));
}

function sections() {
  const { state } = store;
  const of = (...kinds) => state.conversations.filter(place => kinds.includes(place.kind) && !isApp(place));
  const newest = (one, other) => ((other.latest ?? '') > (one.latest ?? '') ? 1 : -1);
  const app = state.conversations.find(isApp) ?? { id: 'app', kind: 'app', members: [state.app.user], unread: 0 };
  const apps = state.installed ? [app] : [];
  const directs = state.totals.directs - (state.app_channel ? 1 : 0);
  return [
    { key: 'channels', title: 'Channels', places: of('public', 'private'), total: state.totals.channels },
    { key: 'groups', title: 'Group messages', places: of('group').sort(newest), total: state.totals.groups },
    { key: 'directs', title: 'Direct messages', places: of('direct').sort(newest), total: directs },
    { key: 'apps', title: 'Apps', places: apps, total: apps.length },
  ].filter(each => each.places.length || each.key === 'directs');
}

function section(key, title, places, total) {
  const more = total > places.length ? element('button', { type: 'button', class: 'more', 'data-focus': `more ${key}`, onclick: () => { store.limits[key] += 100; page.refresh(); } }, `${total - places.length} more`) : null;
  const start = key === 'directs' ? element('button', { type: 'button', class: 'start', 'data-focus': 'start', 'aria-label': 'Write to somebody', title: 'Write to somebody', onclick: writeTo }, '+') : null;
  return element('section', { 'aria-label': title }, element('div', { class: 'section-head' }, element('h2', {}, title), start), ...places.map(entry), more);
}

/** What one is looking at has been seen, even where the sandbox has not been told yet. */
const isLookedAt = place => place.id === store.place && store.tab !== 'home' && document.visibilityState === 'visible';

function entry(shown) {
  const place = isLookedAt(shown) ? { ...shown, unread: 0 } : shown;
  const name = place.kind === 'app' ? store.state.app.name : placeName(place);
  const count = place.unread > 99 ? '99+' : String(place.unread);
  const unread = place.unread ? [element('span', { class: isChannel(place) ? 'heard' : 'badge' }, count), element('span', { class: 'heard' }, 'unread')] : [];
  return element('button', { type: 'button', class: `place${place.unread ? ' unread' : ''}`, 'data-focus': place.id, title: name, 'aria-current': place.id === store.place ? 'true' : null, onclick: () => page.go(place.id) },
    mark(place), element('span', { class: 'name' }, name), ...shared(place), ...unread);
}

/** Whoever writes in a shared channel should know that another company reads it. */
function shared(place) {
  const others = isChannel(place) ? sharedWith(place) : '';
  return others ? [element('span', { class: 'shared', title: `Shared with ${others}` }, others)] : [];
}

function mark(place) {
  if (isChannel(place)) return element('span', { class: 'hash', 'aria-hidden': 'true' }, place.kind === 'private' ? '🔒' : '#');
  const others = place.kind === 'app' ? place.members : othersIn(place);
  return place.kind === 'group' ? crowd(place.members.length - 1) : avatar(others[0] ?? store.user);
}

/** A small dialog that finds somebody and opens the conversation with them. */
function writeTo() {
  const ask = $('ask');
  const open = async ([chosen]) => {
    if (!chosen) return;
    ask.close();
    try { page.go((await act('conversation', { others: [chosen.value] })).channel); } catch (error) { notify(error.message); }
  };
  ask.replaceChildren(element('form', { method: 'dialog' }, element('header', {}, element('h2', { id: 'ask-title' }, 'Write to somebody'), element('button', { class: 'icon', 'aria-label': 'Close' }, '✕')),
    element('div', { class: 'content roomy' }, element('label', { for: 'to' }, 'To'), combo({ id: 'to', placeholder: 'A name or a title', find: peopleItems, changed: open }))));
  ask.oncancel = null;
  ask.showModal();
}

/** Up and down go through the list. */
$('places').addEventListener('keydown', event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const all = [...$('places').querySelectorAll('button')];
  const at = all.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length].focus();
});
