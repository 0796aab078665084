// The weekly check-in, in the words of its pages. Rounds that matter to a story are gone through page by page; the many
// others are filled in with as few pages as there are.

import { signInName } from './story.mjs';

const PILLARS = ['Can I lean on you?', 'Do I matter to you?', 'Will we make it?'];
const REVEAL = { both: 'When we have both finished', now: /^Share with \w+ now/, me: 'Only me, for now' };
const RELEASE = { both: 'Let it wait for both', now: /^Share with \w+ now$/ };

/** One suggests Sundays at half past seven in Berlin, and the other agrees. */
export async function agreeOnSunday(one, other) {
  await one.opens('/weeks');
  await one.arrives('Your weeks');
  await one.follows('Choose day and hour');
  await one.arrives('When do you look back?');
  await one.page.getByLabel('Which day?').selectOption('Sunday');
  await one.writes('From what hour?', '19:30');
  await one.writes('By which clock?', 'Europe/Berlin');
  await one.presses(`Suggest it to ${other.name}`);
  await one.arrives('When do you look back?');
  await one.sees('You have suggested');
  await other.opens('/today');
  await other.arrives(`Hello, ${other.name}`);
  await other.follows(new RegExp(`^${one.name} suggests a day and an hour for the check-in`));
  await other.arrives('When do you look back?');
  await other.presses('Agree to this');
  await other.arrives('When do you look back?');
  await other.sees('Agreed. It holds from the next round on.');
}

/** The seconds from a moment to the next Sunday night in Berlin, some hours after a round has opened there. */
function toSundayNight(from) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', weekday: 'short', hour: '2-digit', minute: '2-digit', hour12: false });
  const minute = 60_000;
  for (let at = from.getTime() + minute; ; at += minute) if (clock.format(at) === 'Sun, 22:30' || clock.format(at) === 'Sun 22:30') return (at - from.getTime()) / 1000;
}

/** Time passes to the next Sunday night, and so many weeks more. */
export async function sundayComes(house, people, weeks = 0) {
  await timePasses(house, { days: weeks * 7, seconds: toSundayNight(house.server.clock.now()) }, people);
}

/** So much time passes. Nobody leaves a page open. Both stay signed in on their own device, which lasts for thirty days. */
export async function timePasses(house, time, people) {
  for (const person of people) await person.opens('about:blank');
  await house.advance(time);
  for (const person of people) {
    await person.expecting([401], () => person.opens('/today'));
    if (await person.page.locator('h1').innerText() !== `Hello, ${person.name}`) await staysHere(person);
  }
}

/** Signs in for thirty days. */
export async function staysHere(person) {
  await person.opens('/sign-in');
  await person.arrives('Come in');
  await person.writes('The name you sign in with', signInName(person));
  await person.writes('Passphrase', person.passphrase);
  await person.chooses('Keep me signed in here');
  await person.presses('Sign in');
  await person.arrives(`Hello, ${person.name}`);
}

/** From the first page to the form of the round that is open; remembers the round as `person.week`. */
export async function comesToTheForm(person) {
  await person.opens('/today');
  await person.follows(/^This week’s check-in/);
  person.week = /\/weeks\/[^/]+/.exec(person.page.url())[0];
}

/** Fills in numbers and words, and says when the other may read it. */
export async function fillsIn(person, { trust = [], says = {}, reveal }) {
  for (const [at, number] of trust.entries()) {
    const scale = person.page.getByRole('group', { name: PILLARS[at] });
    await person.hands.check(scale.getByRole('radio', { name: String(number ?? 'skip'), exact: true }));
  }
  for (const [label, text] of Object.entries(says)) await person.writes(label, text);
  await person.chooses(REVEAL[reveal]);
}

/** A round in as few pages as there are. */
export async function keepsTheWeek(person, answers) {
  await comesToTheForm(person);
  await fillsIn(person, answers);
  await person.presses('Finish');
  if (answers.reveal === 'me') return;
  await person.presses(RELEASE[answers.reveal]);
}
