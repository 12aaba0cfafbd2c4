// Block Kit as DOM. `use` says what happens when a control is used; the same code draws messages, modals and the Home tab.
import { element, emoji, mrkdwn, words } from './mrkdwn.js';
import { combo, matching } from './combo.js';

/**
 * `context`: `names` (for mentions), `people()`, `channels()`, `state` (Slack's value objects by block and action),
 * `errors` (words by block), `use(control, input)`, `keep(control, input)`, `suggest(control, typed)`.
 */
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
  markdown: (block, context) => element('div', { class: 'block' }, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, '*$1*'), context.names)),
  section(block, context) {
    const text = element('div', { class: 'words' }, block.text ? words(block.text, context.names) : null);
    if (block.fields) text.append(element('div', { class: 'fields' }, ...block.fields.map(field => element('div', {}, words(field, context.names)))));
    return element('div', { class: 'block section' }, text, block.accessory ? draw(block, block.accessory, context, 'use') : null);
  },
  actions: (block, context) => element('div', { class: 'block actions' }, ...block.elements.map(part => draw(block, part, context, 'use'))),
  input(block, context) {
    const error = context.errors?.[block.block_id];
    const id = `in-${block.block_id}-${block.element.action_id}`.replace(/\s/g, '_');
    const label = [block.label.text, block.optional ? element('span', { class: 'optional' }, ' (optional)') : null];
    const grouped = ['radio_buttons', 'checkboxes'].includes(block.element.type);
    const control = draw(block, block.element, context, block.dispatch_action ? 'use' : 'keep', id);
    const notes = [block.hint ? element('div', { class: 'hint', id: `${id}-hint` }, words(block.hint, context.names)) : null,
      error ? element('div', { class: 'error', role: 'alert' }, `⚠ ${error}`) : null];
    const kind = `block input${error ? ' bad' : ''}`;
    if (grouped) return element('fieldset', { class: kind }, element('legend', {}, ...label), control, ...notes);
    return element('div', { class: kind }, element('label', { for: id }, ...label), control, ...notes);
  },
  rich_text: (block, context) => element('div', { class: 'block' }, ...block.elements.map(part => rich(part, context))),
};

const picture = (part, kind) => element('img', { src: part.image_url, alt: part.alt_text, title: part.alt_text, class: kind });

function rich(part, context) {
  const inside = (part.elements ?? []).map(child => rich(child, context));
  switch (part.type) {
    case 'rich_text_list': return element(part.style === 'ordered' ? 'ol' : 'ul', {}, ...inside.map(item => element('li', {}, item)));
    case 'rich_text_quote': return element('blockquote', {}, ...inside);
    case 'rich_text_preformatted': return element('pre', {}, ...inside);
    case 'text': {
      const style = part.style ?? {};
      let node = document.createTextNode(part.text);
      for (const [name, tag] of [['code', 'code'], ['strike', 's'], ['italic', 'em'], ['bold', 'strong']]) if (style[name]) node = element(tag, {}, node);
      return node;
    }
    case 'link': return mrkdwn(`<${part.url}|${part.text ?? part.url}>`, context.names);
    case 'user': return mrkdwn(`<@${part.user_id}>`, context.names);
    case 'emoji': return document.createTextNode(emoji(part.name));
    default: return element('div', {}, ...inside);
  }
}

function draw(block, part, context, how, id) {
  const control = { block: block.block_id, action: part.action_id, part };
  const send = async input => {
    if (how === 'keep') return context.keep(control, input);
    if (part.confirm && !(await context.confirm(part.confirm))) return undefined;
    return context.use(control, input);
  };
  const known = context.state?.[block.block_id]?.[part.action_id];
  return (ELEMENTS[part.type] ?? (() => element('span', { class: 'hint' }, `(${part.type})`)))(part, { send, known, context, control, id, how });
}

const textOf = option => option.text.text;
const asItem = option => ({ value: option.value, text: textOf(option) });

function fixedItems(part) {
  if (part.option_groups) return part.option_groups.flatMap(group => group.options.map(option => ({ ...asItem(option), group: group.label.text })));
  return (part.options ?? []).map(asItem);
}

function select(part, { send, known, context, control, id }, multi, find, describe) {
  const kind = part.type.replace('multi_', '').replace('_select', '');
  const base = { users: 'user', conversations: 'conversation', channels: 'channel' }[kind] ?? 'option';
  const field = `${base}${multi ? 's' : ''}`;
  const start = known?.[`selected_${field}`] ?? part[`initial_${field}`] ?? [];
  const picked = [start].flat().filter(Boolean).map(describe);
  const ids = base !== 'option';
  return combo({
    find, picked, multi, id, limit: part.max_selected_items, placeholder: part.placeholder?.text ?? 'Choose', label: part.placeholder?.text,
    changed: items => {
      const values = items.map(item => item.value);
      if (!values.length) return send('clear');
      if (multi) return send({ [ids ? 'many' : 'choices']: values });
      return send({ [ids ? 'one' : 'choice']: values[0] });
    },
  });
}

