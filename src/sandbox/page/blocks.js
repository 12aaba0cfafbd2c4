// Block Kit as DOM. The same code draws messages, modals and the Home tab.
import { element } from './dom.js';
import { drawElement } from './elements.js';
import { mrkdwn, words } from './mrkdwn.js';
import { picture } from './picture.js';
import { richText } from './richtext.js';

/**
 * @typedef {object} Context what blocks need to be drawn and used
 * @property {object} names for mentions and dates
 * @property {(typed: string) => Promise<object[]>} people finds people
 * @property {() => object[]} channels
 * @property {object} state Slack's value objects by block and action
 * @property {Record<string, string>} [errors] words by block
 * @property {(confirm: object) => Promise<boolean>} confirm
 * @property {(control: object, input: object | string) => Promise<void>} use tells the app
 * @property {(control: object, input: object | string) => void} keep remembers without telling
 * @property {(control: object, typed: string) => Promise<object[]>} suggest
 */

/** @param {object[]} blocks @param {Context} context */
export function renderBlocks(blocks, context) {
  const out = document.createDocumentFragment();
  for (const block of blocks) out.append((KINDS[block.type] ?? unknown)(block, context));
  return out;
}

const unknown = block => element('div', { class: 'block hint' }, `(a block of type ${block.type})`);

const KINDS = {
  divider: () => element('hr', { class: 'block' }),
  header: (block, context) => element('h3', { class: 'block header' }, words(block.text, context.names)),
  context: (block, context) => element('div', { class: 'block context' },
    ...block.elements.map(part => (part.type === 'image' ? picture(part) : element('span', {}, words(part, context.names))))),
  image: block => element('figure', { class: 'block' }, block.title ? element('figcaption', { class: 'hint' }, block.title.text) : null, picture(block, 'picture')),
  markdown: (block, context) => element('div', { class: 'block' }, mrkdwn(fromMarkdown(block.text), context.names)),
  rich_text: (block, context) => richText(block, context.names),
  video: block => element('figure', { class: 'block' }, element('figcaption', {}, element('a', { href: block.title_url ?? block.video_url, target: '_blank', rel: 'noreferrer noopener' }, block.title.text)),
    picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, 'picture')),
  section, input,
  actions: (block, context) => element('div', { class: 'block actions' }, ...block.elements.map(part => drawElement(block, part, context, 'use'))),
};

/** The markdown block in Slack's own signs. */
function fromMarkdown(text) {
  return text.replace(/\*\*(.+?)\*\*/g, '*$1*').replace(/^#{1,6} +(.+)$/gm, '*$1*').replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<$2|$1>')
    .replace(/^[-*] +/gm, '• ').replace(/~~(.+?)~~/g, '~$1~');
}

function section(block, context) {
  const text = element('div', { class: 'words' }, block.text ? words(block.text, context.names) : null);
  if (block.fields) text.append(element('div', { class: 'fields' }, ...block.fields.map(field => element('div', {}, words(field, context.names)))));
  const beside = block.accessory ? element('div', { class: 'accessory' }, drawElement(block, block.accessory, context, 'use')) : null;
  return element('div', { class: 'block section' }, text, beside);
}

function input(block, context) {
  const error = context.errors?.[block.block_id];
  const id = `in-${block.block_id}-${block.element.action_id}`.replace(/\s/g, '_');
  const label = [block.label.text, block.optional ? element('span', { class: 'optional' }, ' (optional)') : null];
  const notes = [block.hint ? element('div', { class: 'hint', id: `${id}-hint` }, words(block.hint, context.names)) : null,
    error ? element('div', { class: 'error', role: 'alert', id: `${id}-error` }, `⚠ ${error}`) : null];
  const control = drawElement(block, block.element, context, block.dispatch_action ? 'use' : 'keep', id);
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(' ');
  const kind = `block input${error ? ' bad' : ''}`;
  const grouped = ['radio_buttons', 'checkboxes', 'datetimepicker'].includes(block.element.type);
  const box = grouped ? element('fieldset', { class: kind }, element('legend', {}, ...label), control, ...notes)
    : element('div', { class: kind }, element('label', { for: id }, ...label), control, ...notes);
  for (const field of grouped ? [box] : box.querySelectorAll('input, textarea')) {
    if (described) field.setAttribute('aria-describedby', described);
    if (error && !grouped) field.setAttribute('aria-invalid', 'true');
  }
  return box;
}
