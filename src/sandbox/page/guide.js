// The card for newcomers: what to try, ticked off as it is done. It stands beside the content and never over it.
import { $, announce, element, notify, redraw } from './dom.js';
import { act, isChannel, page, store } from './store.js';
import { moved } from './time.js';

const HIDDEN = 'sandbox-guide-hidden';
const NARROW = matchMedia('(max-width: 760px)');
let drawn = null, done = null, unfolded = false;

const isHidden = () => sessionStorage.getItem(HIDDEN) === 'yes';

export function drawGuide() {
  const { guide } = store.state;
  $('help').hidden = !guide;
  const sign = JSON.stringify([guide, isHidden(), NARROW.matches, unfolded]);
  if (sign === drawn) return;
  drawn = sign;
  const card = $('guide');
  const home = NARROW.matches ? $('guide-strip') : $('sidebar');
  if (card.parentElement !== home) home.append(card);
  const shown = guide && !isHidden();
  card.hidden = !shown;
  $('help').setAttribute('aria-expanded', String(Boolean(shown)));
  if (guide) tellProgress(guide);
  if (shown) redraw(card, ...(NARROW.matches ? strip(guide) : whole(guide)));
}

function tellProgress(guide) {
  const count = guide.steps.filter(step => step.done).length;
  if (done !== null && count > done) announce(`${count} of ${guide.steps.length} done.`);
  done = count;
}

const next = guide => guide.steps.find(step => !step.done);
const dismiss = () => element('button', { type: 'button', class: 'icon', 'aria-label': 'Hide the guide', title: 'Hide; the ? brings it back', 'data-focus': 'hide', onclick: () => show(false) }, '✕');

function whole(guide) {
  const current = next(guide);
  const finished = !current && !guide.preparing;
  return [element('header', {}, element('h2', {}, guide.title), dismiss()),
    element('p', { class: 'intro' }, finished ? 'That was all of it. Stay as long as you like.' : guide.intro),
    guide.preparing ? preparing(guide.preparing) : null,
    element('ol', {}, ...guide.steps.map(each => step(each, each === current && !guide.preparing)))];
}

function preparing({ percent, words }) {
  return element('div', { class: 'preparing' }, element('div', { id: 'preparing' }, words),
    element('progress', { max: '100', value: String(percent), 'aria-labelledby': 'preparing' }), element('span', { class: 'percent' }, `${percent} %`));
}

function step(each, open) {
  const mark = element('span', { class: 'tick', 'aria-hidden': 'true' }, each.done ? '✓' : '');
  const heard = element('span', { class: 'heard' }, each.done ? 'Done: ' : '');
  return element('li', { class: each.done ? 'done' : open ? 'current' : '', 'aria-current': open ? 'step' : null }, mark,
    element('div', {}, element('span', { class: 'step-title' }, heard, each.title), open ? element('p', {}, each.words) : null, open ? doIt(each) : null));
}

function doIt(each) {
  if (!each.go) return null;
  return element('button', { type: 'button', class: 'btn small', 'data-focus': 'do it', onclick: () => ERRANDS[each.go]().catch(error => notify(error.message)) }, LABELS[each.go]);
}

/** On a phone one line, and the rest where somebody asks for it. */
function strip(guide) {
  const current = next(guide);
  const count = `${guide.steps.filter(each => each.done).length}/${guide.steps.length}`;
  const fold = element('button', { type: 'button', class: 'fold', 'aria-expanded': String(unfolded), 'data-focus': 'fold', onclick: () => { unfolded = !unfolded; drawGuide(); } },
    element('span', { class: 'count' }, count), element('span', { class: 'step-title' }, guide.preparing ? `${guide.preparing.words} ${guide.preparing.percent} %` : current?.title ?? 'All done'),
    element('span', { 'aria-hidden': 'true' }, unfolded ? '▴' : '▾'));
  const head = element('header', {}, fold, unfolded || !current || guide.preparing ? null : doIt(current), dismiss());
  return unfolded ? [head, element('p', { class: 'intro' }, guide.intro), element('ol', {}, ...guide.steps.map(each => step(each, each === current && !guide.preparing)))] : [head];
}

const LABELS = { home: 'Open Home', newest_group: 'Open the message', next_morning: 'Next morning', next_monday: 'Next Monday', person: 'Choose a person', ledger: 'Show me' };
const travel = async move => { await moved(move); await page.lookAgain(); };
const ERRANDS = {
  home: () => page.goHome(),
  newest_group: async () => {
    const groups = store.state.conversations.filter(place => place.kind === 'group' && !isChannel(place)).sort((one, two) => ((two.latest ?? '') > (one.latest ?? '') ? 1 : -1));
    if (groups.length) page.go(groups[0].id); else notify('There is no group message yet.');
  },
  next_morning: () => travel('next_morning'),
  next_monday: () => travel('next_monday'),
  person: async () => { page.openSidebar(); $('who').focus(); $('who').click(); },
  ledger: async () => page.openLedger(true),
};

export function show(wanted) {
  sessionStorage.setItem(HIDDEN, wanted ? 'no' : 'yes');
  unfolded = wanted;
  drawGuide();
  if (!wanted) $('help').focus(); else ($('guide').querySelector('button') ?? $('help')).focus();
}

/** Tells the guide of what leaves no trace in the workspace itself. */
export const told = did => act('guide', { did }).catch(() => {});

$('help').addEventListener('click', () => { if (isHidden()) page.openSidebar(); show(isHidden()); });
NARROW.addEventListener('change', () => { if (store.state) drawGuide(); });
