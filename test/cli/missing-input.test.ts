import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { newFolder } from '../new-folder.ts'
import type { Ran } from './command.ts'
import { giveFiles, runToEnd, usesOf } from './given-values.ts'

// Whatever a command is to read may not be there, or be something else: it says so in words, and what to do.

const folder = newFolder(t)
const given = await giveFiles(folder)
const reading = Object.entries(usesOf(given)).filter(([, { does }]) => does === 'reads')
const ofFolders = reading.filter(([value]) => value.includes('dir'))
const ofFiles = reading.filter(([value]) => !value.includes('dir'))

const file = join(folder, 'a-file')
writeFileSync(file, 'nothing that anybody reads\n')
const emptyFolder = join(folder, 'a-folder')
mkdirSync(emptyFolder)
const absent = join(folder, 'absent.log')

/** `says`: what is wrong; what to do follows. */
function refuses(t: Test, { status, stdout, stderr }: Ran, path: string, says: string, value: string): void {
  // The problems of a file are what validate prints.
  const told = value.startsWith('validate') ? stdout : stderr
  t.equal(status, 2, value)
  t.match(told, new RegExp(`${path}: .*${says}.*; \\w+`), value)
  t.notMatch(stdout + stderr, /\bE[A-Z]{3,}\b/, `${value}: no bare error of the operating system`)
}

void t.test('what is not there', async (t) => {
  for (const [value, { args }] of reading) {
    const ran = await runToEnd(given, args(absent))
    refuses(t, ran, absent, `there is no such ${value.includes('dir') ? 'folder' : 'file'}`, value)
  }
})

void t.test('what would be in a file', async (t) => {
  const inside = join(file, 'inside.log')
  for (const [value, { args }] of ofFiles)
    refuses(t, await runToEnd(given, args(inside)), inside, 'there is no such file', value)
  for (const [value, { args }] of ofFolders)
    refuses(t, await runToEnd(given, args(inside)), `${file}(/inside\\.log)?`, 'this is not a folder', value)
})

void t.test('a folder in place of a file', async (t) => {
  for (const [value, { args }] of ofFiles) {
    const ran = await runToEnd(given, args(emptyFolder))
    // A recording may be named by its folder.
    if (value.startsWith('diff'))
      refuses(t, ran, join(emptyFolder, 'recording.ndjson'), 'there is no such file', value)
    else refuses(t, ran, emptyFolder, 'this is a directory, not a file', value)
  }
})

void t.test('a file in place of a folder', async (t) => {
  for (const [value, { args }] of ofFolders)
    refuses(t, await runToEnd(given, args(file)), file, 'this is not a folder', value)
})

void t.test('a folder in which what is looked for is not', async (t) => {
  for (const [value, { args }] of ofFolders) {
    const ran = await runToEnd(given, args(emptyFolder))
    refuses(t, ran, `${emptyFolder}(/ca\\.pem)?`, 'there is no (such file|part in this folder)', value)
  }
})

const skip = process.getuid?.() === 0 && 'root may read every file'
void t.test('what one may not read', { skip }, async (t) => {
  const secret = join(folder, 'secret.log')
  const closed = join(folder, 'closed')
  writeFileSync(secret, 'a secret\n', { mode: 0o000 })
  mkdirSync(closed, { mode: 0o000 })
  t.teardown(() => chmodSync(closed, 0o700))
  for (const [value, { args }] of ofFiles) {
    refuses(t, await runToEnd(given, args(secret)), secret, 'you may not read this file', value)
  }
  for (const [value, { args }] of ofFolders)
    refuses(t, await runToEnd(given, args(closed)), `${closed}(/ca\\.pem)?`, 'you may not read this', value)
})
