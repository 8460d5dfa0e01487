/** What opens the search: the button, `/`, Ctrl-K. The dialog and the index come when they are asked for. */
const openLater = (): void => void import('./search.ts').then(({ openSearch }) => openSearch());

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

document.querySelector('[data-search]')?.addEventListener('click', openLater);
document.addEventListener('keydown', (event) => {
  const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
  const command =
    event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!slash && !command) return;
  event.preventDefault();
  openLater();
});

export {};
