// A page that nobody touches, and an exit address of one's own. The page's clock is moved; on the server, where the
// program's clock cannot be, the stored moment moves instead.

import { leavesBlank } from '../lib/leaving.mjs';
import { accepts, invites, opensTheSpace, signsIn, signsInHere } from '../lib/story.mjs';

const SECRET = 'the river and the blue door';

/** Sam is signed in, and chose two minutes. Their page's clock can be moved. */
async function samLocksSoon(house) {
  const sam = await house.person('Sam');
  await opensTheSpace(sam);
  await sam.opens('/account/leaving');
  await sam.arrives('How you leave');
  await sam.chooses('After 2 minutes');
  await sam.presses('Keep this');
  await sam.arrives('How you leave');
  await sam.sees(/This is kept/);
  await sam.page.clock.install();
  return sam;
}

/** Types into a new note, and sees that it is kept. */
async function samWrites(sam) {
  await sam.opens('/write/new');
  await sam.arrives('Write for yourself');
  await sam.types('Your words', SECRET);
  await sam.page.getByText(/^Kept \d\d:\d\d/).waitFor();
}

/** On the server nobody has been here for too long. */
async function timeIsUp(house) {
  await house.server.sql("update session set idle_until = now() - interval '1 second'");
}

async function isBlank(sam) {
  await sam.page.locator('body').waitFor({ state: 'hidden' });
  if ((await sam.readable()) !== '') throw new Error('something can be read on the locked page');
}

async function staysOpen(sam) {
  await sam.page.waitForTimeout(300);
  if ((await sam.readable()) === '') throw new Error('the page is blank');
  if (sam.path() !== '/write/new') throw new Error(`the page has gone to ${sam.path()}`);
}

/** Answers of `/here` wait until the returned function is called. */
async function hereWaits(page) {
  const held = [];
  let open = false;
  await page.route('**/here', (route) => { if (open) route.continue(); else held.push(route); });
  return {
    held,
    release: () => { open = true; held.splice(0).forEach((route) => route.continue()); },
  };
}

