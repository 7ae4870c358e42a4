/** What one code means, and what helps; Markdown. */
export interface ErrorEntry {
  readonly cause: string;
  readonly cure: string;
}

/**
 * Every stable code that a package of this project gives an error or a row of a report: docs/errors.md is generated from
 * it, failed runs and checks link there, and a test looks for codes that are missing.
 */
export const errorTable = {
  CORE_NOTHING_READ: {
    cause: 'Every type was refused, no API group could be discovered, or no type is left to collect.',
    cure: 'Mostly the ClusterRoleBinding is missing or names another service account: `firefly-collector check` says so. Else look at `collector.resources` and `removeTypes`.',
  },
  CORE_NOTHING_ACCEPTED: {
    cause: 'Every object was refused as too large (413).',
    cure: 'A proxy or gateway in front of Firefly limits bodies: raise that to 1.6 MB.',
  },
  CORE_INCOMPLETE: {
    cause: 'Something could not be read, and `collector.incomplete` is `withhold`.',
    cure: 'Mend what the sentence names, or set `deliver`; then what is missing looks deleted.',
  },
  CORE_UNEXPECTED_SHAPE: {
    cause: 'An answer is JSON of another shape than Kubernetes has.',
    cure: 'Look at the aggregated API, or the proxy, that gave it. Everything else was collected.',
  },
  CORE_FAULT: {cause: 'The collector itself is at fault.', cure: 'Please report it, with the sentence.'},
  TREE_OVERSIZED: {
    cause: 'An object tree is larger than the receiver takes.',
    cure: 'None is needed: its members are sent as objects all the same.',
  },
  SPOOL_UNWRITABLE: {
    cause: 'The temporary file of the object trees cannot be written.',
    cure: '`TMPDIR` must be a writable folder; the chart mounts one.',
  },
  SPOOL_FULL: {
    cause: 'The disk has no room for the temporary file of the object trees.',
    cure: 'Raise `spool.sizeLimit`, or set `protocol=objects`, which has no trees.',
  },
  SPOOL_UNREADABLE: {
    cause: 'The temporary file cannot be read back.',
    cure: 'Look at the disk; the next run begins a new one.',
  },
  SPOOL_LEFT_BEHIND: {
    cause: 'The temporary file could not be unlinked when it was made.',
    cure: 'Delete it, once no run is under way: `TMPDIR` must allow that.',
  },
  HTTP_INVALID_PROXY: {
    cause: 'The URL of a proxy cannot be used.',
    cure: '`HTTPS_PROXY`, `HTTP_PROXY` or `proxy-url` of the kubeconfig: `http://`, `https://` or `socks5://`, its user and password percent-encoded.',
  },
  HTTP_CONNECTION_FAILED: {
    cause: 'A connection was not made, or broke off.',
    cure: 'The sentence says what was waited for. It is always inside another error, whose code counts.',
  },
  K8S_ACCESS: {
    cause: 'There is no way to a cluster: no kubeconfig, one that cannot be used, or a plugin that fails.',
    cure: 'Does `kubectl --kubeconfig FILE get ns` work here? The sentence names the entry that is wrong.',
  },
  K8S_UNREACHABLE: {
    cause: 'The API server gave no answer, or one that broke off or is not JSON.',
    cure: 'Address, DNS, firewall, network policy, `NO_PROXY`, certificate authority: the sentence says which.',
  },
  K8S_CREDENTIALS_REFUSED: {
    cause: 'The API server answers 401, with renewed credentials too.',
    cure: 'The token or certificate has expired, or belongs to another cluster: log in again.',
  },
  K8S_SELECTOR_REFUSED: {
    cause:
      'The API server does not understand a selector: nothing was sent, since the type would look empty.',
    cure: 'Correct `selectors`: not every type can be chosen by every field. `kubectl get TYPE --field-selector …` says the same.',
  },
  K8S_NAMESPACES_UNREADABLE: {
    cause: 'Which namespaces opted out cannot be read, and `honorOptOut` asks for it: nothing was sent.',
    cure: 'Let the user list namespaces (with `watchNamespaces` without globs: get those), or set `honorOptOut` to `off`.',
  },
  K8S_NAMESPACE_NOT_FOUND: {
    cause: 'A namespace that was named does not exist.',
    cure: 'Correct `watchNamespaces` or `namespaceSelector` (`namespace` in code), or make the namespace.',
  },
  K8S_NAMESPACES_UNLISTED: {
    cause:
      '`watchNamespaces` has globs or `!`, or `namespaceSelector` is set, and the namespaces cannot be listed.',
    cure: 'Grant `list` of namespaces, or name the namespaces one by one.',
  },
  K8S_UNKNOWN_TYPE: {
    cause: 'A type was named that the cluster does not have.',
    cure: '`kubectl api-resources` lists what there is; the sentence says what may have been meant.',
  },
  K8S_OPTION_INVALID: {
    cause: 'An option in code does not exist, or has a value that it cannot have.',
    cure: 'The sentence names it, and what is expected.',
  },
  K8S_TYPES_UNREADABLE: {
    cause: 'In code: `objects()` could not read several types, or only in part.',
    cure: '`failures` of the error has the error of each; give `onFailure` to go on without.',
  },
  K8S_DISCOVERY_FAILED: {
    cause: 'A group of APIs or a type could not be found out.',
    cure: 'The sentence says why.',
  },
  K8S_DISCOVERY_STALE: {
    cause: 'The service behind an aggregated API does not answer.',
    cure: '`kubectl get apiservices | grep False`: mend it or delete it. Everything else was collected.',
  },
  K8S_NAME_INVALID: {
    cause: 'An aggregated API serves a name that no path can hold.',
    cure: 'Its vendor must mend that. Everything else was collected.',
  },
  K8S_MORE_FAILURES: {
    cause: 'More groups and types could not be found out than there are rows for.',
    cure: 'Mend what the other rows name.',
  },
  K8S_UNAUTHORIZED: {
    cause: 'An aggregated API answers 401 to what the API server takes.',
    cure: 'Look at that API: its authentication is not delegated.',
  },
  K8S_FORBIDDEN: {
    cause: 'The user may not list the type (403), or only in some namespaces.',
    cure: 'Grant `list` (docs/rbac.md), or name the type in `removeTypes` so that it is not asked for.',
  },
  K8S_NOT_FOUND: {
    cause: 'The type is gone (404), or its aggregated API serves discovery only.',
    cure: 'None, where its definition was deleted meanwhile; else look at that API.',
  },
  K8S_NOT_LISTABLE: {
    cause: 'The API says that it lists the type, and answers 405.',
    cure: 'Name it in `removeTypes`; its vendor must mend the API.',
  },
  K8S_LIST_EXPIRED: {
    cause: 'The API server lost the snapshot of the list (410), again and again.',
    cure: 'Look at its etcd: compaction, and time for a page.',
  },
  K8S_TOO_MANY_REQUESTS: {
    cause: 'The API server is overloaded (429), and said so four times.',
    cure: 'Run at another time, or look at its priority levels.',
  },
  K8S_SERVER_ERROR: {
    cause: 'The API server, or an aggregated API, answers 5xx.',
    cure: 'Look at its log; for an aggregated API at the service behind it.',
  },
  K8S_REQUEST_REFUSED: {
    cause: 'The API server answers another status: 400 for a selector that it does not understand.',
    cure: "The sentence holds the server's own words.",
  },
  K8S_LIST_MALFORMED: {
    cause: 'A list is not the JSON that it must be, or does not end.',
    cure: 'An aggregated API is broken, or a proxy rewrites answers.',
  },
  K8S_REPLAY: {
    cause: 'The folder of `--from-dir` cannot be read, or holds something else than a whole cluster.',
    cure: 'Let a dry run with `--output-dir` write a new one; `-dry-run --from-dir` shows any.',
  },
  K8S_FOLDER_WRITE: {
    cause: 'The folder of `--output-dir` cannot be written any more.',
    cure: 'Room on the disk, and a folder of your own.',
  },
  HELM_STORAGE_FORBIDDEN: {
    cause: "Helm's Secrets or ConfigMaps may not be read.",
    cure: 'Grant `get` and `list` on them (docs/rbac.md), or set `helmReleases=false`.',
  },
  HELM_DRIVER_UNSUPPORTED: {
    cause: '`HELM_DRIVER` names a storage outside of the cluster, or none that is known.',
    cure: '`secret` or `configmap`, or `helmReleases=false`.',
  },
  HELM_RELEASES_UNREADABLE: {
    cause: 'Some releases could not be fetched; the others were.',
    cure: "The API server's answer to the first follows in the sentence.",
  },
  FIREFLY_LOGIN_REFUSED: {
    cause: 'Firefly refuses the access keys (401, 403).',
    cure: 'Wrong, swapped or revoked keys, or keys of another environment than `loginEndpoint`.',
  },
  FIREFLY_LOGIN_FAILED: {
    cause: "The login's answer holds no token.",
    cure: "`loginEndpoint` is not Firefly's login, or a proxy answers in its place.",
  },
  FIREFLY_UNREACHABLE: {
    cause: 'Firefly gave no answer to any attempt.',
    cure: 'Open egress to `endpoint` and `loginEndpoint`, port 443; an intercepting proxy needs `extraCaCerts`.',
  },
  FIREFLY_REDIRECTED: {
    cause: 'Firefly answers with a redirect, which is not followed so that the token goes nowhere else.',
    cure: 'Set `endpoint` to the address that answers, or leave the captive proxy.',
  },
  FIREFLY_HANDSHAKE_REFUSED: {
    cause: 'Firefly did not start a fetching.',
    cure: 'Its status and text follow. An endpoint that is no Firefly API, or `protocol` should be `auto`.',
  },
  FIREFLY_PAGE_REFUSED: {
    cause: 'Firefly did not accept a page.',
    cure: '4xx: its text says why. 5xx: the next run delivers everything. 200: something in between answers.',
  },
  FIREFLY_LOCK_FAILED: {
    cause: 'Firefly has every page and could not be told that they are complete.',
    cure: 'None: the next run delivers all anew.',
  },
  FIREFLY_INCOMPLETE: {
    cause: 'The cluster was not delivered completely.',
    cure: 'It follows from another failure, which the sentence names.',
  },
  FIREFLY_METADATA_REFUSED: {
    cause: 'The statistics of a run could not be sent.',
    cure: 'None is needed: the data was accepted.',
  },
  FIREFLY_INTEGRATION_REFUSED: {
    cause: 'Firefly refused to register or to remove the cluster.',
    cure: 'Its status and text follow in the sentence.',
  },
  REDACTION_RULES: {
    cause: 'A rule of `collector.redact` cannot be used.',
    cure: 'The sentence names the rule and the place in it.',
  },
  CLI_DIFF_FAILED: {
    cause: 'Two sides could not be compared: one could not be read, or the cluster not reached.',
    cure: 'The sentence says why.',
  },
  CLI_USAGE: {
    cause: 'A word of the command line does not fit.',
    cure: '`firefly-collector --help`; the sentence says what may have been meant.',
  },
  CLI_TYPES_UNDECIDED: {
    cause: 'None of the types of `--types` is known, and an API group that did not answer may have them.',
    cure: 'Look at the names, and at the API group: `kubectl get apiservices`.',
  },
  CLI_SETTINGS: {
    cause: 'Settings do not fit; all problems are shown at once.',
    cure: 'The text before the colon is where the value stands.',
  },
  CLI_STOPPED: {
    cause: 'The run was stopped by a signal.',
    cure: 'In a pod: it was evicted or deleted, or `activeDeadlineSeconds` has passed. Firefly was told.',
  },
  CLI_OUTPUT_FAILED: {
    cause: 'Standard output, or a file of output, cannot be written.',
    cure: 'Room on the disk, or another file.',
  },
  CLI_OUTPUT_CLOSED: {
    cause: 'Whoever read the output went away (`… | head`).',
    cure: 'None is needed: the exit code is 0.',
  },
  CLI_INTEGRATION_TIMEOUT: {
    cause: 'Firefly was not told of the installation, or of its removal, in time.',
    cure: 'As for FIREFLY_UNREACHABLE.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
