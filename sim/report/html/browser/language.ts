/** Puts a page into its reader's language: the one that the address asks for, or else the first of the browser's. */
import { chooseLanguage } from '../../../texts/choose-language.ts'

const page = document.getElementById('page')
const templates = [...document.querySelectorAll<HTMLTemplateElement>('template[lang]')]
const asked = new URLSearchParams(location.search).getAll('lang')
const languages = [document.documentElement.lang, ...templates.map(({ lang }) => lang)] as const
const language = chooseLanguage([...asked, ...navigator.languages], languages)

/** Of the page's language among all that it is in. */
export const place = languages.indexOf(language)

const template = templates[place - 1]
if (page && template) {
  page.replaceChildren(template.content)
  document.documentElement.lang = language
}
for (const one of document.querySelectorAll<HTMLElement>('nav.languages')) one.hidden = false
