import {projectConfig} from '../../vitest.project.ts';

export default projectConfig('k8s-source');
