// Words before they are shared: the author is offered others and may keep their own, and what is graphic is folded for
// the reader until they open it.

import { linkTwo } from '../lib/story.mjs';

const OFFER = 'An offer, before you share';
const GRAPHIC = 'What happened in the room.';

/** What a selection in the field becomes when the button below it is pressed. */
async function folds(person, words) {
  const field = person.page.getByLabel('Your words', { exact: true });
  await field.evaluate((area, marked) => {
    const at = area.value.indexOf(marked);
    area.setSelectionRange(at, at + marked.length);
  }, words);
  await person.taps('Fold what I marked');
}

async function is(person, expected) {
  const typed = await person.reads('Your words');
  if (typed !== expected) throw new Error(`the field holds "${typed}"`);
}

async function isOpen(person, expected) {
  const seen = await person.page.getByText(GRAPHIC).isVisible();
  if (seen !== expected) throw new Error(`what is folded ${seen ? 'can' : 'cannot'} be read by ${person.name}`);
}

/** On paper: what was not open is not printed, and says so. */
async function onPaper(person, printed) {
  await person.page.emulateMedia({ media: 'print' });
  await isOpen(person, printed);
  const says = await person.page.getByText('It was not open, so it is not printed.').isVisible();
  if (says === printed) throw new Error('the page on paper does not say whether something is missing');
  await person.page.emulateMedia({ media: null });
}

async function story(house, how) {
  const { sam, noor } = await linkTwo(house, { sam: how, noor: how });
  const text = `I’m sorry if it hurt.\n\n${GRAPHIC}\n\nThat was all.`;
  await sam.opens('/write/new');
  await sam.arrives('Write for yourself');
  await sam.writes('Your words', text);
  await sam.presses('Share with Noor');
  await sam.arrives('Who may read this?');
  await sam.sees(OFFER);
  await sam.sees(/“sorry if”/);
  await sam.page.getByRole('region', { name: OFFER }).getByRole('link', { name: 'Change my words' }).click();

  await sam.arrives('Change it');
  const marked = text.replace(GRAPHIC, `[[${GRAPHIC}]]`);
  if (sam.scripts) {
    await folds(sam, GRAPHIC);
    await is(sam, marked);
    await sam.sees('Folded for your reader.');
    await folds(sam, `[[${GRAPHIC}]]`);
    await sam.sees('Some of this is folded already.');
    await sam.page.keyboard.press('Control+z');
    await is(sam, text);
    await folds(sam, GRAPHIC);
  } else {
    await sam.writes('Your words', marked);
  }
  await is(sam, marked);
  await sam.presses('Share with Noor');
  await sam.arrives('Who may read this?');
  await sam.sees(OFFER);
  await sam.sees(/One passage is folded/);
  await isOpen(sam, false);
  await sam.chooses('Noor');
  await sam.presses('Share with Noor');
  await sam.arrives('A note');
  await isOpen(sam, false);

  await noor.opens('/write');
  await noor.arrives('Your own pages');
  await noor.seesNo(GRAPHIC);
  await noor.opens(sam.path());
  await noor.arrives('A note from Sam');
  await noor.seesNo(OFFER);
  await isOpen(noor, false);
  await onPaper(noor, false);
  await noor.page.getByText('Folded by Sam.').click();
  await isOpen(noor, true);
  await onPaper(noor, true);
}

export default {
  'words that may land hard get an offer, and what is graphic stays folded until it is opened': (house) => story(house),
  'the same with scripts off': (house) => story(house, { scripts: false }),
};
