/* "Fold what I marked": puts the marks of a folded passage around what is selected in the field that the button names, or
   in the one of its form that was used last. */
(() => {
  'use strict';
  const reveal = () => {
    for (const button of document.querySelectorAll('[data-fold]')) button.hidden = false;
  };

  const MARK = 'Mark the words first, then press this.';
  let last = null;
  document.addEventListener('focusin', (event) => {
    if (event.target.matches('textarea')) last = event.target;
  });

  /* Answers what there is to say about it. */
  const fold = (field) => {
    const { value } = field;
    let [from, to] = [field.selectionStart, field.selectionEnd];
    while (from < to && /\s/.test(value[from])) from += 1;
    while (to > from && /\s/.test(value[to - 1])) to -= 1;
    if (from === to) return MARK;
    const marked = value.slice(from, to);
    if (/\[\[|\]\]/.test(marked)) return 'Some of this is folded already.';
    if (field.maxLength > 0 && value.length + 4 > field.maxLength) return 'There is no room left for the marks.';
    field.setSelectionRange(from, to);
    // As if it were typed, so that it can be undone like typing; where a browser does not, it is put in place.
    if (!document.execCommand('insertText', false, `[[${marked}]]`)) {
      field.setRangeText(`[[${marked}]]`, from, to, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return 'Folded for your reader.';
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-fold]');
    if (!button) return;
    const named = document.getElementById(button.dataset.fold);
    const field = named ?? (last?.form === button.form ? last : null);
    if (!field) {
      button.nextElementSibling.textContent = MARK;
      return;
    }
    field.focus({ preventScroll: true });
    button.nextElementSibling.textContent = fold(field);
  });
  document.addEventListener('toward:page', reveal);
  reveal();
})();
