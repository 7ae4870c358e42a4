import {projectConfig} from '../../vitest.project.ts';

// The tests of the spool's file replace `node:fs/promises`.
export default projectConfig('core', {isolate: true});
