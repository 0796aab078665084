/* Keeps what is being written in a `form[data-autosave]`, sealed on the server and never in the browser: after a
   pause in typing, and when the page is put aside. A draft only; saving and sharing stay acts of their own.
   A form with changes that are not kept yet has `data-dirty`, which other scripts read. */
(() => {
  'use strict';
  const pause = 1500;
  const states = new WeakMap();

  const stateOf = (form) => {
    if (!states.has(form)) states.set(form, { timer: 0, wait: 5000, running: null, abort: null });
    return states.get(form);
  };
  const bodyOf = (form) => new URLSearchParams(new FormData(form)).toString();

  const say = (form, text, signIn) => {
    const place = form.querySelector('[data-kept]');
    // Screen readers read every change, so there is one only when the words differ.
    if (!place || place.dataset.said === text) return;
    place.dataset.said = text;
    place.textContent = text;
    if (signIn) {
      const link = document.createElement('a');
      link.href = '/sign-in';
      link.textContent = 'Sign in again';
      place.append(' You have been signed out meanwhile. ', link, ' and it is here.');
    }
  };

  const timeOf = (answer) => {
    const at = new Date(answer.at);
    if (Number.isNaN(at.getTime())) return answer.kept;
    return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  };

  const later = (form, delay) => {
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => keep(form), delay);
  };

  const send = async (form) => {
    const state = stateOf(form);
    const body = bodyOf(form);
    state.abort = new AbortController();
    try {
      const answer = await fetch('/kept', {
        method: 'POST',
        body: new URLSearchParams(body),
        // Browsers refuse a long body on a request that may outlive its page.
        keepalive: body.length < 60000,
        signal: state.abort.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      state.wait = 5000;
      if (bodyOf(form) === body) delete form.dataset.dirty;
      else later(form, pause);
      say(form, `Kept ${timeOf(kept)}${kept.signed_in ? '' : '.'}`, !kept.signed_in);
      return true;
    } catch {
      if (state.abort.signal.aborted) return false;
      say(form, 'Not kept yet. It stays on this page while it is open.', false);
      later(form, state.wait);
      state.wait = Math.min(state.wait * 2, 60000);
      return false;
    }
  };

  /* One request at a time, so that an older text never arrives after a newer one. */
  const keep = async (form) => {
    const state = stateOf(form);
    clearTimeout(state.timer);
    while (state.running) await state.running;
    if (!form.isConnected || !('dirty' in form.dataset)) return true;
    state.running = send(form);
    const kept = await state.running;
    state.running = null;
    return kept;
  };

  const changed = (event) => {
    const form = event.target.closest('form');
    if (!form || !form.closest('main')) return;
    form.dataset.dirty = '';
    if (form.matches('[data-autosave]')) later(form, pause);
  };
  document.addEventListener('input', changed);
  document.addEventListener('change', changed);

  document.addEventListener('submit', (event) => {
    const form = event.target;
    // The form itself is on its way: a draft sent now could arrive after it and come back as a ghost.
    delete form.dataset.dirty;
    const state = states.get(form);
    if (!state) return;
    clearTimeout(state.timer);
    state.abort?.abort();
  });

  const dirty = () => [...document.querySelectorAll('form[data-autosave][data-dirty]')];
  const keepAll = () => dirty().map(keep);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') keepAll();
  });
  addEventListener('pagehide', keepAll);
  /* Whoever wants to replace the page asks first, and waits for what is put into `waits`. */
  document.addEventListener('toward:keep', (event) => event.detail.waits.push(...keepAll()));
})();
