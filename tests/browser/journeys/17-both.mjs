// What both fill in, each alone, from two browsers: our cycle, drawn when both are there; where it is thin; what each
// expects. Neither sees before that whether the other has begun.

import { comesTo, keeps } from '../lib/between.mjs';
import { linkTwo } from '../lib/story.mjs';

/** Writes their part and lets it wait for the other one's. Answers its address. */
async function finishes(person, other, name, writes) {
  await keeps(person, name, `Look at it as ${other} would`, { writes });
  await person.arrives(`When may ${other} read this?`);
  await person.chooses('When we have both finished');
  await person.presses('Let it wait for both');
  await person.arrives(name);
  return person.path();
}

async function looks(person, words) {
  if (!person.scripts) await person.reloads();
  await person.sees(words);
}

async function ourCycle({ sam, noor }) {
  const name = 'Our cycle';
  await comesTo(noor, name);
  const before = await noor.page.locator('main').innerText();
  await finishes(sam, 'Noor', name, {
    'What I feel': 'Fear',
    'What I do then': 'I ask again, and I look for what is missing',
    'What I think you mean by what you do': 'You have something to hide',
    'What lies under it, for me': 'My father left without a word.',
  });
  await sam.sees('It waits until you have both finished.');
  // nothing of it shows to Noor
  await comesTo(noor, name);
  const after = await noor.page.locator('main').innerText();
  if (before !== after) throw new Error(`Noor's page has changed: ${after}`);
  await finishes(noor, 'Sam', name, {
    'What I feel': 'Shame',
    'What I do then': 'I go to the other room and say nothing until the morning',
    'What I think you mean by what you do': 'It will never be enough',
  });
  const picture = noor.page.getByRole('img', { name: 'The cycle of the two of you' });
  await picture.waitFor();
  await noor.sees('My father left without a word.');
  await looks(sam, 'It will never be enough');
  await sam.page.getByRole('img', { name: 'The cycle of the two of you' }).waitFor();
  const drawn = await Promise.all([sam, noor].map((one) => one.page.locator('figure.loop svg').innerHTML()));
  if (drawn[0] !== drawn[1]) throw new Error('the two do not see the same picture');
  await noor.page.getByText('The same in words').click();
  await noor.page.getByRole('listitem').filter({ hasText: 'Sam does' }).waitFor();
  await sam.arrives(name);
  await noor.arrives(name);
}

async function bothWrite({ sam, noor }, name, his, theirs) {
  await finishes(noor, 'Sam', name, theirs);
  await finishes(sam, 'Noor', name, his);
  await sam.sees(Object.values(theirs)[0]);
  await looks(noor, Object.values(his)[0]);
  await noor.arrives(name);
}

async function story(two) {
  await ourCycle(two);
  await bothWrite(
    two, 'Where it is thin between us',
    { 'Time together': 'Sundays, and then the phone rings.' },
    { 'The quarrel that comes back': 'It begins with the dishes and ends with your mother.' },
  );
  await bothWrite(
    two, 'What we expect of each other',
    { 'What I count on, on ordinary days': 'That you say when you will be late.' },
    { 'What I do not expect of you': 'That you are cheerful.' },
  );
}

export default {
  async 'what both fill in opens for both'(house) {
    await story(await linkTwo(house));
  },
  async 'and what both fill in without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
