// An embedded demo follows ?theme=light or ?theme=dark, else the system. Runs before the first paint.
{
  const theme = new URLSearchParams(location.search).get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
}
