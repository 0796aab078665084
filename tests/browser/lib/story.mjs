// What every story about two people begins with: an account, a recovery code, an invitation, six words.

/** Passphrases are chosen here, so that the story can sign in again. */
const PASSPHRASE = { Sam: 'gravel umbrella tundra', Noor: 'cinnamon harbour violin', Iris: 'lantern meadow copper', Max: 'walnut drizzle anchor', Amari: 'thistle lagoon marble' };

/** The name that somebody signs in with. */
export const signInName = (person) => `${person.name.toLowerCase()}@example.org`;

/** The fields of a new account, at the setup link or at an invitation. */
export async function fillsInAccount(person) {
  person.passphrase = PASSPHRASE[person.name];
  await person.writes('What you are called here', person.name);
  await person.writes('A name to sign in with', signInName(person));
  await person.chooses('Choose my own');
  await person.writes('Your own passphrase', person.passphrase);
}

/** Types two groups of the code that is shown. */
export async function keepsCode(person) {
  await person.arrives('Keep this code');
  person.code = (await person.page.locator('#code').innerText()).trim().split(/\s+/);
  const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
  for (const [at, ordinal] of ordinals.entries()) {
    const label = `The ${ordinal} group`;
    if (await person.page.getByLabel(label, { exact: true }).count() > 0) await person.writes(label, person.code[at].toLowerCase());
  }
  await person.presses(/^Go on/);
}

/** The first account of a server. */
export async function opensTheSpace(person) {
  await person.opens(await person.house.server.setupLink());
  await person.arrives('Start a space for two');
  await fillsInAccount(person);
  await person.presses('Start the space');
  await keepsCode(person);
  await person.arrives('You two');
}

/** On their page "You two": makes an invitation, and reads its link from the page. */
export async function invites(person) {
  await person.presses('Make an invitation link');
  await person.arrives('Your invitation');
  return person.reads('The link');
}

/** Opens the link and makes an account of their own. */
export async function accepts(person, link, inviter) {
  await person.opens(link);
  await person.arrives(`${inviter.name} invites you`);
  await fillsInAccount(person);
  await person.presses('Accept and make my account');
  await keepsCode(person);
  await person.arrives(`Hello, ${person.name}`);
}

/** Two people with accounts, linked. */
export async function linkTwo(house, how = {}) {
  const sam = await house.person('Sam', how.sam);
  const noor = await house.person('Noor', how.noor);
  await opensTheSpace(sam);
  await accepts(noor, await invites(sam), sam);
  return { sam, noor };
}

/** Reads the six words to the other: they are the same on both sides. */
export async function compareWords(one, other) {
  const words = [];
  for (const person of [one, other]) {
    await person.opens('/us/words');
    await person.arrives('Six words, the same for both');
    words.push((await person.page.getByRole('list', { name: 'Six words' }).getByRole('listitem').allInnerTexts()).join(' '));
  }
  if (words[0] !== words[1] || words[0].split(' ').length !== 6) throw new Error('the six words are not six, or not the same');
  for (const person of [one, other]) await person.presses('They match');
}

export async function signsOut(person) {
  await person.opens('/account');
  await person.arrives('Your account');
  await person.presses('Sign out');
}

export async function signsIn(person) {
  await person.opens('/sign-in');
  await signsInHere(person);
}

/** On the sign-in page that somebody has been led to. */
export async function signsInHere(person) {
  await person.arrives('Come in');
  await person.writes('The name you sign in with', signInName(person));
  await person.writes('Passphrase', person.passphrase);
  await person.presses('Sign in');
}

/** So much time passes that everybody is signed out by it (see `House.advance`), and they sign in again. What their
 *  pages were told meanwhile (401) is what the story wants. */
export async function comeBackAfter(house, time, ...people) {
  const all = people.reduce((inner, person) => () => person.expecting([401], inner), async () => {
    await house.advance(time);
    for (const person of people) {
      await signsIn(person);
      await person.arrives(`Hello, ${person.name}`);
    }
  });
  await all();
}
