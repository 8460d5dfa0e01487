// Runs before the first paint, so that a chosen theme never flashes. Without storage the system's theme stays.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: nothing was chosen.
}
// The browser restores how far a page was scrolled, in pixels, when it is loaded again or returned to: then every block needs its height (waiting.css).
const [visit] = performance.getEntriesByType('navigation');
if (visit && visit.type !== 'navigate') document.documentElement.dataset.laid = '';
