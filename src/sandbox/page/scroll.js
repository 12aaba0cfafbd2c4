// Windows onto long lists whose newest end is live: a part is on the page, the rest is asked for when it is scrolled to.

const NEAR = 240;

/** Which part of a list is shown: the last `limit` before `before`, or the newest ones. */
export class Window {
  before = null;
  above = [];
  full = false;

  constructor(page, most) { Object.assign(this, { page, most, limit: page }); }

  get live() { return this.before === null; }

  /** Further up; drops what is far below. `keys` are those on the page, oldest first. Says whether there was anything to do. */
  up(keys) {
    if (!this.full || !keys.length) return false;
    if (this.limit + this.page <= this.most) this.limit += this.page;
    else { this.above.push(this.before); this.before = keys[keys.length - this.page]; }
    this.full = false;
    return true;
  }

  down() {
    if (this.live) return false;
    this.before = this.above.pop() ?? null;
    return true;
  }

  toEnd() { Object.assign(this, { before: null, above: [], limit: this.page }); }

  /** Notes how many came: fewer than were asked for means that there is nothing further up. */
  got(number) { this.full = number >= this.limit; }
}

/** Asks for more when somebody scrolls close to an end. */
export function onScroll(box, current, load) {
  let busy = false;
  box.addEventListener('scroll', async () => {
    const shown = current();
    if (busy || !shown) return;
    const low = box.scrollHeight - box.scrollTop - box.clientHeight;
    const keys = [...box.querySelectorAll('[data-row]')].map(node => node.dataset.row);
    if (box.scrollTop < NEAR ? !shown.up(keys) : low >= NEAR || !shown.down()) return;
    busy = true;
    try { await load(); } finally { busy = false; }
  }, { passive: true });
}

export const isLow = box => box.scrollHeight - box.scrollTop - box.clientHeight < 60;

/** A list that shows its end goes on showing it when there is more or less room for it. */
export function holdEnd(box, wanted = () => true) {
  let low = true;
  box.addEventListener('scroll', () => { low = isLow(box); }, { passive: true });
  new ResizeObserver(() => { if (low && wanted()) box.scrollTop = box.scrollHeight; }).observe(box);
}

/** Changes a list and keeps what is looked at where it is; at the end it stays at the end. */
export function steady(box, change, toEnd) {
  const top = box.getBoundingClientRect().top;
  const anchor = [...box.querySelectorAll('[data-row]')].find(node => node.getBoundingClientRect().bottom > top);
  const [row, offset] = [anchor?.dataset.row, anchor ? anchor.getBoundingClientRect().top : 0];
  change();
  if (toEnd) { box.scrollTop = box.scrollHeight; return; }
  const same = row && box.querySelector(`[data-row="${CSS.escape(row)}"]`);
  if (same) box.scrollTop += same.getBoundingClientRect().top - offset;
}
