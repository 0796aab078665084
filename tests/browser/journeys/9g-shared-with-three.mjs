// The check-in and the plan with a therapist as a third reader: given to both, taken back from one, shown later. One has
// scripts, the other has none.

import { opensThePlan, saysAPromise } from '../lib/plan.mjs';
import { linkTwo } from '../lib/story.mjs';
import { letIn } from '../lib/therapist.mjs';
import { agreeOnSunday, comesToTheForm, fillsIn, sundayComes } from '../lib/weeks.mjs';

const SUPPER = 'Sunday supper at the table, phones in the hall';

/** What stands above the preview, as far as it shows. */
async function previewIs(person, says) {
  const text = await person.page.locator('#pv').innerText();
  if (text.trim().toLowerCase() !== says.toLowerCase()) throw new Error(`above the preview stands "${text}"`);
}

/** Sam's waits for Noor and for Amari; Noor gives hers to Sam alone, and both of his readers have his. */
async function aWeekForThree(sam, noor) {
  await comesToTheForm(sam);
  await sam.arrives('How was this week for you?');
  await fillsIn(sam, { trust: [4, 5, 5], says: { 'Steps I took': 'I came home when I had said.' }, reveal: 'both' });
  await sam.presses('Finish');
  await sam.arrives('When may Noor read this?');
  await previewIs(sam, 'Exactly what Noor will see');
  await sam.chooses('Noor and Amari', 'Who reads it then');
  await previewIs(sam, 'Exactly what Noor and Amari will see');
  await sam.presses('Let it wait for both');
  await sam.arrives(/^Week of/);
  await sam.sees('Waits until you have both finished');
  await sam.sees(/Amari reads yours from that moment, too/);

  await comesToTheForm(noor);
  await fillsIn(noor, { trust: [6, 6, 5], says: { 'One thing I appreciate': 'You asked before you read.' }, reveal: 'both' });
  await noor.presses('Finish');
  await noor.arrives('When may Sam read this?');
  await noor.presses('Let it wait for both');
  await noor.arrives(/^Week of/);
  await noor.sees(/^Both are here/);
  await noor.sees('I came home when I had said.');
  await noor.seesNo('Shared with Sam and Amari');
}

/** What can be changed about it later. */
async function changesTheReaders(sam, noor) {
  await sam.opens(sam.week);
  await sam.arrives(/^Week of/);
  await sam.sees('Shared with Noor and Amari');
  await sam.follows('Take it back');
  await sam.arrives('Take it back from Noor and Amari?');
  await sam.presses('Take it back from Amari');
  await sam.sees('Taken back from your therapist. For Noor nothing changes.');
  await sam.follows('Change who can read it');
  await sam.arrives('Who can read this?');
  await sam.chooses('Noor and Amari', 'Your choice');
  await sam.presses('Do as chosen');
  await sam.sees('Shared with Noor and Amari');
  await noor.opens(noor.week);
  await noor.follows('Change who can read it');
  await noor.arrives('Who can read this?');
}

/** Suggested to both; signed for both; and each can take their own part of it back from Amari. */
async function aPlanForThree(sam, noor) {
  await opensThePlan(sam);
  await sam.follows('Begin a draft');
  await sam.arrives('Your draft');
  await sam.presses('Add a promise');
  await sam.arrives('A promise');
  await saysAPromise(sam, { act: SUPPER, who: 'Both of you', how: 'Every week', kind: 'Something to do' });
  await sam.presses('Put it into the draft');
  await sam.arrives('Your draft');
  await sam.writes('Why you suggest it', 'To begin with one thing');
  await sam.presses('See it as Noor would');
  await sam.arrives('Propose it to Noor?');
  await sam.chooses('Noor and Amari', 'Who reads it');
  await sam.presses('Propose it to Noor');
  await sam.arrives('Your plan');
  await sam.sees(/Amari can read it, too\.$/);
  await opensThePlan(noor);
  await noor.chooses('Sam and Amari', 'If you agree, who sees that you signed');
  await noor.presses('Agree to this plan');
  await noor.arrives('Your plan');
  await noor.sees(/Amari can see that you have signed\.$/);
  await noor.follows('All versions');
  await noor.arrives('All versions');
  await noor.follows(/^First version/);
  await noor.arrives('First version');
  await noor.sees('Shared with Sam and Amari');
  await noor.follows('Change who can read it');
  await noor.arrives('Who can read that you signed?');
  await noor.chooses('Sam', 'Your choice');
  await noor.presses('Do as chosen');
  await noor.sees('Taken back from your therapist. For Sam nothing changes.');
  await opensThePlan(sam);
  await sam.follows('All versions');
  await sam.follows(/^First version/);
  await sam.follows('Change who can read it');
  await sam.arrives('Who can read it?');
}

export default {
  async 'a week and a plan for three'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await agreeOnSunday(sam, noor);
    await sundayComes(house, [sam, noor], 1);
    await letIn(house, sam, noor, 'Amari');
    await aWeekForThree(sam, noor);
    await changesTheReaders(sam, noor);
    await aPlanForThree(sam, noor);
  },
};
