import { pathToFileURL } from 'node:url'

// Runs the test files named in this process, since loading what they share takes longer than most of them.
const [, , ...files] = process.argv
// tap names the folders of its fixtures after the command line.
process.argv.splice(1, process.argv.length, ...files.slice(0, 1))
const { default: t } = await import('tap')

// tap ends, and runs its teardowns, as soon as it is idle: not while a file still awaits what it needs for its tests.
Object.defineProperty(t, 'idle', { get: () => false, configurable: true })
await Promise.all(files.map((file) => import(pathToFileURL(file).href)))
Reflect.deleteProperty(t, 'idle')
t.emit('idle')
