// A couple over sixteen weeks, on a clock that is moved: a plan out of their talk, signed by both, changed and looked at
// again; check-ins that are shared at once, for both, or not at all, and some that are missed; and the pictures of it.
// One has scripts, the other has none.

import { WHOLE, lookBack, plays, said } from '../lib/acts.mjs';
import { agreeToTalk } from '../lib/begin.mjs';
import { findsTheProposal, opensThePlan, proposes, saysAPromise } from '../lib/plan.mjs';
import { compareWords, linkTwo } from '../lib/story.mjs';
import { shares, words } from '../lib/talk.mjs';
import { agreeOnSunday, comesToTheForm, fillsIn, keepsTheWeek, sundayComes } from '../lib/weeks.mjs';

const SUPPER = 'Sunday supper at the table, phones in the hall';
const BY_MYSELF = 'Noor says by themself when the message came';
const LIGHTER = 'Sunday supper every other week, phones in the hall';

/** Sam takes up the idea from the last step of the talk, and adds two of his own; one of them the plan does not hold. */
async function draftFromTheTalk(house, sam) {
  await opensThePlan(sam);
  await sam.follows('Begin a draft');
  await sam.arrives('Your draft');
  await sam.sees('Ideas from your talk');
  await sam.follows(`Take it up “${said('sam', 'an idea')}”`);
  await sam.arrives('A promise');
  await saysAPromise(sam, { act: SUPPER, who: 'Both of you', how: 'Every week', kind: 'Something to do' });
  await sam.presses('Put it into the draft');
  await sam.arrives('Your draft');
  await sam.sees(SUPPER);
  await sam.presses('Add a promise');
  await sam.arrives('A promise');
  await saysAPromise(sam, {
    act: 'Noor gives me the password of the phone', who: 'Noor', how: 'Whenever it happens', kind: 'Openness', review: house.inDays(85),
  });
  await sam.expecting([422], () => sam.presses('Put it into the draft'));
  await sam.arrives('A promise');
  await sam.sees('Why the plan does not hold this one');
  await saysAPromise(sam, { act: BY_MYSELF });
  await sam.presses('Put it into the draft');
}

/** Answers the first question alone, and lets the other read it, who has the page of the plan open. */
async function answersAQuestion(person, other) {
  await person.opens('/plan/questions/1');
  await person.arrives('Our future');
  await person.writes('What does our future look like now?', words(person, 'our future'));
  await opensThePlan(other);
  await other.seesNo(words(person, 'our future'));
  await person.presses(`Share with ${other.name}`);
  await shares(person, other, [words(person, 'our future')]);
  await person.arrives('Your plan');
}

/** Without scripts the first page says that there is an answer; with them the open page shows it by itself. */
async function answerAQuestion(sam, noor) {
  await answersAQuestion(sam, noor);
  await findsTheProposal(noor, 'Sam answered a question of the plan');
  await noor.sees(words(sam, 'our future'));
  await answersAQuestion(noor, sam);
  await sam.sees(words(noor, 'our future'));
}

/** A first plan: proposed as it was previewed, and in force when both have signed. */
async function signAPlan(house, sam, noor) {
  await draftFromTheTalk(house, sam);
  await proposes(sam, noor, { why: words(sam, 'why a plan'), sees: [SUPPER, BY_MYSELF] });
  await findsTheProposal(noor, 'Sam suggests a plan');
  await noor.sees(words(sam, 'why a plan'));
  await noor.presses('Agree to this plan');
  await noor.arrives('Your plan');
  await noor.sees('Agreed. This is your plan from now on, signed by both of you.');
  await opensThePlan(sam);
  await sam.sees(/^Agreed by both on/);
  await sam.page.getByRole('region', { name: 'Commitments' }).getByRole('link', { name: 'From a talk' }).waitFor();
}

/** Opens one's draft at a promise that holds. */
async function changesInADraft(person, act) {
  await person.arrives('Your draft');
  await person.presses(`Change “${act}”`);
  await person.arrives('Change a promise');
}

/** Noor suggests something lighter, Sam answers with a wording of their own, and Noor agrees. The old plan holds meanwhile. */
async function amendThePlan(house, sam, noor) {
  await opensThePlan(noor);
  await noor.follows('Suggest a change');
  await changesInADraft(noor, SUPPER);
  // begun late on a Sunday, this is the very day on which the promise was to be looked at again
  await saysAPromise(noor, { how: 'Every month', review: house.inDays(50) });
  await noor.presses('Keep it in the draft');
  await proposes(noor, sam, { why: words(noor, 'why less') });
  await findsTheProposal(sam, 'Noor suggests a change to the plan');
  await sam.sees('Until you agree, the plan stays as it is.');
  await sam.presses('Suggest something else');
  await changesInADraft(sam, SUPPER);
  await saysAPromise(sam, { act: LIGHTER, how: 'Whenever it happens' });
  await sam.presses('Keep it in the draft');
  await proposes(sam, noor, { why: words(sam, 'why not quite'), sees: [LIGHTER] });
  await findsTheProposal(noor, 'Sam suggests a change to the plan');
  await house.keepsPicture(noor, 'plan-proposal');
  await noor.presses('Agree to this change');
  await noor.arrives('Your plan');
  await noor.sees(LIGHTER);
}

