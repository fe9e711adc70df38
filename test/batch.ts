import { pathToFileURL } from 'node:url'

/**
 * Runs the test files named in this process, since loading what they share takes longer than most of them. One module
 * imports all of them, so that the last is known before the first begins: tap ends when it has nothing to do.
 */
const [, , ...files] = process.argv
const imports = files.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)}`)
// tap names the folders of its fixtures after the command line.
process.argv.splice(1, process.argv.length, ...files.slice(0, 1))
await import(`data:text/javascript,${encodeURIComponent(imports.join('\n'))}`)
