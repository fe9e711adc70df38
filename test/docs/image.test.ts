import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import * as z from 'zod'
import { root } from '../cli/command.ts'

const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
const { version, engines, scripts } = z
  .object({
    version: z.string(),
    engines: z.object({ node: z.string() }),
    scripts: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

/** What the context of the image has: everything is left out but these. */
const included = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []))

void t.test('the image is made of what is there', (t) => {
  for (const path of included) t.ok(existsSync(join(root, path)), path)
  t.match(readFileSync(join(root, '.dockerignore'), 'utf8'), /^\*\*$/m, 'nothing else gets into it')
  const stages = dockerfile.split(/^FROM /m)
  t.equal(stages.length, 3)
  const [, build = '', run = ''] = stages
  const used = [...build.matchAll(/npm run (\w+)/g)].map(([, name = '']) => name)
  for (const name of used) t.ok(scripts[name], `npm run ${name}`)
  for (const [, from = ''] of run.matchAll(/^COPY --from=build \/build\/(\S+)/gm))
    t.ok(from === 'node_modules' || from.startsWith('dist/') || included.includes(from), from)
  t.match(run, /^USER node$/m, 'it does not run as root')
  t.match(run, /^ENTRYPOINT \["sitemode"\]$/m)
  t.end()
})

void t.test('it has the version that manifests name, and a Node that runs it', (t) => {
  const tags = [...dockerfile.matchAll(/sitemode:(\d[\w.]*)/g)].map(([, tag]) => tag)
  t.strictSame([...new Set(tags)], [version])
  const [, least = ''] = />=\s*(\d+)/.exec(engines.node) ?? []
  for (const [, node] of dockerfile.matchAll(/^FROM node:(\d+)-slim/gm)) t.ok(Number(node) >= Number(least))
  t.end()
})
