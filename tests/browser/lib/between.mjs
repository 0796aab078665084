// What two people do between their talks: filling in a practice, sharing it, answering it.

/** So many days on, in the form of a date field. */
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** From "You two" to a practice. */
export async function comesTo(person, name) {
  await person.opens('/us');
  await person.follows(/^Between the talks/);
  await person.arrives('Between the talks');
  await person.follows(new RegExp(`^${name}`));
  await person.arrives(name);
}

async function fillsIn(person, { writes = {}, chooses = {} }) {
  for (const [label, text] of Object.entries(writes)) await person.writes(label, text);
  for (const [group, option] of Object.entries(chooses)) await person.chooses(option, group);
}

/** Writes one and keeps it. Answers its address. */
export async function keeps(person, name, button, what) {
  await comesTo(person, name);
  await person.follows(/^(Write (it|another one)|Suggest something|Go on with yours|Fill it in once more)$/);
  await person.arrives(name);
  await fillsIn(person, what);
  await person.presses(button);
}

/** On a sharing page: chooses the other one, or the other one and the therapist, and shares. */
export async function sharesWith(person, readers) {
  await person.arrives('Who may read this?');
  await person.chooses(readers);
  await person.presses(`Share with ${readers}`);
}

/** Writes one and shares it with the other one. Answers its address. */
export async function gives(person, other, name, what) {
  await keeps(person, name, `Look at it as ${other} would`, what);
  await sharesWith(person, other);
  await person.arrives(name);
  await person.sees(`${other} can read it now.`);
  return person.path();
}

/** Answers what the other one gave, and shares the answer. */
export async function answers(person, other, at, answer, what = {}) {
  await person.opens(`${at}/answer`);
  await person.arrives(`Answer ${other}`);
  await person.chooses(answer, 'Your answer');
  await fillsIn(person, what);
  await person.presses(`Look at it as ${other} would`);
  await sharesWith(person, other);
}
