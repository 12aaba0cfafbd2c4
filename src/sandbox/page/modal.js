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

/** What blocks need to be drawn and used at a place. */
export function contextOf(place, view, notify, more = {}) {
  return {
    names: names(), people: peopleItems, channels: channelItems, confirm: askConfirm, state: view?.state ?? {},
    use: (control, input) => act('press', { place, action: `${control.block}/${control.action}`, input }).catch(error => notify(error.message)),
    suggest: async (control, typed) => {
      try { return (await act('suggest', { place, action: `${control.block}/${control.action}`, typed })).options; } catch (error) { notify(error.message); return []; }
    },
    keep() {}, ...more,
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
  const context = contextOf({ view: view.id }, view, notify, { errors, keep: (control, input) => { drafts[`${control.block}/${control.action}`] = input; } });
  const close = async all => { try { await act('close', all ? {} : { view: view.id }); } catch (error) { notify(error.message); } refresh(); };
  const submit = element('button', { type: 'submit', class: 'btn primary' }, plain('submit', 'Submit'));
  const send = async event => {
    event.preventDefault();
    submit.disabled = true;
    try {
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
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('.content').scrollTop = scrolled;
}
