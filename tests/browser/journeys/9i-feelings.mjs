// A sitting about feelings only, from two browsers: left once, agreed once; the last step waits for both until
// both lift it, and what was typed for the plan stays with its author.

import { apologise, goDeeper, listenToEachOther, nameFeelings, noorTells, onTheSameDay, plays, samTells, takeResponsibility } from '../lib/acts.mjs';
import { beginTalk } from '../lib/begin.mjs';
import { linkTwo } from '../lib/story.mjs';

const ABOUT = 'A sitting about feelings only';
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
};
