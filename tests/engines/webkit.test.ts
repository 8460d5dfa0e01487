import { findWebKit } from '../support/engines.ts';
import { testIn } from './suite.ts';
import { startWebKit } from './webkit.ts';

const programs = findWebKit();
testIn('WebKit', programs === undefined ? undefined : (site) => startWebKit(programs, site));
