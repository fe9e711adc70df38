import { pathToFileURL } from 'node:url'

// Runs several test files in this process, since loading their common modules takes longer than most of them run.
const [, , ...files] = process.argv
// tap names the folders of its fixtures after the command line.
process.argv.splice(1, process.argv.length, ...files.slice(0, 1))
const { default: t } = await import('tap')

// tap ends, and runs its teardowns, as soon as it is idle; this keeps it waiting while a file prepares its tests.
Object.defineProperty(t, 'idle', { get: () => false, configurable: true })
await Promise.all(files.map((file) => import(pathToFileURL(file).href)))
Reflect.deleteProperty(t, 'idle')
t.emit('idle')
