// A therapist, from three browsers: proposed and taken back, agreed, let in by a link, six words in the room, the list and
// a label, when they looked, the end while their page is open, and the way back in for somebody who is known here.

import { takesSecondStep } from '../lib/device.mjs';
import { fillsInAccount, keepsCode, linkTwo } from '../lib/story.mjs';

async function findsThePage(person, heading) {
  await person.opens('/us');
  await person.arrives('You two');
  await person.follows(/^A therapist of yours/);
  await person.arrives(heading);
}

/** Sam proposes and takes it back; Noor proposes, Sam would rather not; then both want it. */
async function comeToAgree(sam, noor) {
  await findsThePage(sam, 'A therapist of yours');
  await sam.sees('what they see from you, Noor sees, too');
  await sam.presses('Propose it');
  await sam.arrives('You have proposed a therapist');
  await findsThePage(noor, 'Sam proposes a therapist');
  await sam.presses('Take it back');
  await sam.arrives('A therapist of yours');
  // Noor's page follows by itself
  await noor.arrives('A therapist of yours');
  await noor.presses('Propose it');
  await noor.arrives('You have proposed a therapist');
  await sam.arrives('Noor proposes a therapist');
  await sam.presses('Rather not, for now');
  await sam.arrives('A therapist of yours');
  await noor.arrives('A therapist of yours');
  await noor.sees(/Sam answered: rather not, for now/);
  await sam.presses('Propose it');
  await sam.arrives('You have proposed a therapist');
  await noor.arrives('Sam proposes a therapist');
  await noor.presses('I want it, too');
  await noor.arrives('You both want it');
  await sam.arrives('You both want it');
}

async function handOver(sam, noor) {
  await noor.presses('Make the link');
  await noor.arrives('The link for your therapist');
  const first = await noor.reads('The link');
  await sam.arrives('The link for your therapist');
  if (await sam.reads('The link') !== first) throw new Error('the two see different links');
  await sam.presses('Make it stop working');
  await sam.arrives('You both want it');
  await sam.presses('Make the link');
  await sam.arrives('The link for your therapist');
  return [first, await sam.reads('The link')];
}

async function comesIn(amari, [first, link]) {
  await amari.expecting([404], async () => {
    await amari.opens(first);
    await amari.arrives('This link does not open anything');
  });
  await amari.opens(link);
  await amari.arrives('Sam and Noor invite you');
  await fillsInAccount(amari);
  await amari.expecting([422], async () => {
    await amari.presses('Accept and make my account');
    await amari.arrives('Sam and Noor invite you');
    await amari.sees('Choose what you tell the two about this.');
  });
  await amari.chooses('Choose my own');
  await amari.writes('Your own passphrase', amari.passphrase);
  await amari.chooses('I keep no secrets between the two');
  await amari.presses('Accept and make my account');
  await keepsCode(amari);
  await takesSecondStep(amari);
  await amari.opens('/account');
  await amari.arrives('Your account');
  await amari.follows(/^Everyone you see/);
  await amari.arrives('Everyone you see');
  await amari.follows(/^Sam and Noor/);
  await amari.arrives('Sam and Noor');
  await amari.sees('Nothing is shared with you so far');
}

async function compareWords(amari, ...two) {
  await amari.follows(/^Six words to compare/);
  await amari.arrives('Six words with each of them');
  for (const person of two) {
    const theirs = await amari.page.getByRole('list', { name: `Six words with ${person.name}` }).getByRole('listitem').allInnerTexts();
    await findsThePage(person, 'Amari reads with you');
    await person.sees('They keep no secrets between you');
    await person.follows(/^Six words to read to Amari/);
    await person.arrives('Six words, the same for Amari');
    const words = await person.page.getByRole('list', { name: 'Six words' }).getByRole('listitem').allInnerTexts();
    if (words.join(' ') !== theirs.join(' ') || words.length !== 6) throw new Error('the six words are not six, or not the same');
    await person.presses('They do not match');
    await person.arrives('Six words, the same for Amari');
    await person.sees('If the words are not the same');
    await person.presses('They match');
    await person.arrives('Amari reads with you');
    await person.sees('You have compared them. They were the same.');
  }
  await amari.page.getByRole('button', { name: 'They match' }).first().click();
  await amari.arrives('Sam and Noor');
  await amari.sees('Not compared with both yet');
}

async function labels(amari) {
  await amari.follows(/^Your own label for them/);
  await amari.arrives('Your own label');
  await amari.writes('Your label for them', 'Tuesday, four');
  await amari.presses('Keep it');
  await amari.arrives('Sam and Noor');
  await amari.follows('Everyone you see');
  await amari.arrives('Everyone you see');
  await amari.follows(/^Tuesday, four/);
  await amari.arrives('Sam and Noor');
}

async function endsWhileOpen(noor, amari) {
  await findsThePage(noor, 'Amari reads with you');
  await noor.sees('the first page');
  await noor.follows('What ending it means');
  await noor.arrives('Ending Amari’s access');
  await noor.presses('End it now');
  await noor.arrives('A therapist of yours');
  await noor.sees(/Amari’s access ended on/);
  await amari.expecting([410], async () => {
    await amari.reloads();
    await amari.arrives('This is no longer open to you');
  });
  await amari.follows('Everyone you see');
  await amari.arrives('Everyone you see');
  await amari.sees('Nobody at the moment');
}

/** A second time, by somebody who has an account; they leave by themselves. */
async function comesAgain(sam, noor, amari) {
  await findsThePage(sam, 'A therapist of yours');
  await sam.presses('Propose it');
  await findsThePage(noor, 'Sam proposes a therapist');
  await noor.presses('I want it, too');
  await noor.arrives('You both want it');
  await noor.presses('Make the link');
  await noor.arrives('The link for your therapist');
  const link = await noor.reads('The link');
  await noor.opens(link);
  await noor.arrives('This is your own link');
  await amari.opens(link);
  await amari.arrives('Sam and Noor invite you');
  await amari.chooses('I handle it case by case');
  await amari.presses('Accept');
  await amari.arrives('Everyone you see');
  await amari.follows(/^Tuesday, four/);
  await amari.arrives('Sam and Noor');
  await amari.follows(/^Leave/);
  await amari.arrives('Leaving Sam and Noor');
  await amari.presses('Leave now');
  await amari.arrives('Everyone you see');
  await findsThePage(noor, 'A therapist of yours');
  await noor.sees(/Amari left on/);
}

async function theWholeWay(house, how = {}) {
  const { sam, noor } = await linkTwo(house);
  await comeToAgree(sam, noor);
  const links = await handOver(sam, noor);
  const amari = await house.person('Amari', how);
  await comesIn(amari, links);
  await compareWords(amari, sam, noor);
  await labels(amari);
  await endsWhileOpen(noor, amari);
  await comesAgain(sam, noor, amari);
}

export default {
  async 'two let a therapist in, see when they looked, and end it; the therapist comes again and leaves'(house) {
    await theWholeWay(house);
  },

  async 'a therapist without scripts'(house) {
    await theWholeWay(house, { scripts: false });
  },
};
