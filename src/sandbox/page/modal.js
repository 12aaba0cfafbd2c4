// The modals on a person's screen: the one on top as a real dialog, with Back where others lie beneath it.
import { $, announce, element, notify } from './dom.js';
import { words } from './mrkdwn.js';
import { renderBlocks } from './blocks.js';
import { act, channelItems, idsIn, know, look, names, page, peopleItems, store } from './store.js';

const dialog = $('modal');
const question = $('ask');
let drawn = null, drafts = {}, draftsOf = null, errors = {};

/** Asks what a control's `confirm` object says; answers whether the person agreed. */
export function askConfirm(confirm) {
  return new Promise(resolve => {
    const finish = value => { question.close(); resolve(value); };
    const yes = element('button', { type: 'button', class: `btn ${confirm.style ?? 'primary'}`, onclick: () => finish(true) }, confirm.confirm.text);
    const no = element('button', { type: 'button', class: 'btn', onclick: () => finish(false) }, confirm.deny.text);
    question.replaceChildren(element('form', { method: 'dialog' }, element('header', {}, element('h2', { id: 'ask-title' }, confirm.title.text)),
      element('div', { class: 'content' }, words(confirm.text, names())), element('footer', {}, no, yes)));
    question.oncancel = event => { event.preventDefault(); finish(false); };
    question.showModal();
    no.focus();
  });
}

/** Takes what is typed to the sandbox a moment later, so that it outlives an update of the view. */
const waiting = new Map();
function keepLater(key, send) {
  clearTimeout(waiting.get(key)?.timer);
  waiting.set(key, { send, timer: setTimeout(() => { waiting.delete(key); send(); }, 400) });
}
async function flush() {
  const all = [...waiting.values()];
  waiting.clear();
  for (const { timer, send } of all) { clearTimeout(timer); await send(); }
}

/** A view that was published anew has new block ids; what was pressed on the old drawing is found again by what it is. */
async function sameControl(place, control) {
  const { user } = store;
  const views = [(await look('home', { user })).view, ...(await look('views', { user })).views];
  const blocks = views.find(view => view?.id === place.view)?.blocks ?? [];
  const parts = block => [...(block.elements ?? []), block.accessory, block.element].filter(Boolean);
  return blocks.find(block => parts(block).some(part => part.action_id === control.action && part.value === control.part.value));
}

async function press(place, control, input) {
  const send = block => act('press', { place, action: `${block}/${control.action}`, input });
  try {
    await send(control.block).catch(async error => {
      const block = error.code === 'control_not_found' && place.view ? await sameControl(place, control) : null;
      if (!block) throw error;
      await send(block.block_id);
    });
  } catch (error) { notify(error.message); }
}

/** What blocks need to be drawn and used at a place. */
export function contextOf(place, view, more = {}) {
  return {
    names: names(), people: peopleItems, channels: channelItems, confirm: askConfirm, state: view?.state ?? {},
    use: async (control, input) => { await flush(); return press(place, control, input); },
    keep: (control, input) => keepLater(`${control.block}/${control.action}`, () => press(place, control, input)),
    suggest: async (control, typed) => {
      try { return (await act('suggest', { place, action: `${control.block}/${control.action}`, typed })).options; } catch (error) { notify(error.message); return []; }
    },
    ...more,
  };
}

/** Shows the view on top, or none. A view that stays as it was is left alone, with everything typed into it. */
export async function drawModal() {
  const view = store.state.modals.at(-1);
  if (!view) { drawn = null; drafts = {}; draftsOf = null; leave(); return; }
  const key = `${view.id}/${view.hash}/${store.user}/${store.state.modals.length}`;
  if (key === drawn) return;
  drawn = key;
  if (draftsOf !== view.id) { drafts = {}; draftsOf = view.id; }
  errors = {};
  await know(idsIn(view.blocks));
  paint(view);
}

/** Whoever used the keys goes on where they were, or in the middle where that was drawn anew. */
function leave() {
  if (!dialog.open) return;
  dialog.close();
  if (document.activeElement === document.body) $('messages').focus();
}

/** What was typed and is still on its way to the sandbox counts more than what the sandbox knows. */
function withDrafts(view) {
  const state = structuredClone(view.state);
  for (const [key, input] of Object.entries(drafts)) {
    const [block, action] = [key.slice(0, key.lastIndexOf('/')), key.slice(key.lastIndexOf('/') + 1)];
    if (typeof input.text === 'string') (state[block] ??= {})[action] = { ...state[block][action], value: input.text };
  }
  return { ...view, state };
}

async function close(view, all) {
  try { await act('close', all ? {} : { view: view.id }); } catch (error) { notify(error.message); }
  page.refresh();
}

async function submit(event, view, button) {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  try {
    await flush();
    const answer = await act('submit', { view: view.id, inputs: drafts });
    if (answer.outcome === 'errors') {
      errors = answer.errors;
      await page.refresh();
      const fresh = store.state.modals.find(open => open.id === view.id) ?? view;
      paint(fresh);
      announce(`${Object.keys(errors).length} to mend`);
      dialog.querySelector('.bad :is(input, textarea)')?.focus();
      return;
    }
  } catch (error) { notify(error.message); }
  button.disabled = false;
  page.refresh();
}

function paint(view) {
  const plain = (field, other) => view.content[field]?.text ?? other;
  const scrolled = dialog.querySelector('.content')?.scrollTop ?? 0;
  const focused = dialog.contains(document.activeElement) ? document.activeElement : null;
  const context = contextOf({ view: view.id }, withDrafts(view), { errors });
  const later = context.keep;
  context.keep = (control, input) => { drafts[`${control.block}/${control.action}`] = input; later(control, input); };
  const beneath = store.state.modals.length > 1;
  const back = beneath ? element('button', { type: 'button', class: 'icon', 'aria-label': 'Back', title: 'Back', onclick: () => close(view, false) }, '←') : null;
  const send = element('button', { type: 'submit', class: 'btn primary' }, plain('submit', 'Submit'));
  const cancel = element('button', { type: 'button', class: 'btn', onclick: () => close(view, false) }, plain('close', beneath ? 'Back' : 'Cancel'));
  dialog.replaceChildren(element('form', { onsubmit: event => submit(event, view, send), novalidate: true },
    element('header', {}, back, element('h2', { id: 'modal-title' }, plain('title', '')), element('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => close(view, true) }, '✕')),
    element('div', { class: 'content', tabindex: '-1' }, renderBlocks(view.blocks, context)),
    element('footer', {}, cancel, view.content.submit ? send : null)));
  dialog.oncancel = event => { event.preventDefault(); close(view, false); };
  refocus(focused);
  dialog.querySelector('.content').scrollTop = scrolled;
}

function refocus(before) {
  const opens = !dialog.open;
  if (opens) dialog.showModal();
  const same = before?.id ? dialog.querySelector(`#${CSS.escape(before.id)}`) : before?.dataset.focus ? dialog.querySelector(`[data-focus="${CSS.escape(before.dataset.focus)}"]`) : null;
  const first = dialog.querySelector('.content [data-first]') ?? dialog.querySelector('.content :is(input, textarea, button, a)') ?? dialog.querySelector('footer .primary, footer button');
  const field = same ?? (opens || before ? first : null);
  field?.focus();
  if (same && before.selectionStart !== undefined) try { same.setSelectionRange(before.selectionStart, before.selectionEnd); } catch { /* a field without a caret */ }
}
