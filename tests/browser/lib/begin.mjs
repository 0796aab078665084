// How a talk begins, in the words of its pages: are you in, the name, whether it has stopped, time and place, and what to
// expect. Then the page that says that one step is enough for a day.

import { finds, shares, words } from './talk.mjs';

const today = () => new Date().toISOString().slice(0, 10);
const nextWeek = () => new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString().slice(0, 10);

/** Answers yes, and chooses to show it. */
async function isIn(person, other) {
  await finds(person, 'Are you in?');
  await person.chooses('Yes, I would like to do this');
  await person.presses(`Show it when ${other.name} shows theirs`);
  await shares(person, other, ['Yes, I would like to do this']);
}

/** Asks for a talk, and both say that they are in. */
export async function bothAreIn(sam, noor) {
  await sam.opens('/talk');
  await sam.arrives('Talk');
  await sam.follows('Begin a talk');
  await sam.arrives('Begin a talk');
  await sam.presses(`Ask ${noor.name} for a talk`);
  await sam.arrives('Are you in?');
  sam.talk = /\/talk\/[0-9a-f-]{30,}/.exec(sam.page.url())[0];
  noor.talk = sam.talk;
  await isIn(sam, noor);
  await sam.arrives('This is with you both');
  await noor.opens(noor.talk);
  await isIn(noor, sam);
  await noor.arrives('Both answers are open');
  await finds(sam, 'Both answers are open');
  await sam.presses('Go on together');
}

/** Sam, who was hurt, gives it a name, and Noor recognises it. Until it is shown, Noor finds nothing of it. */
export async function nameIt(sam, noor, watching = (act) => act()) {
  await sam.arrives('What do you want to talk about?');
  await sam.writes('What shall we call it?', 'about the spring');
  await sam.chooses('Keeping something hidden');
  await sam.chooses('I was hurt');
  await sam.chooses(`${noor.name} caused the hurt`);
  await sam.writes('What was it, in your own words?', words(sam, 'the opening'));
  await sam.presses(`Show it to ${noor.name}`);
  await noor.opens(noor.talk);
  await noor.arrives('What do you want to talk about?');
  await noor.seesNo(words(sam, 'the opening'));
  await shares(sam, noor, [words(sam, 'the opening')]);
  await sam.arrives(`With ${noor.name} now`);
  await finds(noor, `${sam.name} would like to talk about this`);
  await noor.sees(words(sam, 'the opening'));
  await watching(() => noor.presses('Yes, I recognise this'));
}

/** Noor says that it has stopped, and Sam goes on from there. */
export async function sayItHasStopped(sam, noor) {
  await finds(noor, 'Has it stopped?');
  await noor.chooses('It has stopped');
  await noor.writes('What has stopped', words(noor, 'what has stopped'));
  await noor.writes('Since which day?', today());
  await noor.presses(`Show it to ${sam.name}`);
  await shares(noor, sam, [words(noor, 'what has stopped')]);
  await noor.arrives(`With ${sam.name} now`);
  await finds(sam, `${noor.name} says where it stands`);
  await sam.sees(words(noor, 'what has stopped'));
  await sam.presses('I have read it, go on');
}

/** A time and a place. */
export async function findTimeAndPlace(sam, noor) {
  await finds(noor, 'Find time and place');
  await noor.writes('Which day?', nextWeek());
  await noor.writes('At what time?', '19:30');
  await noor.writes('In which time zone?', 'Europe/Berlin');
  await noor.writes('Where?', 'at the kitchen table');
  await noor.presses(`Suggest it to ${sam.name}`);
  await shares(noor, sam, ['at the kitchen table']);
  await noor.arrives(`With ${sam.name} now`);
  await finds(sam, `${noor.name} suggests a time and a place`);
  await sam.presses('Yes, that suits me');
}

/** Both have read what to expect. */
export async function readWhatToExpect(sam, noor) {
  await finds(sam, 'What to expect');
  await sam.presses('I have read this');
  await sam.arrives('You are through with this');
  await finds(noor, 'What to expect');
  await noor.presses('I have read this');
}

/** Everything before the first step: Sam was hurt and asks for the talk, Noor caused it. */
export async function agreeToTalk(sam, noor, watching) {
  await bothAreIn(sam, noor);
  await nameIt(sam, noor, watching);
  await sayItHasStopped(sam, noor);
}

/** Everything up to step 2: Sam was hurt and asks for the talk, Noor caused it. */
export async function beginTalk(sam, noor) {
  await agreeToTalk(sam, noor);
  await findTimeAndPlace(sam, noor);
  await readWhatToExpect(sam, noor);
  await finds(sam, 'Name what you felt');
  await finds(noor, 'Name what you felt');
}

/** The next step waits for tomorrow, and both choose today. */
export async function goOnToday(sam, noor) {
  for (const person of [sam, noor]) {
    await finds(person, 'Enough for today');
    await person.presses('I would like to go on today');
  }
}
