/* Small helps that only a script can give, so their buttons are hidden without one: print the page, copy the
   recovery code, show a passphrase while typing it. */
(() => {
  'use strict';
  const say = (text) => {
    const region = document.querySelector('[data-announce]');
    if (region) region.textContent = text;
  };

  const reveal = () => {
    for (const button of document.querySelectorAll('[data-print], [data-copy], [data-show-passphrase]')) {
      button.hidden = false;
    }
  };

  const copy = async (button) => {
    const place = document.getElementById(button.dataset.copy);
    const text = (place.value ?? place.textContent).trim().replace(/\s+/g, ' ');
    try {
      await navigator.clipboard.writeText(text);
      say('Copied. It stays in the clipboard until you copy something else.');
      (button.querySelector('span') ?? button).textContent = 'Copied';
    } catch {
      // Not allowed here (no https, or the browser says no): one step less for the hand all the same.
      if (place.select) place.select();
      else getSelection().selectAllChildren(place);
      say('It is selected. Copy it with your keyboard.');
      (button.querySelector('span') ?? button).textContent = 'Selected, now copy it';
    }
  };

  const showPassphrase = (button) => {
    const field = document.getElementById(button.dataset.showPassphrase);
    const hidden = field.type === 'password';
    field.type = hidden ? 'text' : 'password';
    button.textContent = hidden ? 'Hide' : 'Show';
    say(hidden ? 'Your passphrase is shown.' : 'Your passphrase is hidden.');
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if ('print' in button.dataset) print();
    else if ('copy' in button.dataset) copy(button);
    else if ('showPassphrase' in button.dataset) showPassphrase(button);
  });
  // Browsers offer to remember what was typed into a plain field: a shown passphrase is hidden before it is sent.
  document.addEventListener('submit', (event) => {
    for (const button of event.target.querySelectorAll('[data-show-passphrase]')) {
      const field = document.getElementById(button.dataset.showPassphrase);
      if (field.type === 'text') showPassphrase(button);
    }
  });
  document.addEventListener('toward:page', reveal);
  reveal();
})();
