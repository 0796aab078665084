// A couple over sixteen weeks, on a clock that is moved: two browsers, one of them with scripts off.

import { compareWords, linkTwo } from '../lib/story.mjs';
import { agreeOnSunday, comesToTheForm, fillsIn, keepsTheWeek, sundayComes } from '../lib/weeks.mjs';
import { words } from '../lib/talk.mjs';

/** The other's side of a week, as this person's page has it. */
const theirSide = (person, other) => person.page.getByRole('region', { name: `${other.name}’s` });

/** The first round: both wait for each other, and neither finds anything before the second one is in. */
async function openForBothAtOnce(sam, noor) {
  await comesToTheForm(noor);
  await noor.arrives('How was this week for you?');
  await fillsIn(noor, { trust: [4, 6, null], says: { 'What still hurts': words(noor, 'the first week') }, reveal: 'both' });
  await noor.presses('Finish');
  await noor.arrives('When may Sam read this?');
  await noor.sees(words(noor, 'the first week'));
  await noor.presses('Let it wait for both');
  await noor.arrives(/^Week of/);
  await noor.sees('Waits until you have both finished');

  await comesToTheForm(sam);
  await sam.arrives('How was this week for you?');
  await sam.opens(sam.week);
  await sam.arrives(/^Week of/);
  await sam.sees('Not here yet.');
  await sam.seesNo(words(noor, 'the first week'));
  await sam.follows('Fill in mine');
  await fillsIn(sam, { trust: [3, 5, 5], says: { 'What is working': words(sam, 'the first week') }, reveal: 'both' });
  await sam.presses('Finish');
  await sam.arrives('When may Noor read this?');
  await sam.presses('Let it wait for both');
  await sam.arrives(/^Week of/);
  await sam.sees(words(noor, 'the first week'));
  await noor.opens(noor.week);
  await noor.arrives(/^Week of/);
  await noor.sees(words(sam, 'the first week'));
  await noor.opens(`${noor.week}/write`);
  await noor.sees('so yours stay as they are for this week');
}

export default {
  async 'two people over sixteen weeks'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await compareWords(sam, noor);
    await agreeOnSunday(sam, noor);
    await sundayComes(house, [sam, noor]);
    await openForBothAtOnce(sam, noor);
    for (const [trust, reveal] of [[[4, 5, 5], 'now'], [[5, 5, 6], 'both'], [[3, null, 4], 'me']]) {
      await sundayComes(house, [sam, noor]);
      await keepsTheWeek(sam, { trust, reveal });
      await keepsTheWeek(noor, { trust, reveal });
    }
    for (const person of [sam, noor]) {
      await person.opens('/today');
      await person.arrives(`Hello, ${person.name}`);
      await person.opens('/weeks/trends');
      await person.arrives('How trust has felt');
      await house.keepsPicture(person, `trends-${person.name}`);
    }
  },
};
