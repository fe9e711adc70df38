import { english, type Texts } from './english.ts'
import { japanese } from './japanese.ts'

/** The languages of pages; without a script, and for a reader of none of them, a page is in the first. */
export const languageTags = ['en', 'ja'] as const

export type Language = (typeof languageTags)[number]

export const languages: Readonly<Record<Language, Texts>> = { en: english, ja: japanese }
