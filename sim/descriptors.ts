import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'

/** More than several attempts have open at once at both their ends. */
const severalAttempts = 64

/**
 * The error for which this process cannot open so many more files or sockets; undefined where it can. libuv closes the
 * connections of a listener that lacks a descriptor for them, and tells nobody; once they are closed there is room again.
 */
export function lackOfDescriptors(enough = severalAttempts): unknown {
  const opened: number[] = []
  try {
    while (opened.length < enough) opened.push(openSync(devNull, 'r'))
    return undefined
  } catch (error) {
    return error
  } finally {
    for (const descriptor of opened) closeSync(descriptor)
  }
}
