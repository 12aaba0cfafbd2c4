// The first minute, as the guide suggests it: join, move to Monday, read, answer, react, say how it went, look behind the scenes.
'use strict';
const { DESK, must, story, until } = require('./harness.cjs');

/** Types ahead in a field that finds topics, and takes the first. */
async function choose(page, field, typed) {
  await page.getByRole('combobox', { name: field }).pressSequentially(typed, { delay: 15 });
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

story('first_minute', async told => {
  const page = await told.open();
  const guide = page.getByRole('region', { name: 'Guide' });
  const ticked = async number => {
    await until(async () => await guide.locator('li.done').count() === number, `${number} ticks`);
  };
  await page.getByRole('heading', { name: 'Sandbox Inc' }).waitFor();
  await guide.getByText('Join as Ana').waitFor();
  await ticked(0);
  await told.accessible(page, 'home');

  // Join: an error first, then success.
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const modal = page.getByRole('dialog', { name: /Vice Versa/ });
  await choose(page, /I would like advice on/, 'del');
  await choose(page, /I would like advice on/, 'hir');
  await choose(page, /I can help with/, 'fee');
  await modal.getByLabel(/In your own words/).fill('Moving from one team to two.');
  must(await modal.getByRole('button', { name: /^Remove / }).count() === 3, 'three topics are chosen');
  await told.accessible(page, 'join');
  await modal.getByLabel('Your day ends').fill('08:00');
  await modal.getByRole('button', { name: 'Join' }).click();
  await modal.getByRole('alert').first().waitFor();
  must(await modal.getByLabel(/In your own words/).inputValue() === 'Moving from one team to two.', 'what was typed is kept');
  must(await modal.getByRole('button', { name: /^Remove / }).count() === 3, 'what was chosen is kept');
  must(await modal.getByLabel('Your day ends').getAttribute('aria-invalid') === 'true', 'the field says that it is wrong');
  await told.accessible(page, 'join-error');
  await modal.getByLabel('Your day ends').fill('17:00');
  await modal.getByRole('button', { name: 'Join' }).click();
  await modal.waitFor({ state: 'hidden' });
  await ticked(1);

  // Monday.
  await page.getByRole('button', { name: 'Next Monday' }).first().click();
  const groups = page.getByRole('region', { name: 'Group messages' });
  await groups.getByRole('button', { name: /unread/ }).waitFor();
  await page.locator('#clockbar:not(.busy)').waitFor();
  must(/^Mon /.test(await page.locator('#now').textContent()), 'it is Monday');
  await ticked(2);
  await told.shoot(page, 'monday');

  // Read.
  await groups.getByRole('button').first().click();
  const message = page.getByRole('article').filter({ hasText: 'meet each other' });
  await message.getByRole('button', { name: /We have a date/ }).waitFor();
  await ticked(3);

  // React, and take it back.
  await message.focus();
  await page.keyboard.press('r');
  await page.getByRole('searchbox', { name: 'Search emoji' }).fill('date');
  await page.keyboard.press('Enter');
  const reaction = message.getByRole('button', { name: /^date, 1: You/ });
  await reaction.waitFor();
  await message.getByText('You have a date').first().waitFor();
  await ticked(4);
  const state = await told.look('state', { user: (await told.look('people', { find: 'ana alm' })).people[0].id });
  const group = state.conversations.find(place => place.kind === 'group');
  const other = group.members.find(id => id !== state.me.id && id !== state.app.user);
  await page.getByRole('textbox', { name: /^Message to/ }).fill('Thursday at eleven? I would like to hear how you handed over your first team.');
  await page.keyboard.press('Enter');
  await told.act('reply', { user: other, channel: group.id, text: 'Thursday it is. :coffee: I will bring the two mistakes I made.' });
  await page.getByText('Thursday it is. ☕').waitFor();
  await page.setViewportSize({ width: 1280, height: 1080 });
  await told.accessible(page, 'introduction');
  await page.setViewportSize(DESK);
  await reaction.click();
  await reaction.waitFor({ state: 'detached' });
  await message.getByText('You have a date').first().waitFor({ state: 'detached' });

  // Press.
  await message.getByRole('button', { name: /We have a date/ }).click();
  await message.getByText('You have a date').first().waitFor();
  await message.getByRole('button', { name: /We met/ }).click();

  // A few mornings later the app asks how it went.
  const app = page.getByRole('region', { name: 'Apps' }).getByRole('button', { name: /Vice Versa/ });
  await app.click();
  const question = page.getByRole('article').filter({ hasText: 'how did it go' }).last();
  for (let mornings = 0; mornings < 8 && !await question.isVisible(); mornings += 1) {
    await page.getByRole('button', { name: 'Next morning' }).first().click();
    await page.locator('#clockbar:not(.busy)').waitFor();
  }
  await question.getByRole('button', { name: /We met/ }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('radio').first().check();
  await told.accessible(page, 'check-in');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'hidden' });
  await ticked(5);
  await told.accessible(page, 'messages');

  // Be somebody else.
  const who = page.getByRole('combobox', { name: 'You are' });
  await who.click();
  await who.fill('ueda');
  await page.getByRole('option', { name: /Ueda/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await until(async () => /Ueda/.test(await page.title()), 'the page is somebody else’s');
  await ticked(6);

  // Behind the scenes.
  await page.getByRole('button', { name: 'What Vice Versa did' }).click();
  const drawer = page.getByRole('complementary', { name: 'What Vice Versa did' });
  await drawer.getByText('Ana Almeida submitted the form “check_in”').last().waitFor();
  await drawer.getByText('edited what it had written to Ana Almeida').last().waitFor();
  await ticked(7);
  await told.accessible(page, 'drawer');
  await drawer.getByRole('button', { name: 'People', exact: true }).click();
  // What happened a while ago is further up than the drawer shows at first.
  const up = () => drawer.getByRole('log').evaluate(log => { log.scrollTop = 0; });
  const reachesBack = words => until(async () => { await up(); return await drawer.getByText(words).count() > 0; }, `the drawer reaches back to ${words}`);
  await reachesBack(/Ana Almeida pressed “.*We have a date”/);
  must(await drawer.getByText('Slack told').count() === 0, 'only people are shown');
  await drawer.getByRole('button', { name: 'Slack’s events' }).click();
  await reachesBack('Slack told Vice Versa that Ana Almeida took back 📅');
  await drawer.getByRole('button', { name: 'Problems' }).click();
  await drawer.getByText('Nothing went wrong so far.').waitFor();
  await page.getByRole('button', { name: 'Hide the guide' }).click();
  await guide.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Guide' }).click();
  await guide.waitFor();
});
