// The couple's pace, from two browsers: suggested, answered with something else, agreed to; and with scripts off.

import { linkTwo } from '../lib/story.mjs';

const BEGINS = 'After an hour and a half, the talk offers to stop.';
const LONGEST = 'How long may a sitting last?';
const QUIET = 'Are there hours when the talk rests?';

/** From "You two" to the page, as a person finds it. */
async function findsThePace(person) {
  await person.opens('/us');
  await person.arrives('You two');
  await person.follows(/^Your pace/);
  await person.arrives('Your pace');
}

async function fillsIn(person, { longest, from, to, zone = 'Europe/Berlin' }) {
  await person.chooses(longest, LONGEST);
  if (from) {
    await person.chooses('Quiet between two hours', QUIET);
    await person.writes('From', from);
    await person.writes('Until', to);
  } else {
    await person.chooses('No quiet hours', QUIET);
  }
  await person.writes('By which clock?', zone);
}

/** What holds, for this person. */
async function holds(person) {
  return person.page.getByRole('region', { name: 'How it is now' }).getByRole('listitem').allInnerTexts();
}

async function stillBegins(...people) {
  for (const person of people) {
    const [first] = await holds(person);
    if (first !== BEGINS) throw new Error(`for ${person.name} it is "${first}" before both have agreed`);
  }
}

export default {
  async 'a pace is suggested, answered with another, and agreed to'(house) {
    const { sam, noor } = await linkTwo(house);
    await noor.opens('/today');
    await noor.arrives('Hello, Noor');
    await findsThePace(sam);
    await sam.sees('Everyone begins with this.');
    await fillsIn(sam, { longest: 'Two hours', from: '22:30', to: '07:00' });
    await sam.presses('Suggest it to Noor');
    await sam.arrives('Your pace');
    await sam.sees('Suggested. Nothing changes until both of you have agreed.');

    // Noor's page follows by itself.
    await noor.follows(/^Sam suggests another pace for your talks/);
    await noor.arrives('Your pace');
    await noor.sees('Sam suggests');
    await noor.sees('Quiet hours are from 22:30 to 07:00.');
    await stillBegins(sam, noor);
    if (await noor.reads('From') !== '22:30') throw new Error('a new suggestion does not begin with the one on the table');

    // Sam has begun to change something: what is typed stays, and the page says that it has changed.
    await sam.writes('From', '21:15');
    await fillsIn(noor, { longest: 'Three quarters of an hour', from: '23:00', to: '06:30' });
    await noor.presses('Suggest it to Sam');
    await noor.arrives('Your pace');
    await noor.sees('You have suggested');
    await sam.sees('This page has changed meanwhile.');
    if (await sam.reads('From') !== '21:15') throw new Error('what was typed is gone');
    await sam.expecting([422], () => sam.presses('Suggest it to Noor'));
    await sam.arrives('Your pace');
    await sam.sees('Noor suggests');
    if (await sam.reads('From') !== '21:15') throw new Error('what was typed is gone after sending it');
    await stillBegins(sam, noor);

    await sam.presses('Agree to this');
    await sam.arrives('Your pace');
    await sam.sees('Agreed. This is your pace from now on.');
    await noor.page.getByRole('region', { name: 'You have suggested' }).waitFor({ state: 'detached' });
    const [one, other] = [await holds(sam), await holds(noor)];
    const right = ['After three quarters of an hour, the talk offers to stop.', 'Quiet hours are from 23:00 to 06:30.', 'Time zone: Europe/Berlin.'];
    for (const lines of [one, other]) if (lines.join() !== right.join()) throw new Error(`it is "${lines.join(' ')}"`);
  },

  async 'the browser knows the time zone, and nobody has to'(house) {
    const { sam } = await linkTwo(house);
    await sam.page.addInitScript(() => {
      const real = Intl.DateTimeFormat.prototype.resolvedOptions;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () { return { ...real.call(this), timeZone: 'Pacific/Auckland' }; };
    });
    await findsThePace(sam);
    if (await sam.reads('By which clock?') !== 'Pacific/Auckland') throw new Error('the zone is not filled in');
  },

  async 'without scripts it is left, put away and taken back'(house) {
    const { sam, noor } = await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } });
    await findsThePace(sam);
    await fillsIn(sam, { longest: 'Half an hour', from: '22:30', to: '22:30' });
    await sam.expecting([422], () => sam.presses('Suggest it to Noor'));
    await sam.arrives('Your pace');
    await sam.sees('Choose an end that is not the same as the beginning');
    if (await sam.reads('By which clock?') !== 'Europe/Berlin') throw new Error('what was typed is gone');
    await sam.writes('Until', '06:00');
    await sam.presses('Suggest it to Noor');
    await sam.arrives('Your pace');
    await sam.sees('You have suggested');

    await findsThePace(noor);
    await noor.presses('Leave it as it is');
    await noor.arrives('Your pace');
    await noor.sees('It stays as it is.');
    await findsThePace(sam);
    await sam.sees('Noor would rather leave it as it is');
    await sam.presses('Put it away');
    await sam.arrives('Your pace');
    await stillBegins(sam, noor);

    await fillsIn(sam, { longest: 'An hour' });
    await sam.presses('Suggest it to Noor');
    await sam.arrives('Your pace');
    await sam.presses('Take it back');
    await sam.arrives('Your pace');
    await findsThePace(noor);
    await noor.seesNo('Sam suggests');
    await stillBegins(sam, noor);
  },
};
