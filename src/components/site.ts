/** The scripts of every page, in one file. */
import './theme-switch.ts';
import './language-link.ts';
