import type {ruleSchema} from './rule-schema.ts';

type Members = (typeof ruleSchema)['items']['properties'];

type ValueOf<Member> = Member extends {readonly enum: readonly (infer Word)[]}
  ? Word
  : Member extends {readonly items: infer Item}
    ? readonly ValueOf<Item>[]
    : string;

/**
 * One rule, built in or the user's: data that says which entries go. All that it names must hold; of what it does not
 * name, everything counts. `ruleSchema` says what each member means.
 */
export type Rule = {readonly [Name in keyof Members]?: ValueOf<Members[Name]>} & {readonly name: string};

/** What is done with what a rule finds. */
export type RuleAction = ValueOf<Members['action']>;

/** What an entry must show for a rule to take it, beside where it stands. */
export type RuleDetector = ValueOf<Members['detectors']>[number];
