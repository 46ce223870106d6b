"""What runs off the screen of a page, as scripts for the browser."""

from __future__ import annotations

from playwright.sync_api import Page

OVERFLOW = """() => {
  const wide = window.innerWidth + 1;
  const seen = e => { const s = getComputedStyle(e);
      return s.visibility !== 'hidden' && s.display !== 'none'; };
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


def overflow_at_rest(page: Page) -> object:
    """What runs off a page that has just become narrower: its charts are drawn anew a moment later."""
    for _ in range(20):
        found = page.evaluate(OVERFLOW)
        if found == CLEAN:
            break
        page.wait_for_timeout(250)
    return found
