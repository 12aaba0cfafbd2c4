// The page: who you are, where you are, what time it is; everything on it follows the sandbox.
import { element } from './mrkdwn.js';
import { renderBlocks } from './blocks.js';
import { combo, matching } from './combo.js';
import { act, humans, look, peopleItems, personName, placeName, refreshPeople, store, zone } from './store.js';
import { avatar, composer, drawMessages } from './messages.js';
import { contextOf, drawModal } from './modal.js';
import { moved } from './time.js';

const $ = id => document.getElementById(id);
const shown = {};
let noticeTimer;

function notify(words) {
  $('notice').textContent = words;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { $('notice').textContent = ''; }, 6000);
}

/** Draws only what changed since it was last drawn. */
function changed(key, value) {
  const text = JSON.stringify(value);
  if (shown[key] === text) return false;
  shown[key] = text;
  return true;
}

async function refresh() {
  let state = await look('state', { user: store.user });
  if (!state.app_channel && (!store.place || store.place === 'app')) {
    // Looking at an app for the first time opens the conversation with it, as in Slack.
    await act('open_messages', {});
    state = await look('state', { user: store.user });
  }
  await refreshPeople(state.people_version);
  store.state = state;
  if (!store.place) store.place = state.app_channel ?? 'app';
  if (store.place === 'app' && state.app_channel) store.place = state.app_channel;
  drawSidebar(); drawClock(); drawHead();
  await Promise.all([drawPlace(), drawThread()]);
  drawModal(notify, refresh);
  return state;
}

function drawSidebar() {
  const { state } = store;
  if (changed('me', [store.user, store.peopleVersion])) {
    $('me').replaceChildren(element('label', { for: 'who' }, 'You are:'), combo({
      id: 'who', label: 'You are', picked: [{ value: store.user, text: personName(store.user) }], find: typed => matching(peopleItems(), typed),
      changed: ([person]) => { if (person) become(person.value); },
    }));
  }
  if (!changed('sidebar', [store.user, store.place, store.peopleVersion, state.conversations, state.app])) return;
  $('workspace').textContent = state.workspace.team_name;
  document.title = `${state.workspace.team_name} · ${personName(store.user)}`;
  const of = (...kinds) => state.conversations.filter(place => kinds.includes(place.kind) && place.id !== state.app_channel);
  const newest = (one, other) => ((other.latest ?? '') > (one.latest ?? '') ? 1 : -1);
  const app = state.conversations.find(place => place.id === state.app_channel) ?? { id: 'app', kind: 'app', members: [state.app.user], unread: 0 };
  $('places').replaceChildren(section('Channels', of('public', 'private')), section('Group messages', of('group').sort(newest)),
    section('Direct messages', of('direct').sort(newest)), section('Apps', [app]));
}

function section(title, places) {
  if (!places.length) return '';
  return element('section', {}, element('h3', {}, title), ...places.slice(0, 200).map(place => {
    const name = place.kind === 'app' ? store.state.app.name : placeName(place);
    const mark = ['public', 'private'].includes(place.kind) ? element('span', { class: 'hash', 'aria-hidden': 'true' }, '#')
      : avatar(place.members.find(member => member !== store.user && (place.kind !== 'group' || member !== store.state.app.user)) ?? store.user);
    return element('button', { class: place.unread ? 'unread' : '', 'aria-current': String(place.id === store.place), onclick: () => go(place.id) }, mark,
      element('span', { class: 'name' }, name), place.unread ? element('span', { class: 'badge', 'aria-label': `${place.unread} unread` }, String(place.unread)) : null);
  }));
}

const atApp = () => store.place === 'app' || store.place === store.state.app_channel;

function drawHead() {
  const place = store.state.conversations.find(each => each.id === store.place);
  if (!changed('head', [store.place, store.tab, place?.members, store.peopleVersion, store.user])) return;
  const prefix = place && ['public', 'private'].includes(place.kind) ? '# ' : '';
  $('place-name').textContent = prefix + (place ? placeName(place) : store.state.app.name);
  $('tabs').hidden = !atApp();
  $('tabs').replaceChildren(...['home', 'messages'].map(tab => element('button', { 'aria-pressed': String(store.tab === tab), onclick: () => openTab(tab) }, tab[0].toUpperCase() + tab.slice(1))));
  const closed = !place || (atApp() && (store.tab === 'home' || store.state.app.messages_tab !== 'open'));
  $('composer').replaceChildren(closed ? '' : composer(store.place, null, hooks));
}

async function openTab(tab) {
  store.tab = tab;
  remember();
  await act(tab === 'home' ? 'open_home' : 'open_messages', {}).catch(error => notify(error.message));
  await refresh();
}

