import { inflateRawSync } from 'node:zlib'
import { inOneLanguage } from '../../sim/report/html/in-languages.ts'
import { languageTags, type Language } from '../../sim/texts/texts.ts'
import { unpack, type Packed, type Shared } from '../../sim/report/html/packed.ts'

/** A page as the browser has it once everything is opened, in English or in the language of a template: what it begins with, and then each content. */
export function openedPage(page: string, lang?: Language): string {
  const parts = dataIn<Shared>(page, 'shared')
  const shared: Shared = {
    texts: parts.flatMap(({ texts }) => texts),
    blocks: parts.flatMap(({ blocks }) => blocks),
  }
  const [frame = ''] = page.split('<script type="text/plain"')
  const [english = '', ...templates] = frame.split('<template ')
  const shown = lang === undefined ? english : templates.find((text) => text.startsWith(`lang="${lang}"`))
  const place = languageTags.indexOf(lang ?? 'en')
  const contents = dataIn<Packed[]>(page, 'later').flat()
  return [shown, ...contents.map((one) => inOneLanguage(unpack(one, shared), place))].join('\n')
}

function dataIn<Data>(page: string, kind: string): Data[] {
  const scripts = page.matchAll(new RegExp(`<script type="text/plain" id="${kind}-\\d+">(.*?)</script>`, 'g'))
  return [...scripts].map(
    ([, deflated = '']) => JSON.parse(inflateRawSync(Buffer.from(deflated, 'base64')).toString()) as Data,
  )
}
