// What one does shows on the other's screen within a second, and without loading the page anew.

import { alone } from '../lib/house.mjs';
import { comeBackAfter, linkTwo } from '../lib/story.mjs';
import { agreeToTalk } from '../lib/begin.mjs';

const AT_ONCE = 1000;

/** `act` by one; milliseconds from the server's answer to them until the other sees `text`. */
async function delay(one, other, text, act) {
  const answered = one.page.waitForResponse((response) => response.request().method() === 'POST').then(() => Date.now());
  const seen = other.sees(text).then(() => Date.now());
  await act();
  return (await seen) - (await answered);
}

export default {
  'the other screen follows within a second': alone(async (house) => {
    const { sam, noor } = await linkTwo(house);
    const delays = [];
    await agreeToTalk(sam, noor, async (agree) => {
      delays.push(await delay(noor, sam, 'Noor is asked whether it has stopped', agree));
    });
    await sam.arrives('Find time and place');
    await sam.page.evaluate(() => { globalThis.theSamePage = true; });
    await sam.writes('Where?', 'at the kitchen table');

    await noor.arrives('Find time and place');
    await noor.follows('Take a break');
    await noor.arrives('Take a break?');
    await noor.chooses('Twenty minutes');
    // A form in use is kept before the page moves on, so this one may take a moment longer.
    await delay(noor, sam, 'Noor is taking a break.', () => noor.presses('Take a break'));
    for (const length of ['An hour more', 'A day more', 'Half an hour more']) {
      const until = await sam.page.locator('main time').first().getAttribute('datetime');
      await noor.follows('I need more time');
      await noor.arrives('More time?');
      await noor.chooses(length);
      const moved = sam.page.waitForFunction((was) => document.querySelector('main time')?.dateTime !== was, until).then(() => Date.now());
      const answered = noor.page.waitForResponse((response) => response.request().method() === 'POST').then(() => Date.now());
      await noor.presses('Move the return time');
      delays.push((await moved) - (await answered));
    }
    await sam.arrives('You are on a break');
    if (!(await sam.page.evaluate(() => globalThis.theSamePage))) throw new Error('the page was loaded anew');

    // Twenty minutes, an hour, a day and half an hour.
    await comeBackAfter(house, { hours: 25, minutes: 50 }, sam, noor);
    await sam.opens(sam.talk);
    await sam.arrives('Find time and place');
    if (await sam.reads('Where?') !== 'at the kitchen table') throw new Error('what was typed is gone');
    await noor.opens(noor.talk);
    await noor.arrives('Find time and place');
    await noor.follows('Stop this talk for good');
    await noor.arrives('Stop this talk for good?');
    delays.push(await delay(noor, sam, 'This talk has stopped', () => noor.presses('Stop for good')));
    await noor.arrives('This talk has stopped');
    await sam.arrives('This talk has stopped');

    house.tells(`the other screen followed after ${delays.join(', ')} ms`);
    const late = delays.filter((ms) => ms > AT_ONCE);
    if (late.length > 0) throw new Error(`the other screen followed only after ${late.join(', ')} ms`);
  }),
};
