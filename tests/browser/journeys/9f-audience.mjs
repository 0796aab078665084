// Who may read it, with a therapist in the house: nobody, one, or both; changed afterwards, and taken back.

import { letsTherapistIn } from '../lib/therapist.mjs';

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

export default {
  async 'who reads it is chosen of three, changed and taken back'(house) {
    const { sam, noor } = await letsTherapistIn(house);
    await writesNote(sam);
    await choosesInTurn(sam, noor);
    await sendsLine(sam);
  },
};
