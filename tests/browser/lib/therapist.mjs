// A therapist whom two let in, on the shortest way there is.

import { takesSecondStep } from './device.mjs';
import { fillsInAccount, keepsCode } from './story.mjs';

/** Both want it, the therapist follows the link and has their second step. */
export async function letIn(house, one, other, name) {
  await one.opens('/us/therapist');
  await one.presses('Propose it');
  await one.arrives('You have proposed a therapist');
  await other.opens('/us/therapist');
  await other.presses('I want it, too');
  await other.arrives('You both want it');
  await other.presses('Make the link');
  await other.arrives('The link for your therapist');
  const therapist = await house.person(name);
  await therapist.opens(await other.reads('The link'));
  await therapist.arrives(`${one.name} and ${other.name} invite you`);
  await fillsInAccount(therapist);
  await therapist.chooses('Choose my own');
  await therapist.writes('Your own passphrase', therapist.passphrase);
  await therapist.chooses('I keep no secrets between the two');
  await therapist.presses('Accept and make my account');
  await keepsCode(therapist);
  await takesSecondStep(therapist);
  return therapist;
}
