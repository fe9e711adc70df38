import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { root } from '../cli/command.ts'

export interface Block {
  language: string
  text: string
  /** Named in the line above, or in a comment with which its first line begins. */
  file: string | undefined
  exitCode: number
}

/** The blocks of a guide, each with what stands above it. */
export function blocksOf(guide: string): Block[] {
  const block = /([^\n]*)\n\n```(yaml|csv|js|python|sh|bash|text)\n(.*?)^```$/gms
  const all = readFileSync(join(root, 'docs', guide), 'utf8')
  return [...all.matchAll(block)].map(([, above = '', language = '', text = '']) => ({
    ...{ language, text },
    file:
      language === 'csv' ? /`([\w-]+\.csv)`/.exec(above)?.[1] : /^(?:#|\/\/) ([\w./-]+\.\w+)/.exec(text)?.[1],
    exitCode: Number(/<!-- exits with (\d+) -->\s*$/.exec(above)?.[1] ?? 0),
  }))
}

/** What a job types, from a workflow for GitHub Actions with one job. */
export function typedByGithub(workflow: string): string[] {
  const { jobs } = z
    .object({
      jobs: z.object({ test: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }) }),
    })
    .parse(parse(workflow))
  return jobs.test.steps.flatMap(({ run }) => run ?? [])
}

/** From the CI/CD YAML syntax reference of GitLab, which has no package: what of it is used in the guides. */
export const gitlabJob = z
  .strictObject({
    test: z.strictObject({
      image: z.string().regex(/^node:\d+$/),
      script: z.array(z.string()).min(1),
      artifacts: z.strictObject({
        when: z.enum(['on_success', 'on_failure', 'always']),
        paths: z.array(z.string()),
        reports: z.strictObject({ junit: z.string() }).optional(),
      }),
    }),
  })
  .transform(({ test }) => test)
