import type {CompletionFlag, CompletionWords} from './completion-words.ts';

/** A script for bash: `source <(firefly-collector completion bash)`. Needs nothing but bash 3.2. */
export function bashCompletion({commands, flags, own}: CompletionWords): string {
  const names = commands.map(({name}) => name);
  const withOwn = own.filter((one) => one.flags.length > 0 || one.words.length > 0);
  return `# bash completion of firefly-collector; made by: firefly-collector completion bash
_firefly_collector() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="" command="" word dashes="--" offered
  local flags="${dashless(flags)}" words=""
  COMPREPLY=()
  if ((COMP_CWORD > 0)); then previous="\${COMP_WORDS[COMP_CWORD - 1]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      ${names.join('|')}) command="$word"; break ;;
    esac
  done
  case "$command" in
${withOwn.map((one) => `    ${one.command}) flags="$flags ${dashless(one.flags)}"; words="${one.words.join(' ')}" ;;`).join('\n')}
  esac
  case "$command:$previous" in
${values([...own.flatMap((one) => one.flags.map((flag) => ({flag, command: one.command}))), ...flags.map((flag) => ({flag, command: '*'}))])}
  esac
  if [[ "$current" == -* ]]; then
    # Long flags may have one dash.
    if [[ "$current" == -[!-]* ]]; then dashes="-"; fi
    offered="$(for word in $flags; do printf '%s\\n' "$dashes$word"; done)"
    COMPREPLY=($(compgen -W "$offered" -- "$current"))
  elif [[ -z "$command" ]]; then
    COMPREPLY=($(compgen -W "${names.join(' ')}" -- "$current"))
  elif [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -F _firefly_collector firefly-collector
`;
}

function dashless(flags: readonly CompletionFlag[]): string {
  return flags.map(({name}) => name).join(' ');
}

/** Branches for the flags whose value is being typed; those of a command come first. */
function values(flags: readonly {readonly flag: CompletionFlag; readonly command: string}[]): string {
  return flags
    .flatMap(({flag: {name, value}, command}) => {
      const pattern = `${command}:-${name} | ${command}:--${name}`;
      switch (value.kind) {
        case 'none':
          return [];
        case 'words':
          return [
            `    ${pattern}) COMPREPLY=($(compgen -W "${value.words.join(' ')}" -- "$current")); return ;;`,
          ];
        case 'path':
          return [`    ${pattern}) COMPREPLY=($(compgen -f -- "$current")); return ;;`];
        case 'text':
          return [`    ${pattern}) return ;;`];
      }
    })
    .join('\n');
}
