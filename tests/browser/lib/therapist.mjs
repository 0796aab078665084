// A therapist in the house: proposed, agreed, let in by the link, with a second step.

import { takesSecondStep } from './device.mjs';
import { fillsInAccount, keepsCode, linkTwo } from './story.mjs';

/** Sam and Noor, and Amari who reads with them. */
export async function letsTherapistIn(house, how = {}) {
  const { sam, noor } = await linkTwo(house);
  await sam.opens('/us/therapist');
  await sam.arrives('A therapist of yours');
  await sam.presses('Propose it');
  await sam.arrives('You have proposed a therapist');
  await noor.opens('/us/therapist');
  await noor.arrives('Sam proposes a therapist');
  await noor.presses('I want it, too');
  await noor.arrives('You both want it');
  await noor.presses('Make the link');
  await noor.arrives('The link for your therapist');
  const link = await noor.reads('The link');
  const amari = await house.person('Amari', how);
  await amari.opens(link);
  await amari.arrives('Sam and Noor invite you');
  await fillsInAccount(amari);
  await amari.chooses('Choose my own');
  await amari.writes('Your own passphrase', amari.passphrase);
  await amari.chooses('I keep no secrets between the two');
  await amari.presses('Accept and make my account');
  await keepsCode(amari);
  await takesSecondStep(amari);
  return { sam, noor, amari };
}
