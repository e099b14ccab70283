'use strict';

// Text and its offsets. They count code points, so text is held as an array of them; in the page it is text nodes only.

const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
const points = text => Array.from(text ?? '');
const hex = char => char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');

// Control characters, and those that reorder the text around them, as symbols.
const symbol = char => (char < ' ' ? String.fromCodePoint(0x2400 + char.codePointAt(0)) : `[U+${hex(char)}]`);
const visible = text => String(text).replace(/\r\n?/g, '\n').replace(HIDDEN, symbol);

function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Paragraphs as [start, end): lines, except where lines were wrapped by hand and empty ones part paragraphs.
function paragraphs(chars) {
  const lines = [];
  let start = 0;
  for (let i = 0; i <= chars.length; i++) {
    if (i < chars.length && chars[i] !== '\n' && chars[i] !== '\r') continue;
    if (chars[i] !== '\n' || chars[i - 1] !== '\r') lines.push([start, i]);
    start = i + 1;
  }
  const filled = lines.map(([from, to]) => chars.slice(from, to).some(char => char.trim()));
  const inner = lines.filter((_, i) => filled[i] && filled[i + 1]);
  const full = inner.filter(([from, to]) => to - from > 55);
  const wrapped = full.length > 2 && full.length > inner.length * 0.6 && lines.every(([from, to]) => to - from <= 100);
  const found = [];
  lines.forEach(([from, to], i) => {
    if (!filled[i]) return;
    if (wrapped && filled[i - 1]) found[found.length - 1][1] = to;
    else found.push([from, to]);
  });
  return found;
}

// Cuts [start, end) at every edge of a mark, so that spans may lie inside one another or overlap.
function cut(start, end, marks) {
  const inside = marks.filter(mark => mark.start < end && mark.end > start);
  const edges = inside.flatMap(mark => [mark.start, mark.end]).filter(at => at > start && at < end);
  const steps = [...new Set([start, ...edges, end])].sort((a, b) => a - b);
  return steps.slice(1).map((to, i) => {
    const from = steps[i];
    return { from, to, covers: inside.filter(mark => mark.start < to && mark.end > from) };
  });
}

// A quote with its hedges marked. Pieces are joined by ' … ' in its text, so this needs no article.
function withHedges(text, spans, hedges) {
  const chars = points(text);
  if (spans.reduce((sum, [from, to]) => sum + to - from + 3, -3) !== chars.length) return [visible(text)];
  const marks = hedges.map(({ span: [start, end] }) => ({ start, end }));
  let shift = 0;
  return spans.flatMap(([start, end], piece) => {
    const at = shift - start;
    shift += end - start + 3;
    const parts = cut(start, end, marks).map(({ from, to, covers }) => {
      const shown = visible(chars.slice(at + from, at + to).join(''));
      return covers.length ? h('mark', { class: 'hedge' }, shown) : shown;
    });
    return piece ? [' … ', ...parts] : parts;
  });
}

// Names of articles and claims that stand in the address: where two are equal, the later ones are numbered.
function unique(names) {
  const seen = new Map();
  return names.map(name => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return seen.get(name) > 1 ? `${name}~${seen.get(name)}` : name;
  });
}

// What a fixed claim quotes, for the code points that were chosen.
function quoteOf(chars, [start, end]) {
  const text = chars.slice(start, end).join('');
  const verbatim = Array.from(text.matchAll(/[“„]([^“”„]+)[”“]|"([^"]+)"|«([^«»]+)»/gu), found => {
    const from = start + points(text.slice(0, found.index + 1)).length;
    return [from, from + points(found[1] ?? found[2] ?? found[3]).length];
  });
  return { text, spans: [[start, end]], verbatim };
}

// The record as YAML: strings in JSON's double quotation marks, which YAML reads, spans on one line.

// One order for the keys of every map of the format.
const ORDER = ('claimx source path sha256 title model reviewed claims id kind speaker cue quote setting narration ' +
  'name mention text lemma span spans verbatim type role affiliation resolved act stance holder scope ' +
  'hedges certainty polarity confidence').split(' ');
const rank = key => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
// A reader of YAML takes these escaped only.
const RAW = /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g;

function scalar(value) {
  if (typeof value === 'string') return JSON.stringify(value).replace(RAW, char => `\\u${hex(char)}`);
  return String(value).replace(/^(-?\d+)e/, '$1.0e'); // without a point it would be read as text
}

function yaml(value, indent) {
  const flat = x => typeof x === 'number' || (Array.isArray(x) && x.every(flat));
  const flow = x => (Array.isArray(x) ? `[${x.map(flow).join(', ')}]` : scalar(x));
  if (value === null || typeof value !== 'object' || flat(value)) return ` ${flow(value)}`;
  if (Array.isArray(value)) {
    return value.map(x => `\n${indent}- ${yaml(x, `${indent}  `).trimStart()}`).join('');
  }
  const names = Object.keys(value).sort((a, b) => rank(a) - rank(b));
  if (!names.length) return ' {}';
  return names.map(name => `\n${indent}${ORDER.includes(name) ? name : scalar(name)}:` +
    yaml(value[name], Array.isArray(value[name]) ? indent : `${indent}  `)).join('');
}