/** The other's side of a week is not here yet, in so many words and in no other way. */
async function isNotHereYet(person, hidden) {
  await person.arrives(/^Week of/);
  await person.sees('Not here yet.');
  await person.seesNo(hidden);
}

/** The first round: both wait for each other, and neither finds anything before the second one is in. */
async function openForBothAtOnce(sam, noor) {
  await comesToTheForm(noor);
  await noor.arrives('How was this week for you?');
  await fillsIn(noor, { trust: [4, 6, null], says: { 'What still hurts': words(noor, 'the first week') }, reveal: 'both' });
  await noor.presses('Finish');
  await noor.arrives('When may Sam read this?');
  await noor.sees(words(noor, 'the first week'));
  await noor.presses('Let it wait for both');
  await noor.arrives(/^Week of/);
  await noor.sees('Waits until you have both finished');

  await comesToTheForm(sam);
  await sam.opens(sam.week);
  await isNotHereYet(sam, words(noor, 'the first week'));
  await sam.follows('Fill in mine');
  await sam.arrives('How was this week for you?');
  await fillsIn(sam, { trust: [3, 5, 5], says: { 'What is working': words(sam, 'the first week') }, reveal: 'both' });
  await sam.presses('Finish');
  await sam.arrives('When may Noor read this?');
  await sam.presses('Let it wait for both');
  await sam.arrives(/^Week of/);
  await sam.sees(words(noor, 'the first week'));
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.follows(/^What Sam shared of a week is open/);
  await noor.arrives(/^Week of/);
  await noor.sees(words(sam, 'the first week'));
  await noor.opens(`${noor.week}/write`);
  await noor.arrives(/^Week of/);
  await noor.sees('so yours stay as they are for this week');
}

/** A round that Sam shares at once, and Noor keeps: Sam finds nothing of it. */
async function shareAtOnceAndKeep(sam, noor) {
  await keepsTheWeek(noor, { trust: [6, 6, 6], says: { 'What still hurts': words(noor, 'what stays') }, reveal: 'me' });
  await keepsTheWeek(sam, { trust: [4, 5, 6], says: { 'Steps I took': words(sam, 'a step') }, reveal: 'now' });
  await isNotHereYet(sam, words(noor, 'what stays'));
  await noor.opens(noor.week);
  await noor.arrives(/^Week of/);
  await noor.seesNo(words(sam, 'a step'));
  await noor.presses('Open Sam’s now');
  await noor.arrives(/^Week of/);
  await noor.sees(words(sam, 'a step'));
}

/** One good word leaves the form on its own. */
async function sendOneLine(sam, noor) {
  await comesToTheForm(sam);
  await sam.writes('One thing I appreciate', words(sam, 'thanks'));
  await sam.presses('Send what I appreciate');
  await sam.arrives('Send this line to Noor?');
  await sam.sees(words(sam, 'thanks'));
  await noor.opens('/today');
  await noor.seesNo('says thank you');
  await sam.presses('Send it now');
  await noor.opens('/today');
  await noor.seesNo(words(sam, 'thanks'));
  await noor.follows(/^Sam says thank you/);
  await noor.arrives('A line from Sam');
  await noor.sees(words(sam, 'thanks'));
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.page.getByRole('region', { name: 'Last appreciation' }).getByText(words(sam, 'thanks')).waitFor();
}

/** A setback puts a promise under review, and resets nothing. */
async function writeAboutASetback(sam, noor) {
  await opensThePlan(noor);
  await noor.follows('There was a setback');
  await noor.arrives('A setback');
  await noor.writes('What happened, and how it is for you', words(noor, 'a setback'));
  await noor.chooses(LIGHTER);
  await noor.presses('Share with Sam');
  await noor.arrives('Who may read this?');
  await noor.chooses('Sam');
  await noor.presses('Share with Sam');
  await noor.arrives('A setback');
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.follows(/^Noor wrote about a setback/);
  await sam.arrives('A setback');
  await sam.sees(words(noor, 'a setback'));
  await opensThePlan(sam);
  await sam.sees('Under review.');
}

