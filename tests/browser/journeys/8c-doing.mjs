// Keeping a plan: a refused promise, how a week went, one line to the other, a setback, and looking at a promise again.

import { mkdir } from 'node:fs/promises';

import { linkTwo } from '../lib/story.mjs';

/** Sam drafts one promise of both, and both sign it. */
async function signsAPlan(house, sam, noor) {
  await sam.opens('/plan/draft/items/new');
  await sam.arrives('A promise');
  await sam.writes('What can be seen when it happens?', 'Give me your PIN when I ask');
  await sam.chooses('Both of you');
  await sam.chooses('Every day');
  await sam.chooses('Something to do');
  await sam.expecting([422], async () => {
    await sam.presses('Put it into the draft');
    await sam.arrives('A promise');
    await sam.sees(/puts control in the place of trust/);
  });
  await sam.writes('What can be seen when it happens?', 'Ten minutes for the two of us after supper');
  await sam.writes('Look at it again on', house.inDays(20));
  await sam.presses('Put it into the draft');
  await sam.arrives('Your draft');
  await sam.presses('See it as Noor would');
  await sam.arrives('Propose it to Noor?');
  await sam.presses('Propose it to Noor');
  await sam.arrives('Your plan');
  await noor.opens('/plan');
  await noor.arrives('Your plan');
  await noor.presses('Agree to this plan');
  await noor.sees('Agreed. This is your plan from now on, signed by both of you.');
}

async function pictures(person, name) {
  const folder = process.env.TOWARD_PICTURES;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  for (const [size, width, height] of [['phone', 390, 844], ['desk', 1280, 900]]) {
    for (const colorScheme of ['light', 'dark']) {
      await person.page.setViewportSize({ width, height });
      await person.page.emulateMedia({ colorScheme });
      await person.photographed(`${folder}/${name}-${size}-${colorScheme}.png`);
    }
  }
  await person.page.emulateMedia({ colorScheme: null });
}

async function story(house, how = {}) {
  const { sam, noor } = await linkTwo(house, how);
  await signsAPlan(house, sam, noor);

  await noor.follows('Ten minutes for the two of us after supper');
  await noor.arrives('Ten minutes for the two of us after supper');
  await noor.chooses('Partly');
  await noor.writes('A line about it, if you like', 'Tuesday was too late for both of us');
  await pictures(noor, 'item');
  await noor.presses('Show Sam');
  await noor.arrives('Who may read this?');
  await noor.chooses('Sam');
  await pictures(noor, 'mark-share');
  await noor.page.locator('form.sharing button[type=submit]').click();
  await noor.arrives('Ten minutes for the two of us after supper');
  await noor.sees('Sam can see it now.');

  await sam.opens('/plan');
  await sam.arrives('Your plan');
  await sam.follows('Ten minutes for the two of us after supper');
  await sam.arrives('Ten minutes for the two of us after supper');
  await sam.sees('Tuesday was too late for both of us');
  await sam.follows('I noticed');
  await sam.arrives('One line');
  await sam.writes('One line', 'You kept the phone in the hall every evening');
  await pictures(sam, 'line-write');
  await sam.presses('Look at it before sending');
  await sam.arrives('Exactly what Noor will see');
  await pictures(sam, 'line-preview');
  await sam.follows('Change my words');
  await sam.arrives('One line');
  await sam.presses('Look at it before sending');
  await sam.presses('Send to Noor');
  await sam.arrives('Your line to Noor');
  await pictures(sam, 'line-sent');
  await noor.opens('/noticed');
  await noor.arrives('Noticed');
  await noor.sees('You kept the phone in the hall every evening');
  await pictures(noor, 'noticed');

  await sam.opens('/plan/setback');
  await sam.arrives('A setback');
  await sam.writes('What happened, and how it is for you', 'On Friday you were on your phone all evening.\n\nI felt alone with it.');
  await sam.chooses('Ten minutes for the two of us after supper');
  await pictures(sam, 'setback');
  await sam.presses('Keep it to myself');
  await sam.arrives('A setback');
  await sam.sees('Only you can read it');
  await sam.follows('Change it');
  await sam.arrives('A setback');
  await sam.presses('Share with Noor');
  await sam.arrives('Who may read this?');
  await sam.chooses('Noor');
  await sam.page.locator('form.sharing button[type=submit]').click();
  await sam.arrives('A setback');
  await pictures(sam, 'setback-shared');
  await noor.opens('/plan');
  await noor.arrives('Your plan');
  await noor.sees('Under review.');
  await pictures(noor, 'plan-under-review');
  await noor.follows('Ten minutes for the two of us after supper');
  await noor.arrives('Ten minutes for the two of us after supper');
  await pictures(noor, 'item-under-review');
  await noor.follows('Make it lighter before that, openly');
  await noor.arrives('Look at it again');
  await noor.chooses('Keep it');
  await pictures(noor, 'review');
  await noor.presses('Put it into my draft');
  await noor.arrives('Your draft');
  await noor.sees(/From looking at it again on/);
}

export default {
  async 'a plan is kept, noticed, set back and looked at again'(house) {
    await story(house);
  },

  async 'a plan is kept with scripts off'(house) {
    await story(house, { sam: { scripts: false }, noor: { scripts: false } });
  },
};
