/** Scripts that ask the program what may be typed. `program` is how to start it, quoted for a shell. */
export const completionScripts: Readonly<Record<string, (program: string) => string>> = {
  // Needs nothing but bash 3.2.
  bash: (program) => `# bash completion of firefly-collector; made by: firefly-collector completion bash
_firefly_collector() {
  local line="\${COMP_LINE:0:COMP_POINT}" breaks="\${COMP_WORDBREAKS//[^=:]/}" current prefix="" kind="" text rest
  local -a words
  COMPREPLY=()
  read -ra words <<< "$line"
  case "$line" in *[[:space:]]) words+=("") ;; esac
  current="\${words[\${#words[@]} - 1]}"
  # Readline replaces what stands behind the last of these alone.
  if [[ -n "$breaks" ]]; then prefix="\${current%"\${current##*["$breaks"]}"}"; fi
  while IFS=$'\\t' read -r text rest; do
    if [[ -z "$kind" ]]; then kind="$text"; continue; fi
    text="\${text#"$prefix"}"
    if [[ "$text" == *[!A-Za-z0-9_.,:=@/+-]* ]]; then printf -v text %q "$text"; fi
    COMPREPLY+=("$text")
  done < <(${program} __complete "\${words[@]:1}" 2>/dev/null)
  current="\${current#--*=}"
  # As the shell does it; before bash 4, without what it does to names with spaces.
  case "$kind" in
    files) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$current")) ;;
    folders) compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$current")) ;;
  esac
}
complete -F _firefly_collector firefly-collector
`,
  zsh: (program) => `#compdef firefly-collector
# zsh completion of firefly-collector; made by: firefly-collector completion zsh
_firefly_collector() {
  local kind="" line
  local -a texts shown
  for line in "\${(@f)$(${program} __complete "\${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}"; do
    if [[ -z "$kind" ]]; then kind="$line"; continue; fi
    texts+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  case "$kind" in
    (files) compset -P '*='; _files ;;
    (folders) compset -P '*='; _files -/ ;;
    (*) if (( \${#texts} > 0 )); then compadd -l -d shown -a texts; fi ;;
  esac
}
if [[ "\${funcstack[1]}" == "_firefly-collector" ]]; then
  _firefly_collector "$@"
else
  compdef _firefly_collector firefly-collector
fi
`,
  fish: (program) => `# fish completion of firefly-collector; made by: firefly-collector completion fish
function __firefly_collector
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines (${program} __complete $words "$current" 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]
    set -l flag (string match -r -- '^--?[^=]*=' "$current")
    set -l path (string replace -r -- '^--?[^=]*=' '' "$current")
    switch "$kind"
        case files
            printf "$flag%s\\n" (__fish_complete_path "$path")
        case folders
            printf "$flag%s\\n" (__fish_complete_directories "$path" '')
        case '*'
            printf '%s\\n' $lines
    end
end
complete -c firefly-collector -f -a '(__firefly_collector)'
`,
};
