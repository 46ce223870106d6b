"""What runs off a page's screen, and which text is cut or lies on another, as scripts for the browser."""

from __future__ import annotations

from playwright.sync_api import Page

OVERFLOW = """() => {
  const wide = window.innerWidth + 1;
  const seen = e => e.checkVisibility({ visibilityProperty: true });  // nor is what a closed part holds
  const scrolls = e => { for (let p = e.parentElement; p; p = p.parentElement) {
      if (p.matches('.stMain')) return false;
      const s = getComputedStyle(p);
      if (['auto', 'scroll', 'hidden', 'clip'].includes(s.overflowX)) return true; } return false; };
  const main = document.querySelector('.stMain');
  const out = [...main.querySelectorAll('*')].filter(e => seen(e) && e.getBoundingClientRect().width > 0
      && e.getBoundingClientRect().right > wide && !scrolls(e));
  return { main: main.scrollWidth - main.clientWidth,
      out: out.slice(0, 5).map(e => e.outerHTML.slice(0, 160)) };
}"""
CLEAN = {"main": 0, "out": []}
BELOW = "() => { const m = document.querySelector('.stMain'); return m.scrollHeight - m.clientHeight; }"

# Boxes of all text that is meant to be seen. Cut: it reaches out of a box that hides what is outside, or that
# scrolls sideways, except where that is its nature. Overlapping: the middles of two lines share some room.
TEXTS = """() => {
  const MAY_SCROLL = '.stTable, .stDataFrame, pre';
  const MAY_END = '.st-key-assessment';  // the heading of the Overview has all of it
  const main = document.querySelector('.stMain'), edge = window.innerWidth + 1;
  const shown = [], cut = new Set(), over = new Set();
  const quiet = e => { for (let p = e; p && p !== main; p = p.parentElement) {
      const s = getComputedStyle(p);
      if (s.clipPath !== 'none' || s.position === 'fixed') return true; } return false; };
  const below = (e, box) => { for (let p = e; p && p !== main; p = p.parentElement) {
      const b = p.getBoundingClientRect();
      if (['auto', 'scroll'].includes(getComputedStyle(p).overflowY)
          && (box.bottom > b.bottom + 1 || box.top < b.top - 1)) return true; } return false; };
  const check = (e, words, box) => {
    if ((box.right > edge || box.left < -1) && !e.closest(MAY_SCROLL)) cut.add(words);
    for (let p = e; p && p !== main; p = p.parentElement) {
      const s = getComputedStyle(p), b = p.getBoundingClientRect();
      if (s.overflowX !== 'visible' && !p.closest(MAY_SCROLL)
            && (box.right > b.right + 1 || box.left < b.left - 1)
          || ['hidden', 'clip'].includes(s.overflowY) && (box.bottom > b.bottom + 4 || box.top < b.top - 4)) {
        cut.add(words); return; }
      if (p.closest('svg')) p = p.closest('svg');
    }
  };
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement, words = node.textContent.trim().slice(0, 60);
    if (!words || e.closest('style, script, [translate=no], [data-testid=stDataFrame]')
        || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || quiet(e)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2 || below(e, box)) continue;
      check(e, words, box);
      if (!e.closest('svg')) shown.push([words, node, box]);
    }
  }
  for (const field of main.querySelectorAll('input[role=combobox]'))
    if (field.scrollWidth > field.clientWidth + 1 && !field.closest(MAY_END)
        && !main.innerText.includes(field.value.replace(/^[0-9]\\S+ /, ''))) cut.add(field.value);
  shown.forEach(([words, node, a], i) => { for (const [others, other, b] of shown.slice(i + 1)) {
    if (node === other) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom - a.height / 4, b.bottom - b.height / 4)
        - Math.max(a.top + a.height / 4, b.top + b.height / 4);
    if (wide > 2 && high > 1) over.add(words + ' / ' + others); } });
  return { cut: [...cut].slice(0, 8), over: [...over].slice(0, 8) };
}"""
WHOLE: dict[str, list[str]] = {"cut": [], "over": []}
WIDER_FONT = """*:not([translate=no]) { font-family: "DejaVu Sans", Verdana, sans-serif !important; }"""


def overflow_at_rest(page: Page) -> object:
    """What runs off a page that has just become narrower: its charts are drawn anew a moment later."""
    return _at_rest(page, OVERFLOW, CLEAN)


def texts_at_rest(page: Page) -> object:
    """Which text of the page is cut, and which lies on another, once its charts are drawn anew."""
    return _at_rest(page, TEXTS, WHOLE)


def _at_rest(page: Page, script: str, good: object) -> object:
    for _ in range(20):
        found = page.evaluate(script)
        if found == good:
            break
        page.wait_for_timeout(150)
    return found
