// A plan, from two browsers: answered alone, drafted, proposed as previewed, signed, changed and read again.

import { linkTwo } from '../lib/story.mjs';

const ACT = 'What can be seen when it happens?';

async function promises(person, { act, who, how, review = '' }) {
  await person.arrives('A promise');
  await person.writes(ACT, act);
  await person.chooses(who, 'Who promises it?');
  await person.chooses(how, 'How often?');
  await person.writes('Look at it again on', review);
  await person.chooses('Something to do', 'What is it?');
  await person.presses('Put it into the draft');
  await person.arrives('Your draft');
}

/** The day in six weeks, by the person's browser. */
async function inSixWeeks(person) {
  return person.page.evaluate(() => new Date(Date.now() + 42 * 86_400_000).toISOString().slice(0, 10));
}

async function answers(person, words, other) {
  await person.opens('/plan/questions/1');
  await person.arrives('Our future');
  await person.writes('What does our future look like now?', words);
  await person.presses(`Share with ${other}`);
  await person.arrives('Who may read this?');
  await person.chooses(other, 'Your choice');
  await person.presses(`Share with ${other}`);
  await person.arrives('Your plan');
}

export default {
  async 'a plan is drafted alone, proposed, signed by both, and changed'(house) {
    const { sam, noor } = await linkTwo(house);
    await noor.opens('/plan');
    await noor.arrives('Your plan');
    await noor.sees('Nothing is agreed yet');
    await answers(sam, 'I want to feel at home with you again, without rushing it.', 'Noor');
    await noor.sees('I want to feel at home with you again');
    await answers(noor, 'I want to be someone you don’t have to check.', 'Sam');

    const review = await inSixWeeks(sam);
    await sam.opens('/plan');
    await sam.follows('Begin a draft');
    await sam.arrives('Your draft');
    await sam.presses('Add a promise');
    await sam.arrives('A promise');
    await sam.writes(ACT, 'Let me read your phone whenever I ask');
    await sam.expecting([422], () => sam.presses('Put it into the draft'));
    await sam.sees('Why the plan does not hold this one');
    await sam.writes(ACT, '');
    await promises(sam, { act: 'Say by six when I will be late', who: 'Sam (you)', how: 'Whenever it happens', review });
    await sam.presses('Add a promise');
    await promises(sam, { act: 'Sunday talk', who: 'Both of you', how: 'Every week' });
    await sam.writes('Our future', 'We stay together for now, and look again in the spring.');
    await sam.writes('Why you suggest it', 'To begin with something small.');
    await noor.seesNo('Sunday talk');
    await sam.presses('See it as Noor would');
    await sam.arrives('Propose it to Noor?');
    await sam.presses('Propose it to Noor');
    await sam.arrives('Your plan');
    await sam.sees('You have signed it.');

    // Noor's page follows by itself.
    await noor.sees('To begin with something small.');
    await noor.arrives('Your plan');
    await noor.presses('Not yet');
    await noor.sees('You said “not yet”');
    await sam.sees('Noor says “not yet”.');
    await noor.presses('Agree to this plan');
    await noor.sees('Agreed by both on');
    await sam.sees('Agreed by both on');

    // a change, answered with another one
    await noor.follows('Suggest a change');
    await noor.arrives('Your draft');
    await noor.presses('Change “Sunday talk”');
    await noor.arrives('Change a promise');
    await noor.chooses('On certain days of the week', 'How often?');
    await noor.page.getByRole('checkbox', { name: 'Sundays' }).check();
    await noor.presses('Keep it in the draft');
    await noor.arrives('Your draft');
    await noor.writes('Why you suggest it', 'So that we both know the day.');
    await noor.presses('See it as Sam would');
    await noor.arrives('Propose it to Sam?');
    await noor.presses('Propose it to Sam');
    await noor.arrives('Your plan');
    await sam.sees('So that we both know the day.');
    await sam.arrives('Your plan');
    await sam.presses('Suggest something else');
    await sam.arrives('Your draft');
    await sam.follows('Put it away');
    await sam.arrives('Put the draft away?');
    await sam.presses('Put it away');
    await sam.arrives('Your plan');
    await sam.presses('Agree to this change');
    await sam.sees('Second version.');

    await sam.follows('All versions');
    await sam.arrives('All versions');
    await sam.follows(/^Second version/);
    await sam.arrives('Second version');
    await sam.opens('/plan/questions/1');
    await sam.follows('Take it back');
    await sam.arrives('Take it back from Noor?');
    await sam.presses('Take it back');
    await sam.arrives('Your plan');
    await noor.seesNo('I want to feel at home with you again');
  },

  async 'alone, a plan is drafted without scripts'(house) {
    const { sam } = await linkTwo(house, { sam: { scripts: false } });
    await sam.opens('/plan/draft');
    await sam.arrives('Your draft');
    await sam.writes('Support', 'Doctor Amari, every second Wednesday.');
    await sam.presses('Add a promise');
    await promises(sam, { act: 'One evening only for us', who: 'Both of you', how: 'Every week' });
    await sam.opens('/plan');
    await sam.arrives('Your plan');
    await sam.sees('You have a draft');
    await sam.opens('/plan/draft');
    if (await sam.reads('Support') !== 'Doctor Amari, every second Wednesday.') throw new Error('what was typed before adding is gone');
  },
};
