/** Every character that a terminal obeys, that turns the direction of writing, or that ends a line. */
const obeyed = Array.from({ length: 0x11_0000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character))

/** They are too many for one name, which would be cut. */
export const controlCharacters: readonly string[] = Array.from({ length: 4 }, (_, part) =>
  obeyed.filter((_character, place) => place % 4 === part).join(''),
)

/** What a name would order: colours, a title, the clipboard, results of tests, commands to build servers, markup. */
export const orders =
  '\u001b[31mRED\u001b[0m \u001b]0;pwned\u0007 \u001b]52;c;ZWNobw==\u0007 \u009b2J \u202egpj.exe\r\n' +
  'ok 1 - forged\nnot ok 2 - forged # TODO\n1..99\nBail out! forged\n    ok 3 - forged\n---\n...\n' +
  '::error file=x,line=1::forged\n  ::add-mask::forged\n##[error]forged ##vso[task.complete]forged ##teamcity[forged] ' +
  'https://user:swordfish@example.test/ | </script><img src=x onerror=forged()> `x` ](javascript:forged())'

/** What in an output would be obeyed. */
export function obeyedIn(output: string): string[] {
  const patterns = [
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    /^\s*(?:not )?ok \d+ - forged/gm,
    /^\s*(?:1\.\.99|Bail out! forged)/gm,
    /^\s*::[a-z-]+.*::/gim,
    /##[a-z]*\[/gi,
  ]
  return patterns.flatMap((pattern) => (output.match(pattern) ?? []).map((found) => JSON.stringify(found)))
}
