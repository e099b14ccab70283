// What is open, what is selected, and the article with its marks. Stands behind page-text.js in one script.

const $ = id => document.getElementById(id);
const entries = JSON.parse($('data').textContent);

const addresses = unique(entries.map(entry => entry.path));
const keys = entries.map(entry => unique((entry.record.claims ?? []).map(claim => claim.id)));

// The article that is open; a folder may hold too many to take them all apart at once.
let letters = null;

// Verdicts: of each article a map from a claim's key to { verdict, claim }, the claim only where it was fixed.

const VERDICTS = ['accepted', 'rejected', 'fixed'];
const shelf = e => `claimx ${entries[e].record.source.sha256}`;

function sound({ verdict, claim }, id) {
  if (verdict !== 'fixed') return VERDICTS.includes(verdict);
  return claim.id === id && claim.speaker && claim.cue && claim.quote.spans.length && Array.isArray(claim.hedges);
}

function stored(e) {
  const kept = new Map();
  try {
    for (const [key, value] of JSON.parse(localStorage.getItem(shelf(e))) ?? []) {
      const claim = entries[e].record.claims[keys[e].indexOf(key)];
      if (claim && sound(value, claim.id)) kept.set(key, value);
    }
  } catch { /* a browser that stores nothing, or something else stored there: begin anew */ }
  return kept;
}

const verdicts = entries.map((_, e) => stored(e));
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
    const scopes = of('scope', hedges.flatMap(hedge => hedge.scope ?? []));
    return [...said, ...of('hedge', hedges.map(hedge => hedge.span)), ...scopes];
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
    const missing = 'The text of this article is not at hand. Quotes stand on the cards.';
    $('text').replaceChildren(h('p', { class: 'missing' }, missing));
    return;
  }
  const chars = letters;
  const all = marks();
  chars.forEach((char, at) => {
    if (char.search(HIDDEN) === 0) all.push({ start: at, end: at + 1, kind: 'control', i: -1 });
  });
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
        'data-at': from, 'data-to': to,
        ...(first && { tabindex: '0', role: 'button', 'aria-controls': `item-${first.i}` }),
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
    const mine = over.filter(mark => mark.i >= 0 && mark.i === active);
    const on = mine.some(mark => mark.kind !== 'scope');
    const others = on ? [] : over.filter(mark => mark.i >= 0 && mark.kind !== 'scope' && shown(items[mark.i]));
    const kinds = [...over.filter(mark => mark.i < 0), ...others, ...mine];
    part.className = [...new Set(kinds.map(mark => mark.kind)), ...(on ? ['on'] : [])].join(' ');
  }
  for (const card of document.querySelectorAll('.card')) {
    const i = Number(card.dataset.item);
    card.classList.toggle('hot', i === active);
    if (i === selected) card.setAttribute('aria-current', 'true');
    else card.removeAttribute('aria-current');
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
    bring($('cards'), $(`item-${i}`));
  }
  bring($('article'), [...stretches()].find(part => part.classList.contains('on')));
}
