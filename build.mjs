// Builds dist/ from the sources: compiles each file, and bundles the command line so that it starts fast.
// Does nothing if nothing changed, since npm runs it whenever it prepares the package.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('.', import.meta.url)))

const command = 'dist/cli/sitemode.js'

/** The scripts of pages, each one file for the page to hold. */
const browserScripts = [
  'sim/report/html/browser/report',
  'sim/report/html/browser/language',
  'sim/live/browser/live',
]

/** The only type check. TypeScript 7 takes a fifth of the time of 5.9, which the linter and tap still need. */
function compile() {
  const compiler = 'node_modules/typescript-7/bin/tsc'
  const projects = ['.', ...new Set(browserScripts.map(dirname))]
  const { status } = spawnSync(process.execPath, [compiler, '-b', ...projects], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Removes the output of deleted sources: the test runner or an import would still find it. */
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

/** Bundles the command: loading hundreds of files and whole libraries takes longer than most commands run. */
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
    // jiti loads its compiler by a path of its own. The others are CommonJS, whose names a bundled `import()` cannot
    // see, and are needed only to issue certificates or to open a PKCS#12 file.
    external: ['jiti', 'node-forge', 'selfsigned', '@peculiar/x509'],
    plugins: [undiciClient],
    // Bundled CommonJS loads Node's modules by `require`, which ES modules lack.
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url)`,
    },
    logLevel: 'warning',
  })
}

async function bundleForBrowser(script) {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [`${script}.ts`],
    // Chapters of a script act when they are loaded; package.json speaks of the library, whose files do not.
    ignoreAnnotations: true,
    outfile: `dist/${script}.js`,
    bundle: true,
    format: 'iife',
    charset: 'utf8',
    target: 'es2022',
    logLevel: 'warning',
  })
}

/** The part of undici that clients use: its index loads fetch, WebSocket, caches and mocks, which takes 0.1 s. */
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

/** Lets `npx sitemode` in the checkout run this build; .npmrc says why npm does not do it. */
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
for (const script of browserScripts) if (isOutOfDate(`dist/${script}.js`)) await bundleForBrowser(script)
link(command)
