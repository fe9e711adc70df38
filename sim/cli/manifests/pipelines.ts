import {
  mergeCommand,
  mergedFolder,
  partsFolder,
  commented,
  shardCommand,
  type SplitWork,
} from './split-work.ts'

/** The program is on no package registry: whoever took its name there could run anything. It is a dependency of the repository. */
const sitemode = 'npx sitemode'

/** Version of Node on which CI machines run the program. */
const node = '24'

/**
 * A workflow for GitHub Actions: a matrix whose jobs go on when one fails, and a merge that always runs. Jobs of a matrix have a
 * number each; the total is the one that is written here.
 */
export function githubWorkflow(work: SplitWork): string {
  const { total, out } = work
  const setUp = [
    { uses: 'actions/checkout@v4' },
    { uses: 'actions/setup-node@v4', with: { 'node-version': node } },
    { run: 'npm ci' },
  ]
  const keep = (name: string, path: string, missing: string) => ({
    if: 'always()',
    uses: 'actions/upload-artifact@v4',
    with: { name, path, 'if-no-files-found': missing, overwrite: true },
  })
  const workflow = {
    name: 'sitemode fleet',
    on: { workflow_dispatch: {} },
    permissions: { contents: 'read' },
    jobs: {
      shard: {
        'runs-on': 'ubuntu-latest',
        strategy: { 'fail-fast': false, matrix: { shard: numbersTo(total) } },
        steps: [
          ...setUp,
          { run: shardCommand(work, sitemode, '$SHARD'), env: { SHARD: '${{ matrix.shard }}' } },
          keep('part-${{ matrix.shard }}', partsFolder(out), 'ignore'),
        ],
      },
      merge: {
        needs: 'shard',
        if: 'always()',
        'runs-on': 'ubuntu-latest',
        steps: [
          ...setUp,
          {
            uses: 'actions/download-artifact@v4',
            with: { pattern: 'part-*', path: 'sitemode-parts', 'merge-multiple': true },
          },
          { run: mergeCommand(work, sitemode, 'sitemode-parts') },
          keep('merged', mergedFolder(out), 'warn'),
        ],
      },
    },
  }
  return commented(
    'Put it into .github/workflows of a repository that has sitemode among its dependencies. A job that was killed is run again by "Re-run failed jobs".',
    workflow,
  )
}

/** A pipeline for Azure Pipelines: parallel jobs, and a merge that runs whatever came of them. */
export function azurePipeline(work: SplitWork): string {
  const { total, out } = work
  const setUp = [
    { checkout: 'self' },
    { task: 'UseNode@1', inputs: { version: `${node}.x` } },
    { bash: 'npm ci' },
  ]
  const keep = (artifact: string, targetPath: string) => ({
    task: 'PublishPipelineArtifact@1',
    condition: 'always()',
    inputs: { targetPath, artifact },
  })
  const pool = { vmImage: 'ubuntu-latest' }
  const pipeline = {
    trigger: 'none',
    jobs: [
      {
        job: 'shard',
        pool,
        strategy: {
          matrix: Object.fromEntries(numbersTo(total).map((shard) => [`shard_${shard}`, { shard }])),
        },
        steps: [
          ...setUp,
          { bash: shardCommand(work, sitemode, '$SHARD'), env: { SHARD: '$(shard)' } },
          // An attempt cannot replace what an earlier one has published.
          keep('part-$(shard)-$(System.JobAttempt)', partsFolder(out)),
        ],
      },
      {
        job: 'merge',
        dependsOn: 'shard',
        condition: 'always()',
        pool,
        steps: [
          ...setUp,
          {
            task: 'DownloadPipelineArtifact@2',
            inputs: { itemPattern: 'part-*/**', targetPath: '$(Pipeline.Workspace)/parts' },
          },
          { bash: mergeCommand(work, sitemode, '"$PIPELINE_WORKSPACE"/parts/*/') },
          keep('merged-$(System.JobAttempt)', mergedFolder(out)),
        ],
      },
    ],
  }
  return commented(
    'For a repository that has sitemode among its dependencies. A job that was killed is run again by "Rerun failed jobs".',
    pipeline,
  )
}

function numbersTo(total: number): number[] {
  return Array.from({ length: total }, (_, index) => index + 1)
}
