// What one gives and the other may answer, from two browsers: an apology and what may explain it, what would help in
// turns, a lasting word, a decision, time for two, and trust that may not come back.

import { answers, comesTo, gives, inDays, keeps, sharesWith } from '../lib/between.mjs';
import { linkTwo } from '../lib/story.mjs';

/** Sees what has changed: by itself with scripts, by loading without. */
async function looks(person, words) {
  if (!person.scripts) await person.reloads();
  await person.sees(words);
}

async function anApology({ sam, noor }) {
  // kept first: nobody else learns of it
  await keeps(noor, 'An apology', 'Keep it to myself', { writes: { 'I did it': 'I lied to you about the money.' } });
  await noor.arrives('An apology');
  await noor.sees('Only you can see this');
  const at = noor.path();
  await sam.expecting([404], async () => {
    await sam.opens(at);
    await sam.arrives('There is no page here');
  });
  await comesTo(sam, 'An apology');
  await sam.seesNo('about the money');

  await noor.follows('Change my words');
  await noor.arrives('An apology');
  await noor.writes('I regret it', 'I am ashamed that you had to find out alone.');
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives('An apology');

  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.follows(/^Noor shared something with you/);
  await sam.arrives('An apology');
  await sam.sees('I lied to you about the money.');
  await sam.opens(`${at}/answer`);
  await sam.arrives('Answer Noor');
  await sam.chooses('Not yet', 'Your answer');
  await sam.expecting([422], async () => {
    await sam.presses('Look at it as Noor would');
    await sam.arrives('Answer Noor');
    await sam.sees(/Add a few words/);
  });
  await sam.writes('In your words', 'I need to see the account with you.');
  await sam.presses('Look at it as Noor would');
  await sharesWith(sam, 'Noor');
  await sam.arrives('An apology');
  await looks(noor, 'I need to see the account with you.');

  // only now is there a place for what may explain it
  await noor.follows('Write it down, if you like');
  await noor.arrives('What may explain it');
  await noor.writes('What may explain it', 'I was afraid to tell you how much it was.');
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives('An apology');
  await looks(sam, 'I was afraid to tell you how much it was.');
}

async function inTurns({ sam, noor }) {
  const name = 'What would help me';
  const at = await gives(sam, 'Noor', name, {
    writes: { 'Which words or which act would help me feel better': 'That you tell your sister the truth.' },
  });
  // whoever listens has no field before they have heard it
  await noor.opens(at);
  await noor.arrives(name);
  await noor.hasNoField();
  await noor.presses('I have heard this');
  await sharesWith(noor, 'Sam');
  await noor.arrives(name);
  await looks(sam, /has heard this/);
  await answers(noor, 'Sam', at, 'Say something to it', { writes: { 'In your words': 'You want her to know. I will call her on Sunday.' } });
  await noor.arrives(name);
  await looks(sam, 'I will call her on Sunday.');
  // and now the other way round
  await noor.follows('Your turn, if you like');
  await noor.arrives(name);
  await noor.writes('Which words or which act would help me feel better', 'One evening in which we do not speak of it.');
  await noor.presses('Look at it as Sam would');
  await sharesWith(noor, 'Sam');
  await noor.arrives(name);
  await comesTo(sam, name);
  await sam.follows(/^One evening/);
  await sam.arrives(name);
  await sam.presses('I have heard this');
  await sharesWith(sam, 'Noor');
  await sam.arrives(name);
}

async function aLastingWord({ sam, noor }) {
  const at = await gives(noor, 'Sam', 'What I will hold to', {
    writes: { 'What I will hold to': 'I tell you the same day when I have spent more than fifty.' },
  });
  await sam.opens(at);
  await sam.sees('Is that all right with you?');
  await answers(sam, 'Noor', at, 'I am not sure', { writes: { 'In your words': 'Ask me again in June.' } });
  await sam.arrives('What I will hold to');
  await looks(noor, 'Ask me again in June.');
}

async function aDecision({ sam, noor }) {
  const at = await gives(sam, 'Noor', 'Let us decide this together', {
    writes: { 'What there is to decide': 'The job in Leeds', 'By when it has to be decided': inDays(20) },
  });
  await answers(noor, 'Sam', at, 'I need more time', { writes: { 'Which day': inDays(5) } });
  await noor.arrives('Let us decide this together');
  await looks(sam, /needs more time/);
  await answers(noor, 'Sam', at, 'I see another way', { writes: { 'In your words': 'Ask them whether two days here are enough.' } });
  await looks(sam, 'Ask them whether two days here are enough.');
}

async function timeForTwo({ sam, noor }) {
  const name = 'Time for two';
  const at = await gives(noor, 'Sam', name, {
    writes: { 'What I would like to do with you': 'Soup at the harbour', 'The day': inDays(9) },
    chooses: { 'What happened, on that day': 'Let it rest that day' },
  });
  await sam.opens(at);
  await sam.arrives(name);
  await sam.sees('Let it rest that day');
  await sam.seesNo('Put the day in your calendar');
  await answers(sam, 'Noor', at, 'Yes');
  await sam.arrives(name);
  await sam.sees('Put the day in your calendar');
  await looks(noor, 'Put the day in your calendar');
  const file = await noor.page.request.get(`${at}/day.ics`);
  const text = await file.text();
  if (!text.includes('SUMMARY:Toward') || text.includes('Soup') || text.includes('Sam')) throw new Error(`the calendar file says ${text}`);
  // and it goes with what was suggested
  await noor.follows('Take it back, or change who reads it');
  await noor.arrives('Who may read this?');
  await noor.chooses('Only me');
  await noor.presses('Take it back');
  await noor.arrives(name);
  await noor.seesNo('Put the day in your calendar');
}

async function trustMayNotReturn({ sam, noor }) {
  const name = 'When I do not think trust will come back';
  const at = await gives(sam, 'Noor', name, {
    writes: { 'What I want you to know': 'I have tried, and I am still afraid each evening.' },
    chooses: { 'How it is today': 'I am afraid that it is so' },
  });
  await noor.opens(at);
  await noor.arrives(name);
  await noor.sees('I have tried, and I am still afraid each evening.');
  await answers(noor, 'Sam', at, 'I have heard this');
  await noor.arrives(name);
  await looks(sam, /has heard this/);
  await comesTo(sam, name);
  await sam.sees('People you can call, each of you alone.');
}

async function story(two) {
  await anApology(two);
  await inTurns(two);
  await aLastingWord(two);
  await aDecision(two);
  await timeForTwo(two);
  await trustMayNotReturn(two);
}

export default {
  async 'what one gives, the other may answer'(house) {
    await story(await linkTwo(house));
  },
  async 'and what is given and answered without scripts'(house) {
    await story(await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
