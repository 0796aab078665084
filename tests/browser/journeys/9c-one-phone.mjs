// A talk with one phone that is passed across, from step 2 to its end. It is Sam's; nothing of Sam's own can be reached on
// it until Sam's passphrase. Noor signs in on it once, and her own phone ends it once.

import { beginTalk } from '../lib/begin.mjs';
import { linkTwo, signInName } from '../lib/story.mjs';
import { finds, words } from '../lib/talk.mjs';
import { handsTo, pressesOn, sitTogether } from '../lib/together.mjs';

const NOTE = 'A note of Sam that nobody else will read.';
const WAY = ['Together, with one phone', 'Sam would like to sit together, with one phone between you.'];

async function putsThePhoneDown(sam) {
  await sam.opens(`${sam.talk}/how`);
  await sam.arrives('How do you sit?');
  await sam.presses('Put the phone between us');
}

/** Whoever holds it tries the way back, a link and an address: it stays the page of the two. */
async function nothingOfSamsOpens(sam, heading) {
  for (const path of ['/today', '/write', '/account', '/talk', `${sam.talk}/record`, `${sam.talk}/4`, '/']) {
    await sam.opens(path);
    if (sam.path() !== `${sam.talk}/sofa`) throw new Error(`${path} answers on a phone that lies between two`);
    await sam.seesNo(NOTE);
  }
  await sam.page.goBack();
  await sam.page.waitForURL(/\/sofa/);
  await sam.arrives(heading);
  await sam.seesNo(NOTE);
}

/** The listener, who has the phone, listens and says it back; then the speaker gets it. */
async function heard(phone, listener, speaker, heading) {
  await handsTo(phone, listener);
  await pressesOn(phone, heading, 'I have listened');
  await pressesOn(phone, 'Say back what you heard', 'I have said it back');
  await handsTo(phone, speaker);
  await pressesOn(phone, 'Did it arrive?', 'Heard');
}

async function todayAsWell(phone) {
  await phone.arrives('Enough for today');
  await phone.presses('Sam: go on today');
  await phone.arrives('Enough for today');
  await phone.presses('Noor: go on today');
}

async function bringsItBack(sam, passphrase) {
  await sam.follows('Put the phone away');
  await sam.arrives('Put the phone away');
  await sam.writes('Sam’s passphrase', passphrase);
  await sam.presses('It is my phone again');
}

export default {
  async 'two people go through a talk with one phone between them'(house) {
    const { sam, noor } = await linkTwo(house);
    await sam.opens('/write/new');
    await sam.arrives('Write for yourself');
    await sam.page.locator('textarea').fill(NOTE);
    await sam.presses('Keep it to myself');
    await sam.arrives('A note');
    await beginTalk(sam, noor);
    await sitTogether(sam, noor, ...WAY);
    await noor.arrives('How do you sit?');
    await noor.opens('/today');
    await noor.arrives('Hello, Noor');
    await putsThePhoneDown(sam);

    // Step 2. Sam has it first, because Sam put it down and speaks first.
    await pressesOn(sam, 'Name what you felt', 'I have said it');
    await sam.arrives('Hand the phone to Noor');
    await nothingOfSamsOpens(sam, 'Hand the phone to Noor');
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'Name what you felt', 'I have said it');

    // Step 3. Noor still has it, and listens first.
    await pressesOn(sam, 'Sam is telling you what they felt', 'I have listened');
    await pressesOn(sam, 'Say back what you heard', 'I have said it back');
    await handsTo(sam, 'Sam');
    await pressesOn(sam, 'Did it arrive?', 'Not quite');
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'Say back what you heard', 'I have said it back');
    await handsTo(sam, 'Sam');
    await pressesOn(sam, 'Did it arrive?', 'Heard');
    await pressesOn(sam, 'Noor is telling you what they felt', 'I have listened');
    await pressesOn(sam, 'Say back what you heard', 'I have said it back');
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'Did it arrive?', 'Heard');

    // Step 4, with a break.
    await handsTo(sam, 'Sam');
    await sam.arrives('Tell it as you lived it');
    await sam.follows('Take a break');
    await sam.arrives('Take a break?');
    await sam.presses('Take a break');
    await sam.arrives('You are on a break');
    await house.advance({ minutes: 21 });
    await sam.opens(`${sam.talk}/sofa?as=one`);
    await sam.sees(/The break is over/);
    await pressesOn(sam, 'Tell it as you lived it', 'I have said it');
    await heard(sam, 'Noor', 'Sam', 'Sam is telling you how they lived it');
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'Tell it as you lived it', 'I have said it');
    await heard(sam, 'Sam', 'Noor', 'Noor is telling you how they lived it');

    // Step 5.
    await todayAsWell(sam);
    await handsTo(sam, 'Sam');
    await pressesOn(sam, 'What lies deeper', 'I have said it');
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'What lies deeper', 'Go on without');
    await handsTo(sam, 'Sam');
    await pressesOn(sam, 'What lies deeper', 'Go on');
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'What lies deeper', 'Go on');

    // Step 6. Noor ends it from her own phone in the middle of it; then they put it down once more.
    await todayAsWell(sam);
    await sam.arrives('Hand the phone to Noor');
    await noor.opens(`${noor.talk}/how`);
    await noor.arrives('How do you sit?');
    await noor.presses('Sit apart, from now on');
    await noor.arrives('How do you sit?');
    await sam.arrives('The phone is done for now');
    await sam.follows('Put the phone away');
    await sam.arrives('Put the phone away');
    await sam.expecting([422], async () => {
      await sam.writes('Sam’s passphrase', 'not the right words');
      await sam.presses('It is my phone again');
      await sam.sees('This is not Sam’s passphrase. The phone stays on the talk.');
    });
    await sam.follows('Back to the talk');
    await bringsItBack(sam, sam.passphrase);
    await sam.arrives('Noor has the word');
    await noor.follows('Back to where you are');
    await noor.arrives('Take responsibility');
    await sitTogether(sam, noor, ...WAY);
    await putsThePhoneDown(sam);

    // Noor signs with a passphrase of her own: what she says now is in her own hand.
    await sam.arrives('Hand the phone to Noor');
    await sam.follows('Sign with your own passphrase');
    await sam.arrives('Sign with your own passphrase');
    await sam.writes('The name you sign in with', signInName(noor));
    await sam.writes('Passphrase', noor.passphrase);
    await sam.presses('Sign in as Noor');
    await pressesOn(sam, 'Take responsibility', 'I have said it');
    await heard(sam, 'Sam', 'Noor', 'Noor is saying what they take responsibility for');
    await handsTo(sam, 'Sam');
    await pressesOn(sam, 'Is there anything of your own?', 'Go on without');

    // Step 7, and the end of step 8.
    await todayAsWell(sam);
    await handsTo(sam, 'Noor');
    await pressesOn(sam, 'Apologise in your own words', 'I have said it');
    await handsTo(sam, 'Sam');
    await pressesOn(sam, 'Noor apologises to you', 'Not yet, I still need …');
    await sam.arrives('Plan together');
    await sam.presses('Sam: enough for now');
    await sam.arrives('Plan together');
    await sam.presses('Noor: enough for now');
    await sam.arrives('You have come through this talk');
    await sam.presses('Sign out');
    await sam.arrives('A quiet place for two');

    // Noor reads it on her own phone: it says on whose phone each turn was marked.
    await noor.opens(`${noor.talk}/record`);
    await noor.arrives('What has been shared so far');
    await noor.sees(/marked on Sam’s phone/);
    await noor.sees(/marked on Noor’s phone/);
    await noor.seesNo(words(sam, 'feelings'));
  },
};
