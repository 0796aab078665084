// The guide, for anybody; and the questions to begin with, whose answers are a note like any other.

import { linkTwo, opensTheSpace } from '../lib/story.mjs';

async function readsTheGuide(house, how) {
  const sam = await house.person('Sam', how);
  await sam.opens('/');
  await sam.arrives('A quiet place for two');
  await sam.follows('Short pages to read');
  await sam.arrives('To read');
  const titles = await sam.page.locator('main .row .title').allTextContents();
  if (titles.length < 12) throw new Error(`the guide has ${titles.length} pages`);
  for (const title of titles) {
    await sam.follows(new RegExp(`^${title}`));
    await sam.arrives(title);
    await sam.page.getByText('Where this comes from').click();
    await sam.sees('The words on this page are ours');
    await sam.follows('To read');
    await sam.arrives('To read');
  }
  return sam;
}

export default {
  async 'somebody reads the whole guide without signing in'(house) {
    const sam = await readsTheGuide(house);
    await sam.opens('/right-for-us');
    await sam.arrives('Is this right for us?');
    await sam.follows('What this app is not');
    await sam.arrives('What this app is not');
  },

  async 'somebody reads the guide with scripts off, and leaves'(house) {
    const sam = await readsTheGuide(house, { scripts: false });
    await sam.pressesLeave();
    await sam.isAway();
  },

  async 'what is answered stays with its author until it is shared'(house) {
    const { sam, noor } = await linkTwo(house);
    await sam.opens('/write/ideas');
    await sam.arrives('Questions to begin with');
    await sam.follows(/The reason behind it/);
    await sam.arrives('The reason behind it');
    await sam.expecting([422], async () => {
      await sam.presses('Keep it to myself');
      await sam.sees('One thing needs another look');
      await sam.arrives('The reason behind it');
    });
    await sam.types('What about it can I understand?', 'That money was short.');
    await sam.sees(/^Kept \d\d:\d\d/);
    await sam.opens('/write/ideas/9');
    await sam.arrives('The urge to check');
    await sam.opens('/write/ideas/7');
    await sam.arrives('The reason behind it');
    const back = await sam.reads('What about it can I understand?');
    if (back !== 'That money was short.') throw new Error(`what came back is "${back}"`);
    await sam.presses('Keep it to myself');
    await sam.sees('Understandable');
    await sam.arrives('The reason behind it');
    await noor.opens('/write');
    await noor.arrives('Your own pages');
    await noor.seesNo('The reason behind it');

    // what the other wants, beside what they shared
    await sam.opens('/write/ideas/17');
    await sam.arrives('What does the other really want?');
    await sam.writes('What I think they want most from me', 'More evenings at home.');
    await sam.presses('Keep it, and look at what Noor shared');
    await sam.arrives('Side by side');
    await sam.sees('More evenings at home.');

    // a fear, and what can be done about it
    await sam.opens('/write/ideas/19');
    await sam.arrives('What I am afraid of, from here on');
    await sam.writes('What am I afraid will happen?', 'That it begins again.');
    await sam.writes('What can one of us do about it?', 'We sit down every Sunday.');
    await sam.presses('Keep it, and put it into my draft of the plan');
    await sam.arrives('A promise');
    const act = await sam.reads('What can be seen when it happens?');
    if (act !== 'We sit down every Sunday.') throw new Error(`the promise begins with "${act}"`);
    await sam.seesNo('That it begins again.');
    await noor.opens('/plan');
    await noor.arrives('Your plan');
    await noor.seesNo('We sit down every Sunday.');
  },

  async 'a reflection is written with scripts off'(house) {
    const sam = await house.person('Sam', { scripts: false });
    await opensTheSpace(sam);
    await sam.opens('/write/ideas');
    await sam.arrives('Questions to begin with');
    await sam.follows(/Body and sleep/);
    await sam.arrives('Body and sleep');
    await sam.writes('How have I slept?', 'Four hours.');
    await sam.presses('Keep it to myself');
    await sam.sees('Four hours.');
    await sam.arrives('Body and sleep');
  },
};
