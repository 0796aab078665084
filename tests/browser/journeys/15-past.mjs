// Looking back from two browsers: the same lines for both, one's own only when asked for, pieces of a whole, and finding
// something again, also further back and without scripts.

import { linkTwo } from '../lib/story.mjs';

async function finds(person, words) {
  await person.opens('/write');
  await person.arrives('Your own pages');
  await person.follows('Find something again');
  await person.arrives('Find something again');
  await person.writes('Words to look for', words);
  await person.presses('Look for it');
  await person.arrives('Find something again');
}

async function story({ sam, noor }) {
  // nothing yet, for both
  await sam.opens('/us');
  await sam.arrives('You two');
  await sam.follows(/^Looking back/);
  await sam.arrives('Looking back');
  await sam.sees('There is nothing to look back at so far.');
  await sam.follows('The same as pieces of a whole');
  await sam.arrives('Pieces of a whole');
  await sam.sees('Talking openly');

  // one note that stays with Sam, one that Noor gets; a question with an answer; a line
  await sam.opens('/write/new');
  await sam.arrives('Write for yourself');
  await sam.writes('Your words', 'The café by the lake, for me alone.');
  await sam.presses('Keep it to myself');
  await sam.arrives('A note');
  await sam.opens('/questions/new');
  await sam.arrives('Write a question');
  await sam.writes('Your question', 'Why did you go to the café again?');
  await sam.presses('Look at it as Noor would');
  await sam.arrives('Who may read this?');
  await sam.chooses('Noor');
  await sam.presses('Share with Noor');
  await sam.arrives('You ask Noor');
  const question = sam.path().split('?')[0];

  // Noor looks back before reading it: a line without its words
  await noor.opens('/past');
  await noor.arrives('Looking back');
  await noor.sees('It is new to you.');
  await noor.seesNo('Why did you go to the café again?');
  await finds(noor, 'cafe');
  await noor.sees('It is new to you. Its words are where it stands.');
  await noor.follows('Read it where it stands');
  await noor.arrives('Sam asks you');
  await noor.opens(`${question}/answer`);
  await noor.arrives('Answer Sam');
  await noor.writes('Your answer', 'I was alone there, and it rained. [[What I thought of stays folded.]]');
  await noor.presses('Look at it as Sam would');
  await noor.arrives('Who may read this?');
  await noor.chooses('Sam');
  await noor.presses('Share with Sam');
  await noor.arrives('Sam asks you');
  await sam.opens(question);
  await sam.arrives('You ask Noor');

  // both have the same lines, and Sam more when asked for
  await sam.opens('/past');
  await sam.arrives('Looking back');
  await sam.sees('I was alone there, and it rained.');
  await sam.seesNo('for me alone');
  await sam.follows('Also what only I can see');
  await sam.arrives('Looking back');
  await sam.sees('for me alone');
  await sam.sees('Only you can read it.');
  await sam.follows('Show only what you both see');
  await sam.arrives('Looking back');
  await sam.seesNo('for me alone');
  await noor.opens('/past');
  await noor.arrives('Looking back');
  await noor.sees('I was alone there, and it rained.');
  await noor.seesNo('for me alone');
  await noor.follows('The same as pieces of a whole');
  await noor.arrives('Pieces of a whole');
  await noor.sees('A question was answered');

  // finding it again: each what they may read
  await sam.opens('/past');
  await sam.arrives('Looking back');
  await sam.follows('Find something again');
  await sam.arrives('Find something again');
  await sam.expecting([422], async () => {
    await sam.writes('Words to look for', '?!');
    await sam.presses('Look for it');
    await sam.arrives('Find something again');
    await sam.sees('Signs alone are not looked for. Add a word.');
  });
  await finds(sam, 'CAFE');
  await sam.sees('for me alone');
  await sam.sees('Why did you go to the');
  await finds(sam, 'folded thought');
  await sam.sees('In a passage that is folded. It opens where it stands.');
  await finds(noor, 'lake');
  await noor.sees('Nothing that you can read has these words.');
  await finds(noor, '"it rained"');
  await noor.sees('I was alone there');
  await noor.follows('Read it where it stands');
  await noor.arrives('Sam asks you');
  // back from there is an empty search, and not the browser's page about sending the words again
  if (noor.scripts) {
    await noor.goesBack('Find something again');
    await noor.seesNo('it rained');
  }
}

export default {
  async 'two look back, and find something again'(house) {
    await story(await linkTwo(house));
  },
  async 'and all of it without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
