// What stands beside a talk, the three ways it ends, the mark that it is settled, and something new that came out. Sam
// follows by script; Noor has scripts switched off. Pictures of the pages are taken with JOURNEY_PICTURES=<folder>.

import { beginTalk, goOnToday } from '../lib/begin.mjs';
import { linkTwo } from '../lib/story.mjs';
import { answersSayBack, finds, goesToTalk, listens, saysBack, shares, words } from '../lib/talk.mjs';

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };

/** The page as it is on a phone and on a desk, light and dark. */
async function picture(person, name) {
  if (!process.env.JOURNEY_PICTURES) return;
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      await person.page.setViewportSize(viewport);
      await person.page.emulateMedia({ colorScheme });
      await person.photographed(`${process.env.JOURNEY_PICTURES}/${name}-${size}-${colorScheme}.png`);
    }
  }
  await person.page.emulateMedia({ colorScheme: null });
  await person.page.setViewportSize(SIZES.desk);
}

/** Says back and feels heard. */
async function isHeard(speaker, listener, heading, text) {
  await listens(listener, speaker, heading, text);
  await saysBack(listener, speaker, words(listener, `what arrived of ${text.slice(0, 40)}`));
  await answersSayBack(speaker, listener, /what arrived/, 'Heard');
}

/** Steps 2 and 3. */
async function feel(sam, noor) {
  for (const [one, other] of [[sam, noor], [noor, sam]]) {
    await finds(one, 'Name what you felt');
    await one.chooses('lonely');
    await one.writes('If you want to say more', words(one, 'feelings'));
    await one.presses(`Share with ${other.name}`);
    await shares(one, other, [words(one, 'feelings')]);
  }
  await isHeard(sam, noor, 'Sam is telling you what they felt', words(sam, 'feelings'));
  await isHeard(noor, sam, 'Noor is telling you what they felt', words(noor, 'feelings'));
}

/** Noor puts the talk down in the middle of step 2, Sam leaves it for a sitting with a therapist, and both take it up again. */
async function stopsForNow(sam, noor) {
  await noor.follows('Stop for now');
  await noor.arrives('Stop for now?');
  await picture(noor, 'rest-asked');
  await noor.presses('Stop for now');
  await noor.arrives('Stopped for now');
  await finds(sam, 'Stopped for now');
  await sam.hasNoField();
  await picture(sam, 'resting');
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.sees('Stopped for now. It keeps its place.');
  await goesToTalk(sam);
  await sam.arrives('Stopped for now');
  await sam.presses('Leave it for a sitting with a therapist');
  await sam.arrives('Left for a sitting with a therapist');
  await picture(sam, 'resting-therapist');
  await finds(noor, 'Left for a sitting with a therapist');
  await sam.presses('I would like to go on');
  await sam.arrives('Left for a sitting with a therapist');
  await sam.sees(/can see that you would like to go on/);
  await finds(noor, 'Left for a sitting with a therapist');
  await noor.sees(/Sam would like to go on with this talk/);
  await picture(noor, 'resting-asked');
  await noor.presses('Yes, let us go on');
  await noor.arrives('Name what you felt');
  await finds(sam, 'Name what you felt');
}

