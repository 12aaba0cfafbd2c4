// Pictures and files. What cannot be loaded shows its words instead of a torn page.
import { element } from './dom.js';

/** An `image` of Block Kit. */
export function picture(part, kind) {
  const url = part.image_url ?? part.slack_file?.url;
  const node = element('img', { src: url, alt: part.alt_text, title: part.alt_text, class: kind, loading: 'lazy' });
  node.addEventListener('error', () => node.replaceWith(missing(part.alt_text, kind)));
  return node;
}

const missing = (words, kind) => element('span', { class: `no-picture ${kind ?? ''}`, role: 'img', 'aria-label': words || 'A picture' },
  element('span', { 'aria-hidden': 'true' }, '🖼 '), words || 'A picture that cannot be shown');

const size = bytes => (bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`);

/** A file of a message: `{id, name, mimetype, size, url}`. */
export function fileCard(file) {
  if (file.mode === 'tombstone') return element('p', { class: 'hint' }, 'This file was deleted.');
  const kind = (file.name.includes('.') ? file.name.split('.').pop() : file.mimetype?.split('/').pop() ?? 'file').slice(0, 4).toUpperCase();
  const about = [file.mimetype, Number.isFinite(file.size) ? size(file.size) : null].filter(Boolean).join(' · ');
  if (file.mimetype?.startsWith('image/') && file.url) return element('figure', { class: 'file-picture' }, element('figcaption', { class: 'hint' }, file.name), picture({ image_url: file.url, alt_text: file.name }, 'picture'));
  return element('a', { class: 'file', href: file.url, download: file.name }, element('span', { class: 'file-kind', 'aria-hidden': 'true' }, kind),
    element('span', { class: 'file-words' }, element('strong', {}, file.name), element('small', {}, about)));
}
