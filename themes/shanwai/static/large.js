// Large type that stays: the choice is kept in the reader's own browser. Without this script the same link works, for one page at a time.
(function () {
  'use strict';
  var root = document.documentElement;
  var key = 'shanwai-large';

  // A browser may refuse to keep anything, and on a disk some do; then the choice holds for this page.
  function kept() {
    try {
      return window.localStorage.getItem(key) === 'yes';
    } catch (refused) {
      return false;
    }
  }

  function keep(large) {
    try {
      if (large) window.localStorage.setItem(key, 'yes');
      else window.localStorage.removeItem(key);
    } catch (refused) {
      // Nothing is lost but the memory.
    }
  }

  root.classList.toggle('large', kept() || window.location.hash === '#large');
  document.querySelectorAll('a.type-size').forEach(function (link) {
    link.addEventListener('click', function (event) {
      var large = link.getAttribute('href') === '#large';
      event.preventDefault();
      if (window.location.hash === '#large') window.history.replaceState(null, '', window.location.pathname + window.location.search);
      root.classList.toggle('large', large);
      keep(large);
      var other = document.querySelector(large ? 'a.type-normal' : 'a.type-large');
      if (other) other.focus();
    });
  });
}());
