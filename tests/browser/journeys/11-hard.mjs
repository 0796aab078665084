// A hard moment from two browsers: kept for oneself, then one line and one need, answered with one press; a night without
// it, known before the line is written; a sentence in the answer; and being left in peace.

import { linkTwo } from '../lib/story.mjs';

const A_DAY = /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day /;

/** Keeps something for themself, on the page of it afterwards. */
async function keeps(person, words) {
  await person.arrives('Now');
  await person.writes('What is happening?', words);
  await person.presses('Keep it for me');
  await person.arrives(A_DAY);
  await person.sees('Kept. Only you can read it.');
}

/** On a sharing page: chooses the other one and shares. */
async function sharesWith(person, other) {
  await person.arrives('Who may read this?');
  await person.chooses(other);
  await person.presses(`Share with ${other}`);
}

/** From the page of a moment to the page of the line that was sent. */
async function sends(person, other, words, need) {
  await person.follows(`Write one line to ${other}`);
  await person.arrives(`One line to ${other}`);
  await person.writes('One line, if you like', words);
  await person.chooses(need);
  await person.presses(`Look at it as ${other} would`);
  await sharesWith(person, other);
  await person.arrives(`Your line to ${other}`);
  return person.path();
}

/** Sees what has changed: by itself with scripts, by loading without. */
async function looks(person, words) {
  if (!person.scripts) await person.reloads();
  await person.sees(words);
}

async function firstLine({ sam, noor }) {
  // a thought that keeps coming back leads here
  await sam.opens('/write/ideas/20');
  await sam.arrives('The thought that keeps coming back');
  await sam.follows(/^Tell the other that it is on your mind/);
  await sam.arrives('Now');
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.follows('Write it down, for yourself first');
  await sam.arrives('Now');
  await sam.expecting([422], async () => {
    await sam.presses('Keep it for me');
    await sam.arrives('Now');
    await sam.sees('Write a few words first.');
  });
  await keeps(sam, 'The song came on in the shop, and I could not breathe.');
  await sam.follows('Change my words');
  await sam.arrives('Change your words');
  await sam.writes('What is happening?', 'The song came on in the shop. I could not breathe, and went out.');
  await sam.presses('Keep it for me');
  await sam.arrives(A_DAY);
  await sam.follows('Write one line to Noor');
  await sam.arrives('One line to Noor');
  await sam.expecting([422], async () => {
    await sam.presses('Look at it as Noor would');
    await sam.arrives('One line to Noor');
    await sam.sees('Choose one of the four.');
  });
  await sam.seesNo('in the shop');
  await sam.writes('One line, if you like', 'It all came back today.');
  await sam.chooses('Talk with me');
  await sam.writes('The hour, for a talk', '20:30');
  await sam.presses('Look at it as Noor would');
  await sam.arrives('Who may read this?');
  await sam.sees(/^Talk with me: .*20:30/);
  await sam.follows(/^Back to your words/);
  await sam.arrives('One line to Noor');
  await sam.chooses('Hold me');
  await sam.presses('Look at it as Noor would');
  await sharesWith(sam, 'Noor');
  await sam.arrives('Your line to Noor');

  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.follows(/^Sam sent you a line/);
  await noor.arrives('A line from Sam');
  await noor.seesNo('in the shop');
  await noor.presses('I am coming to you.');
  await noor.arrives('A line from Sam');
  await noor.sees('Sam can read it now.');
  await looks(sam, 'I am coming to you.');
  await sam.arrives('Your line to Noor');
}

async function night({ sam, noor }) {
  await noor.opens('/now');
  await noor.arrives('Now');
  await noor.follows('put it away until the morning');
  await noor.arrives('Not tonight');
  await noor.writes('Until', '');
  await noor.expecting([422], async () => {
    await noor.presses('Put it away, and tell Sam until when');
    await noor.arrives('Not tonight');
    await noor.sees('Choose an hour');
  });
  await noor.writes('Until', '07:00');
  await noor.presses('Put it away, and tell Sam until when');
  await noor.arrives('Now');
  await noor.sees('Put away until 07:00 (UTC)');

  await sam.opens('/now');
  await sam.sees('Noor has put this away until 07:00 (UTC).');
  await keeps(sam, 'Again, at night.');
  await sam.sees('Noor has put this away until 07:00 (UTC).');
  await sends(sam, 'Noor', 'Not again, I thought.', 'Just know about it');

  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.seesNo('sent you a line');
  await noor.opens('/now');
  await noor.arrives('Now');
  await noor.sees('Something came for the morning.');
  await noor.seesNo('Not again, I thought.');
  await noor.follows('Open it now?');
  await noor.arrives('Now');
  await noor.follows(/^Not again, I thought/);
  await noor.arrives('A line from Sam');
  await noor.page.getByText('With a sentence', { exact: true }).click();
  await noor.page.getByRole('radio', { name: 'I have read it, and I am here.' }).check();
  await noor.writes('A sentence to it, if you like', 'I could not sleep either.');
  await noor.presses('Look at it before it goes');
  await sharesWith(noor, 'Sam');
  await noor.arrives('A line from Sam');
  await looks(sam, 'I could not sleep either.');

  await noor.opens('/now');
  await noor.arrives('Now');
  await noor.follows('Change the hour, or end it');
  await noor.arrives('Not tonight');
  await noor.presses('End it now');
  await noor.arrives('Now');
  await sam.opens('/now');
  await sam.arrives('Now');
  await sam.seesNo('has put this away');
}

async function peace({ sam, noor }) {
  await keeps(sam, 'I want to be alone with it.');
  const line = await sends(sam, 'Noor', 'Not now.', 'Leave me be');
  await noor.opens('/now');
  await noor.arrives('Now');
  await noor.follows(/^Not now\./);
  await noor.arrives('A line from Sam');
  await noor.hasNoField();
  await noor.presses('I have read it.');
  await noor.arrives('A line from Sam');
  await sam.follows('Take it back, or change who reads it');
  await sam.arrives('Who may read this?');
  await sam.chooses('Only me');
  await sam.presses('Take it back');
  await sam.arrives('A line of yours');
  await noor.opens(line);
  await noor.arrives('This line was taken back');
  await noor.sees('I have read it.');
}

async function story(people) {
  await firstLine(people);
  await night(people);
  await peace(people);
}

export default {
  async 'a hard moment is kept, told in one line, and put away for a night'(house) {
    await story(await linkTwo(house));
  },
  async 'a hard moment without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
