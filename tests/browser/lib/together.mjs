// Sitting together: how the two agree on it, and what is said instead of written.

import { finds } from './talk.mjs';

/** One suggests it on the page about it, the other agrees on the page of the step. */
export async function sitTogether(one, other, title, sentence) {
  await one.opens(`${one.talk}/how`);
  await one.arrives('How do you sit?');
  const way = one.page.getByRole('region', { name: title });
  await Promise.all([
    one.page.waitForEvent('framenavigated'),
    way.getByRole('button', { name: `Suggest it to ${other.name}` }).click(),
  ]);
  await one.sees(`You have suggested this. ${other.name} can say yes, or leave it.`);
  await one.arrives('How do you sit?');
  if (!other.scripts) await other.opens(other.talk);
  await other.sees(sentence);
  await other.presses('Yes, together');
}

/** Says what this page asks for, instead of writing it. */
export async function says(person, heading, button = 'I have said it') {
  await finds(person, heading);
  await person.presses(button);
}

/** What the other said is heard with the ears: there is no field, and then it is said back. */
export async function listensAndSaysBack(person, heading) {
  await finds(person, heading);
  await person.hasNoField();
  await person.sees(/you can listen with your ears/);
  await person.presses('I have listened');
  await says(person, 'Say back what you heard', 'I have said it back');
}

/** The phone is handed across: whoever is named takes it. */
export async function handsTo(phone, name) {
  await phone.arrives(`Hand the phone to ${name}`);
  await phone.hasNoField();
  await phone.follows(`I am ${name}`);
}

/** Whoever holds the phone presses a button of their page. */
export async function pressesOn(phone, heading, button) {
  await phone.arrives(heading);
  await phone.hasNoField();
  await phone.presses(button);
}
