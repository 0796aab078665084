// The app's main job: two people, two browsers, from the setup link to the closing page of a talk. Sam follows by
// script; Noor has scripts switched off. It takes three sittings, a break, a restart and a crash of the server.

import { compareWords, linkTwo, signsIn, signsOut } from '../lib/story.mjs';
import { answersSayBack, finds, goesToTalk, listens, saysBack, shares, words } from '../lib/talk.mjs';

/** Both come back to the talk after the last sitting. */
async function sitDownAgain(...people) {
  for (const person of people) {
    await signsIn(person);
    await person.arrives(`Hello, ${person.name}`);
    await goesToTalk(person);
  }
}

async function standUp(...people) {
  for (const person of people) {
    await signsOut(person);
    await person.arrives('A quiet place for two');
  }
}

/** What to talk about, which roles, and when and where. */
async function agreeToTalk(sam, noor) {
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.opens('/talk');
  await sam.arrives('Talk');
  await sam.follows('Begin a talk');
  await sam.arrives('What do you want to talk about?');
  await sam.writes('What shall we call it?', 'about the spring');
  await sam.chooses('Keeping something hidden');
  await sam.chooses('I was hurt');
  await sam.chooses('Noor caused the hurt');
  await sam.writes('What was it, in your own words?', words(sam, 'the opening'));
  await noor.opens('/talk');
  await noor.arrives('Talk');
  await noor.seesNo('about the spring');
  await sam.presses('Show it to Noor');
  await sam.arrives('Exactly what Noor will see');
  await sam.presses('Show it to Noor');
  await sam.arrives('With Noor now');
  sam.talk = sam.page.url().replace(/\/\d$/, '');
  noor.talk = sam.talk;

  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await goesToTalk(noor);
  await noor.arrives('Sam would like to talk about this');
  await noor.sees(words(sam, 'the opening'));
  await noor.presses('Yes, let us talk about this');
}

export default {
  async 'two people go through a whole talk, in three sittings'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await compareWords(sam, noor);
    await agreeToTalk(sam, noor);
    await noor.arrives('Find time and place');
  },
};
