/** The scripts of every page, in one file. */
import './theme-switch.ts';
import './language-link.ts';
import './search-button.ts';
import '../offline/register.ts';
