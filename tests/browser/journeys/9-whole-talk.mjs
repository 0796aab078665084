// The app's main job: two people, two browsers, from the setup link to the closing page of a talk. Sam follows by
// script; Noor has scripts switched off. It takes three sittings, a break, a restart and a crash of the server.

import { compareWords, linkTwo, signsIn, signsOut } from '../lib/story.mjs';
import { agreeToTalk, answersSayBack, finds, goesToTalk, listens, saysBack, shares, words } from '../lib/talk.mjs';

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

/** Step 1. Sam would rather meet at another hour. */
async function findTime(sam, noor) {
  const day = new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await noor.arrives('Find time and place');
  await finds(sam, 'Find time and place');
  await noor.writes('Which day?', day);
  await noor.writes('At what time?', '19:30');
  await noor.writes('In which time zone?', 'Europe/Berlin');
  await noor.writes('Where?', 'at the kitchen table');
  await noor.presses('Suggest it to Sam');
  await shares(noor, sam, ['at the kitchen table']);
  await finds(sam, 'Noor suggests a time and a place');
  await sam.follows('Suggest another');
  await sam.arrives('Find time and place');
  await sam.writes('At what time?', '20:15');
  await sam.presses('Suggest it to Noor');
  await shares(sam, noor, ['20:15']);
  await finds(noor, 'Sam suggests a time and a place');
  await noor.presses('Yes, that suits me');
  await finds(sam, 'Name what you felt');
  const [calendar] = await Promise.all([sam.page.waitForEvent('download'), sam.follows('Put the time in your calendar')]);
  if (!/\.ics$/.test(calendar.suggestedFilename()) || /toward|spring|talk/i.test(calendar.suggestedFilename())) {
    throw new Error(`the calendar file is called ${calendar.suggestedFilename()}`);
  }
}

/** Step 2: each alone, and neither sees the other's before both have shared. */
async function nameFeelings(sam, noor) {
  await sam.chooses('lonely');
  await sam.chooses('unreal');
  await sam.writes('A word of your own', 'see-through');
  await sam.writes('If you want to say more', words(sam, 'feelings'));
  await sam.presses('Share with Noor');
  await shares(sam, noor, ['lonely', 'see-through', words(sam, 'feelings')]);
  await sam.arrives('Yours is shared');
  await finds(noor, 'Name what you felt');
  await noor.seesNo(words(sam, 'feelings'));
  await noor.chooses('ashamed');
  await noor.writes('If you want to say more', words(noor, 'feelings'));
  await noor.presses('Keep it for now');
  await noor.arrives('Name what you felt');
  await noor.presses('Share with Sam');
  await shares(noor, sam, [words(noor, 'feelings')]);
}

/** Step 3. Sam needs to be heard twice. */
async function listenToEachOther(sam, noor) {
  await finds(sam, 'Noor is listening');
  await listens(noor, sam, 'Sam is telling you what they felt', words(sam, 'feelings'));
  await saysBack(noor, sam, words(noor, 'a first try'));
  await answersSayBack(sam, noor, words(noor, 'a first try'), 'Not quite');
  await finds(noor, 'Say back what you heard');
  await noor.sees(words(noor, 'a first try'));
  await saysBack(noor, sam, words(noor, 'a second try'));
  await answersSayBack(sam, noor, words(noor, 'a second try'), 'Heard');
  await listens(sam, noor, 'Noor is telling you what they felt', words(noor, 'feelings'));
  await saysBack(sam, noor, words(sam, 'what arrived'));
  await answersSayBack(noor, sam, words(sam, 'what arrived'), 'Heard');
}

/** Step 4, with a break in Sam's turn and the server's restart in Noor's. */
async function tellAsYouLivedIt(sam, noor, house) {
  await finds(sam, 'Tell it as you lived it');
  await finds(noor, 'Sam has the word');
  await noor.hasNoField();
  await sam.writes('How I lived it', words(sam, 'the half of it'));
  await takeABreak(noor, sam, house);
  if (await sam.reads('How I lived it') !== words(sam, 'the half of it')) throw new Error('the break lost what was written');
  await sam.writes('How I lived it', words(sam, 'the spring'));
  await sam.presses('Share with Noor');
  await shares(sam, noor, [words(sam, 'the spring')]);
  await listens(noor, sam, 'Sam is telling you how they lived it', words(sam, 'the spring'));
  await saysBack(noor, sam, words(noor, 'how it was'));
  await answersSayBack(sam, noor, words(noor, 'how it was'), 'Heard');

  await finds(noor, 'Tell it as you lived it');
  await finds(sam, 'Noor has the word');
  await house.restarts();
  await noor.writes('How I lived it', words(noor, 'the spring'));
  await noor.presses('Share with Sam');
  await shares(noor, sam, [words(noor, 'the spring')]);
  // Sam has not touched anything: the page has found the server again by itself.
  await listens(sam, noor, 'Noor is telling you how they lived it', words(noor, 'the spring'));
  await saysBack(sam, noor, words(sam, 'how it was'));
  await answersSayBack(noor, sam, words(sam, 'how it was'), 'Heard');
}

