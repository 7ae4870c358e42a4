export {mutatedJson} from './mutated-json.ts';
