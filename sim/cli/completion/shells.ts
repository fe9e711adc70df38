/**
 * A shell: the script that has it ask for candidates, and the character with which it escapes the next one. Each script passes
 * the line up to the cursor, and gets lines of a candidate, a colon and what it is about. Where there are none, the shell
 * completes names of files.
 */
export const shells = {
  bash: {
    escape: '\\',
    script: String.raw`_sitemode() {
  local typed="${'$'}{COMP_LINE:0:COMP_POINT}" candidate kept=''
  local word="${'$'}{typed##*[[:space:]]}"
  # Readline replaces what stands behind the last of its breaks.
  if [[ $COMP_WORDBREAKS == *=* && $word == *=* ]]; then kept="${'$'}{word%=*}="; fi
  COMPREPLY=()
  while IFS= read -r candidate; do
    candidate="${'$'}{candidate%%:*}"
    COMPREPLY+=("${'$'}{candidate#"$kept"}")
  done < <(sitemode completion bash "$typed" 2>/dev/null)
}
complete -o default -F _sitemode sitemode
`,
  },
  zsh: {
    escape: '\\',
    script: String.raw`#compdef sitemode
_sitemode() {
  local -a candidates
  candidates=("${'$'}{(@f)$(sitemode completion zsh "${'$'}{(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)}")
  if [[ -n $candidates[1] ]]; then
    _describe sitemode candidates
  else
    _files
  fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _sitemode sitemode
`,
  },
  fish: {
    escape: '\\',
    script: String.raw`function __sitemode_candidates
    set -l candidates (sitemode completion fish (commandline -cp | string join ' ') 2>/dev/null)
    if set -q candidates[1]
        string replace : \t -- $candidates
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c sitemode -f -a '(__sitemode_candidates)'
`,
  },
  powershell: {
    escape: '`',
    // Windows PowerShell hands double quotes on as if they were not there.
    script: String.raw`Register-ArgumentCompleter -Native -CommandName sitemode -ScriptBlock {
    param($word, $command, $cursor)
    $length = $cursor - $command.Extent.StartOffset
    $typed = $command.ToString().PadRight($length).Substring(0, $length).Replace('"', "'")
    sitemode completion powershell $typed 2>$null | ForEach-Object {
        $text, $about = $_ -split ':', 2
        [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $about)
    }
}
`,
  },
} as const
