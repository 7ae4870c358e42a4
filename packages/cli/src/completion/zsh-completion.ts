import type {CompletionFlag, CompletionWords} from './completion-words.ts';

/** A script for zsh: `source <(firefly-collector completion zsh)`, or a file `_firefly-collector` on the fpath. */
export function zshCompletion({commands, flags, own}: CompletionWords): string {
  const names = commands.map(({name}) => name);
  const withOwn = own.filter((one) => one.flags.length > 0 || one.words.length > 0);
  return `#compdef firefly-collector
# zsh completion of firefly-collector; made by: firefly-collector completion zsh
_firefly_collector() {
  local word command=""
  local -a commands flags own
  commands=(
${commands.map(({name, description}) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  flags=(
${described(flags)}
  )
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in
      (${names.join('|')}) command="$word"; break ;;
    esac
  done
  case "$command" in
${withOwn.map((one) => `    (${one.command}) flags+=(\n${described(one.flags)}\n    ); own=(${one.words.join(' ')}) ;;`).join('\n')}
  esac
  case "$command:\${words[CURRENT-1]}" in
${values([...own.flatMap((one) => one.flags.map((flag) => ({flag, command: one.command}))), ...flags.map((flag) => ({flag, command: '*'}))])}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe -o flag flags
  elif [[ -z "$command" ]]; then
    _describe command commands
  elif (( \${#own} > 0 )); then
    compadd -- "\${own[@]}"
  fi
}
if [[ "\${funcstack[1]}" == "_firefly-collector" ]]; then
  _firefly_collector "$@"
else
  compdef _firefly_collector firefly-collector
fi
`;
}

function described(flags: readonly CompletionFlag[]): string {
  return flags.map(({name, description}) => `    ${quoted(`--${name}:${description}`)}`).join('\n');
}

function values(flags: readonly {readonly flag: CompletionFlag; readonly command: string}[]): string {
  return flags
    .flatMap(({flag: {name, value}, command}) => {
      const pattern = `    (${command}:-${name}|${command}:--${name})`;
      switch (value.kind) {
        case 'none':
          return [];
        case 'words':
          return [`${pattern} compadd -- ${value.words.join(' ')}; return ;;`];
        case 'path':
          return [`${pattern} _files; return ;;`];
        case 'text':
          return [`${pattern} return ;;`];
      }
    })
    .join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
