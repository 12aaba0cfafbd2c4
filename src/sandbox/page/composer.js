// A field to write in. A line that begins with a slash is a command, except in threads. What is half typed stays with its place.
import { element, notify } from './dom.js';
import { openPicker } from './picker.js';
import { act, isChannel, placeName, placeOf, store } from './store.js';
import { suggestions } from './suggest.js';

const drafts = new Map();

export function composer(channel, thread) {
  const draft = `${store.user}/${channel}/${thread ?? ''}`;
  const place = placeOf(channel);
  const name = place ? placeName(place) : '';
  const label = thread ? 'Reply' : `Message to ${name}`;
  const input = element('textarea', { rows: 1, id: thread ? 'reply-field' : 'message-field', 'aria-label': label, placeholder: thread ? 'Reply…' : `Message ${place && isChannel(place) ? '#' : ''}${name}` });
  input.value = drafts.get(draft) ?? '';
  const suggest = suggestions(input, !thread);
  const button = element('button', { class: 'send', 'aria-label': 'Send', title: 'Send' }, '➤');
  const settle = () => {
    if (input.value) drafts.set(draft, input.value); else drafts.delete(draft);
    button.classList.toggle('ready', input.value.trim() !== '');
  };
  const send = async event => {
    event?.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = '';
    suggest.close();
    settle();
    try {
      if (text.startsWith('/') && !thread) await act('command', { line: text, channel });
      else await act('reply', { channel, text, thread_ts: thread });
    } catch (error) {
      notify(error.message);
      if (!input.value) input.value = text;
      settle();
    }
  };
  input.addEventListener('input', settle);
  input.addEventListener('keydown', event => {
    if (suggest.keydown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
  });
  const write = (sign, alone) => {
    if (alone && input.value) return input.focus();
    const spaced = !alone && input.selectionStart && !/\s$/.test(input.value.slice(0, input.selectionStart)) ? ` ${sign}` : sign;
    input.focus();
    input.setRangeText(spaced, input.selectionStart, input.selectionEnd, 'end');
    return input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const tool = (words, picture, press) => element('button', { type: 'button', class: 'tool', 'aria-label': words, title: words, onclick: press }, picture);
  const files = element('input', { type: 'file', multiple: true, hidden: true, tabindex: -1, 'aria-hidden': 'true' });
  files.addEventListener('change', async () => {
    if (files.files.length) await share([...files.files], channel, thread).catch(error => notify(error.message));
    files.value = '';
  });
  settle();
  return element('form', { class: 'composer', onsubmit: send }, suggest.list, element('div', { class: 'compose' }, input, element('div', { class: 'compose-tools' },
    thread ? null : tool('Commands', '/', () => write('/', true)), tool('Mention somebody', '@', () => write('@')),
    tool('Attach a file', '+', () => files.click()), files, tool('Emoji', '☺', event => openPicker(event.currentTarget, chosen => write(`:${chosen}: `))), element('span', { class: 'gap' }), button)));
}

/** Shares files of this machine with one message in a conversation. */
async function share(files, channel, thread) {
  const [first, ...also] = await Promise.all(files.map(async file => ({ name: file.name, base64: await coded(file) })));
  await act('upload', { channel, ...first, also, thread_ts: thread });
}

const coded = file => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.split(',')[1] ?? '');
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(file);
});
