// A therapist whom two let in, on the shortest way there is: proposed, agreed, the link, an account, a second step.

import { takesSecondStep } from './device.mjs';
import { fillsInAccount, keepsCode, linkTwo } from './story.mjs';

/** Both want it, the therapist follows the link and has their second step. */
export async function letIn(house, one, other, name, how = {}) {
  await one.opens('/us/therapist');
  await one.arrives('A therapist of yours');
  await one.presses('Propose it');
  await one.arrives('You have proposed a therapist');
  await other.opens('/us/therapist');
  await other.arrives(`${one.name} proposes a therapist`);
  await other.presses('I want it, too');
  await other.arrives('You both want it');
  await other.presses('Make the link');
  await other.arrives('The link for your therapist');
  const link = await other.reads('The link');
  const therapist = await house.person(name, how);
  await therapist.opens(link);
  await therapist.arrives(/ invite you$/);
  await fillsInAccount(therapist);
  await therapist.chooses('Choose my own');
  await therapist.writes('Your own passphrase', therapist.passphrase);
  await therapist.chooses('I keep no secrets between the two');
  await therapist.presses('Accept and make my account');
  await keepsCode(therapist);
  await takesSecondStep(therapist);
  return therapist;
}

/** Sam and Noor, and Amari who reads with them. */
export async function letsTherapistIn(house, how = {}) {
  const { sam, noor } = await linkTwo(house);
  const amari = await letIn(house, sam, noor, 'Amari', how);
  return { sam, noor, amari };
}
