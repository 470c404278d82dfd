// Search on this page: reads the index in shards, each a script, so that it also works from a folder opened by double click.
// Terms are cut as src/search/tokens.rs cuts them. Everything is set as text; nothing is sent anywhere.
(() => {
  const form = document.querySelector('form[data-index]');
  if (!form) return;
  const index = JSON.parse(form.dataset.index);
  const { words } = index;
  const field = form.elements.q;
  const results = document.getElementById('search-results');
  const status = document.getElementById('search-status');
  const plain = document.getElementById('search-plain');
  const COMMON = new Set('a an and are as at be by for from has have in is it its of on or that the to was were with'.split(' '));
  const JOINED = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\u{20000}-\u{3ffff}]/u;
  const WORD = /[\p{L}\p{N}]/u;
  const SHOWN = 5;

  // ── Shards ──
  const waiting = new Map();
  const shards = new Map();
  window.shanwaiSearch = (name, value) => waiting.get(name)?.(value);
  const load = (name) => {
    if (!shards.has(name)) {
      shards.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement('script');
        script.src = `${index.base}${name}.js?${index.version}`;
        script.onerror = () => { shards.delete(name); reject(new Error(name)); };
        document.head.append(script);
      }));
    }
    return shards.get(name);
  };

  /** The entries of a line of the index: number → weight. */
  const hits = (line) => {
    const found = new Map();
    let at = 0;
    for (const hit of line.split(' ')) {
      at += hit.length > 1 ? parseInt(hit.slice(0, -1), 36) : 0;
      found.set(at, Number(hit.slice(-1)));
    }
    return found;
  };

  const tables = new Map();
  const table = async (at) => {
    if (!tables.has(at)) {
      const text = await load(`t${at}`);
      tables.set(at, text.trimEnd().split('\n').map((line) => line.split('\t')));
    }
    return tables.get(at);
  };

  /** All lines whose term is `term`, or begins with it. */
  const lines = async (term, beginning) => {
    const first = Math.max(0, index.starts.findLastIndex ? index.starts.findLastIndex((start) => start <= term) : index.starts.filter((start) => start <= term).length - 1);
    const found = [];
    for (let at = first; at < index.starts.length && (at === first || index.starts[at].startsWith(term)); at += 1) {
      for (const [known, line] of await table(at)) {
        if (known === term || (beginning && known.startsWith(term))) found.push([known, line]);
      }
      if (!beginning) break;
    }
    return found;
  };

  // ── Words ──
  const fold = (text) => [...text].map((sign) => {
    const code = sign.codePointAt(0);
    const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : sign;
    const small = narrow.toLowerCase();
    return { ü: 'u', é: 'e', è: 'e' }[small] ?? (small.length === narrow.length ? small : narrow);
  }).join('');

  const stem = (word) => {
    if (!/^[a-z]+$/.test(word)) return word;
    for (const [ending, instead, left] of [['ies', 'y', 2], ['sses', 'ss', 1], ['ches', 'ch', 1], ['shes', 'sh', 1], ['xes', 'x', 1]]) {
      if (word.endsWith(ending) && word.length - ending.length >= left) return word.slice(0, -ending.length) + instead;
    }
    return word.endsWith('s') && !/(ss|us|is)$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
  };

  /** Terms of a query: pairs of characters, and words with whether their beginning is enough. */
  const terms = (query) => {
    const found = [];
    let run = [];
    let joined = false;
    const close = () => {
      if (joined && run.length === 1) found.push({ term: run[0], beginning: true });
      else if (joined) run.slice(1).forEach((sign, at) => found.push({ term: run[at] + sign, beginning: false }));
      else {
        const word = run.slice(0, 40).join('');
        if (!COMMON.has(word)) found.push({ term: stem(word), beginning: word.length > 1 });
      }
      run = [];
    };
    for (const sign of [...fold(query), ' ']) {
      const kind = JOINED.test(sign);
      const word = kind || WORD.test(sign);
      if (run.length > 0 && (!word || kind !== joined)) close();
      if (word) { joined = kind; run.push(sign); }
    }
    return found;
  };

  // ── Ranking ──
  const kindOf = (at) => {
    let end = 0;
    return index.kinds.findIndex((kind) => { end += kind.count; return at < end; });
  };

  /** Entries by how well they answer, best first. An entry that lacks a term counts only when none has all. */
  const rank = async (query) => {
    const wanted = terms(query);
    const scores = new Map();
    await Promise.all(wanted.map(async ({ term, beginning }) => {
      const best = new Map();
      for (const [known, line] of await lines(term, beginning)) {
        const found = hits(line);
        const rare = Math.log(1 + index.entries / found.size);
        // A whole word weighs more than its beginning, and a beginning more the more of the word it is.
        const part = known === term ? 1 : 0.35 + 0.4 * (term.length / known.length);
        for (const [at, weight] of found) best.set(at, Math.max(best.get(at) ?? 0, weight * rare * part));
      }
      for (const [at, score] of best) {
        const known = scores.get(at) ?? { score: 0, terms: 0 };
        scores.set(at, { score: known.score + score, terms: known.terms + 1 });
      }
    }));
    const most = Math.max(0, ...[...scores.values()].map((found) => found.terms));
    const enough = most === wanted.length ? most : Math.max(1, Math.ceil(most * 0.7));
    const fit = [...scores].filter(([, found]) => found.terms >= enough);
    return fit.map(([at, found]) => ({ at, score: found.score * (found.terms / wanted.length) * index.kinds[kindOf(at)].weight }));
  };

  /** With what is shown of them; the best are looked at once more, since a title that is the query says more than its words do. */
  const answers = async (query) => {
    const ranked = (await rank(query)).sort((a, b) => b.score - a.score || a.at - b.at);
    const whole = fold(query).replace(/\s+/g, ' ').trim();
    const looked = ranked.slice(0, 60);
    const needed = [...new Set(ranked.map((found) => Math.floor(found.at / index.per)))].slice(0, 12);
    const entries = new Map();
    await Promise.all(needed.map(async (at) => (await load(`e${at}`)).forEach((entry, inside) => entries.set(at * index.per + inside, entry))));
    for (const found of looked) {
      const [, title, , number, , other] = entries.get(found.at) ?? ['', '', '', '', '', ''];
      const titles = [title, other].map(fold);
      const closeness = Math.max(...titles.map((text) => (text.includes(whole) ? 0.25 + whole.length / text.length + (text.startsWith(whole) ? 0.2 : 0) : 0)));
      // A page that has the number answers more than one that waits for it.
      found.score *= (1 + closeness) * (number ? 1.12 : 1);
    }
    return ranked.filter((found) => entries.has(found.at)).sort((a, b) => b.score - a.score || a.at - b.at).map((found) => ({ ...found, entry: entries.get(found.at) }));
  };

  // ── Showing ──
  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };

  /** A text with what was asked for marked. */
  const marked = (text, query) => {
    const wanted = fold(query).split(/\s+/).filter((word) => word.length > 0 && !COMMON.has(word));
    const folded = fold(text);
    if (folded.length !== text.length) return [text];
    const pieces = [];
    let done = 0;
    for (let at = 0; at < text.length;) {
      const word = wanted.find((candidate) => folded.startsWith(candidate, at) && (JOINED.test(candidate[0]) || at === 0 || !WORD.test(folded[at - 1])));
      if (!word) { at += 1; continue; }
      pieces.push(text.slice(done, at), element('mark', '', text.slice(at, at + word.length)));
      at += word.length;
      done = at;
    }
    return [...pieces, text.slice(done)];
  };

  const item = (entry, query) => {
    const [path, title, about, number, note, other, synthetic] = entry;
    const link = element('a', 'result-title', ...marked(title, query));
    link.href = index.root + path;
    const made = element('li', 'result', link);
    if (other) {
      const name = element('span', 'result-other', ...marked(other, query));
      if (index.other) name.lang = index.other;
      made.append(' ', name);
    }
    if (synthetic) made.append(' ', element('span', 'synthetic-badge', words.synthetic));
    if (number) made.append(element('p', 'result-number', element('strong', '', number), note ? element('span', 'result-note', note) : ''));
    else if (note) made.append(element('p', 'result-number', element('span', 'result-note', note)));
    if (about) made.append(element('p', 'result-about', ...marked(about, query)));
    return made;
  };

  const group = (kind, found, query) => {
    const id = `found-${kind.id}`;
    const heading = element('h2', '', `${kind.label} `, element('span', 'count', String(found.length)));
    heading.id = id;
    const list = element('ol', 'results', ...found.slice(0, SHOWN).map(({ entry }) => item(entry, query)));
    const section = element('section', 'result-group', heading, list);
    section.setAttribute('aria-labelledby', id);
    const rest = found.slice(SHOWN);
    if (rest.length > 0) {
      const more = element('button', 'more', words.more.replace('{n}', rest.length));
      more.type = 'button';
      more.addEventListener('click', () => {
        const first = list.children.length;
        list.append(...rest.map(({ entry }) => item(entry, query)));
        more.remove();
        list.children[first].querySelector('a').focus();
      });
      section.append(more);
    }
    return section;
  };

  const show = (query, found) => {
    const groups = new Map();
    found.forEach((answer) => {
      const kind = kindOf(answer.at);
      groups.set(kind, [...(groups.get(kind) ?? []), answer]);
    });
    results.replaceChildren(...[...groups].map(([kind, list]) => group(index.kinds[kind], list, query)));
    status.textContent = query === '' ? '' : (found.length === 0 ? words.none : words.found).replace('{n}', found.length).replace('{query}', query);
    plain.hidden = found.length > 0;
  };

  let turn = 0;
  const search = async () => {
    const query = field.value.trim().slice(0, 100);
    const mine = turn += 1;
    let found = [];
    try {
      found = terms(query).length > 0 ? await answers(query) : [];
    } catch {
      if (mine === turn) status.textContent = words.failed;
      return;
    }
    if (mine !== turn) return;
    show(query, found);
    document.documentElement.dataset.searched = query;
    // A page on a disk may not change its address.
    try { history.replaceState(null, '', query ? `?q=${encodeURIComponent(query)}` : location.pathname); } catch { /* then it stays */ }
  };

  let timer = 0;
  field.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); search(); });
  field.value = new URLSearchParams(location.search).get('q') ?? '';
  search();
})();
