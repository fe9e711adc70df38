/** The same XML with an attribute more on each element, and in each that is not empty an element more. */
export function withUnknown(xml: string): string {
  return xml
    .split(/(<!\[CDATA\[.*?\]\]>)/s)
    .map((piece, at) =>
      at % 2 === 1
        ? piece
        : piece
            .replaceAll(/<(\w+)/g, '<$1 Unknown="1"')
            .replaceAll(/<\/(\w+)>/g, '<Unknown New="1"><Inner/></Unknown></$1>'),
    )
    .join('')
}
