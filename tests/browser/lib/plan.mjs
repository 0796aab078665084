// The plan of the two, in the words of its pages.

const ACT = 'What can be seen when it happens?';

export async function opensThePlan(person) {
  await person.opens('/plan');
  await person.arrives('Your plan');
}

/** On the page of one promise: what it is. */
export async function saysAPromise(person, { act, who, how, kind, review }) {
  if (act) await person.writes(ACT, act);
  if (who) await person.chooses(who, 'Who promises it?');
  if (how) await person.chooses(how, 'How often?');
  if (kind) await person.chooses(kind, 'What is it?');
  if (review) await person.writes('Look at it again on', review);
}

/** From one's draft to the other's page: looks at exactly what the other will see, and proposes it. */
export async function proposes(person, other, { why, sees = [] }) {
  await person.arrives('Your draft');
  await person.writes('Why you suggest it', why);
  await person.presses(`See it as ${other.name} would`);
  await person.arrives(`Propose it to ${other.name}?`);
  for (const text of [why, ...sees]) await person.sees(text);
  await other.opens('/plan');
  await other.seesNo(why);
  await person.presses(`Propose it to ${other.name}`);
  await person.arrives('Your plan');
  await person.sees('Proposed, and signed by you.');
}

/** From the first page to what lies on the table. */
export async function findsTheProposal(person, line) {
  await person.opens('/today');
  await person.arrives(`Hello, ${person.name}`);
  await person.follows(new RegExp(`^${line}`));
  await person.arrives('Your plan');
}
