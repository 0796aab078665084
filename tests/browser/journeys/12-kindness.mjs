// Small things from two browsers: something kind that one did, kept with one press and sent later; a moment that one wishes
// back; and what the other one noticed.

import { linkTwo } from '../lib/story.mjs';

async function story({ sam, noor }) {
  await sam.opens('/noticed');
  await sam.arrives('Noticed');
  await sam.follows('I did something kind');
  await sam.arrives('One line');
  await sam.follows('I called, because your day was a hard one.');
  await sam.arrives('One line');
  if (await sam.reads('One line') !== 'I called, because your day was a hard one.') throw new Error('it does not stand in the field');
  await sam.writes('One line', 'I called at noon, because your day was a hard one.');
  await sam.presses('Keep it for me');
  await sam.arrives('Noticed');
  await sam.sees('Kept. Only you can read it.');
  await noor.opens('/noticed');
  await noor.arrives('Noticed');
  await noor.seesNo('I called at noon');
  // the list shows what comes by itself, and then nothing of it waits
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');

  await sam.follows(/^I called at noon/);
  await sam.arrives('Exactly what Noor will see');
  await sam.presses('Send to Noor');
  await sam.arrives('Your line to Noor');
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.follows(/^Sam did something small/);
  await noor.arrives('A line from Sam');
  await noor.sees('I called at noon, because your day was a hard one.');

  await noor.opens('/noticed');
  await noor.arrives('Noticed');
  await noor.follows('I wish I had');
  await noor.arrives('One line');
  await noor.expecting([422], async () => {
    await noor.presses('Look at it before sending');
    await noor.arrives('One line');
    await noor.sees('Write one line first.');
  });
  await noor.writes('One line', 'You showed me the letter, and I did not look up.');
  await noor.presses('Look at it before sending');
  await noor.arrives('Exactly what Sam will see');
  await noor.sees('wishes to have turned toward you');
  await noor.presses('Send to Sam');
  await noor.arrives('Your line to Sam');
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.follows(/^Noor looks back at a moment/);
  await sam.arrives('A line from Noor');

  // and what somebody notices goes the same way
  await sam.opens('/noticed/new?kind=noticed');
  await sam.arrives('One line');
  await sam.chooses('I turned toward you');
  await sam.writes('One line', 'You were quiet tonight, and I asked and waited.');
  await sam.presses('Look at it before sending');
  await sam.arrives('Exactly what Noor will see');
  await sam.follows('Keep it to myself');
  await sam.arrives('Noticed');
  await noor.opens('/noticed');
  await noor.arrives('Noticed');
  await noor.seesNo('You were quiet tonight');
}

export default {
  async 'small things are kept, sent and read'(house) {
    await story(await linkTwo(house));
  },
  async 'small things without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
