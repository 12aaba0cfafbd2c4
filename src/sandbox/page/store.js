// What the page knows of the workspace, and how it asks and acts. People are asked for when their names are needed.

/** `limits`: how many conversations of each section are shown; `names` counts up when a name became known; `writeAt`: where one wants to write. */
export const store = {
  user: null, state: null, place: null, tab: 'messages', thread: null, names: 0, writeAt: null,
  limits: { channels: 40, groups: 40, directs: 40 },
};

/** What modules ask the page as a whole to do; `app.js` fills it in. */
export const page = {};

/** A refusal without Slack's name for it, which nobody but a developer wants to read. */
const words = body => (body.message ?? body.error).replace(/^[a-z_]+: (?=.)/, '');

async function answer(response) {
  const body = await response.json();
  if (!body.ok) throw Object.assign(new Error(words(body)), { code: body.error });
  return body;
}

export async function look(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return answer(await fetch(`/_control/${path}?${new URLSearchParams(given)}`));
}

export async function act(path, body) {
  const headers = { 'content-type': 'application/json' };
  return answer(await fetch(`/_control/${path}`, { method: 'POST', headers, body: JSON.stringify({ user: store.user, ...body }) }));
}

const people = new Map([['USLACKBOT', { id: 'USLACKBOT', real_name: 'Slackbot' }]]);
const fresh = new Set(['USLACKBOT']);
const wanted = new Set();
let peopleVersion = null;

/** The ids of people that a piece of JSON speaks of. */
export const idsIn = value => JSON.stringify(value).match(/\b[UW][A-Z0-9]{6,}\b/g) ?? [];

function keep(found) {
  for (const person of found) { people.set(person.id, person); fresh.add(person.id); }
}

/** Gets to know people; those who are known already cost nothing. */
export async function know(ids) {
  const missing = [...new Set(ids)].filter(id => !fresh.has(id));
  for (let at = 0; at < missing.length; at += 200) {
    const some = missing.slice(at, at + 200);
    keep((await look('people', { ids: some.join(',') })).people);
    for (const id of some) fresh.add(id);
    store.names += 1;
  }
}

/** Asks again for everybody when somebody was changed; the old names stand until then. */
export function peopleChanged(version) {
  if (version === peopleVersion) return;
  peopleVersion = version;
  fresh.clear();
  fresh.add('USLACKBOT');
}

function want(id) {
  if (fresh.has(id) || wanted.has(id)) return;
  wanted.add(id);
  if (wanted.size === 1) {
    setTimeout(async () => {
      const ids = [...wanted];
      await know(ids).catch(() => {});
      wanted.clear();
      page.refresh?.();
    });
  }
}

export function person(id) { want(id); return people.get(id); }
export const personName = id => person(id)?.real_name ?? id;

export async function findPeople(find, limit = 30) {
  const found = (await look('people', { find, limit })).people;
  keep(found);
  return found;
}

/** The name of somebody's workspace, where it is not the one this page shows. */
export function elsewhere(someone) {
  const home = store.state?.workspace.team_id;
  if (!someone?.team || !home || someone.team === home) return '';
  return store.state.workspaces?.find(each => each.team_id === someone.team)?.team_name ?? someone.team;
}

/** The other companies that a channel is shared with, through Slack Connect. */
export function sharedWith(place) {
  const others = (place.teams ?? []).filter(team => team !== store.state.workspace.team_id);
  return others.map(team => store.state.workspaces?.find(each => each.team_id === team)?.team_name ?? team).join(', ');
}

const asItem = someone => ({ value: someone.id, short: someone.real_name, text: [someone.real_name, someone.title, elsewhere(someone)].filter(Boolean).join(' · ') });
export const peopleItems = async typed => (await findPeople(typed)).map(asItem);
export const channelItems = () => store.state.conversations.map(place => ({ value: place.id, text: placeName(place) }));

export const zone = () => store.state?.me.id === store.user ? store.state.me.tz : people.get(store.user)?.tz ?? 'UTC';
export const isChannel = place => place.kind === 'public' || place.kind === 'private';
export const placeOf = id => store.state.conversations.find(place => place.id === id);
export const atApp = () => store.place === 'app' || store.place === store.state.app_channel;
export const isApp = place => place.id === store.state.app_channel;

/** Everybody in a conversation but the person who looks, and the app where there is anybody else. */
export function othersIn(place) {
  const others = place.members.filter(member => member !== store.user);
  const humans = others.filter(member => member !== store.state.app.user);
  return humans.length ? humans : others;
}

export function placeName(place) {
  if (isChannel(place)) return place.name;
  if (isApp(place)) return store.state.app.name;
  const others = othersIn(place);
  return others.length ? others.map(personName).join(', ') : `${personName(store.user)} (you)`;
}

/** What drawing Slack's markup needs to know. */
export const names = () => ({ me: store.user, zone: zone(), person: personName, channel: id => placeOf(id)?.name || id });

const dateOf = ts => new Date(Number(String(ts).split('.')[0]) * 1000);
const formats = new Map();

/** A date where the person lives. Making a formatter takes far longer than using it, so each is made once. */
export function inZone(date, options) {
  const key = `${zone()} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat('en-GB', { timeZone: zone(), ...options }));
  return formats.get(key).format(date);
}

/** A moment in the person's own zone. */
export const clockTime = ts => inZone(dateOf(ts), { hour: '2-digit', minute: '2-digit' });
export const longTime = ts => inZone(dateOf(ts), { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

/** The day, as near ones are called. */
export function dayOf(ts) {
  const key = date => inZone(date, { year: 'numeric', month: '2-digit', day: '2-digit' });
  const now = new Date(store.state.clock.now);
  if (key(dateOf(ts)) === key(now)) return 'Today';
  if (key(dateOf(ts)) === key(new Date(now - 86_400_000))) return 'Yesterday';
  return inZone(dateOf(ts), { weekday: 'long', day: 'numeric', month: 'long' });
}
