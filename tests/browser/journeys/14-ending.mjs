// When it does not work: three ways, what each keeps, a few words to leave, and the page that the other one finds.

import { linkTwo } from '../lib/story.mjs';
import { letsTherapistIn } from '../lib/therapist.mjs';

const CLOSING = 'Ending this space';

/** From "You two" to the page about ending it, by the three ways. */
async function thinksAgain(sam) {
  await sam.opens('/us');
  await sam.arrives('You two');
  await sam.follows('Ways to stop, or to think again');
  await sam.arrives('To stop, or to think again');
  await sam.follows('If you part');
  await sam.arrives('If you part');
  await sam.opens('/us/ways');
  await sam.arrives('To stop, or to think again');
  await sam.follows(/^End this space/);
  await sam.arrives(CLOSING);
  await sam.sees('No reason is asked, and none is kept.');
  await sam.hasNoField();
}

/** Writes a few words, looks at them, changes them, and leaves them. */
async function leaves(sam, noor, words) {
  await sam.follows('Write a few words to leave');
  await sam.arrives('A few words to leave');
  await sam.expecting([422], async () => {
    await sam.presses('Keep it');
    await sam.arrives('A few words to leave');
    await sam.sees('Write something first, or go back without.');
  });
  await sam.writes('Your words', 'Thank you.');
  await sam.presses('Keep it');
  await sam.arrives(CLOSING);
  await sam.sees('Thank you.');
  await sam.follows('Change these words');
  await sam.arrives('A few words to leave');
  await sam.writes('Your words', words);
  await sam.presses('Keep it');
  await sam.arrives(CLOSING);
  await sam.sees(words);
  await noor.opens('/us');
  await noor.arrives('You two');
  await noor.seesNo(words);
  await sam.chooses('Leave them with Noor');
  await sam.presses('End this space');
  await sam.arrives('You two');
  await sam.sees('This space has ended. What you wrote stays yours.');
}

/** What the other one finds, and what each keeps. */
async function finds(sam, noor, words) {
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.sees('The space with Sam has ended');
  await noor.sees('Sam has left a few words with you.');
  await noor.seesNo(words);
  await noor.follows('A few words');
  await noor.arrives('What you keep');
  await noor.sees(words);
  await noor.opens('/us');
  await noor.arrives('You two');
  await noor.sees('The space with Sam ended on');
  await sam.follows('What you keep');
  await sam.arrives('What you keep');
  await sam.sees(words);
  await sam.removes();
  await sam.arrives('What you keep');
  await sam.sees('Removed.');
  await sam.seesNo(words);
  await noor.opens('/us/kept');
  await noor.arrives('What you keep');
  await noor.seesNo(words);
}

async function story(sam, noor) {
  const words = 'You made many mornings warm. I wish you more of them.';
  await thinksAgain(sam);
  await leaves(sam, noor, words);
  await finds(sam, noor, words);
}

export default {
  async 'a space is closed well, with a few words that stay'(house) {
    const { sam, noor } = await linkTwo(house);
    await story(sam, noor);
  },
  async 'a space is closed well without scripts'(house) {
    const { sam, noor } = await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } });
    await story(sam, noor);
  },
  async 'a therapist reads nothing any more when a space is closed'(house) {
    const { sam, noor, amari } = await letsTherapistIn(house);
    await amari.opens('/clients');
    await amari.arrives('Everyone you see');
    const base = await amari.page.locator('a[href^="/clients/"]').first().getAttribute('href');
    await thinksAgain(noor);
    await noor.sees('Amari can read nothing of either of you any more.');
    await noor.presses('End this space');
    await noor.arrives('You two');
    await amari.expecting([410], async () => {
      await amari.opens(base);
      await amari.arrives('This is no longer open to you');
    });
    await sam.opens('/today');
    await sam.arrives('Hello, Sam');
    await sam.sees('The space with Noor has ended');
    await sam.follows('What you keep');
    await sam.arrives('What you keep');
  },
};
