/** `<details>` used as a menu: Escape and a press elsewhere close it. */
export function closeOnLeave(node: HTMLElement): () => void {
  const details = node as HTMLDetailsElement;
  const close = (refocus: boolean): void => {
    if (!details.open) return;
    details.open = false;
    if (refocus) details.querySelector('summary')?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && details.open) {
      event.stopPropagation();
      close(true);
    }
  };
  const onPress = (event: Event): void => {
    if (event.target instanceof Node && !details.contains(event.target)) close(false);
  };
  details.addEventListener('keydown', onKey);
  document.addEventListener('pointerdown', onPress);
  return () => {
    details.removeEventListener('keydown', onKey);
    document.removeEventListener('pointerdown', onPress);
  };
}
