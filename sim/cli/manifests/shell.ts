import {
  finalCodes,
  mergeCommand,
  mergedFolder,
  retries,
  shardCommand,
  word,
  type SplitWork,
} from './split-work.ts'

const final = finalCodes.join('|')

/**
 * A script that submits an array job and, behind it, a merge that starts when all shards have ended, however they did. Slurm runs a
 * job again whose node has died; a shard whose process was killed asks for it.
 */
export function slurmScript(work: SplitWork): string {
  const { total, sitemode } = work
  const shard = shardCommand(work, sitemode, '$SLURM_ARRAY_TASK_ID')
  const end = delimiter(shard)
  return `#!/bin/bash
# Submits ${total} shards, and a merge that starts when all have ended:
#   bash fleet.sh
# The nodes need this folder and sitemode. The result is in ${mergedFolder(work.out)}.
set -eu
shards=$(sbatch --parsable <<'${end}'
#!/bin/bash
#SBATCH --job-name=sitemode-shard
#SBATCH --array=1-${total}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=sitemode-shard-%a.txt
${shard} && code=0 || code=$?
case $code in
  ${final}) ;; # Once more, it would come to the same.
  *) if [ "\${SLURM_RESTART_COUNT:-0}" -lt ${retries} ]; then scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"; fi ;;
esac
exit $code
${end}
)
sbatch --dependency="afterany:\${shards%%;*}" <<'${end}'
#!/bin/bash
#SBATCH --job-name=sitemode-merge
#SBATCH --ntasks=1
#SBATCH --mem=1G
#SBATCH --output=sitemode-merge.txt
exec ${mergeCommand(work, sitemode)}
${end}
`
}

/** A script for GNU parallel, on this machine or, with \`--sshlogin\`, on others that share its folders. */
export function parallelScript(work: SplitWork): string {
  const { total, out, sitemode } = work
  return `#!/bin/bash
# Does ${total} shards, as many at once as there are cores, and merges them:
#   bash fleet.sh
# The result is in ${mergedFolder(out)}.
set -u
shard() {
  ${shardCommand(work, sitemode, '$1')} && code=0 || code=$?
  case $code in
    ${final}) return 0 ;; # Once more, it would come to the same; the merge tells.
    *) return $code ;;
  esac
}
export -f shard
export SHELL=/bin/bash
mkdir -p ${word(out)}
seq ${total} | parallel --retries ${retries + 1} --joblog ${word(`${out}/joblog`)} shard
exec ${mergeCommand(work, sitemode)}
`
}

/** The end of a text in a script, which no line of the text is. */
function delimiter(text: string, end = 'END'): string {
  return text.split('\n').includes(end) ? delimiter(text, `${end}_`) : end
}
