// From a question to "it helped", as three people see it on the page: who asks, who is asked, and the two of them.
'use strict';
const { must, story, until } = require('./harness.cjs');

const PROBLEM = 'I keep doing the work myself instead of handing it over to my team';

story('asking', async told => {
  const page = await told.open();
  const still = () => page.locator('#clockbar:not(.busy)').waitFor();
  const app = () => page.getByRole('region', { name: 'Apps' }).getByRole('button', { name: /Vice Versa/ }).click();
  const become = async name => {
    const who = page.getByRole('combobox', { name: 'You are' });
    await who.click();
    await who.fill(name);
    await page.getByRole('option', { name }).first().waitFor();
    await page.keyboard.press('Enter');
    await until(async () => (await page.title()).includes(name.split(' ')[0]), `the page is ${name}’s`);
  };
  const passes = async (step, most, happened, what) => {
    for (let count = 0; count < most && !await happened(); count += 1) {
      await page.getByRole('button', { name: step }).first().click();
      await still();
    }
    must(await happened(), what);
  };

  // Join, with whatever the form begins with.
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Join' }).click();
  await form.waitFor({ state: 'hidden' });
  await app();

  // Ask, in one's own words.
  await page.getByRole('textbox', { name: /^Message to/ }).fill(`/mentor ask ${PROBLEM}`);
  await page.keyboard.press('Enter');
  await form.getByText('I read these topics out of what you wrote').waitFor();
  must((await form.getByLabel(/What is the situation/).inputValue()) === PROBLEM, 'what was typed is in the form');
  await told.accessible(page, 'ask-form');
  await form.getByRole('button', { name: 'Find somebody' }).click();
  await form.getByText('Thank you for asking').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('article').filter({ hasText: 'You asked for advice' }).waitFor();

  // Somebody is asked, without the asker's name. Made-up people take longer than an hour to answer.
  const asked = async () => {
    const { entries } = await told.look('ledger', { before: 0, of: 'app', limit: 500 });
    return entries.find(entry => entry.method === 'chat.postMessage' && entry.ok && entry.text?.includes('would like your advice') && entry.text.includes(PROBLEM));
  };
  await passes('+1 hour', 90, async () => Boolean(await asked()), 'somebody is asked');
  const [helper] = (await asked()).members;
  const { me } = await told.look('state', { user: helper });
  await become(me.real_name ?? me.name);
  await app();
  const request = page.getByRole('article').filter({ hasText: 'would like your advice' }).filter({ hasText: PROBLEM });
  await request.waitFor();
  must(!/Ana/.test(await request.textContent()), 'nobody learns who asks');
  await told.accessible(page, 'ask-request');
  await request.getByRole('button', { name: 'I can help' }).click();
  await page.getByText('You said yes.').last().waitFor();

  // The two of them.
  const groups = page.getByRole('region', { name: 'Group messages' });
  await groups.getByRole('button', { name: /Ana.*unread|unread.*Ana/ }).first().click();
  await page.getByText('25 minutes are enough').waitFor();
  await told.accessible(page, 'ask-introduction');

  // A week later.
  await become('Ana Almeida');
  await app();
  const question = page.getByRole('article').filter({ hasText: 'Did it help?' }).last();
  await passes('Next morning', 14, () => question.isVisible(), 'the asker is asked');
  await question.getByRole('button', { name: 'It helped' }).click();
  await page.getByRole('button', { name: 'Say thank you' }).last().click();
  await page.getByText('You thanked').last().waitFor();
  await told.accessible(page, 'ask-helped');
}, { more: ['--weeks', '2'] });
