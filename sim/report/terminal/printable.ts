/** Longer texts are cut. */
const longest = 120

/** A text of unknown origin without the characters that a terminal obeys, such as escape sequences; cut when long. */
export function printable(text: string, most = longest): string {
  const escaped = text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return escaped.length > most ? `${escaped.slice(0, most)}…` : escaped
}