const fixed = multi => (part, use) => select(part, use, multi, typed => matching(fixedItems(part), typed), asItem);
const external = multi => (part, use) => select(part, use, multi,
  typed => (typed.length < (part.min_query_length ?? 3) ? [] : use.context.suggest(use.control, typed)), asItem);
const named = (multi, source) => (part, use) => select(part, use, multi, typed => matching(use.context[source](), typed),
  value => ({ value, text: use.context[source]().find(item => item.value === value)?.text ?? value }));

const typedInput = type => (part, { send, known, id, context, control, how }) => {
  const many = type === 'text' && part.multiline;
  const node = element(many ? 'textarea' : 'input', { id, class: 'field', type: many ? undefined : type, rows: many ? 4 : undefined,
    placeholder: part.placeholder?.text, maxlength: part.max_length, step: part.is_decimal_allowed ? 'any' : undefined, min: part.min_value, max: part.max_value });
  node.value = known ? known.value ?? '' : part.initial_value ?? '';
  // Slack tells the app when Enter is pressed, and of every letter only where it is asked to.
  const each = how === 'keep' || part.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered');
  node.addEventListener('input', () => (each ? send : input => context.keep(control, input))({ text: node.value }));
  if (!each) node.addEventListener('keydown', event => { if (event.key === 'Enter' && !many) { event.preventDefault(); send({ text: node.value }); } });
  if (part.focus_on_load) node.autofocus = true;
  return node;
};

const moment = (type, field) => (part, { send, known, id }) => {
  const node = element('input', { id, class: 'field', type, 'aria-label': part.placeholder?.text });
  node.value = (known ? known[`selected_${field}`] : part[`initial_${field}`]) ?? '';
  node.addEventListener('change', () => send(node.value ? { [field]: node.value } : 'clear'));
  return node;
};

function choices(type) {
  return (part, { send, known, context, control }) => {
    const multi = type === 'checkbox';
    const start = multi ? known?.selected_options ?? part.initial_options : known?.selected_option ?? part.initial_option;
    const on = new Set([start].flat().filter(Boolean).map(option => option.value));
    return element('div', {}, ...part.options.map(option => {
      const input = element('input', { type, name: `${control.block}/${control.action}`, checked: on.has(option.value) });
      input.addEventListener('change', () => {
        if (!multi) return send({ choice: option.value });
        if (input.checked) on.add(option.value); else on.delete(option.value);
        return send({ choices: part.options.map(each => each.value).filter(value => on.has(value)) });
      });
      return element('label', { class: 'choice' }, input, element('span', {}, words(option.text, context.names),
        option.description ? element('small', {}, words(option.description, context.names)) : null));
    }));
  };
}

function button(part, { send, context }) {
  const node = element('button', { type: 'button', class: `btn ${part.style ?? ''}`, 'aria-label': part.accessibility_label }, words(part.text, context.names));
  node.addEventListener('click', async () => {
    if (part.url) window.open(part.url, '_blank', 'noopener');
    node.disabled = true;
    try { await send('click'); } finally { node.disabled = false; }
  });
  return node;
}

function overflow(part, { send, context }) {
  const list = element('ul', { hidden: true });
  const toggle = element('button', { type: 'button', class: 'btn', 'aria-label': 'More actions', 'aria-expanded': 'false' }, '⋯');
  const open = wanted => { list.hidden = !wanted; toggle.setAttribute('aria-expanded', String(wanted)); };
  for (const option of part.options) {
    list.append(element('li', {}, element('button', { type: 'button', onclick: () => { open(false); send({ choice: option.value }); } }, words(option.text, context.names))));
  }
  toggle.addEventListener('click', () => open(list.hidden));
  const root = element('div', { class: 'overflow' }, toggle, list);
  root.addEventListener('focusout', event => { if (!root.contains(event.relatedTarget)) open(false); });
  root.addEventListener('keydown', event => { if (event.key === 'Escape' && !list.hidden) { event.stopPropagation(); event.preventDefault(); open(false); toggle.focus(); } });
  return root;
}

const ELEMENTS = {
  button, workflow_button: button, overflow, image: part => picture(part, 'picture'),
  static_select: fixed(false), multi_static_select: fixed(true), external_select: external(false), multi_external_select: external(true),
  users_select: named(false, 'people'), multi_users_select: named(true, 'people'),
  conversations_select: named(false, 'channels'), multi_conversations_select: named(true, 'channels'),
  channels_select: named(false, 'channels'), multi_channels_select: named(true, 'channels'),
  radio_buttons: choices('radio'), checkboxes: choices('checkbox'), datepicker: moment('date', 'date'), timepicker: moment('time', 'time'),
  plain_text_input: typedInput('text'), email_text_input: typedInput('email'), url_text_input: typedInput('url'), number_input: typedInput('number'),
};
