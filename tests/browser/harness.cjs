// Starts a demonstration and a browser, tells a story on them, and ends both whatever happens.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const BINARY = process.env.VICEVERSA_BIN;
const CHROMIUM = process.env.CHROMIUM;
const SHOTS = process.env.SCREENSHOTS;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** Starts `viceversa demo` on a free port; answers its address once the first weeks have been played. */
async function demo(children, more = []) {
  const child = spawn(BINARY, ['demo', '--listen', '127.0.0.1:0', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const address = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', piece => {
      said += piece;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.on('exit', code => reject(new Error(`the demonstration ended with ${code}: ${said}`)));
  });
  await until(async () => (await (await fetch(`${address}/_control/guide`)).json()).guide.preparing === null, 'the first weeks are played');
  return address;
}

async function until(happened, what) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await happened()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`in vain: ${what}`);
}

function must(condition, words) {
  if (!condition) throw new Error(words);
}

/** Acts that are refused, and a picture that is meant to be missing, leave a line in the browser's console. */
const expected = url => /\/_control\/|no-such-picture/.test(url);

/** What a story is given: pages of one demonstration, pictures, and the control interface. */
class Told {
  constructor(name, browser, address) { Object.assign(this, { name, browser, address, problems: [], outside: [] }); }

  /** A `still` page hears of nothing that happens after it was opened. */
  async open({ hash = '', dark = false, size = DESK, touch = false, still = false } = {}) {
    const context = await this.browser.newContext({ viewport: size, colorScheme: dark ? 'dark' : 'light', hasTouch: touch, reducedMotion: 'reduce', locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', error => this.problems.push(error.stack));
    page.on('console', message => { if (message.type() === 'error' && !expected(message.location().url)) this.problems.push(message.text()); });
    page.on('request', request => { if (!request.url().startsWith(this.address) && !request.url().startsWith('data:')) this.outside.push(request.url()); });
    if (still) await page.route('**/_control/changes?*', () => {});
    await page.goto(`${this.address}/${hash}`);
    await page.locator('body.ready').waitFor();
    return page;
  }

  async shoot(page, name) {
    await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  }

  /** No serious or critical finding, in light and in dark; a picture of both. */
  async accessible(page, name) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await this.shoot(page, `${name}-${colorScheme}`);
      if (!await page.evaluate(() => Boolean(window.axe))) await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      const grave = violations.filter(each => each.impact === 'serious' || each.impact === 'critical');
      const told = grave.map(each => `${each.impact} ${each.id}: ${each.help}\n${each.nodes.slice(0, 4).map(node => `    ${node.html.slice(0, 200)} ${node.failureSummary?.split('\n').pop()}`).join('\n')}`);
      must(!grave.length, `${name}, ${colorScheme}:\n${told.join('\n')}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  async look(what, query = {}) { return (await fetch(`${this.address}/_control/${what}?${new URLSearchParams(query)}`)).json(); }

  async act(what, body) {
    const headers = { 'content-type': 'application/json' };
    const answer = await (await fetch(`${this.address}/_control/${what}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    must(answer.ok, `${what}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** Tells a story and ends the process: with 0, or with 1 and a picture of what was on the screen. */
async function story(name, tell, { more, patience = 110_000 } = {}) {
  const children = [];
  const end = () => { for (const child of children) child.kill('SIGKILL'); };
  process.on('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
  setTimeout(() => { console.error(`${name}: took too long`); process.exit(1); }, patience).unref();
  let browser;
  let code = 0;
  try {
    fs.mkdirSync(SHOTS, { recursive: true });
    const [address, opened] = await Promise.all([demo(children, more), chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })]);
    browser = opened;
    const told = new Told(name, browser, address);
    await tell(told).catch(async error => {
      const pages = browser.contexts().flatMap(context => context.pages());
      for (const [number, page] of pages.entries()) await told.shoot(page, `failed-${name}-${number}`).catch(() => {});
      throw error;
    });
    must(!told.problems.length, `the page reported:\n${told.problems.join('\n')}`);
    must(!told.outside.length, `the page reached out to ${told.outside.join(', ')}`);
  } catch (error) {
    console.error(`${name}: ${error.stack}`);
    code = 1;
  }
  await browser?.close().catch(() => {});
  process.exit(code);
}

module.exports = { DESK, PHONE, must, story, until };
