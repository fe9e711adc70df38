import { limits } from '../../sim/limits.ts'
import { limitInWords } from './limits-page.ts'
import { cell, generated, type Page } from './page.ts'
import { notPromised, promises, testsOfLimits, type Tests } from './security-promises.ts'

/** What is promised about security, how each promise is tested, and what is not promised. */
export function securityPage(): Page {
  const subjects = Object.entries(promises).map(
    ([subject, said]) =>
      `## ${subject}\n\n${said.map(({ says, tests }) => `- ${says} Tested in ${filesOf(tests)}.`).join('\n')}\n`,
  )
  const names = Object.keys(testsOfLimits) as (keyof typeof testsOfLimits)[]
  const rows = names.map((name) =>
    [limits[name].what, limitInWords(limits[name]), filesOf(testsOfLimits[name])].map(cell).join(' | '),
  )
  return {
    path: 'security.md',
    text: `${generated}
# Security

sitemode opens listeners, reads files of others, and shows what others have said. This page says what is promised, which test
holds the program to it, and what is not promised. The tests are in the source repository.

${subjects.join('\n')}
## Limits

A test goes past each of them. [Limits](limits.md) says what happens then, and why each is as it is.

| What | Limit | Tested in |
| --- | --- | --- |
${rows.map((row) => `| ${row} |`).join('\n')}

## Not promised

${notPromised.map((item) => `- ${item}`).join('\n')}
`,
  }
}

function filesOf(tests: Tests): string {
  const files = Object.keys(tests).map((file) => `\`${file}\``)
  return new Intl.ListFormat('en-GB').format(files)
}
