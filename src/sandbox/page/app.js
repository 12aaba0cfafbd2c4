// The page: who you are, where you are, what time it is; everything on it follows the sandbox.
import { $, element, notify } from './dom.js';
import { act, atApp, findPeople, idsIn, know, look, page, peopleChanged, store } from './store.js';
import { drawComposer, drawHead, drawPlace } from './place.js';
import { drawSidebar } from './sidebar.js';
import { drawThread, openThread } from './thread.js';
import { drawModal } from './modal.js';
import { drawGuide, told } from './guide.js';
import { drawDrawer, isLedgerOpen, labelLedger, openLedger } from './drawer.js';
import { drawClock, wireClock } from './time.js';

/** However much happens, the page is not drawn more often than this, in milliseconds. */
const BREATH = 120;

const askState = () => look('state', { user: store.user, place: store.place === 'app' ? null : store.place, ...store.limits });
let turn = 0;

/** Draws the page as it is now. What a drawing that was overtaken did not get, because somebody is somebody else by now, is no trouble. */
async function refresh() {
  const mine = ++turn;
  await draw(mine).catch(error => { if (mine === turn) throw error; });
}

async function draw(mine) {
  const { user, place } = store;
  let state = await askState();
  if (state.installed && !state.app_channel && (!place || place === 'app')) {
    // Looking at an app for the first time opens the conversation with it, as in Slack.
    await act('open_messages', {});
    state = await askState();
  }
  if (mine !== turn || user !== store.user || place !== store.place) return;
  peopleChanged(state.people_version);
  store.state = state;
  if (!store.place || store.place === 'app') store.place = state.app_channel ?? state.conversations[0]?.id ?? 'app';
  await know([...idsIn(state.conversations.map(each => each.members)), ...idsIn(state.app), user]);
  if (user !== store.user) return;
  drawSidebar(); drawClock(); drawHead(); drawComposer(); drawGuide(); labelLedger();
  await Promise.all([drawPlace(), drawThread(), drawDrawer(), drawModal()]);
}

const failed = error => notify(error.message);

async function openTab(tab) {
  store.tab = tab;
  remember();
  await act(tab === 'home' ? 'open_home' : 'open_messages', {}).catch(failed);
  await refresh();
}

function go(place) {
  // Right after a change of person, the sidebar still shows the conversations of the one before.
  if (store.state?.me?.id !== store.user) return;
  Object.assign(store, { place, thread: null, tab: 'messages', writeAt: isNarrow() ? null : place });
  openSidebar(false);
  remember();
  if (atApp()) openTab('messages').catch(failed); else refresh().catch(failed);
}

async function goHome() {
  Object.assign(store, { place: store.state.app_channel ?? 'app', thread: null });
  openSidebar(false);
  await openTab('home');
}

async function become(user) {
  if (user === store.user) return;
  const home = atApp() && store.tab === 'home';
  Object.assign(store, { user, place: null, thread: null, tab: 'messages', limits: { channels: 40, groups: 40, directs: 40 } });
  remember();
  told('become');
  await refresh().catch(failed);
  if (home) await goHome(); else $('who').focus();
}

function remember() {
  history.replaceState(null, '', `#${store.user}/${store.tab === 'home' ? 'home' : store.place ?? ''}`);
}

/** A phone: the sidebar lies above the rest, and a field that is focused brings a keyboard along. */
const isNarrow = () => getComputedStyle($('menu')).display !== 'none';

function openSidebar(wanted = true) {
  const narrow = isNarrow();
  $('sidebar').classList.toggle('open', wanted && narrow);
  $('menu').setAttribute('aria-expanded', String(wanted && narrow));
}

async function follow() {
  let version = store.state.version;
  for (;;) {
    try {
      ({ version } = await look('changes', { since: version }));
      await refresh();
      await new Promise(resolve => setTimeout(resolve, BREATH));
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
  wireClock(lookAgain);
  $('menu').addEventListener('click', () => {
    openSidebar(!$('sidebar').classList.contains('open'));
    document.querySelector('#sidebar.open [aria-current=true]')?.focus();
  });
  $('scrim').addEventListener('click', () => openSidebar(false));
  $('behind').addEventListener('click', () => openLedger(!isLedgerOpen()));
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') refresh().catch(failed); });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if ($('sidebar').classList.contains('open')) { openSidebar(false); $('menu').focus(); }
    else if (store.thread && $('pane').contains(document.activeElement)) openThread(null);
    else if (isLedgerOpen() && $('drawer').contains(document.activeElement)) openLedger(false);
  });
}

async function whoIsHere() {
  const [user, where] = location.hash.slice(1).split('/');
  const known = user ? (await look('people', { ids: user })).people[0] : null;
  const someone = known && !known.is_bot && !known.deleted ? known : (await findPeople('', 1))[0];
  return { user: someone?.id, where: known === someone ? where : null };
}

async function start() {
  const { user, where } = await whoIsHere();
  if (!user) {
    $('messages').replaceChildren(element('p', { class: 'empty' }, 'Nobody lives here yet. Add people with POST /_control/people.'));
    setTimeout(() => start().catch(failed), 1500);
    return;
  }
  store.user = user;
  if (!where || where === 'home') store.tab = 'home'; else store.place = where;
  Object.assign(page, { refresh, go, goHome, become, openTab, openThread, openLedger, openSidebar, lookAgain });
  wire();
  await refresh();
  if (store.tab === 'home') await openTab('home');
  document.body.classList.add('ready');
  follow();
}

start().catch(failed);
