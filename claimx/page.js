// Stands behind page-text.js in one script. What is open, what is selected, and the verdicts.
const $ = id => document.getElementById(id);
const entries = JSON.parse($('data').textContent);

const addresses = unique(entries.map(entry => entry.path));
const keys = entries.map(entry => unique((entry.record.claims ?? []).map(claim => claim.id)));
const letters = entries.map(entry => (entry.article === null ? null : points(entry.article)));

// Verdicts: of each article a map from a claim's key to { verdict, claim }, the claim only where it was fixed.

const VERDICTS = ['accepted', 'rejected', 'fixed'];
const shelf = e => `claimx ${entries[e].record.source.sha256}`;

function sound({ verdict, claim }, id) {
  if (verdict !== 'fixed') return VERDICTS.includes(verdict);
  return claim.id === id && claim.speaker && claim.cue && claim.quote.spans.length && Array.isArray(claim.hedges);
}

const verdicts = entries.map((entry, e) => {
  const kept = new Map();
  try {
    for (const [key, value] of JSON.parse(localStorage.getItem(shelf(e))) ?? []) {
      const claim = entry.record.claims[keys[e].indexOf(key)];
      if (claim && sound(value, claim.id)) kept.set(key, value);
    }
  } catch { /* a browser that stores nothing, or something else stored there: begin anew */ }
  return kept;
});
const past = [];

let current = -1; // the entry that is open
let items = []; // its claims, then its narration
let selected = -1;
let hot = -1; // what the pointer is over
let form = -1; // the claim that is being fixed
let picked = null; // [start, end) of the article that was selected for a fix
let chosen = {}; // value by facet

const FACETS = {
  speaker: item => (item.own ? [] : [item.now.speaker.name ?? 'not named']),
  kind: item => (item.own ? [] : [item.now.kind]),
  certainty: item => [item.now.certainty ?? 'not told'],
  hedge: item => (item.hedges.length ? [...new Set(item.hedges.map(hedge => hedge.type))] : ['none']),
  verdict: item => (item.own ? [] : [item.verdict ?? 'open']),
};

const passes = (item, but) => Object.entries(chosen).every(
  ([facet, value]) => facet === but || FACETS[facet](item).includes(value));
const shown = item => passes(item) && item.verdict !== 'rejected';
const stops = () => items.flatMap((item, i) => (!item.own && passes(item) ? [i] : []));

function gather() {
  const { claims, narration } = entries[current].record;
  const item = (now, more) => ({ now, hedges: now.hedges ?? [], ...more });
  items = (claims ?? []).map((original, n) => {
    const key = keys[current][n];
    const { verdict, claim } = verdicts[current].get(key) ?? {};
    return item(claim ?? original, { original, key, verdict, number: n + 1 });
  }).concat((narration ?? []).map(now => item(now, { own: true })));
}

function marks() {
  return items.flatMap(({ now, hedges, own }, i) => {
    const of = (kind, spans) => spans.filter(Boolean).map(([start, end]) => ({ start, end, kind, i }));
    const said = own ? of('narration', [now.span]) : [
      ...of('source', [now.speaker.span]), ...of('cue', [now.cue.span]), ...of('quote', now.quote.spans)];
    return [...said, ...of('hedge', hedges.map(hedge => hedge.span)), ...of('scope', hedges.flatMap(x => x.scope ?? []))];
  });
}

// The article: an element for each stretch between two edges, which knows what covers it.

const covers = new WeakMap();
const stretches = () => $('text').querySelectorAll('[data-at]');

