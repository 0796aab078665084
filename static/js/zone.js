/* The time zone of a new meeting: the server cannot know it and offers UTC; the browser does. Only a field that still
   holds what was offered is filled in, so nothing that somebody chose is changed. */
(() => {
  'use strict';
  const offer = () => {
    const field = document.querySelector('input#zone');
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (field && here && field.value === 'UTC' && field.defaultValue === 'UTC') field.value = here;
  };
  document.addEventListener('toward:page', offer);
  offer();
})();
