// The acts of a talk, in the words of its pages. Whoever has scripts off looks again by loading the page.

/** Words that one person writes are marked with their name, so that they can be looked for on the other's pages. */
export const words = (person, about) => `${person.name} about ${about}: it is written here and nowhere else.`;

/** Opens the talk at the place where it stands. */
export async function goesToTalk(person) {
  await person.opens('/talk');
  await person.arrives('Talk');
  await person.follows(/the spring/);
}

/** The page for whose turn it is, which comes by itself with scripts and by loading without. */
export async function finds(person, heading) {
  if (!person.scripts) await person.opens(person.talk);
  await person.arrives(heading);
}

/** The page before anything crosses over: "only me" unless another choice is made, the preview, then the button that
 *  names the reader. */
export async function shares(person, other, preview) {
  await person.arrives('Who may read this?');
  for (const text of preview) await person.sees(text);
  await person.chooses(other.name);
  await person.presses(`Share with ${other.name}`);
}

/** Reads what the other shared, without a field to write in, and says that they have listened. */
export async function listens(person, other, heading, text) {
  await finds(person, heading);
  await person.sees(text);
  await person.hasNoField();
  await person.presses('I have listened');
  await person.arrives('Say back what you heard');
}

/** Says back what they heard. */
export async function saysBack(person, other, text) {
  await person.writes('What I heard you say', text);
  await person.presses(`Show it to ${other.name}`);
  await shares(person, other, [text]);
  await person.arrives(`With ${other.name} now`);
}

/** Reads what the other said back, and answers. */
export async function answersSayBack(person, other, text, answer) {
  await finds(person, 'Did it arrive?');
  await person.sees(text);
  await person.presses(answer);
}