async function drawPlace() {
  const box = $('messages');
  if (atApp() && store.tab === 'home') {
    const { view } = await look('home', { user: store.user });
    box.className = 'home';
    if (!changed('place', ['home', store.user, view?.hash, store.peopleVersion])) return;
    box.replaceChildren(view ? renderBlocks(view.blocks, contextOf({ view: view.id }, view, notify)) : element('p', { class: 'empty' }, 'The app has not shown anything here yet.'));
    return;
  }
  box.className = '';
  const { place } = store;
  if (place === 'app') { if (changed('place', 'app')) box.replaceChildren(nothingYet()); return; }
  const { messages } = await look('messages', { user: store.user, channel: place, limit: store.limit });
  if (place !== store.place) return;
  if (changed('place', [place, store.user, store.peopleVersion, messages])) {
    const low = box.scrollHeight - box.scrollTop - box.clientHeight < 60 || shown.scrolled !== place;
    const earlier = messages.length >= store.limit
      ? element('button', { class: 'btn earlier', onclick: () => { store.limit += 50; refresh(); } }, 'Earlier messages') : '';
    box.replaceChildren(earlier, messages.length ? drawMessages(messages, place, hooks, false) : nothingYet());
    if (low) box.scrollTop = box.scrollHeight;
    shown.scrolled = place;
  }
  if (store.state.conversations.find(each => each.id === place)?.unread && document.visibilityState === 'visible') act('read', { channel: place }).catch(() => {});
}

/** Says what can be done here, so that an empty place is not a dead end. */
function nothingYet() {
  const [known] = store.state.app.commands;
  return element('p', { class: 'empty' }, 'No messages yet.', ...(known ? [' Type ', element('code', {}, `${known.command} ${known.usage_hint.split(' ')[0]}`), ' below to begin.'] : []));
}

async function drawThread() {
  const pane = $('thread');
  pane.hidden = !store.thread;
  if (!store.thread) { shown.thread = shown.threadPane = undefined; return; }
  const { messages } = await look('messages', { user: store.user, channel: store.place, thread_ts: store.thread });
  if (!store.thread) return;
  if (changed('threadPane', [store.place, store.thread, store.user])) {
    pane.replaceChildren(element('header', {}, element('h2', {}, 'Thread'), element('button', { 'aria-label': 'Close thread', onclick: () => hooks.openThread(null) }, '✕')),
      element('div', { class: 'log' }), element('div', { class: 'thread-composer' }, composer(store.place, store.thread, hooks)));
    pane.querySelector('textarea').focus();
  }
  const log = pane.querySelector('.log');
  if (changed('thread', [store.thread, store.peopleVersion, messages])) { log.replaceChildren(drawMessages(messages, store.place, hooks, true)); log.scrollTop = log.scrollHeight; }
}

const hooks = { notify, openThread: ts => { store.thread = ts; refresh(); } };

function drawClock() {
  const { clock } = store.state;
  const now = new Date(clock.now);
  $('now').dateTime = clock.now;
  $('now').textContent = `${now.toLocaleString('en-GB', { timeZone: zone(), weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })} (${zone()})`;
  const play = document.querySelector('[data-move=play]');
  const flows = clock.mode === 'flowing';
  play.setAttribute('aria-pressed', String(flows));
  play.textContent = flows ? '⏸ Pause' : '▶ Play';
}

function go(place) {
  Object.assign(store, { place, thread: null, limit: 50, tab: 'messages' });
  $('sidebar').classList.remove('open');
  $('menu').setAttribute('aria-expanded', 'false');
  remember();
  if (atApp()) openTab('messages'); else refresh().catch(error => notify(error.message));
}

function become(user) {
  if (user === store.user) return;
  Object.assign(store, { user, place: null, thread: null, limit: 50 });
  remember();
  refresh().catch(error => notify(error.message));
}

function remember() {
  history.replaceState(null, '', `#${store.user}/${store.tab === 'home' ? 'home' : store.place ?? ''}`);
}

async function follow() {
  let version = 0;
  for (;;) {
    try {
      ({ version } = await look('changes', { since: version }));
      await refresh();
    } catch {
      notify('The sandbox does not answer; trying again.');
      await new Promise(resolve => setTimeout(resolve, 2000));
      version = 0;
    }
  }
}

/** After a move of the clock; the Home is opened anew, since apps bring it up to date when somebody looks. */
async function lookAgain() {
  if (atApp() && store.tab === 'home') await openTab('home'); else await refresh();
}

function wire() {
  for (const button of document.querySelectorAll('[data-move]')) {
    button.addEventListener('click', () => moved(button.dataset.move).then(lookAgain).catch(error => notify(error.message)));
  }
  $('menu').addEventListener('click', () => {
    const open = $('sidebar').classList.toggle('open');
    $('menu').setAttribute('aria-expanded', String(open));
    if (open) document.querySelector('#places [aria-current=true]')?.focus();
  });
  document.addEventListener('keydown', event => { if (event.key === 'Escape') $('sidebar').classList.remove('open'); });
  // A flowing clock is shown as it flows, without asking for anything else.
  setInterval(async () => {
    if (store.state?.clock.mode !== 'flowing') return;
    try { store.state.clock = await look('clock'); drawClock(); } catch { /* follow() says so */ }
  }, 5000);
}

async function start() {
  await refreshPeople(0);
  const [user, where] = location.hash.slice(1).split('/');
  store.user = store.byId.has(user) ? user : humans()[0]?.id;
  if (!store.user) { $('messages').replaceChildren(element('p', { class: 'empty' }, 'Nobody lives here yet. Add people with POST /_control/people.')); setTimeout(start, 1500); return; }
  if (!where || where === 'home') store.tab = 'home'; else store.place = where;
  wire();
  await refresh();
  if (store.tab === 'home') await openTab('home');
  follow();
}

start().catch(error => notify(error.message));
