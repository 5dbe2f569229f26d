import type { Action } from '../command-line/command.ts';
import { done } from '../problems.ts';

/** Each asks the program itself how a line goes on, and so knows nothing of its commands. */
const scripts: Readonly<Record<string, string>> = {
  bash: `# bash completion of kubectl-ixn
_kubectl_ixn() {
  local IFS=$'\\n' lines directive
  lines=($(kubectl-ixn __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  [ \${#lines[@]} -gt 0 ] || return
  directive="\${lines[\${#lines[@]}-1]}"
  unset "lines[\${#lines[@]}-1]"
  COMPREPLY=("\${lines[@]}")
  if [ "$directive" = ":0" ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -F _kubectl_ixn kubectl-ixn
`,
  zsh: `#compdef kubectl-ixn
_kubectl_ixn() {
  local -a lines
  lines=("\${(@f)$(kubectl-ixn __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  local directive="\${lines[-1]}"
  lines[-1]=()
  if [[ "$directive" == ":0" ]]; then _files; else compadd -- "\${lines[@]}"; fi
}
compdef _kubectl_ixn kubectl-ixn
`,
  fish: `# fish completion of kubectl-ixn
function __kubectl_ixn_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (kubectl-ixn __complete $words[2..-1] 2>/dev/null)
  if test "$lines[-1]" = ":0"
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines[1..-2]
  end
end
complete -c kubectl-ixn -f -a '(__kubectl_ixn_complete)'
`,
};

/** Writes the script of a shell. */
export const completion: Action = async (call, io) => {
  io.print(scripts[call.positional ?? ''] ?? '');
  return done;
};
