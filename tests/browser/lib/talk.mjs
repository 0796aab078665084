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

/** What to talk about, which roles, and when and where. */
export async function agreeToTalk(sam, noor, watching = (act) => act()) {
  await sam.opens('/today');
  await sam.arrives('Hello, Sam');
  await sam.opens('/talk');
  await sam.arrives('Talk');
  await sam.follows('Begin a talk');
  await sam.arrives('What do you want to talk about?');
  await sam.writes('What shall we call it?', 'about the spring');
  await sam.chooses('Keeping something hidden');
  await sam.chooses('I was hurt');
  await sam.chooses('Noor caused the hurt');
  await sam.writes('What was it, in your own words?', words(sam, 'the opening'));
  await noor.opens('/talk');
  await noor.arrives('Talk');
  await noor.seesNo('about the spring');
  await sam.presses('Show it to Noor');
  await sam.arrives('Exactly what Noor will see');
  await sam.presses('Show it to Noor');
  await sam.arrives('With Noor now');
  sam.talk = /\/talk\/[^/]+/.exec(sam.page.url())[0];
  noor.talk = sam.talk;

  await noor.opens('/today');
  await noor.arrives('Hello, Noor');
  await goesToTalk(noor);
  await noor.arrives('Sam would like to talk about this');
  await noor.sees(words(sam, 'the opening'));
  await watching(() => noor.presses('Yes, let us talk about this'));
}