/** The day both set has come: they keep the promise, with another day, and sign that. */
async function lookAtItAgain(house, sam, noor) {
  for (const person of [sam, noor]) {
    await person.opens('/today');
    await person.arrives(`Hello, ${person.name}`);
    await person.follows(/^Promises to look at together/);
    await person.arrives('Your plan');
  }
  await sam.follows(BY_MYSELF);
  await sam.arrives(BY_MYSELF);
  await sam.follows('Look at it again');
  await sam.arrives('Look at it again');
  await sam.chooses('Keep it');
  await sam.writes('If you keep it: look at it again on', house.inDays(80));
  await sam.presses('Put it into my draft');
  await proposes(sam, noor, { why: words(sam, 'why it stays') });
  await findsTheProposal(noor, 'Sam suggests a change to the plan');
  await noor.presses('Agree to this change');
  await opensThePlan(sam);
  await sam.seesNo('Under review.');
}

/** A calendar of one's own that says nothing. */
async function takesTheCalendar(person) {
  await person.opens('/account/reminders');
  await person.arrives('Reminders');
  await person.presses('Make a private address');
  await person.arrives('Reminders');
  const calendar = await (await fetch(await person.reads('The address, shown only now'))).text();
  const summaries = new Set([...calendar.matchAll(/^SUMMARY:(.*?)\r?$/gm)].map((found) => found[1]));
  if ([...summaries].join() !== 'Toward') throw new Error(`the calendar says ${[...summaries].join() || 'nothing'}`);
  for (const text of ['Sam', 'Noor', 'check', 'trust', 'plan', 'spring']) {
    if (calendar.replaceAll('Toward', '').toLowerCase().includes(text.toLowerCase())) throw new Error(`the calendar has "${text}" in it`);
  }
}

/** Rounds that went by without a word from the story: numbers for each of the two and how they let them be read. None: missed. */
const QUIET_WEEKS = {
  3: { sam: [[5, 5, 6], 'both'] },
  4: {},
  6: { sam: [[6, 6, 6], 'both'], noor: [[7, 6, 6], 'both'] },
  8: { sam: [[3, 4, 4], 'me'], noor: [[6, null, 5], 'both'] },
  9: { sam: [[5, 6, 5], 'now'], noor: [[7, 7, 6], 'now'] },
  11: { noor: [[7, 8, 7], 'now'] },
  12: { sam: [[6, 7, 6], 'both'], noor: [[8, 8, 7], 'both'] },
  14: { sam: [[7, 7, 7], 'both'], noor: [[8, 8, 8], 'both'] },
  15: {},
  16: { sam: [[8, 8, 7], 'both'], noor: [[9, 8, 8], 'both'] },
};

/** The picture of somebody's weeks, with a gap for what was missed and for what was kept alike. */
async function looksBack(house, person) {
  await person.opens('/today');
  await person.arrives(`Hello, ${person.name}`);
  await house.keepsPicture(person, `today-${person.name}`);
  await person.follows('See all three questions');
  await person.arrives('How trust has felt');
  await person.follows('All');
  await person.arrives('How trust has felt');
  await house.keepsPicture(person, `trends-${person.name}`);
  await opensThePlan(person);
  await house.keepsPicture(person, `plan-${person.name}`);
}

export default {
  async 'two people over sixteen weeks, with a plan out of their talk and a check-in every Sunday'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    const both = [sam, noor];
    await compareWords(sam, noor);
    await agreeToTalk(sam, noor);
    await plays({ sam, noor }, WHOLE(house.inDays(7)).slice(0, -lookBack.length));
    await signAPlan(house, sam, noor);
    await answerAQuestion(sam, noor);
    await agreeOnSunday(sam, noor);
    await takesTheCalendar(sam);

    const stories = {
      1: () => openForBothAtOnce(sam, noor),
      2: () => shareAtOnceAndKeep(sam, noor),
      5: () => amendThePlan(house, sam, noor),
      7: () => sendOneLine(sam, noor),
      10: () => writeAboutASetback(sam, noor),
      13: () => lookAtItAgain(house, sam, noor),
    };
    for (let week = 1; week <= 16; week += 1) {
      // The first one opens within a week, whatever day and hour it is where this runs.
      await sundayComes(house, both, week === 1 ? 1 : 0);
      if (stories[week]) await stories[week]();
      for (const person of both) {
        const [trust, reveal] = QUIET_WEEKS[week]?.[person.name.toLowerCase()] ?? [];
        if (trust) await keepsTheWeek(person, { trust, reveal });
      }
    }
    for (const person of both) await looksBack(house, person);
  },
};
