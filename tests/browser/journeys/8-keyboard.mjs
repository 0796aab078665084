// Both go through a whole talk with a keyboard alone, Sam with scripts and Noor without. What is looked at on the way,
// at every stop, is in `lib/keyboard.mjs`.

import { WHOLE, plays } from '../lib/acts.mjs';
import { compareWords, linkTwo } from '../lib/story.mjs';
import { agreeToTalk } from '../lib/begin.mjs';

/** `act` has to be refused, for `reason`: otherwise the journey would pass whatever the pages are like. */
async function mustBeRefused(what, reason, act) {
  const error = await act().then(() => null, (refused) => refused);
  if (!error) throw new Error(`nothing was said about ${what}`);
  if (!reason.test(error.message)) throw error;
}

/** The next page stays as it is, and only its style is another. */
async function withStyle(person, style, act) {
  await person.page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, style);
  await act();
  await person.page.evaluate(() => { document.adoptedStyleSheets = []; });
}

export default {
  async 'the keyboard hands refuse a click, and stops that cannot be seen'(house) {
    const sam = await house.person('Sam', { keyboard: true });
    await sam.opens('/sign-in');
    await sam.arrives('Come in');
    const field = sam.page.getByLabel('Passphrase', { exact: true });
    await mustBeRefused('a click', /keyboard alone/, async () => field.click());
    await mustBeRefused('a text from nowhere', /keyboard alone/, async () => field.fill('x'));
    await mustBeRefused('the mouse', /keyboard alone/, async () => sam.page.mouse.click(1, 1));
    const writes = () => sam.writes('Passphrase', 'gravel');
    await withStyle(sam, '*, *:focus-visible { outline: 0 !important }', () => mustBeRefused('a hidden focus', /shows no outline/, writes));
    await sam.reloads();
    const cover = 'body::after { content: ""; position: fixed; inset: 0; z-index: 99 }';
    await withStyle(sam, cover, () => mustBeRefused('a covered focus', /is covered by/, writes));
    await sam.reloads();
    const upside = 'form { display: flex !important; flex-direction: column-reverse !important }';
    await withStyle(sam, upside, () => mustBeRefused('an order upside down', /stands above/, () => sam.presses('Sign in')));
    await sam.reloads();
    await writes();
  },

  async 'two people go through a whole talk with the keyboard alone'(house) {
    const { sam, noor } = await linkTwo(house, { sam: { keyboard: true }, noor: { keyboard: true, scripts: false } });
    await compareWords(sam, noor);
    await agreeToTalk(sam, noor);
    await plays({ sam, noor }, WHOLE(house.inDays(7)));
  },
};
