// Escape puts away the meaning of a word until something else is pointed at or has the keyboard. Without this script moving on does it.
(function () {
  'use strict';
  var root = document.documentElement;
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') root.classList.add('is-quiet');
  });
  ['focusin', 'pointerover'].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!event.target.closest || !event.target.closest('.term-note')) root.classList.remove('is-quiet');
    });
  });
}());
