import {writeGenerated} from '../../../scripts/write-generated.ts';
import {settingsReference} from '../src/settings/settings-reference.ts';

writeGenerated('docs/configuration.md', settingsReference());
