// Reminders, from one browser with scripts off and a mail server that keeps what it gets.

import { createServer } from 'node:net';
import { opensTheSpace } from '../lib/story.mjs';

const mails = [];

/** A mail server on loopback. It takes everything, and does not keep this process alive. */
async function mailServer() {
  const server = createServer((socket) => {
    let text = null;
    let rest = '';
    socket.on('error', () => {});
    socket.write('220 mail.example.org\r\n');
    socket.on('data', (data) => {
      rest += data;
      for (let at = rest.indexOf('\r\n'); at >= 0; at = rest.indexOf('\r\n')) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (text !== null && line === '.') {
          mails.push(text.join('\n'));
          text = null;
          socket.write('250 kept\r\n');
        } else if (text !== null) text.push(line);
        else if (line === 'DATA') {
          text = [];
          socket.write('354 go on\r\n');
        } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n');
      }
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  server.unref();
  return server.address().port;
}

const TOWARD_SMTP_PORT = String(await mailServer());

/** The mail after those that were there before; the jobs look every ten seconds. */
async function mail(before) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (mails.length > before) return mails.at(-1);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error('no mail came');
}

async function findsReminders(person) {
  await person.opens('/account');
  await person.arrives('Your account');
  await person.follows(/^Reminders/);
  await person.arrives('Reminders');
}

export default {
  'reminders are switched on, looked at, and ended from a mail': Object.assign(async (house) => {
    const sam = await house.person('Sam', { scripts: false });
    await opensTheSpace(sam);
    await findsReminders(sam);
    await sam.presses('Make a private address');
    await sam.arrives('Reminders');
    const calendar = await (await fetch(await sam.reads('The address, shown only now'))).text();
    if (!calendar.startsWith('BEGIN:VCALENDAR')) throw new Error(`no calendar: ${calendar}`);

    await sam.writes('Where do mails go?', 'sam@example');
    await sam.expecting([422], async () => {
      await sam.presses('Send the code');
      await sam.arrives('Reminders');
      await sam.sees('Give an address such as you@example.org');
    });
    await sam.writes('Where do mails go?', 'sam@example.org');
    await sam.presses('Send the code');
    await sam.arrives('Reminders');
    const code = (await mail(0)).match(/^[A-Z2-7]{4} [A-Z2-7]{4}$/m);
    await sam.writes('The code from the mail', code[0].toLowerCase());
    await sam.presses('Confirm the address');
    await sam.arrives('Reminders');
    await sam.sees('The address is confirmed. Choose below when a mail may come.');
    await sam.chooses('When a weekly check-in opens', 'When may a mail come?');
    await sam.chooses('Not between two hours', 'When may it come?');
    await sam.writes('By which clock?', 'Europe/Berlin');
    await sam.presses('Keep this');
    await sam.arrives('Reminders');
    await sam.sees('This is kept.');
    const before = mails.length;
    await sam.presses('Send me one to look at');
    await sam.arrives('Reminders');
    const stop = (await mail(before)).match(/\/stop\/[A-Za-z0-9_-]+/)[0];

    const nobody = await house.person('Nobody', { scripts: false });
    await nobody.opens(stop);
    await nobody.arrives('End these mails?');
    await nobody.presses('End these mails');
    await nobody.arrives('These mails have ended');
    await findsReminders(sam);
    await sam.seesNo('sam@example.org');
  }, {
    settings: {
      TOWARD_SMTP_HOST: '127.0.0.1', TOWARD_SMTP_PORT, TOWARD_SMTP_TLS: 'none', TOWARD_MAIL_FROM: 'Toward <toward@example.org>',
    },
  }),
};
