import { writeFile } from 'node:fs/promises'
import { allPages, docs, root } from './all-pages.ts'
import { publicTypes } from './public-types.ts'

// `npm run docs`
for (const { path, text } of await allPages()) await writeFile(new URL(path, docs), text)
await writeFile(new URL('reference/public-types.d.ts', docs), await publicTypes(root))
