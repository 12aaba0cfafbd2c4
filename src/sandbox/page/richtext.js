// Slack's rich text as DOM: sections, nested lists, quotes and preformatted text.
import { element } from './dom.js';
import { emoji } from './emoji.js';
import { dateWords, link, mention } from './mrkdwn.js';

export function richText(block, names) {
  const out = element('div', { class: 'block rich' });
  const lists = [];
  for (const part of block.elements) {
    if (part.type === 'rich_text_list') list(part, names, out, lists);
    else { lists.length = 0; out.append(piece(part, names)); }
  }
  return out;
}

/** Lists with a larger indent belong to the last item of the list before them. */
function list(part, names, out, open) {
  const indent = part.indent ?? 0;
  while (open.length && open.at(-1).indent > indent) open.pop();
  const ordered = part.style === 'ordered';
  const start = ordered && part.offset ? part.offset + 1 : undefined;
  const items = part.elements.map(item => element('li', {}, ...inside(item, names)));
  if (open.length && open.at(-1).indent === indent && open.at(-1).style === part.style) return open.at(-1).node.append(...items);
  if (open.length && open.at(-1).indent === indent) open.pop();
  const node = element(ordered ? 'ol' : 'ul', { start, class: `indent-${indent % 3}${part.border ? ' bordered' : ''}` }, ...items);
  (open.at(-1)?.node.lastElementChild ?? out).append(node);
  return open.push({ indent, style: part.style, node });
}

const inside = (part, names) => (part.elements ?? []).map(child => piece(child, names));

function styledPiece(node, style = {}) {
  const TAGS = [['code', 'code'], ['strike', 's'], ['italic', 'em'], ['bold', 'strong'], ['underline', 'u']];
  return TAGS.filter(([name]) => style[name]).reduce((within, [, tag]) => element(tag, {}, within), node);
}

const PIECES = {
  rich_text_section: (part, names) => element('div', {}, ...inside(part, names)),
  rich_text_quote: (part, names) => element('blockquote', {}, ...inside(part, names)),
  rich_text_preformatted: (part, names) => element('pre', {}, ...inside(part, names)),
  text: part => styledPiece(document.createTextNode(part.text), part.style),
  link: part => styledPiece(link(part.url, part.text), part.style),
  user: (part, names) => styledPiece(mention(part.user_id, names), part.style),
  usergroup: part => element('span', { class: 'mention' }, `@${part.usergroup_id}`),
  broadcast: part => element('span', { class: 'mention' }, `@${part.range}`),
  channel: (part, names) => element('span', { class: 'mention' }, `#${names.channel(part.channel_id)}`),
  emoji: part => document.createTextNode(emoji(part.name)),
  date: (part, names) => element('time', {}, dateWords(part.timestamp, part.format ?? '{date}', names)),
  color: part => element('span', {}, element('span', { class: 'swatch', 'aria-hidden': 'true', style: { background: part.value } }), part.value),
};

function piece(part, names) {
  const draw = PIECES[part.type];
  return draw ? draw(part, names) : element('span', {}, ...inside(part, names));
}
