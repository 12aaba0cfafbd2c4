// What the page knows of the workspace, and how it asks and acts.

export const store = { user: null, state: null, people: [], byId: new Map(), peopleVersion: -1, place: null, tab: 'messages', thread: null, limit: 50 };

async function answer(response) {
  const body = await response.json();
  if (!body.ok) throw Object.assign(new Error(body.message ?? body.error), { code: body.error });
  return body;
}

export const look = (path, query = {}) => answer2(`/_control/${path}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value != null))}`);
const answer2 = async url => answer(await fetch(url));

export const act = async (path, body) => answer(await fetch(`/_control/${path}`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: store.user, ...body }),
}));

export async function refreshPeople(version) {
  if (version === store.peopleVersion) return;
  store.people = (await look('people')).people;
  store.byId = new Map(store.people.map(person => [person.id, person]));
  store.peopleVersion = version;
}

export const personName = id => store.byId.get(id)?.real_name ?? (id === 'USLACKBOT' ? 'Slackbot' : id);
export const zone = () => store.byId.get(store.user)?.tz ?? 'UTC';
export const humans = () => store.people.filter(person => !person.is_bot && !person.deleted);
export const peopleItems = () => humans().map(person => ({ value: person.id, text: person.real_name + (person.title ? ` · ${person.title}` : '') }));
export const channelItems = () => store.state.conversations.map(place => ({ value: place.id, text: placeName(place) }));

export function placeName(place) {
  if (place.kind === 'public' || place.kind === 'private') return place.name;
  const others = place.members.filter(member => member !== store.user);
  const people = others.filter(member => member !== store.state.app.user);
  if (place.id === store.state.app_channel) return store.state.app.name;
  return (people.length ? people : others).map(personName).join(', ');
}

export const names = () => ({ me: store.user, zone: zone(), person: personName, channel: id => store.state.conversations.find(place => place.id === id)?.name ?? id });

/** A moment in the person's own zone. */
export function clockTime(ts) {
  return new Date(Number(ts.split('.')[0]) * 1000).toLocaleTimeString('en-GB', { timeZone: zone(), hour: '2-digit', minute: '2-digit' });
}
export function dayOf(ts) {
  return new Date(Number(ts.split('.')[0]) * 1000).toLocaleDateString('en-GB', { timeZone: zone(), weekday: 'long', day: 'numeric', month: 'long' });
}
