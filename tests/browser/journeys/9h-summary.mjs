// A month on paper: the therapist of two people opens what they shared of it, prints it, and it is two pages at most. Either
// of the two sees the same.

import { saysAPromise } from '../lib/plan.mjs';
import { linkTwo } from '../lib/story.mjs';
import { letIn } from '../lib/therapist.mjs';
import { agreeOnSunday, comesToTheForm, fillsIn, keepsTheWeek, sundayComes } from '../lib/weeks.mjs';

const EVENING = 'I kept going over ordinary evenings, the washing-up, the films we watched, and could not tell which parts of them were real. ';
const FORMATS = ['A4', 'Letter'];
const MOST_PAGES = 2;

async function writesANote(person, other, title) {
  await person.opens('/write/new');
  await person.arrives('Write for yourself');
  await person.writes('A title, if you like', title);
  await person.writes('Your words', EVENING.repeat(4));
  await person.presses(`Share with ${other.name}`);
  await person.arrives('Who may read this?');
  await person.chooses(other.name);
  await person.presses(`Share with ${other.name}`);
  await person.arrives(title);
}

async function signTwoPromises(house, one, other) {
  await one.opens('/plan/draft');
  await one.arrives('Your draft');
  for (const act of ['Half an hour together on Sunday evening, phones in the hall', 'Say by six when I will be late']) {
    await one.presses('Add a promise');
    await one.arrives('A promise');
    await saysAPromise(one, { act, who: 'Both of you', how: 'Every week', kind: 'Something to do', review: house.inDays(40) });
    await one.presses('Put it into the draft');
    await one.arrives('Your draft');
  }
  await one.writes('Why you suggest it', EVENING);
  await one.presses(`See it as ${other.name} would`);
  await one.arrives(`Propose it to ${other.name}?`);
  await one.presses(`Propose it to ${other.name}`);
  await one.arrives('Your plan');
  await other.opens('/plan');
  await other.presses('Agree to this plan');
  await other.sees('Agreed by both on');
}

/** The first round, page by page. */
async function theFirstWeek(person, other, answers) {
  await comesToTheForm(person);
  await person.arrives('How was this week for you?');
  await fillsIn(person, answers);
  await person.presses('Finish');
  await person.arrives(`When may ${other.name} read this?`);
  await person.presses(`Share with ${other.name} now`);
  await person.arrives(/^Week of/);
}

/** Five weeks in which both share what there is. */
async function aMonth(house, sam, noor) {
  await agreeOnSunday(sam, noor);
  for (let week = 0; week < 5; week += 1) {
    await sundayComes(house, [sam, noor]);
    const says = { 'What still hurts': EVENING.repeat(2), 'What is working': EVENING.repeat(2) };
    const answers = { trust: [3 + week, 4, 5], says, reveal: 'now' };
    if (week === 0) {
      await theFirstWeek(noor, sam, answers);
      await theFirstWeek(sam, noor, answers);
    } else {
      for (const person of [noor, sam]) await keepsTheWeek(person, answers);
    }
  }
  for (let note = 1; note <= 6; note += 1) {
    await writesANote(sam, noor, `What I think of at night, ${note}`);
    await writesANote(noor, sam, `On the way home, ${note}`);
  }
  await signTwoPromises(house, sam, noor);
}

/** Ticks everything that the partner has. */
async function showsEverything(person) {
  await person.opens('/us/therapist');
  await person.arrives('Amari reads with you');
  await person.follows(/^Share earlier things/);
  await person.arrives('Share earlier things with Amari');
  for (const box of await person.page.getByRole('checkbox').all()) await person.hands.check(box);
  await person.presses('Share what I ticked');
  await person.sees(/^Amari can read/);
}

function pagesOf(pdf) {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
}

/** Printed as browsers do without header and footer. */
async function printsOnTwoPages(person) {
  for (const format of FORMATS) {
    const pages = pagesOf(await person.page.pdf({ format, displayHeaderFooter: false }));
    if (pages > MOST_PAGES) throw new Error(`on ${format} it takes ${pages} pages`);
  }
}

async function looksAround(person, base) {
  await person.opens(`${base}/plan`);
  await person.arrives('The plan');
  await person.sees(/^Agreed by both on/);
  await person.opens(`${base}/weeks`);
  await person.arrives('The weeks');
  await person.sees('Ups and downs are expected.');
  await person.opens(`${base}/sheet`);
  await person.arrives('Summary');
  await person.sees('Half an hour together on Sunday evening, phones in the hall');
  await printsOnTwoPages(person);
  await person.expecting([422], async () => {
    await person.opens(`${base}/sheet?from=2026-03-10&to=2026-03-01`);
    await person.arrives('Summary');
    await person.sees('Choose a first day that is not after the last one.');
  });
}

export default {
  async 'a month that two people share is two printed pages, and the plan and the weeks are read as they showed them'(house) {
    const { sam, noor } = await linkTwo(house);
    await aMonth(house, sam, noor);
    const amari = await letIn(house, sam, noor, 'Amari');
    for (const person of [sam, noor]) await showsEverything(person);
    await amari.opens('/clients');
    await amari.arrives('Everyone you see');
    await amari.follows(/^Sam and Noor/);
    await amari.arrives('Sam and Noor');
    await looksAround(amari, new URL(amari.page.url()).pathname);
    await looksAround(noor, '/us/seen');
  },
};
