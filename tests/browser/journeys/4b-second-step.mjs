// The second step: Iris sets it up with the letters from the page, comes in with a code and with a spare one, forgets her
// passphrase, and switches it off again. The app is a few lines here.

import { createHmac } from 'node:crypto';
import { compareWords, invites, accepts, keepsCode, opensTheSpace, signInName, signsIn, signsOut } from '../lib/story.mjs';

const STEP = 30;

/** What an app shows for this seed at that moment (RFC 6238). */
function shownBy(letters, moment, steps = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters.replace(/\s/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(moment.getTime() / 1000 / STEP) + steps));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const code = (person, steps) => shownBy(person.seed, person.house.server.clock.now(), steps);

async function setsItUp(iris) {
  await iris.opens('/account');
  await iris.arrives('Your account');
  await iris.sees('Off. A code from your phone, after the passphrase.');
  await iris.follows(/^Second step/);
  await iris.arrives('A second step');
  await iris.writes('Your passphrase', 'not this one at all');
  await iris.expecting([422], async () => {
    await iris.presses('Set it up');
    await iris.arrives('A second step');
  });
  await iris.writes('Your passphrase', iris.passphrase);
  await iris.presses('Set it up');
  await iris.arrives('Show this to your app');
  iris.seed = await iris.page.locator('#seed').innerText();
  await iris.writes('Code', '000 000');
  await iris.expecting([422], async () => {
    await iris.presses('Switch it on');
    await iris.arrives('Show this to your app');
    await iris.sees(/This code does not fit/);
  });
  await iris.writes('Code', code(iris));
  await iris.presses('Switch it on');
  await iris.arrives('Keep these spare codes');
  iris.spare = (await iris.page.locator('#code').innerText()).trim().split(/\s+/);
  await iris.opens('/account');
  await iris.arrives('Your account');
  await iris.follows(/^Put your spare codes away/);
  await iris.arrives('Keep these spare codes');
  await iris.presses('I have kept them');
  await iris.arrives('Your second step is on');
  await iris.sees('The second step is on. Wherever else you were signed in, you no longer are.');
}

async function givesCode(person, typed) {
  await person.arrives('The second step');
  await person.writes('Code', typed);
  await person.presses('Go on');
}

async function comesIn(iris) {
  await signsOut(iris);
  await iris.arrives('A quiet place for two');
  await signsIn(iris);
  await iris.expecting([422], async () => {
    await givesCode(iris, '000000');
    await iris.arrives('The second step');
  });
  await iris.expecting([401], async () => {
    await iris.opens('/today');
    await iris.arrives('You are signed out');
  });
  await iris.opens('/sign-in/code');
  // the code before was used up; a clock may be a step off
  await givesCode(iris, code(iris, 1));
  await iris.arrives('Hello, Iris');
}

async function recovers(iris) {
  await signsOut(iris);
  await iris.arrives('A quiet place for two');
  await iris.opens('/recover');
  await iris.arrives('Use your recovery code');
  await iris.writes('The name you sign in with', signInName(iris));
  await iris.writes('Recovery code', iris.code.join(' '));
  await iris.chooses('Choose my own');
  iris.passphrase = 'pebble orchard tambourine';
  await iris.writes('Your own passphrase', iris.passphrase);
  await iris.presses('Open my account');
  await iris.arrives('The second step');
  await iris.sees(/Nothing has changed yet/);
  await givesCode(iris, iris.spare[7]);
  await keepsCode(iris);
  await iris.arrives(/You two|Hello, Iris|Your invitation/);
}

async function switchesItOff(iris) {
  await iris.opens('/account/second-step');
  await iris.arrives('Your second step is on');
  await iris.sees(/9 of your spare codes are left/);
  await iris.writes('Your passphrase', iris.passphrase);
  await iris.writes('Code', iris.spare[7]);
  await iris.expecting([422], async () => {
    await iris.presses('Switch it off');
    await iris.arrives('Your second step is on');
  });
  await iris.writes('Your passphrase', iris.passphrase);
  await iris.writes('Code', iris.spare[2].toLowerCase());
  await iris.presses('Switch it off');
  await iris.arrives('A second step');
  await iris.sees('The second step is off. Wherever else you were signed in, you no longer are.');
}

export default {
  async 'Iris asks for a code besides her passphrase, comes in with it, recovers with it, and takes it off again'(house) {
    const iris = await house.person('Iris');
    await opensTheSpace(iris);
    const max = await house.person('Max');
    await accepts(max, await invites(iris), iris);
    await compareWords(iris, max);
    await setsItUp(iris);
    await comesIn(iris);
    await recovers(iris);
    await switchesItOff(iris);
    await signsOut(iris);
    await iris.arrives('A quiet place for two');
    await signsIn(iris);
    await iris.arrives('Hello, Iris');
    await max.opens('/account');
    await max.arrives('Your account');
    await max.sees('Off. A code from your phone, after the passphrase.');
  },

  async 'a second step is set up and taken without scripts'(house) {
    const iris = await house.person('Iris', { scripts: false });
    await opensTheSpace(iris);
    await setsItUp(iris);
    await signsOut(iris);
    await iris.arrives('A quiet place for two');
    await signsIn(iris);
    await givesCode(iris, iris.spare[0]);
    await iris.arrives('Hello, Iris');
  },
};
