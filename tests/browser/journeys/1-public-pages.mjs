// What somebody sees who has not been asked for a name, and how they get away from it.

import { alone } from '../lib/house.mjs';
import { leavesBlank } from '../lib/leaving.mjs';

async function readsAround(house, how) {
  const sam = await house.person('Sam', how);
  await sam.opens('/');
  await sam.arrives('A quiet place for two');
  await sam.follows('Is this right for us?');
  await sam.arrives('Is this right for us?');
  for (const box of await sam.page.getByRole('checkbox').all()) await box.check();
  await sam.arrives('Is this right for us?');
  await sam.page.getByRole('link', { name: 'People you can call' }).first().click();
  await sam.arrives('People you can call');
  await sam.opens('/leaving-quickly');
  await sam.arrives('Leaving quickly');
  await sam.sees(/history/);
  await sam.opens('/about-this-server');
  await sam.arrives('Who runs this server');
  await sam.expecting([404], async () => {
    await sam.opens('/n/00000000-0000-4000-8000-000000000000/nowhere');
    await sam.arrives(/./);
  });
  return sam;
}

export default {
  async 'somebody reads the public pages'(house) {
    await readsAround(house);
  },

  async 'somebody reads the public pages with scripts off'(house) {
    const sam = await readsAround(house, { scripts: false });
    await sam.opens('/right-for-us');
    await sam.pressesLeave();
    await sam.isAway();
  },

  'somebody leaves a public page, and back is usable again': alone(async (house) => {
    const sam = await house.person('Sam');
    await sam.opens('/');
    await sam.opens('/help-lines');
    await sam.arrives('People you can call');
    await leavesBlank(sam, () => sam.pressesLeave());
    const read = await sam.goesBack('A quiet place for two');
    if (read.includes('Domestic')) throw new Error('the page that was left is behind the back button');
  }),

  async 'the first press of Tab and Enter leaves'(house) {
    const sam = await house.person('Sam');
    await sam.opens('/right-for-us');
    await sam.arrives('Is this right for us?');
    await sam.page.keyboard.press('Tab');
    await sam.page.keyboard.press('Enter');
    await sam.isAway();
  },

  'shift three times leaves, and shift for anything else does not': alone(async (house) => {
    const sam = await house.person('Sam');
    const { keyboard } = sam.page;
    await sam.page.clock.install();
    await sam.opens('/right-for-us');
    await sam.arrives('Is this right for us?');
    const says = (text) => sam.page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });

    for (const letter of 'ABCD') await keyboard.press(`Shift+${letter}`);
    for (const key of ['Control', 'Alt', 'Meta']) for (let i = 0; i < 3; i += 1) await keyboard.press(`${key}+Shift`);
    for (let i = 0; i < 3; i += 1) {
      await keyboard.press('Shift');
      await keyboard.press('a');
    }
    await keyboard.press('Shift');
    await says('Shift: two more times to leave.');
    await keyboard.press('Shift');
    await says('Shift: once more to leave.');
    await sam.page.clock.fastForward(5001);
    await says('Leaving with Shift was reset.');
    await sam.arrives('Is this right for us?');

    // Time runs as it does: three frames later the page is blank.
    const noor = await house.person('Noor');
    await noor.opens('/right-for-us');
    await leavesBlank(noor, async () => {
      for (let i = 0; i < 3; i += 1) await noor.page.keyboard.press('Shift');
    });
  }),
};