/** Step 4: Noor remembers differently what Sam told, after she has heard it. */
async function remembersDifferently(sam, noor) {
  await finds(sam, 'Tell it as you lived it');
  await sam.writes('How I lived it', words(sam, 'the spring'));
  await sam.presses('Share with Noor');
  await shares(sam, noor, [words(sam, 'the spring')]);
  await finds(noor, 'Sam is telling you how they lived it');
  await noor.seesNo('/beside/');
  await isHeard(sam, noor, 'Sam is telling you how they lived it', words(sam, 'the spring'));
  await finds(noor, 'Tell it as you lived it');
  await picture(noor, 'after-the-turn');
  await noor.follows('I remember differently what Sam told');
  await noor.arrives('I remember it differently');
  await noor.sees(words(sam, 'the spring'));
  await noor.expecting([422], async () => {
    await noor.presses('Show it to Sam');
    await noor.arrives('I remember it differently');
    await noor.sees('Write a sentence first');
  });
  await noor.writes('I remember it differently', words(noor, 'another memory'));
  await noor.presses('Keep it for now');
  await noor.arrives('I remember it differently');
  await picture(noor, 'differently');
  await sam.opens(`${sam.talk}/record`);
  await sam.arrives('What has been shared so far');
  await sam.seesNo(words(noor, 'another memory'));
  await noor.presses('Show it to Sam');
  await shares(noor, sam, [words(noor, 'another memory')]);
  await finds(noor, 'Tell it as you lived it');
  await sam.opens(`${sam.talk}/record`);
  await sam.arrives('What has been shared so far');
  await sam.sees(words(noor, 'another memory'));
  await picture(sam, 'record-beside');
  await sam.opens(sam.talk);
  await sam.arrives('Noor has the word');
  await noor.writes('How I lived it', words(noor, 'the spring'));
  await noor.presses('Share with Sam');
  await shares(noor, sam, [words(noor, 'the spring')]);
  await isHeard(noor, sam, 'Noor is telling you how they lived it', words(noor, 'the spring'));
  await goOnToday(sam, noor);
}

/** Steps 5 to 7; afterwards Noor adds what may explain it. */
async function apologises(sam, noor) {
  for (const person of [sam, noor]) {
    await finds(person, 'What lies deeper');
    await person.presses('Go on without sharing');
  }
  for (const person of [sam, noor]) {
    await finds(person, 'What lies deeper');
    await person.presses('Go on');
  }
  await goOnToday(sam, noor);
  await finds(noor, 'Take responsibility');
  await noor.writes('What I did', words(noor, 'the act'));
  await noor.presses('Share with Sam');
  await shares(noor, sam, [words(noor, 'the act')]);
  await isHeard(noor, sam, 'Noor is saying what they take responsibility for', words(noor, 'the act'));
  await finds(sam, 'Is there anything of your own?');
  await sam.presses('Go on without sharing');
  await goOnToday(sam, noor);
  await finds(noor, 'Apologise in your own words');
  await noor.seesNo('/beside/explanation');
  await noor.writes('I regret it', words(noor, 'regret'));
  await noor.presses('Give it to Sam');
  await shares(noor, sam, [words(noor, 'regret')]);
  await finds(sam, 'Noor apologises to you');
  await sam.chooses('I heard it');
  await sam.presses('Answer Noor');
  await shares(sam, noor, ['I heard it']);
  await finds(noor, 'Plan together');
  await picture(noor, 'plan-beside');
  await noor.follows('What may explain it');
  await noor.arrives('What may explain it');
  await noor.sees(words(noor, 'regret'));
  await noor.sees(/It explains, and does not excuse/);
  await picture(noor, 'explanation');
  await noor.writes('What may explain it', words(noor, 'what explains'));
  await noor.presses('Show it to Sam');
  await shares(noor, sam, [words(noor, 'what explains')]);
  await finds(sam, 'Plan together');
  await sam.sees(words(noor, 'what explains'));
}

/** Step 8, to the closing page; what it was about stands there, and Sam calls it settled. */
async function closes(sam, noor) {
  for (const person of [sam, noor]) {
    await finds(person, 'Plan together');
    await person.presses('Enough for now');
  }
  await noor.arrives('You have come through this talk');
  await picture(noor, 'end-noor');
  await finds(sam, 'You have come through this talk');
  await picture(sam, 'end-sam');
  for (const [one, other] of [[sam, noor], [noor, sam]]) {
    await one.opens(`${one.talk}/end`);
    await one.arrives('You have come through this talk');
    await one.follows('A page for it');
    await one.arrives('What was it about, for us?');
    if (one === noor) await picture(noor, 'meaning');
    await one.writes('What it was about, as I see it today', words(one, 'the meaning'));
    await one.presses(`Show it to ${other.name}`);
    await shares(one, other, [words(one, 'the meaning')]);
    await one.arrives('You have come through this talk');
  }
  await finds(sam, 'You have come through this talk');
  await sam.sees(words(noor, 'the meaning'));
  await sam.presses('Call it settled');
  await sam.arrives('You have come through this talk');
  await sam.sees(/You call this settled/);
  await picture(sam, 'settled-sam');
  await finds(noor, 'You have come through this talk');
  await noor.sees('Sam calls this settled, unless something new comes up.');
  await picture(noor, 'settled-noor');
  await noor.opens('/talk');
  await noor.arrives('Talk');
  await noor.sees('Settled, unless something new comes up.');
  await picture(noor, 'list');
}

