import {projectConfig} from '../vitest.project.ts';

// helm is unpacked once, before any test.
export default projectConfig('charts', {globalSetup: ['test/unpack-tools.ts']});
