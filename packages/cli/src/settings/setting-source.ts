/** Where a setting may be set and how its text is read: the `x-source` of each property of the settings' schema. */
export interface SettingSource {
  /** Heading under which help and the reference show it. */
  readonly group: 'Cluster' | 'What is collected' | 'Firefly' | 'Network' | 'Run';
  /** Names of files in the configuration directory, in any case. */
  readonly files?: readonly string[];
  /** Environment variables; the first that is set wins. */
  readonly environment?: readonly string[];
  /** Long flags without dashes; the first is the documented one. */
  readonly flags?: readonly string[];
  /** What help shows for a flag's value. */
  readonly placeholder?: string;
  /** What shells complete a flag's value with: names of the kubeconfig, or of the cluster. */
  readonly offers?: 'contexts' | 'types' | 'namespaces' | 'groups';
  /** What would fit, in words, where the constraints alone do not say it. */
  readonly expected?: string;
  /** `path`: a leading `~/` is the home directory. `url`: trailing slashes are dropped. */
  readonly kind?: 'path' | 'url';
  readonly lowerCase?: boolean;
  /** Other spellings of values, read as the value beside them. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** Never shown (`all`), or shown without the user and password of its URL (`credentials`). */
  readonly masked?: 'all' | 'credentials';
  /** The sentence to show when it is needed and nothing sets it. */
  readonly missing?: string;
  /**
   * Who reads it, where that is not the collector's own code: it sets nothing here, and is known so that `config` and the
   * reference show it. Such a setting is no part of `Settings`.
   */
  readonly readBy?: string;
  /** What the reference shows as default where there is no value for it. */
  readonly absent?: string;
}
