// One's own pages: nothing typed is lost, nothing stays in the browser, and nothing crosses over by itself.

import { linkTwo, opensTheSpace, signsInHere } from '../lib/story.mjs';

const KEPT = /^Kept \d\d:\d\d/;

async function begins(sam) {
  await sam.opens('/write/new');
  await sam.arrives('Write for yourself');
}

/** After the session has ended, by whichever way, what is typed is kept all the same, and is back after signing in. */
async function losesNothing(sam, endSession) {
  await begins(sam);
  await sam.types('Your words', 'The first line.');
  await sam.sees(KEPT);
  await endSession();
  await sam.types('Your words', ' And a second one.');
  await sam.sees('You have been signed out meanwhile.');
  await sam.arrives('Write for yourself');
  await sam.follows('Sign in again');
  await signsInHere(sam);
  await sam.arrives('Hello, Sam');
  await begins(sam);
  const back = await sam.reads('Your words');
  if (back !== 'The first line. And a second one.') throw new Error(`what came back is "${back}"`);
  await sam.presses('Keep it to myself');
  await sam.arrives('A note');
}

/** The same with the form itself, which needs no script. */
async function losesNoForm(sam, text) {
  await begins(sam);
  await sam.writes('Your words', text);
  await sam.house.server.sql('delete from session');
  await sam.presses('Keep it to myself');
  await sam.arrives('Come in');
  await sam.sees(/What you wrote is kept/);
  await signsInHere(sam);
  await sam.arrives('Write for yourself');
  const back = await sam.reads('Your words');
  if (back !== text) throw new Error(`what came back is "${back}"`);
  await sam.presses('Keep it to myself');
  await sam.arrives('A note');
}

export default {
  async 'what is typed is kept, also when the session has ended meanwhile'(house) {
    const sam = await house.person('Sam');
    await opensTheSpace(sam);
    await losesNothing(sam, () => house.server.sql('delete from session'));
    await losesNothing(sam, () => sam.context.clearCookies());
    await losesNoForm(sam, 'A whole page about the river.');
  },

  async 'a form whose session has ended is kept with scripts off too'(house) {
    const sam = await house.person('Sam', { scripts: false });
    await opensTheSpace(sam);
    await losesNoForm(sam, 'A whole page about the river.');
  },

  async 'a note is shared, changed, taken back and removed'(house) {
    const { sam, noor } = await linkTwo(house, { noor: { scripts: false } });
    await begins(sam);
    await sam.writes('A title, if you like', 'The river');
    await sam.writes('Your words', 'What I did not say on Sunday.');
    await sam.presses('Keep it to myself');
    await sam.arrives('The river');
    const note = sam.path();
    await noor.expecting([404], async () => {
      await noor.opens(note);
      await noor.arrives('There is no page here');
    });

    await sam.follows('Share with Noor');
    await sam.arrives('Who may read this?');
    await sam.sees('What I did not say on Sunday.');
    await sam.chooses('Noor');
    await sam.presses('Share with Noor');
    await sam.arrives('The river');
    await noor.opens('/today');
    await noor.arrives('Hello, Noor');
    await noor.seesNo('The river');
    await noor.opens('/write');
    await noor.arrives('Your own pages');
    await noor.opens(note);
    await noor.arrives('A note from Sam');
    await noor.sees('What I did not say on Sunday.');
    await noor.hasNoField();

    await sam.follows('Change it');
    await sam.arrives('Change it');
    await sam.writes('Your words', 'What I did not say on Sunday, and still do not.');
    await sam.presses('Keep it to myself');
    await sam.sees(/still holds the version/);
    await sam.arrives('The river');
    await noor.reloads();
    await noor.seesNo('and still do not');

    await sam.follows('Take it back');
    await sam.arrives('Take it back from Noor?');
    await sam.presses('Take it back');
    await sam.arrives('The river');
    await noor.expecting([404], async () => {
      await noor.reloads();
      await noor.arrives('There is no page here');
    });
    await noor.opens('/write');
    await noor.arrives('Your own pages');
    await noor.sees(/Sam took something back on/);

    await sam.follows('Remove');
    await sam.arrives('Remove this note?');
    await sam.presses('Remove it');
    await sam.arrives('Your own pages');
    await sam.seesNo('The river');
  },

  async 'two windows that change the same note keep both texts'(house) {
    const sam = await house.person('Sam');
    await opensTheSpace(sam);
    await begins(sam);
    await sam.writes('Your words', 'The first version.');
    await sam.presses('Keep it to myself');
    await sam.arrives('A note');
    const edit = `${sam.path()}/edit`;
    const first = sam.page;
    const second = await sam.context.newPage();
    await sam.opens(edit);
    await sam.arrives('Change it');
    sam.page = second;
    await sam.opens(edit);
    await sam.arrives('Change it');
    await sam.writes('Your words', 'The version of the second window.');
    await sam.presses('Keep it to myself');
    await sam.arrives('A note');
    sam.page = first;
    await sam.writes('Your words', 'The version of the first window.');
    await sam.expecting([409], async () => {
      await sam.presses('Keep it to myself');
      await sam.arrives('Change it');
      await sam.sees('The version of the second window.');
    });
    if (await sam.reads('Your words') !== 'The version of the first window.') throw new Error('the typed text is gone');
  },
};