/** Something new came out: how one is comes first, then a talk of its own that says after which one it came up. */
async function somethingNew(sam, noor) {
  await noor.opens('/talk/new');
  await noor.arrives('Begin a talk');
  await noor.sees(/You two called this settled/);
  await picture(noor, 'new-reminder');
  await sam.opens(`${sam.talk}/end`);
  await sam.arrives('You have come through this talk');
  await sam.follows('Something new came out');
  await sam.arrives('Something new came out');
  await picture(sam, 'more');
  await sam.follows('Begin a talk about it');
  await sam.arrives('Begin a talk');
  await sam.sees('Something new, after about the spring');
  await picture(sam, 'new-after');
  await sam.presses('Ask Noor for a talk');
  await sam.arrives('Are you in?');
  const old = sam.talk;
  sam.talk = /\/talk\/[0-9a-f-]{30,}/.exec(sam.page.url())[0];
  noor.talk = sam.talk;
  for (const [one, other] of [[sam, noor], [noor, sam]]) {
    await finds(one, 'Are you in?');
    await one.chooses('Yes, I would like to do this');
    await one.presses(`Show it when ${other.name} shows theirs`);
    await shares(one, other, ['Yes, I would like to do this']);
  }
  await noor.arrives('Both answers are open');
  await noor.opens(`${old}/end`);
  await noor.arrives('You have come through this talk');
  await noor.sees(/best left out of another dispute/);
  await picture(noor, 'reminder');
  await finds(sam, 'Both answers are open');
  await sam.presses('Go on together');
  await sam.arrives('What do you want to talk about?');
  if (!(await sam.page.getByRole('radio', { name: 'about the spring' }).isChecked())) throw new Error('the earlier talk is not chosen');
  await sam.writes('What shall we call it?', 'about the letters');
  await sam.chooses('Keeping something hidden');
  await sam.chooses('I was hurt');
  await sam.chooses('Noor caused the hurt');
  await picture(sam, 'naming-after');
  await sam.presses('Show it to Noor');
  await shares(sam, noor, ['about the letters', 'about the spring']);
  await finds(noor, 'Sam would like to talk about this');
  await noor.sees('about the spring');
  await picture(noor, 'named-after');
  for (const person of [sam, noor]) {
    await person.opens(`${old}/end`);
    await person.arrives('You have come through this talk');
    await person.sees(/Something new came up after this talk/);
  }
  await noor.follows('about the letters');
  await noor.arrives('Sam would like to talk about this');
  await noor.follows('Something new came out');
  await noor.arrives('Something new came out');
  await picture(noor, 'more-open');
}

/** Stopping for good is an outcome too. */
async function stopsForGood(sam, noor) {
  await noor.opens(`${noor.talk}/stop`);
  await noor.arrives('Stop this talk for good?');
  await picture(noor, 'stop');
  await noor.presses('Stop for good');
  await noor.arrives('This talk has stopped');
  await picture(noor, 'stopped');
  await sam.opens(sam.talk);
  await sam.arrives('This talk has stopped');
}

export default {
  async 'words stand beside a talk, it rests, it is settled, and something new has a talk of its own'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await beginTalk(sam, noor);
    await stopsForNow(sam, noor);
    await feel(sam, noor);
    await remembersDifferently(sam, noor);
    await apologises(sam, noor);
    await closes(sam, noor);
    await somethingNew(sam, noor);
    await stopsForGood(sam, noor);
  },
};
