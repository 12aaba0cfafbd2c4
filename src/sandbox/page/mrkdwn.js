// Slack's text markup as DOM nodes. Everything is made of text nodes, so nothing an app says can become markup of the page.
import { element } from './dom.js';
import { emoji } from './emoji.js';

const decode = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
const safeLink = url => (/^(https?|mailto|slack|webcal|tel):/i.test(url) ? url : undefined);

export function link(url, label) {
  const href = safeLink(url);
  return href ? element('a', { href, target: '_blank', rel: 'noreferrer noopener' }, label || url) : document.createTextNode(label || url);
}

export function mention(id, names) {
  return element('span', { class: id === names.me ? 'mention me' : 'mention' }, `@${names.person(id)}`);
}

/** A moment as `<!date^…>` and rich text's `date` write it, where the reader lives. */
export function dateWords(seconds, format, names) {
  const date = new Date(Number(seconds) * 1000);
  const local = options => date.toLocaleString('en-GB', { timeZone: names.zone, ...options });
  const FORMATS = {
    date_num: { year: 'numeric', month: '2-digit', day: '2-digit' }, date: { dateStyle: 'long' }, date_short: { day: 'numeric', month: 'short', year: 'numeric' },
    date_long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, time: { timeStyle: 'short' }, time_secs: { timeStyle: 'medium' },
  };
  return format.replace(/\{(\w+)\}/g, (whole, kind) => {
    const known = FORMATS[kind.replace('_pretty', '')];
    return known ? local(known) : whole;
  });
}

/** What stands between angle brackets: a mention, a channel, a date, a group or a link. */
function angled(inner, names) {
  const [target, ...rest] = inner.split('|');
  const label = decode(rest.join('|'));
  if (target.startsWith('@')) return mention(target.slice(1), names);
  if (target.startsWith('#')) return element('span', { class: 'mention' }, `#${label || names.channel(target.slice(1))}`);
  if (target.startsWith('!date^')) {
    const [, seconds, format, url] = target.split('^');
    const words = dateWords(seconds, decode(format ?? '{date}'), names) || label;
    return url ? link(decode(url), words) : element('time', {}, words);
  }
  if (target.startsWith('!')) return element('span', { class: 'mention' }, `@${label || target.slice(1).split('^')[0]}`);
  return link(decode(target), label);
}

const plainParts = text => decode(text).replace(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g, (_, name) => emoji(name));

const BEFORE = String.raw`(^|[\s(\[{"'*_~>—–-])`;
const AFTER = String.raw`(?=$|[\s.,;:!?)\]}"'*_~—–-])`;
const STYLES = [['*', 'strong'], ['_', 'em'], ['~', 's']].map(([sign, tag]) => {
  const other = `[^${sign}\\n]`;
  return [new RegExp(`${BEFORE}\\${sign}((?!\\s)${other}*(?!\\s)${other})\\${sign}${AFTER}`), tag];
});

/** Code and brackets are put aside first, since nothing inside them is markup; `HOLD` marks where they stood. */
const HOLD = '\uE000';

function inline(text, names) {
  const held = [];
  const bare = text.replace(/`([^`\n]+)`|<([^<>\n]+)>/g, (_, code, inner) => {
    held.push(code === undefined ? angled(inner, names) : element('code', {}, decode(code)));
    return HOLD;
  });
  return styled(bare, held);
}

function styled(text, held) {
  for (const [pattern, tag] of STYLES) {
    const found = pattern.exec(text);
    if (found) {
      const start = found.index + found[1].length;
      const before = styled(text.slice(0, start), held);
      const within = element(tag, {}, ...styled(found[2], held));
      return [...before, within, ...styled(text.slice(found.index + found[0].length), held)];
    }
  }
  return text.split(HOLD).flatMap((part, index) => [...(index ? [held.shift()] : []), ...(part ? [document.createTextNode(plainParts(part))] : [])]);
}

function lines(text, names, out) {
  let quote = null;
  text.split('\n').forEach((line, number) => {
    const quoted = /^(?:&gt;|>) ?/.exec(line);
    if (quoted) {
      if (quote) quote.append(element('br'));
      else out.append(quote = element('blockquote'));
      return quote.append(...inline(line.slice(quoted[0].length), names));
    }
    if (number && !quote) out.append(element('br'));
    quote = null;
    return out.append(...inline(line, names));
  });
}

export function mrkdwn(text, names) {
  const out = document.createDocumentFragment();
  text.split(/```/).forEach((part, index, all) => {
    if (index % 2 && index < all.length - 1) out.append(element('pre', {}, decode(part.replace(/^\n/, '').replace(/\n$/, ''))));
    else if (index % 2) lines('```' + part, names, out);
    else if (part) lines(part.replace(/^\n/, index ? '' : '\n').replace(/\n$/, index < all.length - 1 ? '' : '\n'), names, out);
  });
  return out;
}

/** A text object of Block Kit. */
export function words(object, names) {
  if (!object) return document.createTextNode('');
  if (object.type === 'mrkdwn') return mrkdwn(object.text, names);
  return document.createTextNode(object.emoji === false ? object.text : plainParts(object.text));
}
