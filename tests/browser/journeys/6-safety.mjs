// Looking for help, alone, and letting all talks rest: with scripts and without. What the other person sees of it is
// compared with an ordinary break, word by word and in the page's source.

import { linkTwo } from '../lib/story.mjs';
import { agreeToTalk } from '../lib/begin.mjs';

const ANSWERS = { harm: 'Then please talk to somebody first', haze: 'Then not in that hour', life: 'Then this comes before any talk' };

const shown = (person, heading) => person.page.getByRole('heading', { name: heading, exact: true }).isVisible();

/** Which of the answers can be read. */
async function answers(person) {
  const all = await Promise.all(Object.entries(ANSWERS).map(async ([name, heading]) => [name, await shown(person, heading)]));
  return all.filter(([, visible]) => visible).map(([name]) => name).join(' ');
}

function equal(is, should, about) {
  if (is !== should) throw new Error(`${about}: "${is}" and not "${should}"`);
}

/** Ticks what fits and reads what opens. Nothing leaves the browser meanwhile. */
async function looks(person) {
  await person.opens('/right-for-us');
  await person.arrives('Is this right for us?');
  equal(await answers(person), '', 'before anything is ticked');
  const sent = [];
  const note = (request) => sent.push(request.url());
  person.page.on('request', note);
  await person.chooses('I am afraid of my partner');
  equal(await answers(person), 'harm', 'afraid');
  await person.chooses('One of us drinks or takes something');
  equal(await answers(person), 'harm haze', 'drinking too');
  await person.page.getByRole('checkbox', { name: 'I am afraid of my partner' }).uncheck();
  await person.chooses('My partner speaks of not wanting to live');
  equal(await answers(person), 'haze life', 'afraid no more, and worried');
  await person.arrives('Is this right for us?');
  person.page.off('request', note);
  equal(sent.join(' '), '', 'what ticking sends');

  await person.reloads();
  equal(await answers(person), '', 'after loading the page anew');
  await person.follows('read all of it without ticking');
  equal(await answers(person), 'harm haze life', 'all of it');
  equal(new URL(person.page.url()).hash, '#all', 'the place on the page');
}

/** From the private page to the line of a country. */
async function findsANumber(person) {
  await person.page.getByRole('link', { name: 'People you can call' }).first().click();
  await person.arrives('People you can call');
  if (await person.page.locator('#done').isVisible()) throw new Error('nothing was done yet');
  await person.follows('New Zealand');
  equal(new URL(person.page.url()).hash, '#nz', 'the place of a country');
  await person.page.getByRole('heading', { name: 'New Zealand' }).waitFor();
  const number = person.page.getByRole('link', { name: '0800 733 843' });
  equal(await number.getAttribute('href'), 'tel:0800733843', 'the number');
  await number.scrollIntoViewIfNeeded();
  await person.sees(/Not checked by us yet/);
}

/** What somebody reads, and the source without ids and tokens, which have sixteen characters or more. */
async function page(person) {
  const text = await person.page.locator('body').innerText();
  const source = (await person.page.content()).replace(/[\w-]{16,}/g, '*');
  return { text, source };
}

/** The day after tomorrow, far from any midnight in between. */
const someDay = () => new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);

async function choosesTheReturn(person, day) {
  await person.chooses('Until the day and time below');
  await person.writes('Day', day);
  await person.writes('Time', '18:30');
}

/** The other's page, once the break has come to it, and their other pages. */
async function readsOfTheBreak(person) {
  if (!person.scripts) await person.opens(person.talk);
  await person.arrives('You are on a break');
  await person.sees('Noor is taking a break.');
  const seen = [await page(person)];
  for (const [path, heading] of [['/today', 'Hello, Sam'], ['/talk', 'Talk'], [`${person.talk}/break`, 'More time?'], [person.talk, 'You are on a break']]) {
    await person.opens(path);
    await person.arrives(heading);
    seen.push(await page(person));
  }
  return seen;
}

async function restsAndCompares(house, how) {
  const { sam, noor } = await linkTwo(house, how);
  await agreeToTalk(sam, noor);
  const day = someDay();
  for (const person of [sam, noor]) {
    await person.opens(person.talk);
    await person.arrives('Find time and place');
  }

  await looks(noor);
  await noor.follows('Pause all talks');
  await noor.arrives('Let all talks rest');
  await noor.sees('about the spring');
  await choosesTheReturn(noor, day);
  await noor.presses('Pause all talks');
  await noor.arrives('People you can call');
  await noor.sees('Done. Your talks rest now.');
  const quiet = await readsOfTheBreak(sam);

  await house.breakIsOver();
  await sam.opens(sam.talk);
  await sam.arrives('Find time and place');
  await noor.opens(`${noor.talk}/break`);
  await noor.arrives('Take a break?');
  await choosesTheReturn(noor, day);
  await noor.presses('Take a break');
  await noor.arrives('You are on a break');
  const ordinary = await readsOfTheBreak(sam);
  quiet.forEach((one, at) => {
    equal(one.text, ordinary[at].text, `what Sam reads on page ${at}`);
    equal(one.source, ordinary[at].source, `the source of page ${at}`);
  });
  await findsANumber(await looksAgain(noor));
}

async function looksAgain(person) {
  await person.opens('/right-for-us');
  await person.arrives('Is this right for us?');
  await person.chooses('I am afraid of my partner');
  return person;
}

export default {
  async 'somebody looks for help without an account'(house) {
    const iris = await house.person('Iris');
    await looks(iris);
    await findsANumber(iris);
    if (await iris.page.getByRole('link', { name: 'Pause all talks' }).count() > 0) throw new Error('there is nothing to pause');
  },

  async 'somebody looks for help without an account and with scripts off'(house) {
    const iris = await house.person('Iris', { scripts: false });
    await looks(iris);
    await findsANumber(iris);
  },

  async 'all talks rest, and for the other it is a break'(house) {
    await restsAndCompares(house);
  },

  async 'all talks rest, and for the other it is a break, with scripts off'(house) {
    await restsAndCompares(house, { sam: { scripts: false }, noor: { scripts: false } });
  },

  async 'the page for pausing before there is a talk, and a return that cannot be'(house) {
    const { sam, noor } = await linkTwo(house);
    await noor.opens('/talk/pause');
    await noor.arrives('No talk is going on');
    await agreeToTalk(sam, noor);
    await sam.arrives('Find time and place');
    await noor.arrives('Find time and place');
    await noor.opens('/talk');
    await noor.arrives('Talk');
    await noor.follows('Pause all talks');
    await noor.arrives('Let all talks rest');
    await choosesTheReturn(noor, '2020-01-01');
    await noor.expecting([422], async () => {
      await noor.presses('Pause all talks');
      await noor.arrives('Let all talks rest');
      await noor.sees('One thing needs another look');
    });
    equal(await noor.reads('Day'), '2020-01-01', 'what was typed');
    await noor.chooses('This time tomorrow');
    await noor.presses('Pause all talks');
    await noor.arrives('People you can call');
  },
};
