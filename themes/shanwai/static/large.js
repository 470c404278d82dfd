// Large type, kept in the reader's browser; without this the link works for one page.
(function () {
  'use strict';
  var root = document.documentElement;
  var key = 'shanwai-large';

  // A browser may refuse to keep it; then it holds for this page.
  function kept() {
    try {
      return localStorage.getItem(key) === 'yes';
    } catch (refused) {
      return false;
    }
  }

  function keep(large) {
    try {
      if (large) localStorage.setItem(key, 'yes');
      else localStorage.removeItem(key);
    } catch (refused) {}
  }

  root.classList.toggle('large', kept() || location.hash === '#large');
  document.querySelectorAll('a.type-size').forEach(function (link) {
    link.addEventListener('click', function (event) {
      var large = link.getAttribute('href') === '#large';
      event.preventDefault();
      if (location.hash === '#large') history.replaceState(null, '', location.pathname + location.search);
      root.classList.toggle('large', large);
      keep(large);
      var other = document.querySelector(large ? 'a.type-normal' : 'a.type-large');
      if (other) other.focus();
    });
  });
}());
