// The app's main job: two people, two browsers, from the setup link to the closing page of a talk, by the acts of
// `lib/acts.mjs`: in three sittings, with a break, a restart and a crash of the server; apart, over several days; and
// with scripts off.

import {
  WHOLE, apologise, findTime, goDeeper, listenToEachOther, lookBack, nameFeelings, noorTells, onTheSameDay, plan, plays, samTells,
  takeResponsibility, whatToExpect,
} from '../lib/acts.mjs';
import { agreeToTalk } from '../lib/begin.mjs';
import { comeBackAfter, compareWords, linkTwo, signsIn, signsOut } from '../lib/story.mjs';
import { finds, goesToTalk, words } from '../lib/talk.mjs';

/** Both come back to the talk after the last sitting. */
async function sitDownAgain(...people) {
  for (const person of people) {
    await signsIn(person);
    await person.arrives(`Hello, ${person.name}`);
    await goesToTalk(person);
  }
}

async function standUp(...people) {
  for (const person of people) {
    await signsOut(person);
    await person.arrives('A quiet place for two');
  }
}

async function keepsTheTime(person) {
  const [calendar] = await Promise.all([person.page.waitForEvent('download'), person.follows('Put the time in your calendar')]);
  if (!/\.ics$/.test(calendar.suggestedFilename()) || /toward|spring|talk/i.test(calendar.suggestedFilename())) {
    throw new Error(`the calendar file is called ${calendar.suggestedFilename()}`);
  }
}

/** A step that is over stays to read. */
async function looksAtTheStepBefore(person, other) {
  await person.opens(`${person.talk}/2`);
  await person.arrives('Name what you felt');
  await person.sees(/This step is behind you both/);
  await person.sees(words(other, 'feelings'));
  await person.hasNoField();
  await person.follows('Back to where you are');
}

/** One takes a break and the other has it too, without a reason; afterwards the talk goes on where it was. */
async function takeABreak(one, other, house) {
  await one.follows('Take a break');
  await one.arrives('Take a break?');
  await one.chooses('Twenty minutes');
  await one.presses('Take a break');
  await one.arrives('You are on a break');
  await finds(other, 'You are on a break');
  await other.sees(`${one.name} is taking a break.`);
  await other.hasNoField();
  await other.follows('I need more time');
  await other.arrives('More time?');
  await other.chooses('An hour more');
  await other.presses('Move the return time');
  await other.arrives('You are on a break');
  // Eighty minutes without a sign of them: the server has let go of both, and of nothing that they wrote.
  await comeBackAfter(house, { minutes: 80 }, one, other);
  await goesToTalk(one);
  await other.opens(other.talk);
  await other.sees(/The break is over/);
}

/** The first half of step 4 is written, and then a break comes. */
async function breaksOffInTheMiddle(sam, noor, house) {
  await finds(sam, 'Tell it as you lived it');
  await finds(noor, 'Sam has the word');
  await noor.hasNoField();
  await looksAtTheStepBefore(noor, sam);
  await sam.writes('How I lived it', words(sam, 'the half of it'));
  await takeABreak(noor, sam, house);
  if (await sam.reads('How I lived it') !== words(sam, 'the half of it')) throw new Error('the break lost what was written');
}

/** Noor writes on, on a page from before Sam's break: it is not taken, and given back. */
async function writesIntoABreak(sam, noor, house) {
  await finds(sam, 'Plan together');
  await sam.follows('Take a break');
  await sam.arrives('Take a break?');
  await sam.chooses('Twenty minutes');
  await sam.presses('Take a break');
  await sam.arrives('You are on a break');
  await noor.writes('An idea', words(noor, 'an idea'));
  await noor.expecting([409], async () => {
    await noor.presses('Share with Sam');
    await noor.arrives('Not at this moment');
  });
  if (await noor.reads('An idea') !== words(noor, 'an idea')) throw new Error('the text was not given back');
  await house.waitsUntil(await sam.page.locator('main time').first().getAttribute('datetime'));
  await sam.opens(sam.talk);
  await sam.arrives('Plan together');
  await sam.seesNo(words(noor, 'an idea'));
}

/** Taking back works after the end, and leaves a dated line where it had been read. */
async function takesSomethingBack(sam, noor) {
  await noor.sees(words(sam, 'feelings'));
  const feelings = sam.page.getByRole('region', { name: 'Name what you felt' });
  await feelings.getByRole('link', { name: 'Take it back' }).first().click();
  await sam.arrives('Take it back?');
  await sam.sees(words(sam, 'feelings'));
  await sam.presses('Take it back');
  await sam.arrives('You have come through this talk');
  await noor.reloads();
  await noor.arrives('What has been shared so far');
  await noor.seesNo(words(sam, 'feelings'));
  await noor.sees(/Sam took this back on/);
}

export default {
  async 'two people go through a whole talk, in three sittings'(house) {
    await house.morningComes();
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    const people = { sam, noor };
    await compareWords(sam, noor);
    await agreeToTalk(sam, noor);
    await plays(people, [...findTime(house.inDays(7)), ...whatToExpect]);
    await finds(sam, 'Name what you felt');
    await keepsTheTime(sam);
    await plays(people, nameFeelings);
    await standUp(sam, noor);

    await sitDownAgain(sam, noor);
    await plays(people, listenToEachOther);
    await breaksOffInTheMiddle(sam, noor, house);
    await plays(people, samTells);
    await finds(noor, 'Tell it as you lived it');
    await house.restarts();
    // Sam has not touched anything: the page has found the server again by itself.
    await plays(people, noorTells);
    await finds(sam, 'Enough for today');
    await standUp(sam, noor);

    await house.crashes();
    await sitDownAgain(noor, sam);
    await plays(people, [...onTheSameDay, ...goDeeper, ...onTheSameDay, ...takeResponsibility, ...onTheSameDay, ...apologise]);
    await finds(noor, 'Plan together');
    await writesIntoABreak(sam, noor, house);
    await plays(people, [...plan, ...lookBack]);
    await noor.seesNo(words(sam, 'the half of it'));
    await takesSomethingBack(sam, noor);
    for (const person of [sam, noor]) {
      await person.opens('/talk');
      await person.arrives('Talk');
      await person.sees('Behind you');
    }
  },

  async 'two people go through a whole talk apart, each in hours of their own, over many days'(house) {
    const { sam, noor } = await linkTwo(house);
    await agreeToTalk(sam, noor);
    const begun = house.server.clock.now();
    // Ten hours lie between two turns: the one who was here is signed out by then, and the other finds the talk where it
    // stood. Neither leaves a page open.
    await plays({ sam, noor }, WHOLE(house.inDays(7)), async (person) => {
      for (const one of [sam, noor]) await one.opens('about:blank');
      await comeBackAfter(house, { hours: 10 }, person);
      await goesToTalk(person);
    });
    const days = (house.server.clock.now() - begun) / (24 * 3600 * 1000);
    if (days < 7) throw new Error(`the talk took ${days} days only`);
  },

  async 'two people go through a whole talk with scripts off'(house) {
    const { sam, noor } = await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } });
    await agreeToTalk(sam, noor);
    await plays({ sam, noor }, WHOLE(house.inDays(7)));
  },
};
