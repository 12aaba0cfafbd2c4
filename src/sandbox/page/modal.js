// The modal on top of the person's stack, as a real dialog.
import { element, words } from './mrkdwn.js';
import { renderBlocks } from './blocks.js';
import { act, channelItems, names, peopleItems, store } from './store.js';

const dialog = document.getElementById('modal');
const question = document.getElementById('ask');
let drawn = null, drafts = {}, draftsOf = null, errors = {};

/** Asks what a control's `confirm` object says; answers whether the person agreed. */
export function askConfirm(confirm) {
  return new Promise(resolve => {
    const finish = value => { question.close(); resolve(value); };
    question.replaceChildren(element('form', { method: 'dialog' },
      element('header', {}, element('h2', { id: 'ask-title' }, confirm.title.text)),
      element('div', { class: 'content' }, words(confirm.text, names())),
      element('footer', {}, element('button', { type: 'button', class: 'btn', onclick: () => finish(false) }, confirm.deny.text),
        element('button', { type: 'button', class: `btn ${confirm.style ?? 'primary'}`, onclick: () => finish(true) }, confirm.confirm.text))));
    question.oncancel = event => { event.preventDefault(); finish(false); };
    question.showModal();
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

/** What blocks need to be drawn and used at a place. */
export function contextOf(place, view, notify, more = {}) {
  const press = (control, input) => act('press', { place, action: `${control.block}/${control.action}`, input }).catch(error => notify(error.message));
  return {
    names: names(), people: peopleItems, channels: channelItems, confirm: askConfirm, state: view?.state ?? {},
    use: async (control, input) => { await flush(); return press(control, input); },
    keep: (control, input) => keepLater(`${control.block}/${control.action}`, () => press(control, input)),
    suggest: async (control, typed) => {
      try { return (await act('suggest', { place, action: `${control.block}/${control.action}`, typed })).options; } catch (error) { notify(error.message); return []; }
    },
    ...more,
  };
}

export function drawModal(notify, refresh) {
  const view = store.state.modals.at(-1);
  if (!view) { drawn = null; drafts = {}; draftsOf = null; if (dialog.open) dialog.close(); return; }
  const key = `${view.id}/${view.hash}/${store.user}`;
  if (key === drawn) return;
  if (draftsOf !== view.id) { drafts = {}; draftsOf = view.id; }
  errors = {};
  drawn = key;
  paint(view, notify, refresh);
}

function paint(view, notify, refresh) {
  const content = view.content, plain = (field, other) => content[field]?.text ?? other;
  const scrolled = dialog.querySelector('.content')?.scrollTop ?? 0;
  const context = contextOf({ view: view.id }, view, notify, { errors });
  const later = context.keep;
  context.keep = (control, input) => { drafts[`${control.block}/${control.action}`] = input; later(control, input); };
  const close = async all => { try { await act('close', all ? {} : { view: view.id }); } catch (error) { notify(error.message); } refresh(); };
  const submit = element('button', { type: 'submit', class: 'btn primary' }, plain('submit', 'Submit'));
  const send = async event => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await flush();
      const answer = await act('submit', { view: view.id, inputs: drafts });
      if (answer.outcome === 'errors') {
        errors = answer.errors;
        const fresh = (await refresh()).modals.find(open => open.id === view.id) ?? view;
        paint(fresh, notify, refresh);
        dialog.querySelector('.bad input, .bad textarea')?.focus();
        return;
      }
    } catch (error) { notify(error.message); }
    submit.disabled = false;
    refresh();
  };
  dialog.replaceChildren(element('form', { onsubmit: send, novalidate: true },
    element('header', {}, element('h2', { id: 'modal-title' }, plain('title', '')), element('button', { type: 'button', 'aria-label': 'Close', onclick: () => close(true) }, '✕')),
    element('div', { class: 'content' }, renderBlocks(view.blocks, context)),
    element('footer', {}, element('button', { type: 'button', class: 'btn', onclick: () => close(false) }, plain('close', 'Cancel')), content.submit ? submit : null)));
  dialog.oncancel = event => { event.preventDefault(); close(false); };
  if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector('.content :is(input, textarea, button)')?.focus();
  }
  dialog.querySelector('.content').scrollTop = scrolled;
}
