/* Follows the other person on pages whose `main` has `data-live`. What arrives is a hint without content; the page
   itself is fetched as this person, compared by its stamp, and put in place only when something changed. Nothing
   typed is lost: a form in use is kept first, and a form that cannot be kept stays, with a line to load anew. */
(() => {
  'use strict';
  let source = null;
  let retry = 0;
  let wait = 5000;
  let checking = false;
  let again = false;
  let composing = false;
  let ending = 0;

  const main = () => document.querySelector('main[data-live]');
  const say = (text) => {
    const region = document.querySelector('[data-announce]');
    if (region) region.textContent = text;
  };
  const dirty = () => document.querySelectorAll('main form[data-dirty]').length > 0;
  const written = () => [...document.querySelectorAll('main textarea')].some((field) => field.value.trim() !== '');

  /* A few rounds, because somebody who is typing makes the form dirty again while it is being kept. */
  const keepFirst = async () => {
    for (let round = 0; round < 8; round += 1) {
      if (!dirty() && !composing) return true;
      const waits = [];
      document.dispatchEvent(new CustomEvent('toward:keep', { detail: { waits } }));
      if (!composing && (waits.length === 0 || (await Promise.all(waits)).includes(false))) return false;
      if (!dirty() && !composing) return true;
      await new Promise((resolve) => { setTimeout(resolve, 700); });
    }
    return false;
  };

  /* For a form in use that cannot be kept: the person decides when to load. */
  const offer = () => {
    if (document.querySelector('[data-changed]')) return;
    const note = document.createElement('p');
    note.className = 'note flash';
    note.dataset.changed = '';
    const text = document.createElement('span');
    const link = document.createElement('a');
    link.href = location.href;
    link.textContent = 'Load it anew';
    text.append('This page has changed meanwhile. ', link, ' when you are done here.');
    note.append(text);
    main()?.prepend(note);
    say('This page has changed.');
  };

  /* Whoever was in a field stays in it, at the same place. */
  const swap = (next) => {
    const old = main();
    const field = old.contains(document.activeElement) ? document.activeElement : null;
    const at = field && 'selectionStart' in field ? [field.selectionStart, field.selectionEnd] : null;
    old.replaceWith(document.adoptNode(next.querySelector('main')));
    const still = document.querySelector('.still input');
    if (still) still.checked = Boolean(old.querySelector('.still input')?.checked);
    const bar = document.querySelector('[data-bar]');
    const nextBar = next.querySelector('[data-bar]');
    if (bar && nextBar) bar.replaceWith(document.adoptNode(nextBar));
    document.title = next.title;
    const same = field?.id ? document.getElementById(field.id) : null;
    if (same && same.tagName === field.tagName) {
      same.focus({ preventScroll: true });
      if (at && at[0] !== null) same.setSelectionRange(at[0], at[1]);
    }
    document.dispatchEvent(new CustomEvent('toward:page'));
    say('This page has changed.');
  };

  const look = async () => {
    // The line about what was done belongs to the page as it was.
    const here = new URL(location.href);
    here.searchParams.delete('done');
    const answer = await fetch(here, { headers: { 'X-Live': '1' }, cache: 'no-store' });
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
      // The talk has moved on, or the session has ended: the place for both is another page.
      if (await keepFirst()) location.replace(answer.url);
      else offer();
      return;
    }
    if (!answer.ok && answer.status !== 404) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (answer.status === 404) {
      // What stood here was taken back: it goes from an open page, too. Not with somebody's own words on it.
      if (dirty() || written()) offer();
      else if (main() && next.querySelector('main')) swap(next);
      return;
    }
    const nextMain = next.querySelector('main');
    if (!main() || !nextMain || nextMain.dataset.stamp === main().dataset.stamp) return;
    if (!dirty()) {
      history.replaceState(history.state, '', here);
      swap(next);
    } else if (await keepFirst()) again = true; // Kept meanwhile, so the page is fetched anew with the draft in it.
    else offer();
  };

  const check = async () => {
    again = true;
    if (checking) return;
    checking = true;
    while (again) {
      again = false;
      try {
        await look();
      } catch {
        // No connection: the next hint, or the reconnect, looks again.
      }
    }
    checking = false;
    listen();
    atItsEnd();
  };

  /* A break ends by the clock, and nobody sends a hint for that: this page looks a moment after. */
  const atItsEnd = () => {
    clearTimeout(ending);
    const over = Date.parse(document.querySelector('main time[data-over]')?.dateTime ?? '');
    const left = over - Date.now();
    if (left > 0) ending = setTimeout(check, left + 1000);
  };

  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };

  const listen = () => {
    const place = main()?.dataset.live;
    if (source && place && source.url === new URL(place, location.href).href) return;
    close();
    if (!place) return;
    source = new EventSource(place);
    source.addEventListener('changed', check);
    source.addEventListener('open', () => {
      wait = 5000;
      // What happened between drawing the page, or losing the connection, and now has sent its hint to nobody.
      check();
    });
    source.addEventListener('error', () => {
      // The browser reconnects by itself, except after an answer that is not a stream (a proxy while the server
      // restarts): then it gives up, and this does not.
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      retry = setTimeout(check, wait);
      wait = Math.min(wait * 2, 60000);
    });
  };

  document.addEventListener('compositionstart', () => { composing = true; });
  document.addEventListener('compositionend', () => { composing = false; });
  addEventListener('pagehide', close);
  atItsEnd();
  listen();
})();
