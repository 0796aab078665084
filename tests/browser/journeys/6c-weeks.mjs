// The weekly check-in, from two browsers: a day and an hour that both agree on, a round that opens for both at once, one
// that one of them opens first, one that is missed; and the form with scripts off.

import { comeBackAfter, linkTwo } from '../lib/story.mjs';

const WEEK = /^Week of /;

/** Chooses day, hour and zone. */
async function choosesWhen(person, { day, hour, zone = 'Europe/Berlin' }) {
  await person.page.getByLabel('Which day?').selectOption(day);
  await person.writes('From what hour?', hour);
  await person.writes('By which clock?', zone);
}

async function findsTheWeeks(person) {
  await person.opens('/weeks');
  await person.arrives('Your weeks');
}

/** The two agree on Sundays, and the first round opens. */
async function agree(house, sam, noor) {
  await findsTheWeeks(sam);
  await sam.follows('Choose day and hour');
  await sam.arrives('When do you look back?');
  await choosesWhen(sam, { day: 'Sunday', hour: '19:30' });
  await sam.presses('Suggest it to Noor');
  await sam.arrives('When do you look back?');
  await sam.sees(/holds for both of you once Noor has agreed/);
  await findsTheWeeks(noor);
  await noor.follows('Look at it');
  await noor.arrives('When do you look back?');
  await noor.presses('Agree to this');
  await noor.arrives('When do you look back?');
  await noor.sees('Agreed. It holds from the next round on.');
  await comeBackAfter(house, { days: 7 }, sam, noor);
}

/** Opens the form of the round that is open. */
async function opensTheForm(person) {
  await findsTheWeeks(person);
  await person.follows(/^(Fill in mine|Go on with mine)$/);
  await person.arrives('How was this week for you?');
}

async function scores(person, numbers) {
  const questions = ['Can I lean on you?', 'Do I matter to you?', 'Will we make it?'];
  for (const [at, number] of numbers.entries()) {
    if (number !== null) await person.page.getByRole('group', { name: questions[at] }).getByLabel(String(number), { exact: true }).check();
  }
}

export default {
  async 'two look back on a week, and both open at the same moment'(house) {
    const { sam, noor } = await linkTwo(house);
    await agree(house, sam, noor);

    await opensTheForm(noor);
    await scores(noor, [7, null, 6]);
    await noor.writes('What is working', 'Breakfast before the day begins');
    await noor.chooses('When we have both finished');
    await noor.presses('Finish');
    await noor.arrives('When may Sam read this?');
    await noor.sees('Exactly what Sam will see');
    await noor.presses('Let it wait for both');
    await noor.arrives(WEEK);
    await noor.sees('Not here yet.');

    // Sam sends one good word on its own; what he wrote stays in the form.
    await opensTheForm(sam);
    await sam.seesNo('Breakfast');
    await scores(sam, [4, 5, 5]);
    await sam.writes('What still hurts', 'The quiet on Tuesday');
    await sam.writes('One thing I appreciate', 'That you waited for me');
    await sam.presses('Send what I appreciate');
    await sam.arrives('Send this line to Noor?');
    await sam.presses('Send it now');
    await sam.arrives('How was this week for you?');
    if (await sam.reads('What still hurts') !== 'The quiet on Tuesday') throw new Error('the form has lost its words');
    await sam.chooses('When we have both finished');
    await sam.presses('Finish');
    await sam.arrives('When may Noor read this?');
    await noor.seesNo('The quiet on Tuesday');
    await sam.presses('Let it wait for both');
    await sam.arrives(WEEK);
    await sam.sees('Breakfast before the day begins');

    // Noor's page follows by itself.
    await noor.sees('The quiet on Tuesday');
    await noor.arrives(WEEK);
    await noor.sees('You could read Sam’s answers, so yours stay as they are for this week.');
    await noor.follows('Take it back');
    await noor.arrives('Take it back from Sam?');
    await noor.follows('Leave it shared');
    await noor.arrives(WEEK);
    await findsTheWeeks(noor);
  },

  async 'one is shared at once, one is missed, and a note stays private'(house) {
    const { sam, noor } = await linkTwo(house);
    await agree(house, sam, noor);
    await opensTheForm(sam);
    await sam.writes('Steps I took', 'I asked at breakfast');
    await sam.chooses('Share with Noor now');
    await sam.presses('Finish');
    await sam.arrives('When may Noor read this?');
    await sam.presses('Share with Noor now');
    await sam.arrives(WEEK);
    await findsTheWeeks(noor);
    await noor.follows('Look at this week');
    await noor.arrives(WEEK);
    await noor.seesNo('I asked at breakfast');
    await noor.presses('Open Sam’s now');
    await noor.arrives(WEEK);
    await noor.sees('I asked at breakfast');

    await comeBackAfter(house, { days: 7 }, sam, noor);
    await findsTheWeeks(noor);
    await noor.sees(/^Skipped/);
    await noor.page.getByRole('link', { name: /Skipped/ }).click();
    await noor.arrives(WEEK);
    await noor.follows('Write a private note to this week');
    await noor.arrives('A note to that week');
    await noor.writes('Your note', 'I remember the rain');
    await noor.presses('Keep it to myself');
    await noor.arrives(WEEK);
    await noor.sees('I remember the rain');
    await findsTheWeeks(sam);
    await sam.seesNo('I remember the rain');
  },

  async 'a check-in with scripts off'(house) {
    const { sam, noor } = await linkTwo(house, { sam: { scripts: false } });
    await agree(house, sam, noor);
    await opensTheForm(sam);
    await scores(sam, [0]);
    await sam.writes('What still hurts', 'The quiet on Tuesday');
    await sam.presses('Save for later');
    await sam.arrives(WEEK);
    await sam.sees('Kept for later. Only you can read it.');
    await findsTheWeeks(noor);
    await noor.seesNo('The quiet on Tuesday');
    await opensTheForm(sam);
    await sam.presses('Finish');
    await sam.arrives(WEEK);
    await sam.follows('Decide when Noor may read it');
    await sam.arrives('When may Noor read this?');
    await sam.chooses('When we have both finished');
    await sam.presses('Let it wait for both');
    await sam.arrives(WEEK);
    await sam.follows('Keep it to myself after all');
    await sam.arrives('Keep it to yourself?');
    await sam.presses('Keep it to myself');
    await sam.arrives(WEEK);
  },
};
