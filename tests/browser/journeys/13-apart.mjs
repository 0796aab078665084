// Time apart from two browsers, with a therapist in the house: kept first, told, the same sentence on both sides, an earlier
// day, more time, the end, and a line to come back with.

import { linkTwo } from '../lib/story.mjs';
import { letsTherapistIn } from '../lib/therapist.mjs';

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const SAYS = 'You two are taking time until';
const SHARING = 'Who may read this?';

async function looksAgain(person) {
  await person.opens('/us/time');
}

/** Sam writes it down, keeps it, changes it, and tells it. */
async function asks(sam, noor, to) {
  await sam.opens('/us');
  await sam.arrives('You two');
  await sam.follows(/^Time apart/);
  await sam.arrives('Time apart');
  await sam.follows('Take time apart');
  await sam.arrives('Take time apart');
  await sam.expecting([422], async () => {
    await sam.writes('The day you come back', inDays(0));
    await sam.presses('Look at it as Noor would');
    await sam.arrives('Take time apart');
    await sam.sees('Choose tomorrow or a later day.');
  });
  await sam.writes('The day you come back', inDays(12));
  await sam.writes('A sentence that goes with it, if you like', 'I am at my sister’s.');
  await sam.presses('Look at it as Noor would');
  await sam.arrives(SHARING);
  await sam.sees('It holds at once, for both of you');
  await sam.presses('Keep it to myself');
  await sam.arrives('Time apart');
  await sam.sees('It stays with you. Nobody is told that it exists.');
  await noor.opens('/us/time');
  await noor.arrives('Time apart');
  await noor.seesNo('sister');
  await sam.follows('Change it');
  await sam.arrives('Take time apart');
  await sam.writes('A sentence that goes with it, if you like', 'I am at my brother’s. You can call there.');
  await sam.presses('Look at it as Noor would');
  await sam.arrives(SHARING);
  await sam.chooses(to);
  await sam.presses(`Share with ${to}`);
  await sam.arrives(SAYS);
  await sam.sees('It holds from this moment.');
}

/** Both read the same, wherever they look; nothing begins. */
async function bothSee(sam, noor) {
  for (const person of [sam, noor]) {
    await person.opens('/today');
    await person.arrives(`Hello, ${person.name}`);
    await person.sees(SAYS);
    await person.opens('/us');
    await person.arrives('You two');
    await person.sees(SAYS);
  }
  await noor.follows('More about it');
  await noor.arrives(SAYS);
  await noor.sees('I am at my brother’s. You can call there.');
  await noor.opens('/talk/new');
  await noor.arrives(SAYS);
}

/** Noor suggests an earlier day, which Sam leaves; Noor needs more time in the end; each ends theirs. */
async function moves(sam, noor) {
  await noor.writes('An earlier day', inDays(5));
  await noor.presses('Suggest this day');
  await noor.arrives(SAYS);
  await noor.sees('You suggest coming back on');
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.sees('Noor suggests coming back on');
  await looksAgain(sam);
  await sam.arrives(SAYS);
  await sam.presses('Leave it as it is');
  await sam.arrives(SAYS);
  await looksAgain(noor);
  await noor.arrives(SAYS);
  await noor.follows('Take more time');
  await noor.arrives('More time');
  await noor.writes('The day you come back', inDays(20));
  await noor.presses('Look at it as Sam would');
  await noor.arrives(SHARING);
  await noor.chooses('Sam');
  await noor.presses('Share with Sam');
  await noor.arrives(SAYS);
  await looksAgain(sam);
  await sam.arrives(SAYS);
  await sam.presses('End it now');
  await sam.arrives(SAYS);
  await sam.sees('Yours is over. The other day still stands.');
  await looksAgain(noor);
  await noor.arrives(SAYS);
  await noor.presses('End it now');
  await noor.arrives('Your time apart is over');
}

/** A neutral line for both, and one line back. */
async function comesBack(sam, noor) {
  for (const person of [sam, noor]) {
    await person.opens('/today');
    await person.arrives(`Hello, ${person.name}`);
    await person.follows(/^Your time apart is over/);
    await person.arrives('Your time apart is over');
  }
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await noor.follows('Choose a line');
  await noor.arrives('How do you come back?');
  await noor.chooses('I am back. I would like to begin slowly.');
  await noor.writes('A few words that go with it, if you like', 'Tea first.');
  await noor.presses('Look at it as Sam would');
  await noor.arrives(SHARING);
  await noor.chooses('Sam');
  await noor.presses('Share with Sam');
  await noor.arrives('Your time apart is over');
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.follows(/^Noor says how they come back/);
  await sam.arrives('Your time apart is over');
  await sam.sees('I would like to begin slowly.');
  await sam.sees('Tea first.');
}

export default {
  async 'time apart is told, holds for both, and ends with a line back'(house) {
    const { sam, noor } = await linkTwo(house);
    await asks(sam, noor, 'Noor');
    await bothSee(sam, noor);
    await moves(sam, noor);
    await comesBack(sam, noor);
  },
  async 'time apart without scripts'(house) {
    const { sam, noor } = await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } });
    await asks(sam, noor, 'Noor');
    await bothSee(sam, noor);
    await moves(sam, noor);
    await comesBack(sam, noor);
  },
  async 'time apart is shown to a therapist only where that was chosen'(house) {
    const { sam, noor, amari } = await letsTherapistIn(house);
    await asks(sam, noor, 'Noor and Amari');
    await amari.opens('/clients');
    await amari.arrives('Everyone you see');
    const base = await amari.page.locator('a[href^="/clients/"]').first().getAttribute('href');
    await amari.opens(base);
    await amari.arrives('Sam and Noor');
    await amari.sees('took time apart');
    await amari.sees('I am at my brother’s. You can call there.');
  },
};
