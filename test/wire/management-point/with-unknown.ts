/** Adds an attribute to each element of an XML text, and an element to each that is not empty. */
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
