// The cards of the claims, the form that fixes one, and the filters.

const OPTIONS = {
  type: ['person', 'organization', 'group', 'document', 'unnamed'],
  kind: ['direct', 'indirect', 'mixed'],
  certainty: ['', 'certain', 'probable', 'possible', 'unknown'],
  polarity: ['', 'positive', 'negative'],
};

const chip = (hedge, own) => h('li', null, h('mark', { class: 'hedge' }, visible(hedge.text)), ` ${hedge.type}`,
  hedge.holder === 'author' && !own && h('i', null, ', author’s'));
const sureness = ({ certainty, polarity }) => [
  h('span', { class: OPTIONS.certainty.includes(certainty) && `sure ${certainty}` }, certainty ?? 'certainty not told'),
  polarity && h('span', { class: polarity === 'negative' && 'negative' }, polarity)];

function card(item, i) {
  const { now, hedges, own, verdict } = item;
  const shell = h('li', { class: `card ${verdict ?? ''}`, id: `item-${i}`, 'data-item': i, tabindex: '0' });
  if (own) {
    shell.append(h('blockquote', { dir: 'auto' }, withHedges(now.text, [now.span], hedges)),
      h('ul', { class: 'hedges', 'aria-label': 'Hedges' }, hedges.map(hedge => chip(hedge, true))),
      h('p', { class: 'facts' }, sureness(now)));
    return shell;
  }
  const { speaker, cue, quote } = now;
  const from = [speaker.role, speaker.affiliation].filter(Boolean).map(visible).join(', ');
  const stance = [cue.act, cue.stance].filter(word => !['speech', 'neutral'].includes(word)).join(', ');
  const found = ['alias', 'coreference', 'continuation'].includes(speaker.resolved) && speaker.resolved;
  const beside = speaker.name !== null && speaker.mention !== null && speaker.mention !== speaker.name;
  const button = (label, key, word, act) => h('button', {
    type: 'button', class: word, 'aria-keyshortcuts': key, 'aria-pressed': String(verdict === word), onclick: act,
  }, label);
  shell.append(
    h('h3', null, h('span', { class: 'number', 'aria-label': `Claim ${item.number}` }, String(item.number)),
      h('bdi', { class: speaker.name ? null : 'nobody' }, visible(speaker.name ?? speaker.mention ?? 'nobody named')),
      from && h('small', null, h('bdi', null, from)), verdict && h('em', { class: 'verdict' }, verdict)),
    h('p', { class: 'frame' },
      beside && [h('mark', { class: 'source' }, visible(speaker.mention)), ' '],
      found && h('i', null, `by ${found}${cue.text === null ? ',' : ''} `),
      cue.text === null ? h('i', null, 'no cue') : h('mark', { class: 'cue' }, visible(cue.text)),
      stance && h('i', null, ` ${stance}`)),
    h('blockquote', { dir: 'auto' }, withHedges(quote.text, quote.spans, hedges)),
    now.setting ? h('p', { class: 'setting' }, visible(now.setting)) : '',
    hedges.length ? h('ul', { class: 'hedges', 'aria-label': 'Hedges' }, hedges.map(hedge => chip(hedge))) : '',
    h('p', { class: 'facts' }, sureness(now), h('span', null, now.kind),
      h('span', { class: 'confidence' }, `confidence ${Number(now.confidence).toFixed(2)}`)),
    i === form ? fixForm(item, i) : h('p', { class: 'acts' },
      button('Accept', 'a', 'accepted', () => judge(i, 'accepted')),
      button('Reject', 'r', 'rejected', () => judge(i, 'rejected')),
      button('Fix', 'e', 'fixed', () => openForm(i))));
  return shell;
}

function fixForm(item, i) {
  const { now, original, verdict } = item;
  const field = (label, name, value) => h('label', null, label,
    h('input', { name, value: value ?? '', autocomplete: 'off' }));
  const pick = (label, name, value) => h('label', null, label, h('select', { name }, OPTIONS[name].map(
    option => h('option', { value: option, selected: option === (value ?? '') }, option || 'not told'))));
  const kept = new Set((now.hedges ?? []).map(hedge => JSON.stringify(hedge)));
  const boxes = (original.hedges ?? []).map(hedge => h('label', null,
    h('input', { type: 'checkbox', name: 'hedge', checked: kept.has(JSON.stringify(hedge)) }),
    h('mark', { class: 'hedge' }, visible(hedge.text)), ` ${hedge.type}`));
  let quote = null;
  const preview = h('span', { class: 'preview', 'aria-live': 'polite' });
  const take = h('button', { type: 'button', id: 'take', disabled: true, onclick: () => {
    quote = quoteOf(letters, picked);
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
    pick('Kind', 'kind', now.kind), pick('Certainty', 'certainty', now.certainty),
    pick('Polarity', 'polarity', now.polarity)),
  boxes.length > 0 && h('fieldset', null, h('legend', null, 'Hedges to keep'), boxes),
  letters && h('p', { class: 'take' }, 'Another quote: mark it in the article. ', take, preview),
  h('p', { class: 'acts' }, h('button', { class: 'save' }, 'Save'),
    h('button', { type: 'button', onclick: closeForm }, 'Cancel'),
    verdict === 'fixed' && h('button', { type: 'button', onclick: () => {
      form = -1;
      judge(i);
    } }, 'Back to the original')));
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
  const chars = letters;
  while (start < end && !chars[start].trim()) start++;
  while (end > start && !chars[end - 1].trim()) end--;
  return start < end ? [start, end] : null;
}

function openForm(i) {
  form = i;
  picked = null;
  draw();
  select(i);
  bring($('cards'), $(`item-${i}`));
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
  $('count').textContent = claims.length < total ? `${claims.length} of ${many(total, 'claim')}` : many(total, 'claim');
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
    const label = `Filter by ${facet}`;
    return h('select', { id: `by-${facet}`, 'aria-label': label, class: chosen[facet] && 'set', onchange: event => {
      if (event.target.value) chosen[facet] = event.target.value;
      else delete chosen[facet];
      draw();
    } }, h('option', { value: '' }, facet), options);
  }), h('button', { type: 'button', id: 'clear', hidden: !Object.keys(chosen).length, onclick: () => {
    chosen = {};
    draw();
  } }, 'Clear'));
  paint();
  if (focus) $(focus)?.focus({ preventScroll: true });
}
