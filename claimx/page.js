// Verdicts, the record they make, the list of articles, and what keys and pointers do.

const say = text => { $('status').textContent = text; };

function set(e, key, value) {
  const kept = stored(e); // with what another window of this page stored meanwhile
  for (const map of [verdicts[e], kept]) value ? map.set(key, value) : map.delete(key);
  try { localStorage.setItem(shelf(e), JSON.stringify([...kept])); } catch { /* kept in memory then */ }
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
  const last = visible(entries[current].path).split(/[\\/]/).pop();
  const name = last.replace(/[:*?"<>|]/g, '_').replace(/^-?$/, 'article');
  const url = URL.createObjectURL(new Blob([corrected(current)], { type: 'application/yaml' }));
  const file = /\.ya?ml$/i.test(name) ? name : `${name}.yaml`;
  h('a', { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say(`written: ${file}`);
}

const many = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function beginning(article) {
  const chars = points(article?.slice(0, 2000));
  const [start, end] = paragraphs(chars)[0] ?? [0, 0];
  const text = chars.slice(start, Math.min(end, start + 92)).join('');
  return end - start > 92 ? `${text.replace(/\s+\S*$/, '')}\u00a0…` : text;
}

// The list of articles, and which one is open.

function drawIndex() {
  const total = { claims: 0, hedges: 0 };
  $('articles').replaceChildren(...entries.map(({ record, path, article }, e) => {
    const claims = record.claims ?? [];
    const hedges = [...claims, ...(record.narration ?? [])].reduce((sum, x) => sum + (x.hedges ?? []).length, 0);
    total.claims += claims.length;
    total.hedges += hedges;
    const title = record.source.title ?? (beginning(article) || path);
    const done = record.reviewed && !verdicts[e].size ? 'reviewed' : `${verdicts[e].size} of ${claims.length} checked`;
    return h('li', null, h('a', { href: `#${encodeURIComponent(addresses[e])}`, dir: 'auto' }, visible(title)),
      h('small', null, h('bdi', null, visible(path))),
      [many(claims.length, 'claim'), many(hedges, 'hedge'), done].map(text => h('span', null, text)));
  }));
  const sums = [many(entries.length, 'article'), many(total.claims, 'claim'), many(total.hedges, 'hedge')];
  $('sums').textContent = sums.join(', ');
}

function open(e) {
  if (form >= 0) form = -1;
  current = e;
  selected = hot = -1;
  chosen = {};
  const list = e < 0;
  $('index').hidden = !list;
  $('desk').hidden = $('export').hidden = $('progress').hidden = $('bar').hidden = list;
  const link = (to, text, label) => to in addresses &&
    h('a', { href: `#${encodeURIComponent(addresses[to])}`, 'aria-label': label }, text);
  const places = [h('a', { href: '#' }, 'All articles'), link(e - 1, '←', 'previous article'),
    h('span', null, `${e + 1} of ${entries.length}`), link(e + 1, '→', 'next article')];
  $('place').replaceChildren(...list || entries.length < 2 ? [] : places.filter(Boolean));
  say('');
  if (list) return drawIndex();
  letters = entries[e].article === null ? null : points(entries[e].article);
  draw();
  $('article').scrollTop = $('cards').scrollTop = 0;
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
let pointer = '';
function hover(zone, at) {
  const turn = i => { if (i !== hot) { hot = i; paint(); } };
  zone.addEventListener('pointermove', event => {
    const where = `${event.screenX} ${event.screenY}`;
    if (where !== pointer) turn(at(event.target));
    pointer = where;
  });
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
$('filters').open = innerWidth > 900;
if (entries.length === 1) $('home').removeAttribute('href');
route();
