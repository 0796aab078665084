// A therapist who came later: what was shared before, thing by thing; that it ends soon, and goes on when both say so; and
// the list of looks when the two have parted.

import { takesSecondStep } from '../lib/device.mjs';
import { saysAPromise } from '../lib/plan.mjs';
import { fillsInAccount, keepsCode, linkTwo } from '../lib/story.mjs';
import { agreeOnSunday, keepsTheWeek, sundayComes, timePasses } from '../lib/weeks.mjs';

const LONG = 'It was raining when I came home, and the light in the kitchen was on. '.repeat(20);

async function writes(person, other, title, text) {
  await person.opens('/write/new');
  await person.arrives('Write for yourself');
  await person.writes('A title, if you like', title);
  await person.writes('Your words', text);
  await person.presses(`Share with ${other.name}`);
  await person.arrives('Who may read this?');
  await person.chooses(other.name);
  await person.presses(`Share with ${other.name}`);
  await person.arrives(title);
}

/** A plan of one promise, which both sign. */
async function sign(one, other) {
  await one.opens('/plan/draft');
  await one.arrives('Your draft');
  await one.presses('Add a promise');
  const day = new Date(one.house.server.clock.now().getTime() + 40 * 86_400_000).toISOString().slice(0, 10);
  await saysAPromise(one, { act: 'Say by six when I will be late', who: `${one.name} (you)`, how: 'Whenever it happens', kind: 'Something to do', review: day });
  await one.presses('Put it into the draft');
  await one.arrives('Your draft');
  await one.writes('Why you suggest it', 'So that nobody waits.');
  await one.presses(`See it as ${other.name} would`);
  await one.arrives(`Propose it to ${other.name}?`);
  await one.presses(`Propose it to ${other.name}`);
  await one.arrives('Your plan');
  await other.opens('/plan');
  await other.presses('Agree to this plan');
  await other.sees('Agreed by both on');
}

async function letIn(house, sam, noor) {
  await sam.opens('/us/therapist');
  await sam.presses('Propose it');
  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await noor.follows(/^Sam has proposed somebody who reads with you two/);
  await noor.arrives('Sam proposes a therapist');
  await noor.presses('I want it, too');
  await noor.arrives('You both want it');
  await noor.presses('Make the link');
  await noor.arrives('The link for your therapist');
  const amari = await house.person('Amari');
  await amari.opens(await noor.reads('The link'));
  await amari.arrives('Sam and Noor invite you');
  await fillsInAccount(amari);
  await amari.chooses('I keep no secrets between the two');
  await amari.presses('Accept and make my account');
  await keepsCode(amari);
  await takesSecondStep(amari);
  return amari;
}

/** Sam shows Amari two of the things that Noor has had for long. */
async function showsEarlier(sam) {
  await sam.opens('/us/therapist');
  await sam.arrives('Amari reads with you');
  await sam.follows(/^Share earlier things/);
  await sam.arrives('Share earlier things with Amari');
  await sam.sees('What I could not say.');
  await sam.seesNo('What I would say today.');
  await sam.sees('You have changed it since.');
  await sam.expecting([422], async () => {
    await sam.presses('Share what I ticked');
    await sam.arrives('Share earlier things with Amari');
    await sam.sees('Tick what you would like to share.');
  });
  await sam.page.getByText('Look at it').first().click();
  await sam.chooses('The drive home');
  await sam.chooses('First version');
  await sam.presses('Share what I ticked');
  await sam.arrives('Share earlier things with Amari');
  await sam.sees('Amari can read a note and something of the plan of yours now.');
  await sam.seesNo('What I could not say.');
  await sam.sees('The kitchen');
}

async function looks(amari) {
  await amari.opens('/today');
  await amari.arrives('Hello, Amari');
  await amari.follows(/^Everyone you see/);
  await amari.arrives('Everyone you see');
  await amari.follows(/^Sam and Noor/);
  await amari.arrives('Sam and Noor');
  await amari.opens('about:blank');
}

/** Fourteen days before the end both are told, and it goes on when both have said so, a day apart. */
async function goOn(house, sam, noor) {
  await timePasses(house, { days: 77 }, [sam, noor]);
  for (const person of [sam, noor]) {
    await person.opens('/today');
    await person.arrives(`Hello, ${person.name}`);
    await person.follows(/^Amari can read until/);
    await person.arrives('Amari reads with you');
    await person.sees(/^It ends on/);
  }
  await sam.presses('I would like it to go on');
  await sam.arrives('Amari reads with you');
  await sam.sees('You would like it to go on');
  await timePasses(house, { days: 1 }, [sam, noor]);
  await noor.opens('/today');
  await noor.follows(/^Sam would like Amari to go on reading/);
  await noor.arrives('Amari reads with you');
  await noor.presses('Go on');
  await noor.sees(/It ends by itself on/);
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.seesNo('Amari can read until');
}

async function part(sam, noor) {
  await noor.opens('/us/leaving');
  await noor.arrives('Ending this space');
  await noor.chooses('Leave it with them');
  await noor.presses('End this space');
  await noor.arrives('You two');
  for (const person of [noor, sam]) {
    await person.opens('/us');
    await person.arrives('You two');
    await person.follows('When your therapist looked');
    await person.arrives('When a therapist looked');
    await person.sees('Amari: the first page');
  }
}

export default {
  async 'a therapist who came later is shown earlier things, goes on, and the list of looks outlasts the space'(house) {
    const { sam, noor } = await linkTwo(house);
    await agreeOnSunday(sam, noor);
    await sundayComes(house, [sam, noor]);
    await keepsTheWeek(sam, { trust: [6, 7, 5], says: { 'What is working': 'We talk in the evening again.' }, reveal: 'both' });
    await keepsTheWeek(noor, { trust: [4, 6, 6], says: {}, reveal: 'both' });
    await writes(sam, noor, 'The drive home', 'What I could not say.');
    await sam.follows('Change it');
    await sam.arrives('Change it');
    await sam.writes('Your words', 'What I would say today.');
    await sam.presses('Keep it to myself');
    await sam.arrives('The drive home');
    await writes(sam, noor, 'The kitchen', LONG);
    await sign(sam, noor);
    const amari = await letIn(house, sam, noor);
    await showsEarlier(sam);
    await looks(amari);
    await goOn(house, sam, noor);
    await part(sam, noor);
  },
};
