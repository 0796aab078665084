// How a talk begins: asked for, answered alone, named, stated, and what to expect. Every page on the way is looked at,
// also those where it rests because something is not acknowledged or not said.

import { linkTwo } from '../lib/story.mjs';
import { goesToTalk, finds, shares } from '../lib/talk.mjs';

const picture = (person, name) => process.env.JOURNEY_PICTURES && person.photographed(`${process.env.JOURNEY_PICTURES}/${name}.png`);

/** Answers "are we in?" and chooses to show it. */
async function showsIn(person, answer) {
  await person.arrives('Are you in?');
  await person.chooses(answer);
  await person.presses(/^Show it when/);
  await person.arrives('Who may read this?');
  await person.chooses(/Noor|Sam/);
  await person.presses(/^Share with/);
}

async function rests(house) {
  const { sam, noor } = await linkTwo(house, { noor: { scripts: house.noorHasScripts } });
  await sam.opens('/talk/new');
  await sam.arrives('Begin a talk');
  await picture(sam, 'begin');
  await sam.presses('Ask Noor for a talk');
  await sam.arrives('Are you in?');
  await picture(sam, 'in');
  sam.talk = /\/talk\/[^/]+/.exec(sam.page.url())[0];
  noor.talk = sam.talk;

  // Noor keeps hers first; Sam's page says the same before and after.
  await noor.opens('/talk');
  await noor.arrives('Talk');
  await noor.opens(noor.talk);
  await noor.arrives('Are you in?');
  await noor.chooses('I am not sure');
  await noor.presses('Keep it to myself');
  await noor.arrives('Are you in?');
  await noor.sees('Kept. Only you can see it.');
  await showsIn(sam, 'Yes, I would like to do this');
  await sam.arrives('This is with you both');
  await picture(sam, 'in-waiting');
  await showsIn(noor, 'I am not sure');
  await noor.arrives('Both answers are open');
  await picture(noor, 'in-open');
  await finds(sam, 'Both answers are open');
  await sam.sees('I am not sure');
  await sam.presses('Ask both of us again');
  await sam.arrives('Are you in?');
  await finds(noor, 'Are you in?');
  await showsIn(noor, 'Yes, I would like to do this');
  await noor.arrives('This is with you both');
  await finds(sam, 'Are you in?');
  await showsIn(sam, 'Yes, I would like to do this');
  await sam.arrives('Both answers are open');
  await sam.presses('Go on together');

  await sam.arrives('What do you want to talk about?');
  await sam.writes('What shall we call it?', 'about the spring');
  await sam.chooses('Keeping something hidden');
  await sam.chooses('I was hurt');
  await sam.chooses('Noor caused the hurt');
  await picture(sam, 'naming');
  await sam.presses('Show it to Noor');
  await shares(sam, noor, ['about the spring']);
  await sam.arrives('With Noor now');
  await goesToTalk(noor);
  await noor.arrives('Sam would like to talk about this');
  await picture(noor, 'named');
  await noor.presses('Not yet');
  await noor.arrives('You said: not yet');
  await picture(noor, 'not-yet');
  await finds(sam, 'Noor says: not yet');
  await picture(sam, 'not-yet-theirs');
  await noor.follows('I see it differently');
  await noor.arrives('How do you see it?');
  await noor.writes('I see it differently', 'It was a longer story than one spring.');
  await noor.presses('Show it to Sam');
  await shares(noor, sam, ['It was a longer story than one spring.']);
  await noor.arrives('You see it differently');
  await finds(sam, 'Noor sees it differently');
  await sam.sees('It was a longer story than one spring.');
  await picture(sam, 'differently');
  await sam.follows('Find other words');
  await sam.arrives('What do you want to talk about?');
  await sam.writes('What shall we call it?', 'about that year');
  await sam.presses('Show it to Noor');
  await shares(sam, noor, ['about that year']);
  await finds(noor, 'Sam would like to talk about this');
  await noor.presses('Yes, I recognise this');

  await noor.arrives('Has it stopped?');
  await picture(noor, 'statement');
  await noor.chooses('I am not ready to say this');
  await noor.presses('Show it to Sam');
  await shares(noor, sam, ['I am not ready to say this']);
  await noor.arrives('You are not ready to say it');
  await finds(sam, 'Noor is not ready to say it');
  await picture(sam, 'not-ready');
  await sam.presses('We go on anyway');
  await sam.arrives('Noor is not ready to say it');
  await noor.follows('Say it now');
  await noor.arrives('Has it stopped?');
  await noor.chooses('It has stopped');
  await noor.writes('What has stopped', 'everything');
  await noor.expecting([422], async () => {
    await noor.presses('Show it to Sam');
    await noor.arrives('Has it stopped?');
    await noor.sees('Say what has stopped in a few plain words');
  });
  await picture(noor, 'statement-again');
  await noor.writes('What has stopped', 'I no longer write to them, and I have told them so.');
  await noor.writes('Since which day?', '2026-01-04');
  await noor.presses('Show it to Sam');
  await shares(noor, sam, ['I no longer write to them', '4 January 2026']);
  await noor.arrives('With Sam now');
  await finds(sam, 'Noor says where it stands');
  await picture(sam, 'stands');
  await sam.presses('I have read it, go on');
  await sam.arrives('Find time and place');
}

async function restsWithoutScripts(house) {
  house.noorHasScripts = false;
  await rests(house);
}

export default {
  'a talk begins, rests where something is not said, and goes on': rests,
  'the same with scripts off on one side': restsWithoutScripts,
};
