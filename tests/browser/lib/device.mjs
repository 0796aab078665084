// The app that shows codes for a second step.

import { createHmac } from 'node:crypto';

const STEP = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What it shows for these letters at that moment, or so many steps later (RFC 6238). */
export function shownBy(letters, moment, steps = 0) {
  const bits = [...letters.replace(/\s/g, '')].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(moment.getTime() / 1000 / STEP) + steps));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets the second step up, on the page that asks for it. */
export async function takesSecondStep(person) {
  await person.arrives('A second step');
  await person.writes('Your passphrase', person.passphrase);
  await person.presses('Set it up');
  await person.arrives('Show this to your app');
  person.seed = await person.page.locator('#seed').innerText();
  await person.writes('Code', shownBy(person.seed, person.house.server.clock.now()));
  await person.presses('Switch it on');
  await person.arrives('Keep these spare codes');
  await person.presses('I have kept them');
  await person.arrives('Your second step is on');
}
