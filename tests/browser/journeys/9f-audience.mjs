// Who may read it, with a therapist in the house: nobody, one, or both; changed afterwards, and taken back.

import { bothAreIn, nameIt } from '../lib/begin.mjs';
import { linkTwo } from '../lib/story.mjs';
import { words } from '../lib/talk.mjs';
import { letIn, letsTherapistIn } from '../lib/therapist.mjs';

const HEADING = 'Who may read this?';

async function writesNote(sam) {
  await sam.opens('/write/new');
  await sam.arrives('Write for yourself');
  await sam.writes('Your words', 'The river was high today.\n\nI thought of what you said.');
  await sam.presses('Share with Noor');
  await sam.arrives(HEADING);
}

/** The preview follows the choice, and what is pressed is what happens. */
async function choosesInTurn(sam, noor) {
  await sam.sees('Nobody else will see this');
  await sam.sees('Both of you can see what Amari sees.');
  await sam.chooses('Noor and Amari');
  await sam.sees('Exactly what Noor and Amari will see');
  await sam.sees('Will be shared with Noor and Amari');
  await sam.presses('Share with Noor and Amari');
  await sam.arrives('A note');
  await sam.sees('Noor and Amari can read it now.');
  const path = sam.path();
  await noor.opens(path);
  await noor.arrives('A note from Sam');
  await noor.sees('The river was high today.');
  await sam.follows('Change who can read it');
  await sam.arrives(HEADING);
  await sam.sees('It is taken back from Amari.');
  await sam.page.getByRole('radio', { name: 'Noor Can read it' }).check();
  await sam.presses('Share with Noor');
  await sam.arrives('A note');
  await noor.reloads();
  await noor.arrives('A note from Sam');
  await sam.follows('Change who can read it');
  await sam.arrives(HEADING);
  await sam.chooses('Only me');
  await sam.presses('Take it back');
  await sam.arrives('A note');
  await sam.sees('Only you can see this');
  await noor.expecting([404], async () => {
    await noor.reloads();
    await noor.arrives('There is no page here');
  });
}

async function sendsLine(sam) {
  await sam.opens('/noticed/new?kind=noticed');
  await sam.arrives('One line');
  await sam.writes('One line', 'You made tea this morning');
  await sam.presses('Look at it before sending');
  await sam.arrives('Exactly what Noor will see');
  await sam.presses('Send to Noor and Amari');
  await sam.arrives('Your line to Noor');
  await sam.sees('Shared with Noor and Amari');
  await sam.presses('Leave it with Noor alone');
  await sam.arrives('Your line to Noor');
  await sam.presses('Let Amari read it, too');
  await sam.sees('Sent. Noor and Amari can read it now.');
}

/** Where a therapist reads of the two. */
async function finds(amari) {
  await amari.opens('/clients');
  await amari.arrives('Everyone you see');
  return amari.page.locator('a[href^="/clients/"]').first().getAttribute('href');
}

/** The talk, as far as it is held. */
async function readsTalk(person, base, text) {
  await person.opens(`${base}/talks`);
  await person.arrives('Talks');
  await person.follows(/about the spring/);
  await person.arrives('about the spring');
  await person.sees(text);
}

/** Amari reads it, and Sam looks at the same pages. */
async function readsIt(person, base, line) {
  await person.opens(base);
  await person.arrives('Sam and Noor');
  await person.sees('You made tea this morning');
  await person.opens(`${base}/shared/${line}`);
  await person.arrives('Shared by Sam');
  await person.opens(`${base}/timeline`);
  await person.arrives('Shared with you');
}

export default {
  async 'who reads it is chosen of three, changed and taken back'(house) {
    const { sam, noor, amari } = await letsTherapistIn(house);
    await writesNote(sam);
    await choosesInTurn(sam, noor);
    await sendsLine(sam);
    const line = new URL(sam.page.url()).pathname.split('/').pop();
    const base = await finds(amari);
    await readsIt(amari, base, line);
    await readsIt(sam, '/us/seen', line);
  },

  async 'a part of a talk is shown to a therapist who came later, and nothing else of it'(house) {
    const { sam, noor } = await linkTwo(house);
    await bothAreIn(sam, noor);
    await nameIt(sam, noor);
    const amari = await letIn(house, sam, noor, 'Amari');
    const base = await finds(amari);
    await amari.expecting([404], async () => {
      await amari.opens(`${base}/talks`);
      await amari.arrives('There is no page here');
    });
    await sam.opens(`${sam.talk}/record`);
    await sam.arrives('What has been shared so far');
    await sam.page.getByRole('link', { name: 'Who reads it' }).last().click();
    await sam.arrives(HEADING);
    await sam.chooses('Noor and Amari');
    await sam.presses('Share with Noor and Amari');
    await sam.sees('Shared with Noor and your therapist.');
    const text = words(sam, 'the opening');
    await readsTalk(amari, base, text);
    await amari.seesNo('Are you in');
    await readsTalk(sam, '/us/seen', text);
    await readsTalk(noor, '/us/seen', text);
  },
};
