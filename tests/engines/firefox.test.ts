import { findFirefox } from '../support/engines.ts';
import { startFirefox } from './firefox.ts';
import { testIn } from './suite.ts';

const program = findFirefox();
testIn('Firefox', program === undefined ? undefined : (site) => startFirefox(program, site));
