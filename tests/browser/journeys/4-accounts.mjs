// The ways in, the ways back in, and the way out of the space: Iris and Max.

import { compareWords, invites, accepts, keepsCode, opensTheSpace, signInName, signsIn, signsInHere, signsOut } from '../lib/story.mjs';

async function isRefusedBy(person, link) {
  await person.expecting([404], async () => {
    await person.opens(link);
    await person.arrives('This link does not open anything');
  });
}

async function startsBadly(iris) {
  await iris.opens(await iris.house.server.setupLink());
  await iris.arrives('Start a space for two');
  await iris.writes('What you are called here', 'Iris');
  await iris.writes('A name to sign in with', signInName(iris));
  await iris.chooses('Choose my own');
  await iris.writes('Your own passphrase', 'passwordpassword');
  await iris.expecting([422], async () => {
    await iris.presses('Start the space');
    await iris.arrives('Start a space for two');
    await iris.sees(/easy to guess/);
  });
  if (await iris.reads('A name to sign in with') !== signInName(iris)) throw new Error('what was typed is gone');
  if (await iris.reads('Your own passphrase') !== '') throw new Error('the passphrase came back from the server');
}

async function changesPassphrase(iris) {
  await iris.opens('/account');
  await iris.arrives('Your account');
  await iris.follows(/^Change your passphrase/);
  await iris.arrives('A new passphrase');
  await iris.writes('Your passphrase now', 'not this one at all');
  await iris.chooses('Use the five words above');
  await iris.expecting([422], async () => {
    await iris.presses('Change it');
    await iris.arrives('A new passphrase');
  });
  await iris.writes('Your passphrase now', iris.passphrase);
  await iris.chooses('Use the five words above');
  iris.passphrase = (await iris.page.locator('#words').innerText()).trim();
  await iris.presses('Change it');
  await iris.arrives('Your account');
}

async function takesNewCode(iris) {
  await iris.follows(/^Get a new recovery code/);
  await iris.arrives('A new recovery code');
  await iris.writes('Your passphrase now', iris.passphrase);
  await iris.presses('Show me a new code');
  await keepsCode(iris);
  await iris.arrives(/You two|Hello, Iris|Your invitation/);
}

async function forgetsAndRecovers(iris) {
  await signsOut(iris);
  await iris.arrives('A quiet place for two');
  await iris.opens('/sign-in');
  await iris.arrives('Come in');
  await iris.writes('The name you sign in with', signInName(iris));
  await iris.writes('Passphrase', 'some other words entirely');
  await iris.expecting([401, 422], async () => {
    await iris.presses('Sign in');
    await iris.arrives('Come in');
    await iris.sees(/do not belong together/);
  });
  await iris.follows('Use a recovery code');
  await iris.arrives('Use your recovery code');
  await iris.writes('The name you sign in with', signInName(iris));
  await iris.writes('Recovery code', iris.code.join(' '));
  await iris.chooses('Choose my own');
  iris.passphrase = 'pebble orchard tambourine';
  await iris.writes('Your own passphrase', iris.passphrase);
  await iris.presses('Open my account');
  await keepsCode(iris);
  await iris.arrives(/You two|Hello, Iris|Your invitation/);
}

async function endsTheSpace(iris, max) {
  await iris.opens('/us');
  await iris.arrives('You two');
  await iris.follows('What ending it means');
  await iris.arrives('Ending this space');
  await iris.chooses('Take back what I shared');
  await iris.presses('End this space');
  await iris.arrives('You two');
  await max.opens('/us');
  await max.arrives('You two');
  await max.sees(/The space with Iris ended on/);
  await max.opens('/talk/new');
  await max.arrives('A talk needs two');
  await max.opens('/talk');
  await max.arrives('Talk');
}

export default {
  async 'Iris starts, changes her passphrase, and gets back in with her code'(house) {
    const iris = await house.person('Iris');
    await startsBadly(iris);
    const link = await house.server.setupLink();
    await opensTheSpace(iris);
    const somebody = await house.person('Max');
    await isRefusedBy(somebody, link);
    await changesPassphrase(iris);
    await takesNewCode(iris);
    await forgetsAndRecovers(iris);
    await signsOut(iris);
    await iris.arrives('A quiet place for two');
    await signsIn(iris);
    await iris.arrives('Hello, Iris');
  },

  async 'Iris and Max link, part, and link again'(house) {
    const iris = await house.person('Iris');
    const max = await house.person('Max', { scripts: false });
    await opensTheSpace(iris);
    const cancelled = await invites(iris);
    await iris.presses('Cancel the invitation');
    await iris.arrives('You two');
    await isRefusedBy(max, cancelled);
    await accepts(max, await invites(iris), iris);
    await compareWords(iris, max);
    await max.opens('/us/words');
    await max.presses('They do not match');
    await max.arrives('Six words, the same for both');
    await max.sees('If the words are not the same');
    await endsTheSpace(iris, max);

    const again = await invites(iris);
    await iris.opens(again);
    await iris.arrives('This is your own invitation');
    await signsOut(max);
    await max.arrives('A quiet place for two');
    await max.opens(again);
    await max.arrives('Iris invites you');
    await max.follows('Sign in to accept.');
    await signsInHere(max);
    await max.arrives('Iris invites you');
    await max.presses('Accept');
    await max.arrives('You two');
    await max.sees(/You share this space with Iris/);
    await max.expecting([404], async () => {
      await max.opens(again);
      await max.arrives(/./);
    });
  },

  'a server that is open lets anybody start': Object.assign(async (house) => {
    const max = await house.person('Max');
    await max.opens('/start');
    await max.arrives('Start a space for two');
  }, { settings: { TOWARD_SIGN_UP: 'open' } }),
};
