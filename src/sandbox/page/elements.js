// The interactive elements of Block Kit.
import { element } from './dom.js';
import { words } from './mrkdwn.js';
import { combo, matching } from './combo.js';
import { picture } from './picture.js';

/**
 * Draws one element. `how` is `use` where the app is told at once, `keep` where it is told on submission.
 * @param {'use' | 'keep'} how
 */
export function drawElement(block, part, context, how, id) {
  const control = { block: block.block_id, action: part.action_id, part };
  const send = async input => {
    if (how === 'keep') return context.keep(control, input);
    if (part.confirm && !(await context.confirm(part.confirm))) return undefined;
    return context.use(control, input);
  };
  const known = context.state?.[block.block_id]?.[part.action_id];
  const draw = ELEMENTS[part.type] ?? (() => element('span', { class: 'hint' }, `(${part.type})`));
  return draw(part, { send, known, context, control, id, how });
}

const asItem = option => ({ value: option.value, text: option.text.text, hint: option.description?.text });

function fixedItems(part) {
  if (part.option_groups) return part.option_groups.flatMap(group => group.options.map(option => ({ ...asItem(option), group: group.label.text })));
  return (part.options ?? []).map(asItem);
}

function select(part, { send, known, control, id }, multi, find, describe) {
  const kind = part.type.replace('multi_', '').replace('_select', '');
  const base = { users: 'user', conversations: 'conversation', channels: 'channel' }[kind] ?? 'option';
  const field = `${base}${multi ? 's' : ''}`;
  const start = (known ? known[`selected_${field}`] : part[`initial_${field}`]) ?? [];
  const picked = [start].flat().filter(Boolean).map(describe);
  const ids = base !== 'option';
  return combo({
    find, picked, multi, id, limit: part.max_selected_items, placeholder: part.placeholder?.text ?? 'Choose', label: id ? undefined : part.placeholder?.text ?? 'Choose',
    focus: `${control.block}/${control.action}`,
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
const people = multi => (part, use) => select(part, use, multi, use.context.people, value => ({ value, text: use.context.names.person(value) }));
const channels = multi => (part, use) => select(part, use, multi, typed => matching(use.context.channels(), typed),
  value => ({ value, text: use.context.channels().find(item => item.value === value)?.text ?? value }));

const typedInput = type => (part, { send, known, id, context, control, how }) => {
  const many = type === 'text' && part.multiline;
  const node = element(many ? 'textarea' : 'input', { id, class: 'field', type: many ? undefined : type, rows: many ? 4 : undefined, 'data-focus': `${control.block}/${control.action}`,
    'aria-label': id ? undefined : part.placeholder?.text, placeholder: part.placeholder?.text, maxlength: part.max_length, minlength: part.min_length,
    inputmode: type === 'number' ? 'decimal' : undefined, step: part.is_decimal_allowed ? 'any' : undefined, min: part.min_value, max: part.max_value });
  node.value = (known ? known.value : part.initial_value) ?? '';
  // Slack tells the app when Enter is pressed, and of every letter only where it is asked to.
  const each = how === 'keep' || part.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered');
  node.addEventListener('input', () => (each ? send : input => context.keep(control, input))({ text: node.value }));
  if (!each) node.addEventListener('keydown', event => { if (event.key === 'Enter' && !many) { event.preventDefault(); send({ text: node.value }); } });
  if (part.focus_on_load) node.dataset.first = '';
  return node;
};

const moment = (type, field) => (part, { send, known, id, control }) => {
  const node = element('input', { id, class: 'field', type, 'aria-label': id ? undefined : part.placeholder?.text ?? `Choose a ${type}`, 'data-focus': `${control.block}/${control.action}` });
  node.value = (known ? known[`selected_${field}`] : part[`initial_${field}`]) ?? '';
  node.addEventListener('change', () => send(node.value ? { [field]: node.value } : 'clear'));
  return node;
};

/** A date and a time of day where the person lives, sent as seconds. */
function dateTime(part, { send, known, control, context }) {
  const start = known ? known.selected_date_time : part.initial_date_time;
  const parts = seconds => Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: context.names.zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, value]));
  const written = seconds => { const at = parts(seconds); return [`${at.year}-${at.month}-${at.day}`, `${at.hour}:${at.minute}`]; };
  const [date, time] = start ? written(start) : ['', ''];
  const day = element('input', { type: 'date', class: 'field', 'aria-label': 'Date', 'data-focus': `${control.action}/date` });
  const hour = element('input', { type: 'time', class: 'field', 'aria-label': 'Time', 'data-focus': `${control.action}/time` });
  [day.value, hour.value] = [date, time];
  const changed = () => {
    if (!day.value || !hour.value) return;
    // As if the zone were UTC, then moved by what the zone's own reading of that instant is off by.
    const wished = Date.parse(`${day.value}T${hour.value}:00Z`) / 1000;
    const [seenDay, seenHour] = written(wished);
    send({ text: String(wished - (Date.parse(`${seenDay}T${seenHour}:00Z`) / 1000 - wished)) });
  };
  for (const field of [day, hour]) field.addEventListener('change', changed);
  return element('div', { class: 'moment' }, day, hour);
}

