// A whole talk after its opening, as a list: who is on which page, what they see and do there, and what comes next.
// Every journey through a whole talk plays these same acts, with other hands, other days, or scripts off.
//
// An act is `{ who, page }` (`from: 'here'`: they stand there already, by what they did last) and, in this order, what there is of:
//   sees, hides   words that are, and that are nowhere, on the page
//   noField       nothing on it can be written into
//   ticks         answers to choose, boxes to tick
//   fields        label: text
//   button, link  what is pressed or followed
//   shares        what the page before anything crosses over has to show; the act goes on to the other from there
//   next          the heading they come to by it
// With `maybe` the act is left out where another page stands: the day, or the other, has gone on already.
// A new stage of the talk is a new list here, and a line in WHOLE.

import { finds, shares, words } from './talk.mjs';

const NAMES = { sam: 'Sam', noor: 'Noor' };
const OTHER = { sam: 'noor', noor: 'sam' };

/** What one of the two writes about something. */
export const said = (who, about) => words({ name: NAMES[who] }, about);

async function play(people, act) {
  const person = people[act.who];
  if (act.maybe) {
    await person.opens(person.talk);
    if (await person.page.locator('h1').innerText() !== act.page) return;
  }
  if (act.from === 'here') await person.arrives(act.page);
  else await finds(person, act.page);
  for (const text of act.sees ?? []) await person.sees(text);
  for (const text of act.hides ?? []) await person.seesNo(text);
  if (act.noField) await person.hasNoField();
  for (const answer of act.ticks ?? []) await person.chooses(answer);
  for (const [label, text] of Object.entries(act.fields ?? {})) await person.writes(label, text);
  if (act.button) await person.presses(act.button);
  if (act.link) await person.follows(act.link);
  if (act.shares) await shares(person, people[OTHER[act.who]], act.shares);
  if (act.next) await person.arrives(act.next);
}

/** Plays acts in their order. `turns` is called with whoever comes next, whenever that is somebody else than before. */
export async function plays(people, acts, turns = async () => {}) {
  let last = null;
  for (const act of acts) {
    if (act.who !== last) await turns(people[act.who]);
    last = act.who;
    try {
      await play(people, act);
    } catch (error) {
      error.message = `${NAMES[act.who]} on "${act.page}": ${error.message}`;
      throw error;
    }
  }
}

/** `who` reads `text` of the other's, and says back `heard`. */
const listen = (who, page, text, heard) => [
  { who, page, sees: [text], noField: true, button: 'I have listened', next: 'Say back what you heard' },
  ...sayBack(who, heard),
];

const sayBack = (who, heard, sees = []) => [{
  who, page: 'Say back what you heard', sees, fields: { 'What I heard you say': heard }, button: `Show it to ${NAMES[OTHER[who]]}`,
  shares: [heard], next: `With ${NAMES[OTHER[who]]} now`,
}];

/** The speaker reads what was heard. */
const answer = (who, heard, button) => [{ who, page: 'Did it arrive?', sees: [heard], button }];

/** Step 1. Sam would rather meet at another hour. */
export const findTime = (day) => [
  { who: 'sam', page: 'Find time and place' },
  {
    who: 'noor',
    page: 'Find time and place',
    fields: { 'Which day?': day, 'At what time?': '19:30', 'In which time zone?': 'Europe/Berlin', 'Where?': 'at the kitchen table' },
    button: 'Suggest it to Sam',
    shares: ['at the kitchen table'],
  },
  { who: 'sam', page: 'Noor suggests a time and a place', link: 'Suggest another', next: 'Find time and place' },
  { who: 'sam', from: 'here', page: 'Find time and place', fields: { 'At what time?': '20:15' }, button: 'Suggest it to Noor', shares: ['20:15'] },
  { who: 'noor', page: 'Sam suggests a time and a place', button: 'Yes, that suits me' },
];

/** Before the first sitting. */
export const whatToExpect = ['sam', 'noor'].map((who) => ({ who, page: 'What to expect', sees: ['This is not therapy'], button: 'I have read this' }));

/** One of steps 4 to 7 is enough for a day, unless both want the next one: neither sees the other's wish. */
export const onTheSameDay = [
  { who: 'sam', page: 'Enough for today', maybe: true, button: 'I would like to go on today' },
  { who: 'noor', page: 'Enough for today', maybe: true, hides: ['Sam would like'], button: 'I would like to go on today' },
];

/** Step 2: each alone, and neither sees the other's before both have shared. */
export const nameFeelings = [
  {
    who: 'sam',
    page: 'Name what you felt',
    ticks: ['lonely', 'unreal'],
    fields: { 'A word of your own': 'see-through', 'If you want to say more': said('sam', 'feelings') },
    button: 'Share with Noor',
    shares: ['lonely', 'see-through', said('sam', 'feelings')],
    next: 'Yours is shared',
  },
  {
    who: 'noor',
    page: 'Name what you felt',
    hides: [said('sam', 'feelings')],
    ticks: ['ashamed'],
    fields: { 'If you want to say more': said('noor', 'feelings') },
    button: 'Keep it for now',
    next: 'Name what you felt',
  },
  { who: 'noor', page: 'Name what you felt', button: 'Share with Sam', shares: [said('noor', 'feelings')] },
  { who: 'sam', page: 'Noor is listening' },
];

