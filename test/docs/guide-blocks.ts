import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
