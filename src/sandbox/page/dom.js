// Making and changing elements without losing what somebody looks at, has focused or is typing.

export const $ = id => document.getElementById(id);

/** `on…` attributes are listeners, `style` is an object; what is null, undefined or false is left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'style') Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  return node;
}

/**
 * Makes the children of `box` those of `items`, touching only what changed.
 * @param {Element} box
 * @param {{key: string, sign: string, draw: () => Element}[]} items in order; `sign` differs where the drawing would
 */
export function reconcile(box, items) {
  const old = new Map([...box.children].map(node => [node.dataset.key, node]));
  const focus = rememberFocus(box);
  let next = box.firstChild;
  for (const { key, sign, draw } of items) {
    let node = old.get(key);
    if (!node || node.sign !== sign) {
      const fresh = draw();
      fresh.dataset.key = key;
      fresh.sign = sign;
      if (node === next) next = next?.nextSibling ?? null;
      node?.remove();
      node = fresh;
    }
    old.delete(key);
    if (node === next) next = next.nextSibling;
    else box.insertBefore(node, next);
  }
  for (const node of old.values()) node.remove();
  focus();
}

/** Draws a whole box anew; whoever had focused something in it finds it focused again. */
export function redraw(box, ...children) {
  const focus = rememberFocus(box);
  box.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined && child !== ''));
  focus();
}

/** Things that can be focused carry `data-focus` or an id that stays the same from one drawing to the next. */
function rememberFocus(box) {
  const active = document.activeElement;
  if (!active || !box.contains(active)) return () => {};
  const name = active.dataset.focus ? `[data-focus="${CSS.escape(active.dataset.focus)}"]` : active.id ? `#${CSS.escape(active.id)}` : null;
  const key = active.closest('[data-key]')?.dataset.key;
  const [from, to] = [active.selectionStart, active.selectionEnd];
  return () => {
    if (document.activeElement === active || !name) return;
    const within = key === undefined ? box : box.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? box;
    const fresh = within.matches?.(name) ? within : within.querySelector(name);
    fresh?.focus({ preventScroll: true });
    if (from !== null && from !== undefined) try { fresh?.setSelectionRange(from, to); } catch { /* a field without a caret */ }
  };
}

let timer;

/** Says something that everybody has to see. */
export function notify(words) {
  $('notice').textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => { $('notice').textContent = ''; }, 6000);
}

/** Says something to whoever listens to the page instead of looking at it. */
export function announce(words) { $('announce').textContent = words; }