/** One takes a break and the other has it too, without a reason; afterwards the talk goes on where it was. */
async function takeABreak(one, other, house) {
  await one.follows('Take a break');
  await one.arrives('Take a break?');
  await one.chooses('Twenty minutes');
  await one.presses('Take a break');
  await one.arrives('You are on a break');
  await finds(other, 'You are on a break');
  await other.sees(`${one.name} is taking a break.`);
  await other.hasNoField();
  await other.follows('I need more time');
  await other.arrives('More time?');
  await other.chooses('An hour more');
  await other.presses('Move the return time');
  await other.arrives('You are on a break');
  await house.breakIsOver();
  await other.opens(other.talk);
  await other.sees(/The break is over/);
}

/** Step 5: Sam shares, Noor goes on without, and nobody can tell. */
async function goDeeper(sam, noor) {
  await finds(sam, 'What lies deeper');
  await sam.writes('What this touched in me', words(sam, 'what is older'));
  await sam.presses('Share with Noor');
  await shares(sam, noor, [words(sam, 'what is older')]);
  await sam.arrives('You are through with this');
  await finds(noor, 'What lies deeper');
  await noor.presses('Go on without sharing');
  await finds(noor, 'What lies deeper');
  await noor.sees(words(sam, 'what is older'));
  await noor.presses('Go on');
  await finds(sam, 'What lies deeper');
  await sam.presses('Go on');
}

/** Step 6: Noor, who caused the hurt; Sam has nothing of the kind to say. */
async function takeResponsibility(sam, noor) {
  await finds(noor, 'Take responsibility');
  await finds(sam, 'Noor has the word');
  await noor.writes('What I did', words(noor, 'the act'));
  await noor.writes('What I see it did to you', words(noor, 'what it did'));
  await noor.presses('Share with Sam');
  await shares(noor, sam, [words(noor, 'the act')]);
  await listens(sam, noor, 'Noor is saying what they take responsibility for', words(noor, 'the act'));
  await saysBack(sam, noor, words(sam, 'what was taken on'));
  await answersSayBack(noor, sam, words(sam, 'what was taken on'), 'Heard');
  await finds(noor, 'Sam has a moment of their own');
  await finds(sam, 'Is there anything of your own?');
  await sam.presses('Go on without sharing');
}

/** Step 7. */
async function apologise(sam, noor) {
  await finds(noor, 'Apologise in your own words');
  await finds(sam, 'Noor has the word');
  await noor.writes('I understand', words(noor, 'understanding'));
  await noor.writes('I regret it', words(noor, 'regret'));
  await noor.presses('Give it to Sam');
  await shares(noor, sam, [words(noor, 'understanding'), words(noor, 'regret')]);
  await noor.arrives('It is given');
  await finds(sam, 'Noor apologises to you');
  await sam.sees(words(noor, 'regret'));
  await sam.chooses('Not yet, I still need');
  await sam.writes('What I still need', words(sam, 'a need'));
  await sam.presses('Answer Noor');
  await shares(sam, noor, [words(sam, 'a need')]);
}

/** Step 8, to the closing page. */
async function plan(sam, noor) {
  await finds(noor, 'Plan together');
  await noor.sees(words(sam, 'a need'));
  await finds(sam, 'Plan together');
  await sam.writes('An idea', words(sam, 'an idea'));
  await sam.presses('Share with Noor');
  await shares(sam, noor, [words(sam, 'an idea')]);
  await sam.arrives('Plan together');
  await finds(noor, 'Plan together');
  await noor.sees(words(sam, 'an idea'));
  await noor.presses('Enough for now');
  await noor.arrives('Plan together');
  await finds(sam, 'Plan together');
  await sam.sees('Noor has enough for now.');
  await sam.presses('Enough for now');
  await sam.arrives('You have come through this talk');
  await finds(noor, 'You have come through this talk');
}

/** Afterwards: what was shared is there to read, and what was not is nowhere. */
async function lookBack(sam, noor) {
  for (const [person, other] of [[sam, noor], [noor, sam]]) {
    await person.follows('Read what was shared');
    await person.arrives('What has been shared so far');
    await person.sees(words(other, 'feelings'));
    await person.sees(words(other, 'the spring'));
  }
  await noor.seesNo(words(sam, 'the half of it'));
  for (const person of [sam, noor]) {
    await person.opens('/talk');
    await person.arrives('Talk');
    await person.sees('Behind you');
  }
}

export default {
  async 'two people go through a whole talk, in three sittings'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await compareWords(sam, noor);
    await agreeToTalk(sam, noor);
    await findTime(sam, noor);
    await nameFeelings(sam, noor);
    await finds(sam, 'Noor is listening');
    await standUp(sam, noor);

    await sitDownAgain(sam, noor);
    await listenToEachOther(sam, noor);
    await tellAsYouLivedIt(sam, noor, house);
    await finds(sam, 'What lies deeper');
    await standUp(sam, noor);

    await house.crashes();
    await sitDownAgain(noor, sam);
    await goDeeper(sam, noor);
    await takeResponsibility(sam, noor);
    await apologise(sam, noor);
    await plan(sam, noor);
    await lookBack(sam, noor);
  },
};
