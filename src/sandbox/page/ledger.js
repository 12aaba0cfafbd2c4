// The ledger in words: what a line says, as a sentence that needs no knowledge of Slack's methods.
import { emoji } from './emoji.js';

/**
 * @typedef {object} Telling
 * @property {string} text the sentence, without its full stop where words follow
 * @property {string} [said] the words that were written
 * @property {string} small the method or event, as Slack names it
 * @property {string} [problem] what went wrong
 * @property {'app' | 'people' | 'events'} side
 */

/**
 * @param {object} entry a line of the ledger
 * @param {{app: string, appId: string, person: (id: string) => string, channel: (id: string) => string}} names
 * @returns {Telling}
 */
export function tell(entry, names) {
  const side = entry.actor === 'bot' ? 'app' : entry.actor === 'slack' ? 'events' : 'people';
  const { text, said } = SIDES[side](entry, names);
  return { text, said, side, small: small(entry), problem: problem(entry) };
}

const SIDES = { app: call, people: deed, events: event };

function list(names) {
  if (names.length < 2) return names[0] ?? 'nobody';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const members = (entry, names) => list((entry.members ?? []).map(names.person));
const whom = (entry, names) => (entry.user ? names.person(entry.user) : 'somebody');

/** Where something was written, as seen by `but`. */
function where(entry, names, but) {
  if (!entry.channel) return 'a conversation';
  const all = entry.members ?? [];
  if (!all.length) return `#${names.channel(entry.channel)}`;
  const others = all.filter(id => id !== but);
  if (but && !others.length) return `the conversation with ${names.app}`;
  return all.length > 1 ? `the group message with ${list(others.map(names.person))}` : `the direct message with ${list(others.map(names.person))}`;
}

function receivers(entry, names) {
  const all = entry.members ?? [];
  return all.length ? list(all.map(names.person)) : entry.channel ? `#${names.channel(entry.channel)}` : 'somebody';
}

const CALLS = {
  'auth.test': () => 'checked its own name and token',
  'apps.connections.open': () => 'asked for a Socket Mode connection',
  'users.info': (entry, names) => `looked up ${whom(entry, names)}`,
  'users.list': () => 'listed the people of the workspace',
  'conversations.open': (entry, names) => `opened a ${(entry.members ?? []).length > 1 ? 'group' : 'direct'} message with ${members(entry, names)}`,
  'conversations.info': (entry, names) => `looked up ${where(entry, names)}`,
  'conversations.members': (entry, names) => `listed who is in ${where(entry, names)}`,
  'chat.postMessage': (entry, names) => (entry.thread_ts ? `replied in a thread to ${receivers(entry, names)}` : `wrote to ${receivers(entry, names)}`),
  'chat.postEphemeral': (entry, names) => `whispered to ${entry.user ? whom(entry, names) : receivers(entry, names)}`,
  'chat.update': (entry, names) => `edited what it had written to ${receivers(entry, names)}`,
  'chat.delete': (entry, names) => `deleted what it had written to ${receivers(entry, names)}`,
  'reactions.add': (entry, names) => `reacted with ${emoji(entry.subject ?? '')} in ${where(entry, names)}`,
  'reactions.remove': (entry, names) => `took back ${emoji(entry.subject ?? '')} in ${where(entry, names)}`,
  'views.open': (entry, names) => `opened a window for ${whom(entry, names)}`,
  'views.push': (entry, names) => `opened another window for ${whom(entry, names)}`,
  'views.update': (entry, names) => `changed a window of ${whom(entry, names)}`,
  'views.publish': (entry, names) => `drew the Home of ${whom(entry, names)}`,
  reply: (entry, names) => `answered ${entry.user ? whom(entry, names) : receivers(entry, names)} at once`,
  response_url: (entry, names) => `answered ${entry.user ? whom(entry, names) : receivers(entry, names)} through a response URL`,
};

function call(entry, names) {
  const known = CALLS[entry.method];
  const what = known ? known(entry, names) : `called ${entry.method}`;
  return { text: `${names.app} ${what}`, said: entry.text };
}

const quoted = words => (words ? `“${words}”` : 'a button');

const DEEDS = {
  command: entry => `typed ${[entry.subject, entry.text].filter(Boolean).join(' ')}`,
  press: entry => `pressed ${quoted(entry.text ?? entry.subject)}`,
  suggest: entry => (entry.text ? `typed “${entry.text}” to find something under ${entry.subject}` : `opened the list ${entry.subject}`),
  submit: entry => `submitted the form “${entry.subject ?? ''}”`,
  errors_shown: () => 'was shown what to mend in the form',
  close: entry => `closed the form “${entry.subject ?? ''}”`,
  react: (entry, names) => `reacted with ${emoji(entry.subject ?? '')} in ${where(entry, names, entry.actor)}`,
  unreact: (entry, names) => `took back ${emoji(entry.subject ?? '')} in ${where(entry, names, entry.actor)}`,
  message: (entry, names) => `wrote in ${entry.thread_ts ? 'a thread of ' : ''}${where(entry, names, entry.actor)}`,
  open_home: (entry, names) => `opened the ${entry.subject === 'messages' ? 'Messages' : 'Home'} tab of ${names.app}`,
  join_team: () => 'came to the workspace',
  change_person: entry => (entry.value?.deleted ? 'was deactivated' : 'was changed in the workspace'),
};

function deed(entry, names) {
  const known = DEEDS[entry.event];
  return { text: `${names.person(entry.actor)} ${known ? known(entry, names) : `did ${entry.event}`}`, said: entry.event === 'message' ? entry.text : undefined };
}

const EVENTS = {
  reaction_added: (entry, names) => `that ${whom(entry, names)} reacted with ${emoji(entry.subject ?? '')}`,
  reaction_removed: (entry, names) => `that ${whom(entry, names)} took back ${emoji(entry.subject ?? '')}`,
  app_home_opened: (entry, names) => `that ${whom(entry, names)} opened its ${entry.subject === 'messages' ? 'Messages' : 'Home'} tab`,
  message_metadata_posted: () => 'that its message has arrived',
  message: (entry, names) => `of a message by ${whom(entry, names)}`,
  team_join: (entry, names) => `that ${whom(entry, names)} is new`,
  user_change: (entry, names) => `that ${whom(entry, names)} was changed`,
  tokens_revoked: () => 'that its token is dead',
  app_uninstalled: () => 'that it was removed from the workspace',
};

function event(entry, names) {
  if (entry.event === 'uninstall') return { text: `${names.app} was removed from the workspace` };
  const known = EVENTS[entry.event];
  const again = entry.attempt > 1 ? ` (try ${entry.attempt})` : '';
  return { text: `Slack told ${names.app} ${known ? known(entry, names) : `of ${entry.event}`}${again}` };
}

const small = entry => entry.method ?? entry.event ?? '';

const WHY = {
  ratelimited: 'too many calls', already_reacted: 'it was there already', no_reaction: 'there was none', abandoned: 'nobody waited for the end',
  http_timeout: 'the app did not answer in time', operation_timeout: 'the app did not answer in time', connection_failed: 'the app could not be reached', dispatch_failed: 'the app could not be reached',
};

function problem(entry) {
  const fault = entry.fault ? `injected fault: ${entry.fault.replaceAll('_', ' ')}` : null;
  if (entry.ok !== false) return fault ?? undefined;
  const after = entry.retry_after ? `, try again in ${entry.retry_after} s` : '';
  const why = WHY[entry.error] ? ` (${WHY[entry.error]})` : '';
  return [`refused: ${entry.error ?? 'unknown'}${why}${after}`, fault].filter(Boolean).join(' · ');
}
