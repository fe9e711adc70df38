import { writeFile } from 'node:fs/promises'
import { allPages, docs } from './all-pages.ts'

// `npm run docs`
for (const { path, text } of await allPages()) await writeFile(new URL(path, docs), text)
