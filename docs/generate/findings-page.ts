import { findingChapters, type FindingMeaning } from '../../sim/vocabulary/finding-codes.ts'
import { generated, type Page } from './page.ts'

/** A section for each code, so that an editor or a message can link to it. */
export function findingsPage(): Page {
  const chapters = Object.entries(findingChapters).map(([title, codes]) => {
    const sections = Object.entries(codes).map(([code, means]: [string, FindingMeaning]) => {
      const text =
        typeof means === 'string'
          ? means
          : `${means.acceptable} A warning that a hierarchy can [accept](reference/hierarchy-file.md).`
      return `### ${code}\n\n${text}\n`
    })
    return `## ${title}\n\n${sections.join('\n')}`
  })
  return {
    path: 'findings.md',
    text: `${generated}
# Findings

Each problem of a file, a table or an option has a stable code, which stands in brackets behind its message. The message says what
to do about it. An error keeps the file from being used; a warning does not.

${chapters.join('\n')}`,
  }
}
