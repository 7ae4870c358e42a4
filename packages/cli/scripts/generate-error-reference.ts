import {writeGenerated} from '../../../scripts/write-generated.ts';
import {errorReference} from '../src/errors/error-reference.ts';

writeGenerated('docs/errors.md', errorReference());
