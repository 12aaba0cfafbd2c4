// The clock bar. Time moves in steps, so that everything on the way happens at its own time and not all at once at the end.
import { $, announce, notify } from './dom.js';
import { act, inZone, look, store, zone } from './store.js';

const HOUR = 3600;
const MORNING = 9;
const EVENING = 17;
/** How long an app gets on top, in milliseconds, where somebody waits for what it does. */
const WAITING = 150;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
let travelling = false;

export function drawClock() {
  const { clock, guide } = store.state;
  const now = new Date(clock.now);
  $('now').dateTime = clock.now;
  $('now').textContent = inZone(now, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  $('zone').textContent = zone().split('/').pop().replaceAll('_', ' ');
  const flows = clock.mode === 'flowing';
  const play = document.querySelector('[data-move=play]');
  play.setAttribute('aria-pressed', String(flows));
  play.textContent = flows ? '❚❚ Pause' : '▶\uFE0E Play';
  const busy = travelling || Boolean(guide?.preparing);
  $('clockbar').classList.toggle('busy', busy);
  for (const button of document.querySelectorAll('[data-move]')) button.disabled = busy;
}

async function turn(body) {
  store.state.clock = await act('clock', { ...body, user: undefined });
  drawClock();
}

/** A step of a journey: nothing of what is due at that hour is overtaken. */
async function step(body) {
  await turn(body);
  await act('rest', {});
}

/** What a button of the clock bar does. */
export async function moved(move) {
  if (move === 'play') return turn({ mode: store.state.clock.mode === 'flowing' ? 'frozen' : 'flowing' });
  travelling = true;
  drawClock();
  announce('Time is passing.');
  try {
    if (move === 'hour') { await step({ advance: HOUR }); } else await travel(move === 'next_monday');
    await act('guide', { did: 'move_clock', about: move });
  } finally {
    travelling = false;
    drawClock();
    announce(`It is ${$('now').textContent}.`);
  }
  return undefined;
}

/** To nine in the morning; on a Monday further on, until there is something to read or the day is over. */
async function travel(toMonday) {
  let now = new Date((await look('clock')).now);
  for (const stop of until(now, time => time.hour === MORNING && (!toMonday || time.day === 'Mon'))) {
    await step({ set: stop.toISOString() });
    now = stop;
  }
  await pause(WAITING);
  if (!toMonday) return;
  const before = await unread();
  for (const stop of until(now, time => time.hour === EVENING)) {
    await step({ set: stop.toISOString() });
    await pause(WAITING);
    if (await unread() > before) return;
  }
}

/** Every full hour after `from` where the person lives, up to the first that `ends` agrees to. */
function until(from, ends) {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone(), weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const local = at => Object.fromEntries(parts.formatToParts(at).map(part => [part.type, part.value]));
  const stops = [];
  // A quarter of an hour divides every time zone there is; nine days hold every Monday.
  for (let at = Math.floor(from / 900_000) * 900_000 + 900_000; stops.length < 9 * 24; at += 900_000) {
    const { weekday, hour, minute } = local(at);
    if (minute !== '00') continue;
    stops.push(new Date(at));
    if (ends({ day: weekday, hour: Number(hour) })) break;
  }
  return stops;
}

async function unread() {
  const { conversations } = await look('state', { user: store.user, place: store.place });
  return conversations.reduce((sum, place) => sum + place.unread, 0);
}

/** Wires the buttons; `after` is told when time has moved. */
export function wireClock(after) {
  for (const button of document.querySelectorAll('[data-move]')) {
    button.addEventListener('click', async () => {
      try { await moved(button.dataset.move); await after(); } catch (error) { notify(error.message); }
      // A disabled button loses the focus; whoever moves time by keyboard wants to do it again.
      if (document.activeElement === document.body) button.focus();
    });
  }
  // A flowing clock is shown as it flows, without asking for anything else.
  setInterval(async () => {
    if (store.state?.clock.mode !== 'flowing' || travelling) return;
    try { store.state.clock = await look('clock'); drawClock(); } catch { /* whoever follows the changes says so */ }
  }, 5000);
}
