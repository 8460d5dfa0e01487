/**
 * A demo in a frame tells the page around it how tall it is, whenever that changes:
 * `{ type: 'incoming-transmission:height', demo, height }`, in CSS pixels. The state in the address goes along with the link
 * back to the article.
 */
const demo = document.querySelector<HTMLElement>('live-demo')?.dataset['demo'] ?? '';
let told = 0;

function tell(): void {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (parent === window || height === told) return;
  told = height;
  // Nothing in it is private, and any page may show the frame.
  parent.postMessage({ type: 'incoming-transmission:height', demo, height }, '*');
}
new ResizeObserver(tell).observe(document.body);
tell();

const back = document.querySelector<HTMLAnchorElement>('.embed-footer a');
if (back?.hash.startsWith('#demo-') === true) {
  const state = new URLSearchParams(location.search);
  state.delete('theme');
  back.search = state.toString();
}
