// Without a mouse, and on a phone.
'use strict';
const { PHONE, must, story, until } = require('./harness.cjs');

const focused = page => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim());

/** Presses Tab until something is reached; everything on the way is reached as well. */
async function tabTo(page, name, most = 60) {
  for (let number = 0; number < most; number += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

async function keyboardOnly(told) {
  const page = await told.open();
  await page.keyboard.press('Tab');
  must(/Skip to messages/.test(await focused(page)), 'the first Tab offers to skip');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Join$/);
  await page.keyboard.press('Enter');
  const modal = page.getByRole('dialog', { name: /Join/ });
  await modal.waitFor();
  await page.keyboard.type('del');
  await page.getByRole('option', { name: 'Delegation' }).waitFor();
  await page.keyboard.press('Enter');
  await modal.getByRole('button', { name: 'Remove Delegation' }).waitFor();
  await tabTo(page, /^Join$/);
  await page.keyboard.press('Enter');
  await modal.waitFor({ state: 'hidden' });
  await page.getByText('You take part.').waitFor();

  await page.getByRole('button', { name: '+1 hour' }).focus();
  const before = await page.locator('#now').getAttribute('datetime');
  await page.keyboard.press('Enter');
  await until(async () => Date.parse(await page.locator('#now').getAttribute('datetime')) - Date.parse(before) >= 3_600_000, 'an hour passes');
  await page.locator('#clockbar:not(.busy)').waitFor();
  must(/\+1 hour/.test(await focused(page)), 'the button keeps the focus');

  await page.locator('#places [aria-current=true]').focus();
  for (let count = 0; count < 6 && !/general/.test(await focused(page)); count += 1) await page.keyboard.press('ArrowUp');
  must(/general/.test(await focused(page)), 'arrows walk the sidebar');
  await page.keyboard.press('Enter');
  await until(async () => /Message to general/.test(await focused(page)), 'one can write at once');
  await page.keyboard.type('Good morning');
  await page.keyboard.press('Enter');
  const message = page.getByRole('article').filter({ hasText: 'Good morning' });
  await message.waitFor();
  await page.keyboard.press('Shift+Tab');
  must(/Ana Almeida/.test(await focused(page)), 'Shift and Tab lead to the newest message');
  await page.keyboard.press('r');
  await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
  await page.keyboard.type('seed');
  await page.keyboard.press('ArrowDown');
  must(/seedling/.test(await focused(page)), 'arrows walk the emoji');
  await page.keyboard.press('Enter');
  await message.getByRole('button', { name: /^seedling, 1: You/ }).waitFor();
  await message.focus();
  await page.keyboard.press('t');
  await page.getByRole('textbox', { name: 'Reply' }).waitFor();
  await page.keyboard.press('Escape');
  await until(async () => /Ana Almeida/.test(await focused(page)), 'closing a thread gives the focus back');

  await page.getByRole('button', { name: 'What Vice Versa did' }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary', { name: 'What Vice Versa did' });
  await drawer.getByText('Ana Almeida wrote in #general').waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  must(/What Vice Versa did/.test(await focused(page)), 'closing the drawer gives the focus back');
  await page.context().close();
}

/** Nothing may be wider than the screen, and the guide leaves room for the content. */
async function phone(told) {
  const page = await told.open({ size: PHONE, touch: true });
  const fits = async () => must(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen');
  await page.getByText('You take part.').waitFor();
  await fits();
  const guide = await page.getByRole('region', { name: 'Guide' }).boundingBox();
  const content = await page.locator('#messages').boundingBox();
  must(guide.y + guide.height <= content.y + 1, 'the guide does not cover the content');
  must(content.height > PHONE.height / 2, 'most of the screen is content');
  await told.accessible(page, 'phone-home');
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name: /general/ }).waitFor();
  await page.waitForTimeout(200);
  await told.accessible(page, 'phone-sidebar');
  await page.getByRole('button', { name: /general/ }).click();
  await page.getByRole('article').filter({ hasText: 'Good morning' }).waitFor();
  await fits();
  await told.accessible(page, 'phone-messages');
  await page.getByRole('button', { name: /\d\/7/ }).click();
  await page.getByText('Look behind the scenes').waitFor();
  await fits();
  await told.shoot(page, 'phone-guide');
  await page.getByRole('button', { name: 'Hide the guide' }).click();
  await page.getByRole('button', { name: 'What Vice Versa did' }).click();
  await page.getByText('Ana Almeida wrote in #general').waitFor();
  await fits();
  await told.accessible(page, 'phone-drawer');
}

story('by_hand', async told => {
  await keyboardOnly(told);
  await phone(told);
});
