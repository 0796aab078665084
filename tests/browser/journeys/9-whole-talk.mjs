import { compareWords, linkTwo } from '../lib/story.mjs';

export default {
  async 'two people go through a whole talk'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await compareWords(sam, noor);
    await sam.opens('/today');
    await sam.arrives('Hello, Sam');
  },
};
