// Marks on the charts, from two browsers: private first, shared after the exact preview, changed, taken back and removed.

import { linkTwo } from '../lib/story.mjs';

async function marksAWeek(person, words) {
  await person.opens('/weeks/trends');
  await person.arrives('How trust has felt');
  await person.follows('Add a mark');
  await person.arrives('Mark a week');
  await person.writes('A few words', words);
}

export default {
  async 'a mark is one’s own until it is shared, and goes when it is taken back'(house) {
    const { sam, noor } = await linkTwo(house);
    await marksAWeek(sam, 'A hard week');
    await sam.presses('Keep it to myself');
    await sam.arrives('Marks on the charts');
    await sam.sees('Kept. Only you can see it on your charts.');
    await noor.opens('/weeks/moments');
    await noor.arrives('Marks on the charts');
    await noor.seesNo('A hard week');

    await sam.follows(/^Share the mark/);
    await sam.arrives('Who may read this?');
    await sam.chooses('Noor');
    await sam.presses('Share with Noor');
    await sam.arrives('Marks on the charts');
    await sam.sees('Noor can see it on the charts now.');
    await noor.opens('/weeks/moments');
    await noor.arrives('Marks on the charts');
    await noor.sees('A hard week');

    await sam.follows(/^Change the mark/);
    await sam.arrives('Change a mark');
    await sam.writes('A few words', 'Only a long week');
    await sam.presses('Keep it to myself');
    await sam.arrives('Marks on the charts');
    await noor.opens('/weeks/moments');
    await noor.seesNo('Only a long week');

    await sam.follows(/^Take back the mark/);
    await sam.arrives('Take it back from Noor?');
    await sam.presses('Take it back');
    await sam.arrives('Marks on the charts');
    await noor.opens('/weeks/moments');
    await noor.seesNo('A hard week');

    await sam.follows(/^Remove the mark/);
    await sam.arrives('Remove this mark?');
    await sam.presses('Remove it');
    await sam.arrives('Marks on the charts');
    await sam.sees('Nothing yet.');
  },
};
