// Slack's text markup as DOM nodes. Everything is made of text nodes, so nothing a bot says can become markup of the page.

export const EMOJI = {
  calendar: '📅', date: '📅', spiral_calendar_pad: '🗓️', white_check_mark: '✅', heavy_check_mark: '✔️', x: '❌',
  arrows_counterclockwise: '🔄', repeat: '🔁', black_right_pointing_double_triangle_with_vertical_bar: '⏭️',
  next_track_button: '⏭️', fast_forward: '⏩', raising_hand: '🙋', handshake: '🤝', wave: '👋', '+1': '👍', thumbsup: '👍',
  '-1': '👎', heart: '❤️', tada: '🎉', eyes: '👀', pray: '🙏', clap: '👏', muscle: '💪', smile: '😄', slightly_smiling_face: '🙂',
  grinning: '😀', joy: '😂', thinking_face: '🤔', sweat_smile: '😅', sunglasses: '😎', cry: '😢', fire: '🔥', rocket: '🚀',
  star: '⭐', sparkles: '✨', bulb: '💡', memo: '📝', pencil: '✏️', books: '📚', book: '📖', speech_balloon: '💬',
  question: '❓', grey_question: '❔', exclamation: '❗', warning: '⚠️', information_source: 'ℹ️', lock: '🔒', bell: '🔔',
  no_bell: '🔕', hourglass: '⌛', hourglass_flowing_sand: '⏳', clock9: '🕘', alarm_clock: '⏰', coffee: '☕', seedling: '🌱',
  compass: '🧭', dart: '🎯', jigsaw: '🧩', mag: '🔍', link: '🔗', gear: '⚙️', house: '🏠', busts_in_silhouette: '👥',
  bust_in_silhouette: '👤', people_hugging: '🫂', point_right: '👉', point_down: '👇', arrow_right: '➡️', arrow_left: '⬅️',
  arrow_up: '⬆️', arrow_down: '⬇️', pause_button: '⏸️', double_vertical_bar: '⏸️', arrow_forward: '▶️', zzz: '💤',
  palm_tree: '🌴', chart_with_upwards_trend: '📈', bar_chart: '📊', bookmark: '🔖', inbox_tray: '📥', outbox_tray: '📤',
  email: '📧', key: '🔑', robot_face: '🤖', writing_hand: '✍️', raised_hands: '🙌', ok_hand: '👌', ear: '👂', gift: '🎁',
};
export const PICKS = ['calendar', 'white_check_mark', 'arrows_counterclockwise', 'black_right_pointing_double_triangle_with_vertical_bar',
  'raising_hand', 'handshake', '+1', 'heart', 'tada', 'eyes', 'pray', 'clap', 'bulb', 'fire', 'thinking_face', 'wave'];

export const emoji = name => EMOJI[name.replace(/::skin-tone-\d$/, '')] ?? `:${name}:`;

const decode = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

const safeLink = url => (/^(https?|mailto|slack|webcal):/i.test(url) ? url : undefined);

function angled(inner, names) {
  const [target, label] = [inner.split('|')[0], inner.split('|').slice(1).join('|')];
  if (target.startsWith('@')) {
    const id = target.slice(1);
    return element('span', { class: id === names.me ? 'mention me' : 'mention' }, '@' + names.person(id));
  }
  if (target.startsWith('#')) return element('span', { class: 'mention' }, '#' + (label || names.channel(target.slice(1))));
  if (target.startsWith('!date^')) {
    const [, seconds, format] = target.split('^');
    const date = new Date(Number(seconds) * 1000);
    const zone = { timeZone: names.zone };
    const words = (format ?? '{date}').replace(/\{(\w+)\}/g, (_, kind) => kind.startsWith('time')
      ? date.toLocaleTimeString('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' })
      : date.toLocaleDateString('en-GB', { ...zone, dateStyle: kind.includes('long') ? 'full' : 'medium' }));
    return document.createTextNode(words || label);
  }
  if (target.startsWith('!')) return element('span', { class: 'mention' }, '@' + (label || target.slice(1).split('^')[0]));
  const href = safeLink(decode(target));
  return href ? element('a', { href, target: '_blank', rel: 'noreferrer noopener' }, decode(label || target)) : document.createTextNode(decode(inner));
}

const STYLES = [[/(^|[\s(\[{"'~_>—-])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s.,;:!?)\]}"'~_—-])/, 'strong'],
  [/(^|[\s(\[{"'~*>—-])_(\S(?:[^_\n]*\S)?)_(?=$|[\s.,;:!?)\]}"'~*—-])/, 'em'],
  [/(^|[\s(\[{"'*_>—-])~(\S(?:[^~\n]*\S)?)~(?=$|[\s.,;:!?)\]}"'*_—-])/, 's']];

function styled(text, names) {
  const code = /`([^`\n]+)`/.exec(text);
  if (code) return [...styled(text.slice(0, code.index), names), element('code', {}, decode(code[1])), ...styled(text.slice(code.index + code[0].length), names)];
  for (const [pattern, tag] of STYLES) {
    const found = pattern.exec(text);
    if (found) {
      const start = found.index + found[1].length;
      return [...styled(text.slice(0, start), names), element(tag, {}, ...styled(found[2], names)),
        ...styled(text.slice(found.index + found[0].length), names)];
    }
  }
  return text.split(/(<[^<>\n]+>)/).flatMap(part => (/^<[^<>]+>$/.test(part) ? [angled(part.slice(1, -1), names)] : plainParts(part)));
}

const plainParts = text => decode(text).replace(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g, (_, name) => emoji(name));

export function mrkdwn(text, names) {
  const out = document.createDocumentFragment();
  text.split(/```/).forEach((part, index) => {
    if (index % 2) return out.append(element('pre', {}, decode(part.replace(/^\n/, ''))));
    part.split('\n').forEach((line, number) => {
      const quote = /^(?:&gt;|>) ?/.exec(line);
      if (quote) return out.append(element('blockquote', {}, ...styled(line.slice(quote[0].length), names)));
      if (number && out.lastChild?.nodeName !== 'BLOCKQUOTE') out.append(element('br'));
      out.append(...styled(line, names));
    });
  });
  return out;
}

export function words(object, names) {
  if (!object) return document.createTextNode('');
  if (object.type === 'mrkdwn') return mrkdwn(object.text, names);
  return document.createTextNode(object.emoji === false ? object.text : plainParts(object.text));
}