function choices(type) {
  return (part, { send, known, context, control }) => {
    const multi = type === 'checkbox';
    const start = multi ? (known ? known.selected_options : part.initial_options) : (known ? known.selected_option : part.initial_option);
    const on = new Set([start].flat().filter(Boolean).map(option => option.value));
    return element('div', {}, ...part.options.map(option => {
      const input = element('input', { type, name: `${control.block}/${control.action}`, checked: on.has(option.value), 'data-focus': `${control.block}/${control.action}/${option.value}` });
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

function button(part, { send, context, control }) {
  const node = element('button', { type: 'button', class: `btn ${part.style ?? ''}`, 'aria-label': part.accessibility_label, 'data-focus': `${control.block}/${control.action}/${part.value ?? ''}` }, words(part.text, context.names));
  node.addEventListener('click', async () => {
    if (part.url) window.open(part.url, '_blank', 'noopener');
    if (node.getAttribute('aria-busy')) return;
    node.setAttribute('aria-busy', 'true');
    try { await send('click'); } finally { node.removeAttribute('aria-busy'); }
  });
  return node;
}

function overflow(part, { send, context, control }) {
  const list = element('div', { class: 'menu', role: 'menu', hidden: true });
  const toggle = element('button', { type: 'button', class: 'btn', 'aria-label': 'More actions', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-focus': `${control.block}/${control.action}` }, '⋯');
  const open = wanted => { list.hidden = !wanted; toggle.setAttribute('aria-expanded', String(wanted)); if (wanted) list.firstChild.focus(); };
  const choose = option => { open(false); toggle.focus(); if (option.url) window.open(option.url, '_blank', 'noopener'); send({ choice: option.value }); };
  list.append(...part.options.map(option => element('button', { type: 'button', role: 'menuitem', tabindex: '-1', onclick: () => choose(option) }, words(option.text, context.names))));
  toggle.addEventListener('click', () => open(list.hidden));
  const root = element('div', { class: 'overflow' }, toggle, list);
  root.addEventListener('focusout', event => { if (!root.contains(event.relatedTarget)) open(false); });
  root.addEventListener('keydown', event => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const items = [...list.children];
    if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else if (event.key === 'Escape') { open(false); toggle.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return root;
}

const ELEMENTS = {
  button, workflow_button: button, overflow, image: part => picture(part, 'picture'),
  static_select: fixed(false), multi_static_select: fixed(true), external_select: external(false), multi_external_select: external(true),
  users_select: people(false), multi_users_select: people(true),
  conversations_select: channels(false), multi_conversations_select: channels(true), channels_select: channels(false), multi_channels_select: channels(true),
  radio_buttons: choices('radio'), checkboxes: choices('checkbox'), datepicker: moment('date', 'date'), timepicker: moment('time', 'time'), datetimepicker: dateTime,
  plain_text_input: typedInput('text'), email_text_input: typedInput('email'), url_text_input: typedInput('url'), number_input: typedInput('number'),
};
