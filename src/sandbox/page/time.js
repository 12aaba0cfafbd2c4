// Moving the clock: in steps, so that everything on the way happens at its own time and not all at once at the end.
import { act, look, store, zone } from './store.js';

const HOUR = 3600;
const MORNING = 9;
const EVENING = 17;
/** How long an app gets, in milliseconds, to do what is due: a little on the way, more where somebody waits for it. */
const PASSING = 25;
const WAITING = 350;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const turn = body => act('clock', { ...body, user: undefined });

/** What a button of the clock bar does. */
export async function moved(move) {
  if (move === 'play') return turn({ mode: store.state.clock.mode === 'flowing' ? 'frozen' : 'flowing' });
  if (move === 'hour') return turn({ advance: HOUR });
  const buttons = [...document.querySelectorAll('[data-move]')];
  for (const button of buttons) button.disabled = true;
  try {
    return await travel(move === 'next_monday');
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** To nine in the morning; on a Monday further on, until there is something to read or the day is over. */
async function travel(toMonday) {
  let now = new Date((await look('clock')).now);
  for (const stop of until(now, time => time.hour === MORNING && (!toMonday || time.day === 'Mon'))) {
    await turn({ set: stop.toISOString() });
    await pause(PASSING);
    now = stop;
  }
  if (!toMonday) return;
  await pause(WAITING);
  const before = await unread();
  for (const stop of until(now, time => time.hour === EVENING)) {
    await turn({ set: stop.toISOString() });
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
  const { conversations } = await look('state', { user: store.user });
  return conversations.reduce((sum, place) => sum + place.unread, 0);
}
