// Runs before the first paint, so that a chosen theme never flashes. Without storage the system's theme stays.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: nothing was chosen.
}
