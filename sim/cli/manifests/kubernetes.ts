import {
  commented,
  finalCodes,
  mergeCommand,
  retries,
  shardCommand,
  yaml,
  type SplitWork,
} from './split-work.ts'

/**
 * Two jobs for Kubernetes: an indexed one, whose pods do a shard each, and a merge that waits for all parts. They share a volume, on
 * which the files of the fleet are, too.
 */
export function kubernetesJobs(work: SplitWork): string {
  const { total, version } = work
  const spec = (command: string) => ({
    restartPolicy: 'Never',
    containers: [
      {
        name: 'sitemode',
        image: `sitemode:${version}`,
        command: ['/bin/sh', '-c', escaped(`exec ${command}`)],
        workingDir: '/work',
        resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '1Gi' } },
        volumeMounts: [{ name: 'work', mountPath: '/work' }],
      },
    ],
    volumes: [{ name: 'work', persistentVolumeClaim: { claimName: 'sitemode' } }],
  })
  const shards = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'sitemode-shards' },
    spec: {
      completionMode: 'Indexed',
      completions: total,
      parallelism: Math.min(total, 10),
      backoffLimitPerIndex: retries,
      podFailurePolicy: {
        rules: [
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          {
            action: 'FailIndex',
            onExitCodes: { operator: 'In', values: finalCodes.filter((code) => code !== 0) },
          },
        ],
      },
      template: { spec: spec(shardCommand(work, 'sitemode', '$((JOB_COMPLETION_INDEX + 1))')) },
    },
  }
  const merge = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'sitemode-merge' },
    spec: {
      backoffLimit: 0,
      // A shard that can never be done would be waited for without it.
      activeDeadlineSeconds: 86_400,
      template: { spec: spec(`${mergeCommand(work, 'sitemode')} --watch`) },
    },
  }
  const about =
    'Needs the image sitemode, and a claim sitemode for a volume with the files of the fleet that all nodes can write to.'
  return `${commented(about, shards)}---\n${yaml(merge)}`
}

/** Kubernetes puts values in place of `$(…)`; two dollars stand for one. */
function escaped(command: string): string {
  return command.replaceAll('$', '$$$$')
}
