// A whole talk in one room with two phones: what is asked is said aloud, and one thing is written all the same. Sam follows
// by script; Noor has scripts switched off.

import { beginTalk, goOnToday } from '../lib/begin.mjs';
import { linkTwo } from '../lib/story.mjs';
import { answersSayBack, finds, listens, shares, words } from '../lib/talk.mjs';
import { listensAndSaysBack, says, sitTogether } from '../lib/together.mjs';

async function heardAloud(speaker) {
  await finds(speaker, 'Did it arrive?');
  await speaker.sees(/^Said aloud on/);
  await speaker.presses('Heard');
}

/** The timer counts up quietly, goes on when the live page is put in place, and is nothing without scripts. */
async function timerIsQuiet(sam, noor) {
  const line = sam.page.locator('[data-timer]');
  await line.filter({ hasText: 'Begun a moment ago.' }).waitFor();
  if (await line.getAttribute('aria-live') !== 'off') throw new Error('the timer speaks');
  if (await noor.page.locator('[data-timer]:visible').count() > 0) throw new Error('a timer without scripts');
}

export default {
  async 'two people speak a whole talk, with two phones'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await beginTalk(sam, noor);
    await sitTogether(sam, noor, 'Together, with two phones', 'Sam would like to sit together, with two phones.');
    await noor.arrives('Name what you felt');
    await noor.sees('You sit together, with two phones.');
    await sam.opens(sam.talk);

    // Step 2, and 3: Noor writes, Sam says it.
    await finds(sam, 'Name what you felt');
    await sam.sees('Say it aloud');
    await timerIsQuiet(sam, noor);
    await says(sam, 'Name what you felt');
    await sam.arrives('Yours is shared');
    await finds(noor, 'Name what you felt');
    await noor.chooses('ashamed');
    await noor.writes('If you want to say more', words(noor, 'feelings'));
    await noor.presses('Share with Sam');
    await shares(noor, sam, [words(noor, 'feelings')]);
    await listensAndSaysBack(noor, 'Sam is telling you what they felt');
    await heardAloud(sam);
    await listens(sam, noor, 'Noor is telling you what they felt', words(noor, 'feelings'));
    await says(sam, 'Say back what you heard', 'I have said it back');
    await heardAloud(noor);

    // Step 4.
    await says(sam, 'Tell it as you lived it');
    await listensAndSaysBack(noor, 'Sam is telling you how they lived it');
    await heardAloud(sam);
    await says(noor, 'Tell it as you lived it');
    await listensAndSaysBack(sam, 'Noor is telling you how they lived it');
    await finds(noor, 'Did it arrive?');
    await noor.presses('Not quite');
    await says(sam, 'Say back what you heard', 'I have said it back');
    await answersSayBack(noor, sam, /^Said aloud on/, 'Heard');

    // Step 5: Sam says something older, Noor goes on without.
    await goOnToday(sam, noor);
    await says(sam, 'What lies deeper');
    await finds(noor, 'What lies deeper');
    await noor.presses('Go on without sharing');
    for (const person of [sam, noor]) {
      await finds(person, 'What lies deeper');
      await person.presses('Go on');
    }

    // Step 6.
    await goOnToday(sam, noor);
    await says(noor, 'Take responsibility');
    await listensAndSaysBack(sam, 'Noor is saying what they take responsibility for');
    await heardAloud(noor);
    await finds(sam, 'Is there anything of your own?');
    await sam.presses('Go on without sharing');

    // Step 7: an answer is marked with one press, and its words are said.
    await goOnToday(sam, noor);
    await says(noor, 'Apologise in your own words');
    await finds(sam, 'Noor apologises to you');
    await sam.presses('I heard it');

    // Step 8 is written. Then they sit apart again, at once and by one.
    await finds(noor, 'Plan together');
    await noor.sees('I heard it');
    await noor.seesNo('I have said it');
    await noor.follows('Change how you sit');
    await noor.arrives('How do you sit?');
    await noor.presses('Sit apart, from now on');
    await noor.arrives('How do you sit?');
    await finds(sam, 'Plan together');
    await sam.sees('You sit apart, each in your own time.');
    for (const person of [sam, noor]) {
      await finds(person, 'Plan together');
      await person.presses('Enough for now');
    }
    await noor.arrives('You have come through this talk');
    await finds(sam, 'You have come through this talk');
    for (const person of [sam, noor]) {
      await person.follows('Read what was shared');
      await person.arrives('What has been shared so far');
      await person.sees(/^Said aloud on/);
      await person.sees('This was said aloud. Its words were not written down.');
    }
  },
};
