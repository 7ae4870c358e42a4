import {builtInRules, chosenRuleSets} from '@firefly/redaction';

import type {Settings} from '../../settings/settings.ts';
import type {Preview} from '../preview.ts';
import {type Html, markup} from './markup.ts';
import {pageTable} from './page-table.ts';

interface RuleRow {
  readonly rule: string;
  readonly takes: string;
  readonly isInForce: boolean;
  readonly taken: number;
  readonly takable: number;
}

/** What is taken out, and what could be, by rule. */
export function redactionSection(preview: Preview, settings: Settings): Html {
  const rows = ruleRows(preview, settings);
  const isOff = rows.every(({isInForce}) => !isInForce);
  return markup`${isOff ? markup`<p class="warn">Nothing is redacted: collector.redact names no rule.</p>` : undefined}
  ${pageTable({
    title: 'What is redacted, by rule',
    columns: [
      {title: 'Rule', cell: ({rule}: RuleRow) => rule},
      {title: 'Takes out', cell: ({takes}) => takes},
      {title: 'In force', cell: ({isInForce}) => (isInForce ? 'yes' : 'no')},
      {title: 'Taken out', value: ({taken}) => taken},
      {title: 'With redact=all', value: ({takable}) => takable},
    ],
    rows,
    none: '',
  })}`;
}

function ruleRows({report, redactable = new Map()}: Preview, {redact}: Settings): RuleRow[] {
  const taken = new Map<string, number>();
  for (const {rule, values} of report.redactions) taken.set(rule, (taken.get(rule) ?? 0) + values);
  const builtIn = Object.entries(builtInRules).map(([rule, {takes}]): RuleRow => ({
    rule,
    takes: takes.replaceAll('`', ''),
    isInForce: chosenRuleSets(redact).some((name) => name === rule),
    ...countsOf(rule),
  }));
  const others = [...new Set([...taken.keys(), ...redactable.keys()])].filter(
    (rule) => !Object.hasOwn(builtInRules, rule),
  );
  return [
    ...builtIn,
    ...others.map((rule): RuleRow => ({
      rule,
      takes:
        rule === 'repeated'
          ? 'values that another rule takes out, where they stand again'
          : 'what a rule of your own names',
      isInForce: true,
      ...countsOf(rule),
    })),
  ];

  function countsOf(rule: string) {
    return {taken: taken.get(rule) ?? 0, takable: redactable.get(rule) ?? 0};
  }
}
