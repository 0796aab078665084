// Leaving in a hurry, and what the back button shows afterwards. The browsers here keep pages for "back".

import { alone } from '../lib/house.mjs';
import { leavesBlank } from '../lib/leaving.mjs';
import { opensTheSpace, signsIn, signsOut } from '../lib/story.mjs';

const SECRET = 'the river and the blue door';

/** Sam is signed in and has two pages with private words behind them. */
async function samReadsPrivateWords(house, how) {
  const sam = await house.person('Sam', how);
  await opensTheSpace(sam);
  await sam.opens('/write/new');
  await sam.arrives('Write for yourself');
  await sam.writes('Your words', SECRET);
  await sam.presses('Keep it to myself');
  await sam.sees(SECRET);
  await sam.arrives('A note');
  await sam.follows('Change it');
  await sam.arrives('Change it');
  await sam.follows('Back to the note');
  await sam.sees(SECRET);
  return sam;
}

async function mustBeSignedOut(sam) {
  const sessions = await sam.house.server.sql('select count(*) from session');
  if (sessions !== '0') throw new Error(`${sessions} sessions are left on the server`);
}

/** Whatever back brings, it is not the words. */
async function backShowsNothing(sam) {
  const read = await sam.expecting([401], () => sam.goesBack('You are signed out'));
  for (const words of [SECRET, 'Hello, Sam', 'Your own pages']) {
    if (read.includes(words)) throw new Error(`back shows "${words}"`);
  }
}

export default {
  async 'the back button of these browsers does bring kept pages back'(house) {
    // The control for all the others: without it they could pass because nothing is ever kept.
    const sam = await house.person('Sam');
    await sam.page.addInitScript(() => addEventListener('pageshow', (event) => { globalThis.wasKept = event.persisted; }));
    await sam.page.goto(house.weather.address);
    await sam.page.goto(`http://127.0.0.1:${new URL(house.weather.origin).port}/tomorrow`).catch(() => {});
    await sam.page.goBack({ waitUntil: 'commit' });
    await sam.page.getByRole('heading', { name: 'Weather' }).waitFor();
    if (!(await sam.page.evaluate(() => globalThis.wasKept))) throw new Error('pages are not kept for "back" here');
    sam.problems.splice(0);
  },

  'leave quickly blanks the page, ends the session, and back shows nothing': alone(async (house) => {
    const sam = await samReadsPrivateWords(house);
    await leavesBlank(sam, () => sam.pressesLeave());
    await backShowsNothing(sam);
    await mustBeSignedOut(sam);
  }),

  async 'leave quickly with scripts off ends the session, and back shows nothing'(house) {
    const sam = await samReadsPrivateWords(house, { scripts: false });
    await sam.pressesLeave();
    await sam.isAway();
    await mustBeSignedOut(sam);
    await backShowsNothing(sam);
  },

  'shift three times ends the session too': alone(async (house) => {
    const sam = await samReadsPrivateWords(house);
    await leavesBlank(sam, async () => {
      for (let i = 0; i < 3; i += 1) await sam.page.keyboard.press('Shift');
    });
    await backShowsNothing(sam);
    await mustBeSignedOut(sam);
  }),

  async 'after signing out, back shows nothing'(house) {
    for (const how of [{ scripts: true }, { scripts: false }]) {
      const sam = house.people.length === 0 ? await samReadsPrivateWords(house, how) : house.people[0];
      await signsOut(sam);
      await sam.arrives('A quiet place for two');
      await backShowsNothing(sam);
      await mustBeSignedOut(sam);
      await signsIn(sam);
      await sam.arrives('Hello, Sam');
    }
  },

  async 'after the session has ended on the server, back shows nothing'(house) {
    const sam = await samReadsPrivateWords(house);
    await sam.page.goto(house.weather.address);
    await sam.isAway();
    await house.server.sql('delete from session');
    await backShowsNothing(sam);
  },

  async 'the session lives in one cookie that scripts cannot read and that ends with the browser'(house) {
    const sam = await samReadsPrivateWords(house);
    const cookies = await sam.cookies();
    await signsOut(sam);
    await sam.arrives('A quiet place for two');
    const left = new Set((await sam.cookies()).map((cookie) => cookie.value));
    const session = cookies.filter((cookie) => !left.has(cookie.value));
    if (session.length !== 1 || session[0].expires !== -1) throw new Error('signing out takes something else than one cookie of this browser session');
    for (const cookie of cookies) {
      if (!cookie.httpOnly || cookie.sameSite === 'None') throw new Error(`the cookie ${cookie.name} is open to others`);
      if (/toward|session|trust|affair/i.test(cookie.name)) throw new Error(`the cookie is called ${cookie.name}`);
    }
  },
};
