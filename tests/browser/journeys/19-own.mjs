// Lists of one's own, from two browsers: what feels like care, what one works on, one's people, what one did. Private
// first; shared with the other one, or with the other one and the therapist.

import { comesTo, gives, keeps, sharesWith } from '../lib/between.mjs';
import { linkTwo } from '../lib/story.mjs';
import { letIn } from '../lib/therapist.mjs';

async function isAlone(person, other, name, words) {
  await comesTo(other, name);
  await other.seesNo(words);
  await other.seesNo(`From ${person.name}`);
}

async function myPeople({ sam, noor }) {
  const name = 'My people';
  await keeps(sam, name, 'Keep it to myself', {
    writes: { 'Who it is': 'Aunt Vera', 'What they are good for': 'A bed for the night.' },
    chooses: { 'What they are to me': 'Family' },
  });
  await sam.arrives(name);
  await sam.sees('Only you can see this');
  await isAlone(sam, noor, name, 'Aunt Vera');
  await comesTo(sam, name);
  await sam.sees('Only with you');
  await sam.follows(/^Aunt Vera/);
  await sam.arrives(name);
}

async function care({ sam, noor }) {
  const name = 'How I like to receive care';
  const at = await gives(noor, 'Sam', name, {
    writes: { 'What does me good': 'Tea, and nobody asks.', 'How you can ask me': 'Tea or talk?' },
  });
  await comesTo(sam, name);
  await sam.follows(/^Tea, and nobody asks/);
  await sam.arrives(name);
  await sam.sees('Tea or talk?');
  // changed later: the change stays with its author until it is shared, too
  await noor.opens(at);
  await noor.follows('Change my words');
  await noor.arrives(name);
  await noor.writes('What does me good', 'A walk, and nobody asks.');
  await noor.presses('Keep it to myself');
  await noor.arrives(name);
  await noor.sees(/You have changed it since/);
  await sam.reloads();
  await sam.seesNo('A walk, and nobody asks.');
}

async function goals(house, { sam, noor }) {
  const name = 'What I want to work on';
  await letIn(house, sam, noor, 'Amari');
  await keeps(noor, name, 'Look at it as Sam would', {
    writes: { 'What I want to work on': 'Saying it the same day', 'A first step, small enough for this week': 'One true sentence each evening.' },
  });
  await sharesWith(noor, 'Sam and Amari');
  await noor.arrives(name);
  await noor.sees('Shared with Sam and Amari');
  await comesTo(sam, name);
  await sam.follows(/^Saying it the same day/);
  await sam.arrives(name);
  await sam.sees('One true sentence each evening.');
  const at = sam.path();
  // and taken back from both, while he reads it
  await noor.follows('Take it back, or change who reads it');
  await noor.arrives('Who may read this?');
  await noor.chooses('Only me');
  await sam.expecting([404], async () => {
    await noor.presses('Take it back');
    await noor.arrives(name);
    if (!sam.scripts) await sam.opens(at);
    await sam.arrives('There is no page here');
  });
}

async function whatIDid({ sam, noor }) {
  const name = 'What I did to you';
  await gives(sam, 'Noor', name, { writes: { 'What I did, or left undone': 'I read your letters.' } });
  await comesTo(noor, name);
  await noor.follows(/^I read your letters/);
  await noor.arrives(name);
}

async function story(house, two) {
  await myPeople(two);
  await care(two);
  await whatIDid(two);
  await goals(house, two);
}

export default {
  async 'lists of one’s own, shared or not'(house) {
    await story(house, await linkTwo(house));
  },
  async 'and lists of one’s own without scripts'(house) {
    await story(house, await linkTwo(house, { sam: { scripts: false }, noor: { scripts: false } }));
  },
};
