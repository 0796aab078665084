// What stands when both agreed to the same words, from two browsers: a ground rule suggested, worded otherwise, agreed to and
// ended; a topic with somebody who looks after it; and forgiving, which opens only when each has chosen it alone.

import { answers, comesTo, gives, keeps, sharesWith } from '../lib/between.mjs';
import { linkTwo } from '../lib/story.mjs';

async function looks(person, words) {
  if (!person.scripts) await person.reloads();
  await person.sees(words);
}

async function aGroundRule({ sam, noor }) {
  const name = 'Ground rules';
  const at = await gives(sam, 'Noor', name, {
    writes: { 'The rule': 'We do not speak of it after ten.', 'Why it matters to me': 'I cannot sleep afterwards.' },
  });
  await noor.opens(at);
  await noor.arrives(name);
  await noor.sees('I cannot sleep afterwards.');
  await noor.follows('Suggest other words');
  await noor.arrives(name);
  await noor.writes('The rule', 'We do not speak of it after nine, or in bed.');
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives(name);
  const words = noor.path();
  await sam.opens(words);
  await sam.arrives(name);
  await answers(sam, 'Noor', words, 'I agree to these words');
  await sam.arrives(name);
  await sam.sees(/You both agreed to this on/);
  await looks(noor, /You both agreed to this on/);
  await comesTo(noor, name);
  await noor.sees('What you agreed on');
  await noor.follows(/^We do not speak of it after nine/);
  await noor.arrives(name);
  // either may ask to end it; it stands until both agree
  await noor.presses('Ask to end it');
  await sharesWith(noor, 'Sam');
  await noor.arrives(name);
  const end = noor.path();
  await comesTo(sam, name);
  await sam.follows(/^We do not speak of it after nine/);
  await answers(sam, 'Noor', end, 'I agree to end it');
  await comesTo(sam, name);
  await sam.sees(/^Nothing yet\./);
}

async function whatLiesUnderIt({ sam, noor }) {
  const name = 'What lies under it';
  const at = await gives(noor, 'Sam', name, {
    writes: { 'In a sentence': 'The loan, and that we never look at it.' },
    chooses: { 'What it is about': 'Money', 'Who looks after it': 'Both of us' },
  });
  await answers(sam, 'Noor', at, 'I agree to these words');
  await sam.arrives(name);
  await looks(noor, /You both agreed to this on/);
}

async function forgiving({ sam, noor }) {
  const name = 'Forgiving, when both want a moment for it';
  await comesTo(noor, name);
  const before = await noor.page.locator('main').innerText();
  await keeps(sam, name, 'Look at it as Noor would', { writes: { 'What I want to put down': 'The list in my head.' } });
  await sam.arrives('When may Noor read this?');
  await sam.seesNo('Noor, now');
  await sam.chooses('When we have both finished');
  await sam.presses('Let it wait for both');
  await sam.arrives(name);
  await comesTo(noor, name);
  if (before !== await noor.page.locator('main').innerText()) throw new Error('Noor’s page tells that Sam has chosen it');
  await keeps(noor, name, 'Look at it as Sam would', { writes: { 'What I wish for you': 'Quiet nights.' } });
  await noor.arrives('When may Sam read this?');
  await noor.chooses('When we have both finished');
  await noor.presses('Let it wait for both');
  await noor.arrives(name);
  await noor.sees('The list in my head.');
  await looks(sam, 'Quiet nights.');
}

async function story(two) {
  await aGroundRule(two);
  await whatLiesUnderIt(two);
  await forgiving(two);
}

export default {
  async 'what stands when both agreed to it'(house) {
    await story(await linkTwo(house));
  },
  async 'and what both agree to without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
