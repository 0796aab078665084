// Questions from two browsers: written, thought over, asked, answered, put off to a day, asked again beside the earlier
// answer, taken back; and the list of what is not said yet, from which one thing becomes an answer.

import { linkTwo } from '../lib/story.mjs';

/** On a sharing page: chooses the other one and shares. */
async function sharesWith(person, other) {
  await person.arrives('Who may read this?');
  await person.chooses(other);
  await person.presses(`Share with ${other}`);
}

async function asks(person, other, words) {
  await person.opens('/questions/new');
  await person.arrives('Write a question');
  await person.writes('Your question', words);
  await person.presses(`Look at it as ${other} would`);
}

/** Sees what has changed: by itself with scripts, by loading without. */
async function looks(person, words) {
  if (!person.scripts) await person.reloads();
  await person.sees(words);
}

/** So many days on, in the form of a date field. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function story({ sam, noor }) {
  await sam.opens('/write');
  await sam.arrives('Your own pages');
  await sam.follows(/^Questions to each other/);
  await sam.arrives('Questions');
  await sam.sees('Each of you can ask.');

  // a question for pictures meets an offer, with a field for its asker alone
  await asks(sam, 'Noor', 'What did you do in bed with him?');
  await sam.arrives('Before you ask it');
  await sam.sees('What would knowing this give you?');
  await sam.writes('What would knowing this give you?', 'An end to imagining it.');
  await sam.presses('Go on to asking it');
  await sam.arrives('Who may read this?');
  await sam.seesNo('An end to imagining it.');
  await sam.follows(/^Back to your words/);
  await sam.arrives('Change your question');
  await sam.writes('Your question', 'Why did you lie to me about the hotel?');
  await sam.presses('Look at it as Noor would');
  await sharesWith(sam, 'Noor');
  await sam.arrives('You ask Noor');
  await sam.sees('Nothing has come back.');
  await sam.sees('An end to imagining it.');

  // Noor finds it, has something on her list that is not said yet, and makes an answer of it
  await noor.opens('/aside');
  await noor.arrives('Not yet said');
  await noor.writes('Something you have not said yet', 'I was afraid that you would leave.');
  await noor.presses('Put it on the list');
  await noor.arrives('Not yet said');
  await noor.sees('I was afraid that you would leave.');
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.follows(/^Sam asks you something/);
  await noor.arrives('Sam asks you');
  await noor.sees('Why did you lie to me about the hotel?');
  await noor.opens('/aside');
  await noor.arrives('Not yet said');
  await noor.follows(/^Say it/);
  await noor.arrives('Not yet said');
  await noor.follows(/^Why did you lie to me about the hotel/);
  await noor.arrives('Answer Sam');
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives('Sam asks you');
  await looks(sam, 'I was afraid that you would leave.');
  await sam.seesNo('Not yet said');
  await noor.opens('/aside');
  await noor.arrives('Not yet said');
  await noor.presses('Tick it off');
  await noor.arrives('Not yet said');
  await noor.sees('Ticked off. It stays below, for you alone.');

  // a second question, and a day for it
  await asks(sam, 'Noor', 'Who else knew?');
  await sharesWith(sam, 'Noor');
  await sam.arrives('You ask Noor');
  await noor.opens('/questions');
  await noor.arrives('Questions');
  await noor.follows(/^Who else knew/);
  await noor.arrives('Sam asks you');
  await noor.follows(/^Answer it by a day/);
  await noor.arrives('An answer to come');
  await noor.expecting([422], async () => {
    await noor.presses('Look at it as Sam would');
    await noor.arrives('An answer to come');
    await noor.sees('Choose a day');
  });
  await noor.writes('The day', inDays(9));
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives('Sam asks you');
  await noor.follows('Change it');
  await noor.arrives('Change what you chose');
  await noor.writes('The day', inDays(12));
  await noor.writes('A sentence about it', 'I want to sleep over it once more.');
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives('Sam asks you');
  await sam.opens('/questions');
  await sam.arrives('Questions');
  await sam.follows(/^Who else knew/);
  await sam.arrives('You ask Noor');
  await sam.sees('I want to sleep over it once more.');

  // asked again, the earlier answer stands beside it
  await sam.opens('/questions/new');
  await sam.arrives('Write a question');
  await sam.writes('Your question', 'Why was there a lie about the hotel?');
  await sam.presses('Was it answered before?');
  await sam.arrives('Write a question');
  await sam.sees('I was afraid that you would leave.');
  await sam.presses('Look at it as Noor would');
  await sharesWith(sam, 'Noor');
  await sam.arrives('You ask Noor');
  const again = sam.path();
  await noor.opens(`${again}/answer`);
  await noor.arrives('Answer Sam');
  await noor.sees('You answered something like this before');

  // and taken back by whoever asked: it goes from the form that stands open, too
  await noor.expecting([404], async () => {
    await sam.follows('Take it back, or change who reads it');
    await sam.arrives('Who may read this?');
    await sam.chooses('Only me');
    await sam.presses('Take it back');
    await sam.arrives('A question of yours');
    await sam.sees('Taken back. Noor can no longer open it.');
    if (!noor.scripts) await noor.reloads();
    await noor.page.getByRole('heading', { level: 1, name: 'There is no page here' }).waitFor();
    await noor.seesNo('Why was there a lie about the hotel?');
    await noor.opens(again);
    await noor.arrives('There is no page here');
  });
}

export default {
  async 'a question is asked, answered, put off and asked again'(house) {
    await story(await linkTwo(house));
  },
  async 'and all of it without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