export default {
  async 'an untouched page locks, and what was typed is there on return'(house) {
    const sam = await samLocksSoon(house);
    await samWrites(sam);
    await sam.types('Your words', ', and the last words before walking away');
    await timeIsUp(house);
    await sam.expecting([401], async () => {
      await sam.page.clock.fastForward(121_000);
      await sam.arrives('Come in');
    });
    await sam.sees('What you wrote is kept.');
    // The lock replaced the page: there is no step back to it.
    const read = await sam.expecting([401], () => sam.goesBack('You are signed out'));
    if (read.includes(SECRET)) throw new Error('back shows what was typed');
    await sam.expecting([401], async () => {
      await sam.page.goForward();
      await signsInHere(sam);
    });
    await sam.arrives('Write for yourself');
    const words = await sam.reads('Your words');
    if (words !== `${SECRET}, and the last words before walking away`) throw new Error(`the draft is "${words}"`);
  },

  async 'using one tab keeps the others, and the server is told'(house) {
    const sam = await samLocksSoon(house);
    await samWrites(sam);
    // Typing is use: the server hears of it without a new page.
    const until = () => house.server.sql('select idle_until from session');
    await house.server.sql("update session set idle_until = idle_until - interval '50 seconds'");
    const before = await until();
    await sam.page.clock.fastForward(30_000);
    const told = sam.page.waitForResponse((answer) => answer.url().endsWith('/here') && answer.request().method() === 'POST');
    await sam.types('Your words', ' and more');
    await sam.page.clock.fastForward(1000);
    await told;
    if ((await until()) <= before) throw new Error('the server was not told that somebody is typing');
    // This tab's time is up, and the session was used elsewhere meanwhile.
    const asked = sam.page.waitForResponse((answer) => answer.url().endsWith('/here') && answer.request().method() === 'GET');
    await sam.page.clock.fastForward(125_000);
    if ((await asked).status() !== 200) throw new Error('the session has ended');
    await staysOpen(sam);
  },

  async 'after a sleep the page is blank before anybody can read it, and returns if the session still runs'(house) {
    const sam = await samLocksSoon(house);
    await samWrites(sam);
    const here = await hereWaits(sam.page);
    await sam.page.clock.fastForward(30 * 60_000);
    await isBlank(sam);
    if (here.held.length === 0) throw new Error('the server was not asked');
    here.release();
    await sam.page.locator('body').waitFor();
    await staysOpen(sam);
    if (!(await sam.reads('Your words')).includes(SECRET)) throw new Error('what was typed is gone');
  },

  async 'without an answer from the server the page stays blank, and nothing typed is lost'(house) {
    const sam = await samLocksSoon(house);
    await samWrites(sam);
    const refuse = (route) => route.abort('connectionrefused');
    await sam.page.route(/\/(here|kept)$/, refuse);
    await sam.types('Your words', ' not kept yet');
    await sam.page.clock.fastForward(121_000);
    await isBlank(sam);
    await sam.page.clock.fastForward(60_000);
    await isBlank(sam);
    if (sam.path() !== '/write/new') throw new Error('the page has gone, and the words with it');
    // Meanwhile the session ends, and then the connection is back.
    await timeIsUp(house);
    await sam.page.unroute(/\/(here|kept)$/, refuse);
    await sam.expecting([401], async () => {
      await sam.page.clock.runFor(10_000);
      await sam.arrives('Come in');
      await signsInHere(sam);
    });
    await sam.arrives('Write for yourself');
    if (!(await sam.reads('Your words')).endsWith('not kept yet')) throw new Error('the last words are gone');
  },

  async 'without scripts the session ends all the same'(house) {
    const sam = await samLocksSoon(house);
    const plain = await house.person('Sam', { scripts: false });
    plain.passphrase = sam.passphrase;
    await signsIn(plain);
    await plain.arrives('Hello, Sam');
    await timeIsUp(house);
    await plain.expecting([401], async () => {
      await plain.follows('Write');
      await plain.arrives('You are signed out');
    });
    // And the way out still works.
    await plain.pressesLeave();
    await plain.isAway();
    await sam.expecting([401], async () => { await sam.opens('/today'); await sam.arrives('You are signed out'); });
  },

  'each of the two leaves to an address of their own': Object.assign(async (house) => {
    const rain = await house.rains();
    const sam = await house.person('Sam');
    const noor = await house.person('Noor', { scripts: false });
    await opensTheSpace(sam);
    await accepts(noor, await invites(sam), sam);
    await sam.opens('/account');
    await sam.arrives('Your account');
    await sam.follows(/^How you leave/);
    await sam.arrives('How you leave');
    await sam.writes('Your own address to leave to', 'https://192.168.0.1/');
    await sam.expecting([422], async () => {
      await sam.presses('Keep this');
      await sam.arrives('How you leave');
    });
    await sam.sees(/a site that anybody can open/);
    await sam.writes('Your own address to leave to', rain.address);
    await sam.presses('Keep this');
    await sam.arrives('How you leave');
    await leavesBlank(sam, () => sam.pressesLeave(), rain);
    await signsIn(sam);
    await sam.arrives('Hello, Sam');
    await leavesBlank(sam, async () => { for (let i = 0; i < 3; i += 1) await sam.page.keyboard.press('Shift'); }, rain);

    // Noor has no scripts, and an address that leads on to another one.
    await noor.opens('/account/leaving');
    await noor.arrives('How you leave');
    await noor.seesNo('rain.example');
    await noor.writes('Your own address to leave to', `${rain.origin}/moved`);
    await noor.presses('Keep this');
    await noor.arrives('How you leave');
    await noor.pressesLeave();
    await noor.isAway(rain);
    if (await house.server.sql('select count(*) from session') !== '0') throw new Error('a session is left');

    // Nobody is signed in any more: the door leads to the host's address.
    await noor.opens('/');
    await noor.arrives('A quiet place for two');
    await noor.pressesLeave();
    await noor.isAway();
  }, { settings: { secure: true } }),

  async 'the way out is the first stop, stays in sight, and works by keyboard on a long page'(house) {
    for (const scripts of [true, false]) {
      const sam = await house.person('Sam', { scripts });
      if (scripts) await opensTheSpace(sam);
      else {
        sam.passphrase = house.people[0].passphrase;
        await signsIn(sam);
        await sam.arrives('Hello, Sam');
      }
      await sam.opens('/leaving-quickly');
      await sam.arrives('Leaving quickly');
      await sam.sees(/It does not erase this browser’s history/);
      for (const viewport of [{ width: 390, height: 600 }, { width: 1280, height: 500 }]) {
        await sam.page.setViewportSize(viewport);
        await sam.page.mouse.wheel(0, 4000);
        await sam.page.waitForTimeout(200);
        const box = await sam.page.getByRole('button', { name: 'Leave quickly' }).boundingBox();
        if (!box || box.y < 0 || box.y + box.height > viewport.height) throw new Error(`the way out is out of sight at ${viewport.width}`);
      }
      await sam.reloads();
      await sam.page.keyboard.press('Tab');
      await sam.page.keyboard.press('Enter');
      await sam.isAway();
    }
  },
};
