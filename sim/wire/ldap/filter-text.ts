import { type Comparison, type Extensible, type Filter, type Substrings } from './search.ts'

const operators: Readonly<Record<Comparison, string>> = {
  equal: '=',
  'greater-or-equal': '>=',
  'less-or-equal': '<=',
  approximate: '~=',
}

const signs = { and: '&', or: '|' } as const

/** A filter as people write it (RFC 4515): `(&(objectClass=mSSMSSite)(mSSMSSiteCode=OSL))`. */
export function filterText(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${signs[filter.kind]}${filter.filters.map(filterText).join('')})`
    case 'not':
      return `(!${filterText(filter.filter)})`
    case 'present':
      return `(${filter.attribute}=*)`
    case 'substrings':
      return `(${filter.attribute}=${substringsText(filter)})`
    case 'extensible':
      return `(${extensibleText(filter)}:=${escaped(filter.value)})`
    case 'equal':
    case 'greater-or-equal':
    case 'less-or-equal':
    case 'approximate':
      return `(${filter.attribute}${operators[filter.kind]}${escaped(filter.value)})`
  }
}

function substringsText({ initial, any, final }: Substrings): string {
  return [initial, ...any, final].map((part) => (part ? escaped(part) : '')).join('*')
}

function extensibleText({ attribute = '', rule, inName }: Extensible): string {
  return `${attribute}${inName ? ':dn' : ''}${rule === undefined ? '' : `:${rule}`}`
}

const special = /[\0()*\\]/g

function escaped(value: Buffer): string {
  return value.toString().replaceAll(special, (one) => `\\${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