function drawArticle() {
  const { article, record, path } = entries[current];
  $('desk').classList.toggle('alone', article === null);
  $('meta').replaceChildren(...[path, record.model, record.reviewed && 'reviewed'].filter(Boolean).map(
    text => h('span', null, visible(text))));
  if (article === null) {
    $('text').replaceChildren(h('p', { class: 'missing' }, 'The text of this article is not at hand. Quotes stand on the cards.'));
    return;
  }
  const chars = letters[current];
  const all = marks();
  chars.forEach((char, at) => char.search(HIDDEN) === 0 && all.push({ start: at, end: at + 1, kind: 'control', i: -1 }));
  const begun = new Set();
  const title = record.source.title;
  const blocks = paragraphs(chars);
  const text = ([from, to]) => chars.slice(from, to).join('').trim();
  const front = text(blocks[0] ?? [0, 0]) === '---' ? blocks.findIndex((block, n) => n && text(block) === '---') : -1;
  const nodes = blocks.map((block, n) => {
    const parts = cut(...block, all).map(({ from, to, covers: over }) => {
      const own = over.filter(mark => mark.i >= 0);
      const first = own.find(mark => mark.kind === 'quote' && !begun.has(mark.i));
      own.forEach(mark => mark.kind === 'quote' && begun.add(mark.i));
      const part = h(own.length ? 'mark' : 'span', {
        'data-at': from, 'data-to': to, tabindex: first && '0', role: first && 'button', 'aria-controls': first && `item-${first.i}`,
      }, visible(chars.slice(from, to).join('')));
      covers.set(part, over);
      return part;
    });
    const headline = !n && !title && block[1] - block[0] < 140 && !/[.!?…:”"']$/.test(text(block));
    return h(headline ? 'h2' : 'p', { dir: 'auto', class: n <= front && 'front' }, parts);
  });
  if (title) nodes.unshift(h('h2', { dir: 'auto' }, visible(title)));
  $('text').replaceChildren(...nodes);
}

// Of the claims that cover a stretch the shortest first: the innermost of nested ones.
function claimsAt(part) {
  const size = i => items[i].now.quote?.spans.reduce((sum, [from, to]) => sum + to - from, 0) ?? 0;
  const over = (covers.get(part) ?? []).filter(mark => mark.i >= 0 && mark.kind !== 'scope' && shown(items[mark.i]));
  return [...new Set(over.map(mark => mark.i))].sort((a, b) => size(a) - size(b));
}

function paint() {
  const active = hot >= 0 ? hot : selected;
  $('text').classList.toggle('busy', active >= 0);
  for (const part of stretches()) {
    const over = covers.get(part);
    const mine = over.filter(mark => mark.i === active);
    const on = mine.some(mark => mark.kind !== 'scope');
    const kinds = on ? mine : over.filter(mark => mark.i < 0 || (mark.kind !== 'scope' && shown(items[mark.i])));
    if (!on) kinds.push(...mine);
    part.className = [...new Set(kinds.map(mark => mark.kind)), ...(on ? ['on'] : [])].join(' ');
  }
  for (const card of document.querySelectorAll('.card')) {
    const i = Number(card.dataset.item);
    card.classList.toggle('hot', i === active);
    card.toggleAttribute('aria-current', i === selected);
  }
}

const still = matchMedia('(prefers-reduced-motion: reduce)');

function bring(pane, element) {
  if (!element) return;
  const [outer, inner] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
  const top = inner.top - outer.top;
  const room = outer.height - Math.min(inner.height, outer.height);
  if (top > outer.height * 0.1 && top < Math.min(room, outer.height * 0.8)) return;
  pane.scrollTo({ top: pane.scrollTop + top - room * 0.35, behavior: still.matches ? 'auto' : 'smooth' });
}

function select(i, focus) {
  if (i === selected && !focus) return;
  selected = i;
  hot = -1;
  paint();
  const key = items[i]?.key;
  const address = [addresses[current], ...(key ? [key] : [])].map(encodeURIComponent).join('/');
  try { history.replaceState(null, '', `#${address}`); } catch { /* not every viewer lets a page change its address */ }
  if (i < 0) return;
  // A card that is pressed must not move before it is let go.
  if (focus) {
    $(`item-${i}`)?.focus({ preventScroll: true });
    bring($('claims'), $(`item-${i}`));
  }
  bring($('article'), [...stretches()].find(part => part.classList.contains('on')));
}

// The cards.

const OPTIONS = {
  type: ['person', 'organization', 'group', 'document', 'unnamed'],
  kind: ['direct', 'indirect', 'mixed'],
  certainty: ['', 'certain', 'probable', 'possible', 'unknown'],
  polarity: ['', 'positive', 'negative'],
};

const chip = hedge => h('li', null, h('mark', { class: 'hedge' }, visible(hedge.text)), ` ${hedge.type}`,
  hedge.holder === 'author' && h('i', null, ', author’s'));
const sureness = ({ certainty, polarity }) => [
  h('span', { class: `sure ${OPTIONS.certainty.includes(certainty) ? certainty : ''}` }, certainty ?? 'certainty not told'),
  polarity && h('span', { class: polarity === 'negative' && 'negative' }, polarity)];

function card(item, i) {
  const { now, hedges, own, verdict } = item;
  const shell = h('li', { class: `card ${verdict ?? ''}`, id: `item-${i}`, 'data-item': i, tabindex: '0' });
  if (own) {
    shell.append(h('blockquote', { dir: 'auto' }, withHedges(now.text, [now.span], hedges)),
      h('ul', { class: 'hedges', 'aria-label': 'Hedges' }, hedges.map(chip)), h('p', { class: 'facts' }, sureness(now)));
    return shell;
  }
  const { speaker, cue, quote } = now;
  const from = [speaker.role, speaker.affiliation].filter(Boolean).map(visible).join(', ');
  const stance = [cue.act === 'thought' && 'thought', cue.stance !== 'neutral' && cue.stance].filter(Boolean).join(', ');
  const found = ['alias', 'coreference', 'continuation'].includes(speaker.resolved) && speaker.resolved;
  const button = (label, key, word, act) => h('button', {
    type: 'button', class: word, 'aria-keyshortcuts': key, 'aria-pressed': String(verdict === word), onclick: act,
  }, label);
  shell.append(
    h('h3', null, h('span', { class: 'number', 'aria-label': `Claim ${item.number}` }, String(item.number)),
      h('bdi', { class: speaker.name ? null : 'nobody' }, visible(speaker.name ?? speaker.mention ?? 'nobody named')),
      from && h('small', null, h('bdi', null, from)), verdict && h('em', { class: 'verdict' }, verdict)),
    h('p', { class: 'frame' },
      speaker.mention !== null && [h('mark', { class: 'source' }, visible(speaker.mention)), found && h('i', null, ` ${found}`), ' '],
      cue.text !== null && [h('mark', { class: 'cue' }, visible(cue.text)), stance && h('i', null, ` ${stance}`)],
      cue.text === null && speaker.mention === null && h('i', null, 'the quote stands alone')),
    h('blockquote', { dir: 'auto' }, withHedges(quote.text, quote.spans, hedges)),
    now.setting ? h('p', { class: 'setting' }, visible(now.setting)) : '',
    hedges.length ? h('ul', { class: 'hedges', 'aria-label': 'Hedges' }, hedges.map(chip)) : '',
    h('p', { class: 'facts' }, sureness(now), h('span', null, now.kind),
      h('span', { class: 'confidence', title: 'confidence of the record' }, Number(now.confidence).toFixed(2))),
    i === form ? fixForm(item, i) : h('p', { class: 'acts' },
      button('Accept', 'a', 'accepted', () => judge(i, 'accepted')),
      button('Reject', 'r', 'rejected', () => judge(i, 'rejected')),
      button('Fix', 'e', 'fixed', () => openForm(i))));
  return shell;
}

function fixForm(item, i) {
  const { now, original, verdict } = item;
  const field = (label, name, value) => h('label', null, label, h('input', { name, value: value ?? '', autocomplete: 'off' }));
  const pick = (label, name, value) => h('label', null, label, h('select', { name }, OPTIONS[name].map(
    option => h('option', { value: option, selected: option === (value ?? '') }, option || 'not told'))));
  const kept = new Set((now.hedges ?? []).map(hedge => JSON.stringify(hedge)));
  const boxes = (original.hedges ?? []).map(hedge => h('label', null,
    h('input', { type: 'checkbox', name: 'hedge', checked: kept.has(JSON.stringify(hedge)) }), chip(hedge).firstChild, ` ${hedge.type}`));
  let quote = null;
  const preview = h('span', { class: 'preview', 'aria-live': 'polite' });
  const take = h('button', { type: 'button', id: 'take', disabled: true, onclick: () => {
    quote = quoteOf(letters[current], picked);
    preview.textContent = visible(quote.text);
  } }, 'Use selected text');
  return h('form', { class: 'fix', 'aria-label': 'Fix this claim', onsubmit: event => {
    event.preventDefault();
    const given = new FormData(event.target);
    const text = name => given.get(name).trim() || null;
    const fixed = structuredClone(original);
    for (const name of ['name', 'role', 'affiliation', 'type']) fixed.speaker[name] = text(name);
    for (const name of ['kind', 'certainty', 'polarity']) fixed[name] = text(name);
    fixed.hedges = (original.hedges ?? []).filter((_, n) => boxes[n].firstChild.checked);
    fixed.quote = { ...now.quote, ...quote };
    form = -1;
    if (JSON.stringify(fixed) === JSON.stringify(original)) judge(i, 'accepted', undefined, true);
    else judge(i, 'fixed', fixed);
  } },
  h('div', { class: 'fields' }, field('Speaker', 'name', now.speaker.name), pick('Type', 'type', now.speaker.type),
    field('Role', 'role', now.speaker.role), field('Affiliation', 'affiliation', now.speaker.affiliation),
    pick('Kind', 'kind', now.kind), pick('Certainty', 'certainty', now.certainty), pick('Polarity', 'polarity', now.polarity)),
  boxes.length > 0 && h('fieldset', null, h('legend', null, 'Hedges to keep'), boxes),
  letters[current] && h('p', { class: 'take' }, 'Another quote: mark it in the article. ', take, preview),
  h('p', { class: 'acts' }, h('button', { class: 'save' }, 'Save'),
    h('button', { type: 'button', onclick: closeForm }, 'Cancel'),
    verdict === 'fixed' && h('button', { type: 'button', onclick: () => { form = -1; judge(i); } }, 'Back to the original')));
}

// The code points that are selected in the article, white space at the edges left out.
function selection() {
  const range = getSelection().rangeCount && !getSelection().isCollapsed ? getSelection().getRangeAt(0) : null;
  const parts = range ? [...stretches()].filter(part => range.intersectsNode(part)) : [];
  if (!parts.length) return null;
  const place = (part, node, offset, otherwise) => {
    if (!part.contains(node) || node.nodeType !== Node.TEXT_NODE) return Number(otherwise);
    const inside = points(node.data.slice(0, offset)).length; // a hidden character's symbol may be longer than it
    return Math.min(Number(part.dataset.at) + inside, Number(part.dataset.to));
  };
  const last = parts[parts.length - 1];
  let start = place(parts[0], range.startContainer, range.startOffset, parts[0].dataset.at);
  let end = place(last, range.endContainer, range.endOffset, last.dataset.to);
  const chars = letters[current];
  while (start < end && !chars[start].trim()) start++;
  while (end > start && !chars[end - 1].trim()) end--;
  return start < end ? [start, end] : null;
}

function openForm(i) {
  form = i;
  picked = null;
  draw();
  select(i);
  bring($('claims'), $(`item-${i}`));
  $(`item-${i}`)?.querySelector('input')?.focus({ preventScroll: true });
}

function closeForm() {
  form = -1;
  draw();
  $(`item-${selected}`)?.focus();
}

function draw() {
  const focus = document.activeElement?.id;
  gather();
  drawArticle();
  const claims = items.flatMap((item, i) => (item.own || !passes(item) ? [] : [card(item, i)]));
  const own = items.flatMap((item, i) => (item.own && passes(item) ? [card(item, i)] : []));
  $('list').replaceChildren(...claims.length ? claims : [h('li', { class: 'none' }, 'No claim fits these filters.')]);
  $('narration').replaceChildren(...own);
  $('own').hidden = !own.length;
  const total = keys[current].length;
  const done = verdicts[current].size;
  $('count').textContent = claims.length < total ? `${claims.length} of ${total} claims` : `${total} claims`;
  $('progress').textContent = `${done} of ${total} checked`;
  $('bar').style.width = `${total ? (100 * done) / total : 0}%`;
  $('facets').replaceChildren(...Object.entries(FACETS).map(([facet, values]) => {
    const counts = new Map();
    for (const item of items.filter(x => !x.own && passes(x, facet))) {
      for (const value of values(item)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (chosen[facet] && !counts.has(chosen[facet])) counts.set(chosen[facet], 0);
    const options = [...counts].sort((a, b) => b[1] - a[1]).map(([value, count]) =>
      h('option', { value, selected: value === chosen[facet] }, `${visible(value)} (${count})`));
    return h('label', null, facet, h('select', { id: `by-${facet}`, class: chosen[facet] && 'set', onchange: event => {
      if (event.target.value) chosen[facet] = event.target.value;
      else delete chosen[facet];
      draw();
    } }, h('option', { value: '' }, 'all'), options));
  }), h('button', { type: 'button', id: 'clear', disabled: !Object.keys(chosen).length, onclick: () => { chosen = {}; draw(); } }, 'Clear'));
  paint();
  if (focus) $(focus)?.focus({ preventScroll: true });
}

// Judging.

const say = text => { $('status').textContent = text; };

function set(e, key, value) {
  if (value) verdicts[e].set(key, value);
  else verdicts[e].delete(key);
  try { localStorage.setItem(shelf(e), JSON.stringify([...verdicts[e]])); } catch { /* kept in memory then */ }
}

function judge(i, verdict, claim, replace) {
  const { key, verdict: before, now } = items[i];
  if (before === 'fixed' && verdict === 'accepted' && !replace) return say('A fixed claim counts as accepted.');
  past.push([current, key, verdicts[current].get(key)]);
  const back = verdict === undefined || (before === verdict && verdict !== 'fixed');
  set(current, key, back ? undefined : { verdict, claim });
  say(`${back ? 'taken back' : verdict}: ${visible(now.speaker.name ?? now.speaker.mention ?? 'nobody named')}`);
  const place = stops().indexOf(i);
  draw();
  // Where a filter no longer shows it, its neighbour takes its place.
  select(stops().includes(i) ? i : (stops()[Math.min(place, stops().length - 1)] ?? -1), true);
}

function undo() {
  const [e, key, before] = past.pop() ?? [];
  if (e === undefined) return say('nothing to undo');
  set(e, key, before);
  if (e !== current) open(e);
  draw();
  say('undone');
  select(keys[e].indexOf(key), true);
}

function corrected(e) {
  const claims = (entries[e].record.claims ?? []).flatMap((claim, n) => {
    const { verdict, claim: fixed } = verdicts[e].get(keys[e][n]) ?? {};
    return verdict === 'rejected' ? [] : [fixed ?? claim];
  });
  return `${yaml({ ...entries[e].record, reviewed: true, claims }, '').trimStart()}\n`;
}

function download() {
  const name = visible(entries[current].path).split(/[\\/]/).pop().replace(/[:*?"<>|]/g, '_').replace(/^-?$/, 'article');
  const url = URL.createObjectURL(new Blob([corrected(current)], { type: 'application/yaml' }));
  const file = /\.ya?ml$/i.test(name) ? name : `${name}.yaml`;
  h('a', { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say(`written: ${file}`);
}

// The list of articles, and which one is open.

function drawIndex() {
  const total = { claims: 0, hedges: 0 };
  $('articles').replaceChildren(...entries.map(({ record, path }, e) => {
    const claims = record.claims ?? [];
    const hedges = [...claims, ...(record.narration ?? [])].reduce((sum, x) => sum + (x.hedges ?? []).length, 0);
    total.claims += claims.length;
    total.hedges += hedges;
    const first = letters[e] && paragraphs(letters[e])[0];
    const title = record.source.title ?? (first ? letters[e].slice(first[0], Math.min(first[1], first[0] + 140)).join('') : path);
    const done = record.reviewed && !verdicts[e].size ? 'reviewed' : `${verdicts[e].size} of ${claims.length} checked`;
    return h('li', null, h('a', { href: `#${encodeURIComponent(addresses[e])}`, dir: 'auto' }, visible(title)),
      h('small', null, h('bdi', null, visible(path))),
      h('span', null, `${claims.length} claims`), h('span', null, `${hedges} hedges`), h('span', null, done));
  }));
  $('sums').textContent = `${entries.length} articles, ${total.claims} claims, ${total.hedges} hedges`;
}

function open(e) {
  if (form >= 0) form = -1;
  current = e;
  selected = hot = -1;
  chosen = {};
  const list = e < 0;
  $('index').hidden = !list;
  $('desk').hidden = $('export').hidden = $('progress').hidden = $('bar').hidden = list;
  $('place').textContent = list || entries.length < 2 ? '' : `${e + 1} of ${entries.length}`;
  say('');
  if (list) return drawIndex();
  draw();
  $('article').scrollTop = $('claims').scrollTop = 0;
}

function route() {
  const parts = location.hash.slice(1).split('/').map(part => {
    try { return decodeURIComponent(part); } catch { return part; }
  });
  const found = addresses.indexOf(parts[0]);
  const e = found < 0 && entries.length === 1 ? 0 : found;
  if (e !== current || e < 0) open(e);
  if (e >= 0 && parts[1]) select(keys[e].indexOf(parts[1]), true);
}

const KEYS = {
  j: () => step(1), k: () => step(-1),
  a: () => selected >= 0 && !items[selected].own && judge(selected, 'accepted'),
  r: () => selected >= 0 && !items[selected].own && judge(selected, 'rejected'),
  e: () => selected >= 0 && !items[selected].own && openForm(selected),
  f: () => KEYS.e(),
  u: undo,
  Escape: () => select(-1),
  '?': () => $('keys').showModal(),
};

function step(by) {
  if (current < 0) {
    const links = [...$('articles').querySelectorAll('a')];
    return links[Math.max(0, Math.min(links.length - 1, links.indexOf(document.activeElement) + by))]?.focus();
  }
  const all = stops();
  const at = all.indexOf(selected);
  const to = at < 0 ? (by > 0 ? all.find(i => i > selected) ?? all[0] : all[all.length - 1]) : all[at + by];
  if (to !== undefined) select(to, true);
}

addEventListener('hashchange', route);
addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
  if (event.key === 'Escape' && form >= 0) return closeForm();
  if (event.target.closest?.('input, select, form')) return;
  const mark = event.key === 'Enter' && event.target.closest?.('mark');
  if (mark) return choose(mark);
  if (!Object.hasOwn(KEYS, event.key) || (current < 0 && !'jk?'.includes(event.key))) return;
  event.preventDefault();
  KEYS[event.key]();
});

function choose(part) {
  const all = claimsAt(part);
  if (all.length) select(all[(all.indexOf(selected) + 1) % all.length], true);
}

$('text').addEventListener('click', event => {
  if (event.target.closest('mark') && getSelection().isCollapsed) choose(event.target.closest('mark'));
});

// A page that scrolls under a pointer at rest must not move the highlight: only movement counts.
function hover(zone, at) {
  const turn = i => { if (i !== hot) { hot = i; paint(); } };
  zone.addEventListener('pointermove', event => (event.movementX || event.movementY) && turn(at(event.target)));
  zone.addEventListener('pointerleave', () => turn(-1));
  return turn;
}

const cardAt = target => Number(target.closest('.card')?.dataset.item ?? -1);
for (const list of [$('list'), $('narration')]) {
  hover(list, cardAt);
  list.addEventListener('focusin', event => select(cardAt(event.target)));
  list.addEventListener('click', event => {
    if (cardAt(event.target) >= 0 && !event.target.closest('button, form')) select(cardAt(event.target), true);
  });
}
const innermost = target => {
  const all = claimsAt(target.closest('mark'));
  return all.includes(selected) ? selected : (all[0] ?? -1);
};
const turn = hover($('text'), innermost);
$('text').addEventListener('focusin', event => turn(innermost(event.target)));
$('text').addEventListener('focusout', () => turn(-1));
document.addEventListener('selectionchange', () => {
  const found = form >= 0 && selection();
  if (found) picked = found;
  if ($('take')) $('take').disabled = !picked;
});
$('export').addEventListener('click', download);
$('help').addEventListener('click', KEYS['?']);
if (entries.length === 1) $('home').removeAttribute('href');
route();
