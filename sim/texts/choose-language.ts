/**
 * The first language of a reader that a page has: both are tags such as `ja` or `ja-JP`. Without one, the page's first, in
 * which every page is complete.
 */
export function chooseLanguage<Language extends string>(
  preferred: readonly string[],
  languages: readonly [Language, ...Language[]],
): Language {
  const wanted = preferred.map((tag) => tag.toLowerCase().split('-')[0])
  return wanted.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? languages[0]
}
