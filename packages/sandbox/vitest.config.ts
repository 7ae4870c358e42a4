import {join} from 'node:path';

import {projectConfig} from '../../vitest.project.ts';

/** The sandbox's own processes load some 150 files: what Node made of them once is kept, which halves their start. */
const compileCache = join(import.meta.dirname, 'node_modules/.compile-cache');

export default projectConfig('sandbox', {env: {NODE_COMPILE_CACHE: compileCache}});
