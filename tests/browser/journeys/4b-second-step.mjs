// The second step: Iris sets it up with the letters from the page, comes in with a code and with a spare one, forgets her
// passphrase, and switches it off again.

import { compareWords, invites, accepts, keepsCode, opensTheSpace, signInName, signsIn, signsOut } from '../lib/story.mjs';
import { shownBy } from '../lib/device.mjs';

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

  async 'a second step is set up and taken without scripts, and the host takes it off'(house) {
    const iris = await house.person('Iris', { scripts: false });
    await opensTheSpace(iris);
    await setsItUp(iris);
    await signsOut(iris);
    await iris.arrives('A quiet place for two');
    await signsIn(iris);
    await givesCode(iris, iris.spare[0]);
    await iris.arrives('Hello, Iris');
    await house.server.commands('second-step-off', signInName(iris));
    await signsIn(iris);
    await iris.arrives('Hello, Iris');
    await iris.opens('/account');
    await iris.arrives('Your account');
    await iris.sees(/^Taken off on .* by whoever runs this server/);
    await iris.follows(/^Second step/);
    await iris.arrives('A second step');
    await iris.sees(/^It was taken off on/);
  },
};
