// Notes of one's own: prepared on the first day, before anybody else is there. In the talk one line goes over, and the
// other sees it at once; of the rest nothing shows, ever. Sam has scripts switched off, Noor follows by script.

import { accepts, invites, opensTheSpace } from '../lib/story.mjs';
import { answersSayBack, finds, listens, saysBack, shares, words } from '../lib/talk.mjs';

const AT_ONCE = 1000;

/** Writes one more line on the sheet that is open. */
async function addsLine(person, text) {
  await person.page.locator('#new textarea').fill(text);
  await person.presses('Keep it');
  await person.sees('Kept. Only you can see it.');
}

/** Steps 1 to 3, without more words than they need. */
async function toTheFourthStep(sam, noor) {
  const day = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await finds(noor, 'Find time and place');
  await noor.writes('Which day?', day);
  await noor.writes('At what time?', '19:30');
  await noor.writes('In which time zone?', 'Europe/Berlin');
  await noor.writes('Where?', 'at the kitchen table');
  await noor.presses('Suggest it to Sam');
  await shares(noor, sam, ['at the kitchen table']);
  await finds(sam, 'Noor suggests a time and a place');
  await sam.presses('Yes, that suits me');
  for (const person of [sam, noor]) {
    await finds(person, 'What to expect');
    await person.presses('I have read this');
  }
  for (const [person, other] of [[sam, noor], [noor, sam]]) {
    await finds(person, 'Name what you felt');
    await person.writes('If you want to say more', words(person, 'feelings'));
    await person.presses(`Share with ${other.name}`);
    await shares(person, other, [words(person, 'feelings')]);
  }
  for (const [speaker, listener] of [[sam, noor], [noor, sam]]) {
    await listens(listener, speaker, `${speaker.name} is telling you what they felt`, words(speaker, 'feelings'));
    await saysBack(listener, speaker, words(listener, 'what arrived'));
    await answersSayBack(speaker, listener, words(listener, 'what arrived'), 'Heard');
  }
}

const lines = (person) => ['first', 'second', 'third'].map((which) => words(person, `the ${which} line`));

/** Alone, on the first day, without scripts. */
async function prepares(sam) {
  await sam.opens('/talk');
  await sam.arrives('Talk');
  await sam.follows('Prepare in your own notes');
  await sam.arrives('Your notes');
  await sam.page.getByRole('link', { name: /^4\. Tell it as you lived it/ }).click();
  await sam.arrives('Tell it as you lived it');
  const [first, second, third] = lines(sam);
  for (const line of [third, first, second]) await addsLine(sam, line);
  await sam.presses('Down line 1');
  await sam.presses('Down line 2');
  await sam.arrives('Tell it as you lived it');
  await sam.presses('Drop line 1');
  await sam.sees('You dropped a line.');
  await sam.arrives('Tell it as you lived it');
  await sam.presses('Bring it back');
  const kept = await sam.page.locator('.line textarea').evaluateAll((all) => all.map((one) => one.value));
  if (kept.join('|') !== [first, second, third, ''].join('|')) throw new Error(`the lines are ${kept.join(' | ')}`);
}

/** Noor's own notes: an unfinished line is kept by itself. */
async function leavesALineUnfinished(noor) {
  await noor.opens(`${noor.talk}/notes/4`);
  await noor.arrives('Tell it as you lived it');
  await noor.seesNo(lines(noor)[0]);
  await noor.page.locator('#new textarea').pressSequentially('half a line');
  await noor.sees(/^Kept \d\d:\d\d/);
  await noor.opens(`${noor.talk}/notes/4`);
  await noor.sees('Kept. Not finished yet.');
  if (await noor.reads('Line 1') !== 'half a line') throw new Error('the unfinished line is gone');
}

/** Sam shares one line; milliseconds until it stands on Noor's screen. */
async function releases(sam, noor) {
  await noor.opens(noor.talk);
  await noor.arrives('Sam has the word');
  await noor.page.evaluate(() => { globalThis.theSamePage = true; });
  await sam.opens(sam.talk);
  await sam.arrives('Tell it as you lived it');
  await sam.sees('Your notes for this step');
  await sam.follows('Share this line 2');
  await sam.arrives('Who may read this?');
  await sam.sees(lines(sam)[1]);
  await sam.seesNo(lines(sam)[0]);
  await sam.chooses('Noor');
  const seen = noor.sees(lines(sam)[1]).then(() => Date.now());
  const answered = sam.page.waitForResponse((response) => response.request().method() === 'POST').then(() => Date.now());
  await sam.presses('Share with Noor');
  const took = (await seen) - (await answered);
  if (!(await noor.page.evaluate(() => globalThis.theSamePage))) throw new Error('the page was loaded anew');
  return took;
}

export default {
  async 'one line of what was prepared goes over, and the rest never was'(house) {
    const sam = await house.person('Sam', { scripts: false });
    await opensTheSpace(sam);
    await prepares(sam);
    const noor = await house.person('Noor');
    await sam.opens('/us');
    await accepts(noor, await invites(sam), sam);
    await begin(sam, noor);
    await toTheFourthStep(sam, noor);

    await sam.opens(`${sam.talk}/notes/4`);
    await sam.arrives('Tell it as you lived it');
    await sam.presses('Bring over what you wrote before this talk');
    await sam.sees(lines(sam)[2]);
    await leavesALineUnfinished(noor);

    const took = await releases(sam, noor);
    console.log(`        the other screen showed the line after ${took} ms`);
    if (took > AT_ONCE) throw new Error('the other screen followed too late');
    await noor.hasNoField();
    await sam.arrives('Tell it as you lived it');
    await sam.sees('Shared with Noor.');
    await sam.follows('Open your notes');
    await sam.arrives('Tell it as you lived it');
    await sam.sees('You shared this line');

    await sam.opens(sam.talk);
    await sam.writes('How I lived it', words(sam, 'the whole'));
    await sam.presses('Share with Noor');
    await shares(sam, noor, [words(sam, 'the whole')]);
    await finds(noor, 'Sam is telling you how they lived it');
    await noor.sees(lines(sam)[1]);
    await noor.sees(words(sam, 'the whole'));
    for (const path of ['/today', '/talk', '/write', `${noor.talk}/record`, `${noor.talk}/notes`, `${noor.talk}/notes/4`, '/talk/notes/4']) {
      await noor.opens(path);
      await noor.arrives(/./);
      for (const line of [lines(sam)[0], lines(sam)[2]]) await noor.seesNo(line);
    }
    await noor.opens(`${noor.talk}/record`);
    await noor.sees(lines(sam)[1]);
  },
};