/** Step 3. Sam needs to be heard twice. */
export const listenToEachOther = [
  ...listen('noor', 'Sam is telling you what they felt', said('sam', 'feelings'), said('noor', 'a first try')),
  ...answer('sam', said('noor', 'a first try'), 'Not quite'),
  ...sayBack('noor', said('noor', 'a second try'), [said('noor', 'a first try')]),
  ...answer('sam', said('noor', 'a second try'), 'Heard'),
  ...listen('sam', 'Noor is telling you what they felt', said('noor', 'feelings'), said('sam', 'what arrived')),
  ...answer('noor', said('sam', 'what arrived'), 'Heard'),
];

/** Step 4, first Sam. */
export const samTells = [
  { who: 'noor', page: 'Sam has the word', noField: true },
  { who: 'sam', page: 'Tell it as you lived it', fields: { 'How I lived it': said('sam', 'the spring') }, button: 'Share with Noor', shares: [said('sam', 'the spring')] },
  ...listen('noor', 'Sam is telling you how they lived it', said('sam', 'the spring'), said('noor', 'how it was')),
  ...answer('sam', said('noor', 'how it was'), 'Heard'),
  { who: 'sam', page: 'Noor has the word', noField: true },
];

/** Then Noor. */
export const noorTells = [
  { who: 'noor', page: 'Tell it as you lived it', fields: { 'How I lived it': said('noor', 'the spring') }, button: 'Share with Sam', shares: [said('noor', 'the spring')] },
  ...listen('sam', 'Noor is telling you how they lived it', said('noor', 'the spring'), said('sam', 'how it was')),
  ...answer('noor', said('sam', 'how it was'), 'Heard'),
];

/** Step 5: Sam shares, Noor goes on without, and nobody can tell. */
export const goDeeper = [
  {
    who: 'sam',
    page: 'What lies deeper',
    fields: { 'What this touched in me': said('sam', 'what is older') },
    button: 'Share with Noor',
    shares: [said('sam', 'what is older')],
    next: 'You are through with this',
  },
  { who: 'noor', page: 'What lies deeper', button: 'Go on without sharing' },
  { who: 'noor', page: 'What lies deeper', sees: [said('sam', 'what is older')], button: 'Go on' },
  { who: 'sam', page: 'What lies deeper', button: 'Go on' },
];

/** Step 6: Noor, who caused the hurt; Sam has nothing of the kind to say. */
export const takeResponsibility = [
  { who: 'sam', page: 'Noor has the word' },
  {
    who: 'noor',
    page: 'Take responsibility',
    fields: { 'What I did': said('noor', 'the act'), 'What I see it did to you': said('noor', 'what it did') },
    button: 'Share with Sam',
    shares: [said('noor', 'the act')],
  },
  ...listen('sam', 'Noor is saying what they take responsibility for', said('noor', 'the act'), said('sam', 'what was taken on')),
  ...answer('noor', said('sam', 'what was taken on'), 'Heard'),
  { who: 'noor', page: 'Sam has a moment of their own' },
  { who: 'sam', page: 'Is there anything of your own?', button: 'Go on without sharing' },
];

/** Step 7. */
export const apologise = [
  { who: 'sam', page: 'Noor has the word' },
  {
    who: 'noor',
    page: 'Apologise in your own words',
    fields: { 'I understand': said('noor', 'understanding'), 'I regret it': said('noor', 'regret') },
    button: 'Give it to Sam',
    shares: [said('noor', 'understanding'), said('noor', 'regret')],
    next: 'It is given',
  },
  {
    who: 'sam',
    page: 'Noor apologises to you',
    sees: [said('noor', 'regret')],
    ticks: ['Not yet, I still need'],
    fields: { 'What I still need': said('sam', 'a need') },
    button: 'Answer Noor',
    shares: [said('sam', 'a need')],
  },
];

/** Step 8, to the closing page. */
export const plan = [
  { who: 'noor', page: 'Plan together', sees: [said('sam', 'a need')] },
  { who: 'sam', page: 'Plan together', fields: { 'An idea': said('sam', 'an idea') }, button: 'Share with Noor', shares: [said('sam', 'an idea')], next: 'Plan together' },
  { who: 'noor', page: 'Plan together', sees: [said('sam', 'an idea')], button: 'Enough for now', next: 'Plan together' },
  { who: 'sam', page: 'Plan together', sees: ['Noor has enough for now.'], button: 'Enough for now', next: 'You have come through this talk' },
  { who: 'noor', page: 'You have come through this talk' },
];

/** Both read what was shared, from the closing page. */
export const lookBack = ['sam', 'noor'].flatMap((who) => [
  { who, page: 'You have come through this talk', link: 'Read what was shared', next: 'What has been shared so far' },
  { who, from: 'here', page: 'What has been shared so far', sees: [said(OTHER[who], 'feelings'), said(OTHER[who], 'the spring')] },
]);

/** All of it, in order. */
export const WHOLE = (day) => [
  ...findTime(day), ...whatToExpect, ...nameFeelings, ...listenToEachOther, ...samTells, ...noorTells,
  ...onTheSameDay, ...goDeeper, ...onTheSameDay, ...takeResponsibility, ...onTheSameDay, ...apologise, ...plan, ...lookBack,
];
