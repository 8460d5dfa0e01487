/**
 * Old addresses lead on. A page that was renamed says where to on its `main` (`data-former`), and query and fragment travel
 * along; a target that has moved says so itself (`data-moved`). Without scripts a link says the same.
 */
import { fragmentId } from '../links/fragment.ts';
const former = document.querySelector<HTMLElement>('[data-former]')?.dataset['former'];

function leadOn(): void {
  if (former !== undefined) {
    location.replace(`${former}${location.search}${location.hash}`);
    return;
  }
  const id = fragmentId(location.hash);
  const moved = id === '' ? undefined : document.getElementById(id)?.dataset['moved'];
  if (moved !== undefined) location.replace(moved);
}
leadOn();
addEventListener('hashchange', leadOn);
