import {
  printBytes,
  printNumber,
  printValue,
  readBytes,
  readInside,
  readNumber,
  readValues,
  universal,
} from '../../encoding/ber.ts'
import type { Control } from './control.ts'

/** The control by which a search gives its entries a page at a time (RFC 2696). */
export const pagedResults = '1.2.840.113556.1.4.319'

export interface PagedResults {
  /** In a request, entries of the page; in a response, a guess at all of them, or 0. */
  size: number
  /** Where the next page begins; empty in the first request and in the last response. */
  cookie: Buffer
}

export function printPagedResults({ size, cookie }: PagedResults, critical: boolean): Control {
  const value = printValue(universal.sequence, printNumber(size), printBytes(cookie))
  return { type: pagedResults, critical, value }
}

export function parsePagedResults({ value }: Control): PagedResults | undefined {
  const [outer, ...more] = (value && readValues(value)) ?? []
  const [first, second, ...others] = readInside(outer, universal.sequence) ?? []
  const size = readNumber(first)
  const cookie = readBytes(second)
  return size === undefined || !cookie || more.length + others.length > 0 ? undefined : { size, cookie }
}
