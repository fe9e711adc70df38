// Builds dist/ from the sources: what `tsc` makes of each file, and the command line as a bundle that starts fast.
// Does nothing where nothing changed, since npm runs it whenever it prepares the package.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('.', import.meta.url)))

const command = 'dist/cli/sitemode.js'

/** Types are checked here and nowhere else. TypeScript 7 takes a fifth of the time; the linter and tap need 5.9. */
function compile() {
  const compiler = 'node_modules/typescript-7/bin/tsc'
  const projects = ['.', 'sim/report/html/browser', 'sim/live/browser']
  const { status } = spawnSync(process.execPath, [compiler, '-b', ...projects], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** What was made of a file that is gone would still be found: a test by the test runner, a module by an import. */
function removeOrphans() {
  for (const path of filesIn('dist')) {
    const [, source] = /^dist\/(.*?)(\.js|\.js\.map|\.d\.ts)$/.exec(path) ?? []
    if (source && !source.startsWith('cli/') && !existsSync(`${source}.ts`)) rmSync(path)
  }
}

function isOutOfDate(output) {
  if (!existsSync(output)) return true
  const made = statSync(output).mtimeMs
  const inputs = ['build.mjs', 'package-lock.json', ...filesIn('sim'), ...filesIn('certs')]
  return inputs.some((path) => statSync(path).mtimeMs > made)
}

/** Loading some hundred files, and libraries for what no command does, takes longer than most commands run. */
async function bundle() {
  const { build } = await import('esbuild')
  rmSync('dist/cli', { recursive: true, force: true })
  await build({
    entryPoints: ['sim/cli/sitemode.ts'],
    outdir: 'dist/cli',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.18',
    // jiti loads its compiler by a path of its own; the others are CommonJS, whose names no bundled `import()` tells,
    // and only wanted where a certificate is issued.
    external: ['jiti', 'selfsigned', '@peculiar/x509'],
    plugins: [undiciClient],
    // Bundled CommonJS asks for Node's own modules by `require`, which no ES module has.
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url)`,
    },
    logLevel: 'warning',
  })
}

/** What clients use of undici: its index also loads fetch, WebSocket, caches and mocks, which takes a tenth of a second. */
const undiciClient = {
  name: 'undici-client',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, () => ({ path: 'client', namespace: 'undici' }))
    build.onLoad({ filter: /./, namespace: 'undici' }, () => ({
      resolveDir: '.',
      contents: `
        import Dispatcher from 'undici/lib/dispatcher/dispatcher'
        import request from 'undici/lib/api/api-request'
        Object.assign(Dispatcher.prototype, { request })
        export { default as Client } from 'undici/lib/dispatcher/client'
        export { default as errors } from 'undici/lib/core/errors'`,
    }))
  },
}

/** So that `npx sitemode` in the checkout runs this; .npmrc says why npm does not do it. */
function link(target) {
  chmodSync(target, 0o755)
  const bin = 'node_modules/.bin'
  if (process.platform === 'win32' || !existsSync('node_modules')) return
  mkdirSync(bin, { recursive: true })
  rmSync(`${bin}/sitemode`, { force: true })
  symlinkSync(`../../${target}`, `${bin}/sitemode`)
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

compile()
removeOrphans()
if (isOutOfDate(command)) await bundle()
link(command)
