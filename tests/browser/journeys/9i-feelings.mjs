// A sitting about feelings only, from two browsers: left once, agreed once; the last step waits for both until
// both lift it, and what was typed for the plan stays with its author. And the time of the next sitting.

import { apologise, goDeeper, listenToEachOther, nameFeelings, noorTells, onTheSameDay, plays, samTells, takeResponsibility } from '../lib/acts.mjs';
import { beginTalk } from '../lib/begin.mjs';
import { linkTwo } from '../lib/story.mjs';
import { shares } from '../lib/talk.mjs';

const ABOUT = 'A sitting about feelings only';
const NEXT = 'The next time';
const HOLDS = 'This sitting is about feelings only.';

async function suggests(sam) {
  await sam.opens(`${sam.talk}/only`);
  await sam.arrives(ABOUT);
  await sam.presses('Suggest it for this sitting');
  await sam.arrives(ABOUT);
  await sam.sees('You have suggested that this sitting is about feelings only.');
}

/** Noor would rather not, and nothing says so afterwards. */
async function isLeft(sam, noor) {
  await suggests(sam);
  await noor.opens(noor.talk);
  await noor.arrives('Name what you felt');
  await noor.sees('Sam would like this sitting to be about feelings only. You can leave it as it is.');
  await noor.follows('What it means');
  await noor.arrives(ABOUT);
  await noor.presses('Not this time');
  await noor.arrives(ABOUT);
  await sam.opens(`${sam.talk}/only`);
  await sam.arrives(ABOUT);
  await sam.seesNo('Not this time');
  await sam.seesNo('You have suggested');
}

async function isAgreed(sam, noor) {
  await suggests(sam);
  await noor.opens(noor.talk);
  await noor.presses('Yes, feelings only');
  await noor.arrives('Name what you felt');
  for (const person of [sam, noor]) {
    await person.opens(person.talk);
    await person.sees(HOLDS);
  }
}

/** The last step waits for both alike; one wish to open it shows to nobody. */
async function waitsAndIsLifted(sam, noor) {
  for (const person of [sam, noor]) {
    await person.opens(person.talk);
    await person.arrives('Feelings only, this time');
    await person.hasNoField();
  }
  await sam.presses('I would like to open it');
  await sam.arrives('Feelings only, this time');
  await sam.sees('You would like to open it. If Noor chooses it too, it is open for you both.');
  await noor.opens(noor.talk);
  await noor.seesNo('Sam would like');
  await noor.follows('What that means');
  await noor.arrives(ABOUT);
  await noor.presses('I would like to open it to plans');
  await noor.arrives(ABOUT);
  for (const person of [sam, noor]) {
    await person.opens(person.talk);
    await person.arrives('Plan together');
  }
}

/** Agreed again after Sam has kept an idea: it is there when both have opened it. */
async function keepsWhatWasTyped(sam, noor) {
  await sam.writes('An idea', 'a walk on Sundays');
  await sam.presses('Keep it for now');
  await sam.arrives('Plan together');
  await suggests(sam);
  await noor.opens(noor.talk);
  await noor.presses('Yes, feelings only');
  for (const person of [noor, sam]) {
    await person.opens(person.talk);
    await person.arrives('Feelings only, this time');
    await person.seesNo('a walk on Sundays');
    await person.presses('I would like to open it');
  }
  await sam.arrives('Plan together');
  if (await sam.page.getByLabel('An idea').inputValue() !== 'a walk on Sundays') throw new Error('the idea was lost');
}

/** Sam suggests the same time again with one button, Noor another hour, and Sam says yes. */
async function setAside(house, sam, noor) {
  await sam.opens(sam.talk);
  await sam.follows('Set aside the next time');
  await sam.arrives(NEXT);
  await sam.sees('at the kitchen table');
  await sam.presses('Suggest it to Noor');
  await sam.arrives(NEXT);
  await sam.sees('Shared with Noor.');
  await noor.opens(noor.talk);
  await noor.sees('Sam suggests a time for your next sitting. You can leave it for now.');
  await noor.follows('See it');
  await noor.arrives(NEXT);
  await noor.sees('at the kitchen table');
  await noor.follows('Suggest another time');
  await noor.arrives(NEXT);
  await noor.expecting([422], async () => {
    await noor.writes('Which day?', '2020-01-01');
    await noor.presses('Suggest it to Sam');
    await noor.arrives(NEXT);
    await noor.sees('That moment has passed. Choose one that is still to come');
  });
  await noor.writes('Which day?', house.inDays(15));
  await noor.writes('At what time?', '20:15');
  await noor.presses('Suggest it to Sam');
  await shares(noor, sam, ['20:15', 'at the kitchen table']);
  await sam.opens(`${sam.talk}/next`);
  await sam.arrives(NEXT);
  await sam.sees('20:15 (Europe/Berlin)');
  await sam.presses('Yes, that suits me');
  await sam.arrives(NEXT);
  for (const person of [sam, noor]) {
    await person.opens(`${person.talk}/next`);
    await person.arrives(NEXT);
    await person.sees('You have set this aside:');
    await person.opens('/today');
    await person.arrives(`Hello, ${person.name}`);
    await person.sees('20:15 (Europe/Berlin)');
  }
}

export default {
  async 'two people keep a sitting to feelings'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await beginTalk(sam, noor);
    await isLeft(sam, noor);
    await isAgreed(sam, noor);
    await plays({ sam, noor }, [
      ...nameFeelings, ...listenToEachOther, ...samTells, ...noorTells,
      ...onTheSameDay, ...goDeeper, ...onTheSameDay, ...takeResponsibility, ...onTheSameDay, ...apologise,
    ]);
    await waitsAndIsLifted(sam, noor);
    await keepsWhatWasTyped(sam, noor);
  },

  async 'two people set aside their next time'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await beginTalk(sam, noor);
    await setAside(house, sam, noor);
  },
};
