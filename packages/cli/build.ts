import {join} from 'node:path';

import {buildProgram} from './build/build-program.ts';

await buildProgram(join(import.meta.dirname, 'dist'));
