import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

// Loaded into a process of `sitemode` before everything else (`node --import`), this sends it a signal at a moment that
// counted by the acts of the process, not by a clock.

export interface Moment {
  /**
   * `start`: before our modules are loaded. `readFile` and `link`: by the cache of certificates. `record`: a line of a
   * recording is written.
   */
  event: 'start' | 'readFile' | 'link' | 'listen' | 'print' | 'record'
  /** The signal comes before the event happens for this time; 1 is the first. */
  count: number
  signal: NodeJS.Signals
  /** Half of the line is written first. */
  torn?: true
  /** The command ends by itself, and need not do so in the turn in which the signal is handled. */
  orderly?: true
  /** Another signal, when the first listener is to be closed. None ever is. */
  again?: NodeJS.Signals
}

const moment = JSON.parse(process.env.SITEMODE_END_AT ?? '{}') as Moment
let left = moment.count

function happens(event: Moment['event']): boolean {
  if (event !== moment.event || --left !== 0) return false
  // A process that ends at once does so in the turn in which the signal is handled.
  if (event !== 'start' && moment.signal !== 'SIGKILL' && !moment.orderly) {
    process.prependOnceListener(moment.signal, () => {
      setImmediate(() => process.stderr.write('It went on after the signal.\n'))
    })
  }
  return true
}

function end(): void {
  process.kill(process.pid, moment.signal)
}

function endingAt<A extends unknown[], R>(
  event: Moment['event'],
  original: (...args: A) => R,
): (...args: A) => R {
  return function (this: unknown, ...args) {
    // Node reads modules in the same way.
    const isOurs = event !== 'readFile' || String(args[0]).includes('sitemode-certs')
    if (isOurs && happens(event)) end()
    return original.apply(this, args)
  }
}

const { writeSync } = fs
Object.assign(fs, {
  writeSync(file: number, bytes: Buffer, ...within: [from?: number, length?: number]) {
    // Node itself writes whole files by it.
    if (bytes.includes('"type":') && happens('record')) {
      if (moment.torn) writeSync(file, bytes, 0, Math.floor(bytes.length / 2))
      end()
    }
    return writeSync(file, bytes, ...within)
  },
})
Object.assign(fs.promises, {
  readFile: endingAt('readFile', fs.promises.readFile),
  link: endingAt('link', fs.promises.link),
})
syncBuiltinESMExports()
Object.assign(net.Server.prototype, { listen: endingAt('listen', net.Server.prototype.listen) })
Object.assign(process.stdout, { write: endingAt('print', process.stdout.write) })
const { again } = moment
if (again) {
  net.Server.prototype.close = function () {
    process.kill(process.pid, again)
    return this
  }
}
if (happens('start')) end()
