import { stateMessages } from '../codes/client-codes.ts'
import { iisStatuses } from '../codes/iis-statuses.ts'
import { nodeReader } from './node-reader.ts'
import { callbackFlagReader, clientErrorReader, windowsReader, winHttpReader } from './number-readers.ts'
import { codesAtClient, entriesWhere, meaning, type Reader, type Reading } from './reading.ts'

/** Everything that a code out of a log can mean; empty when no program is known to use it. */
export function explain(code: string): Reading[] {
  return readers.flatMap((reader) => reader.read(code.trim()))
}

/** Every code that can be explained, in one of its spellings. */
export function explainableCodes(): string[] {
  return readers.flatMap((reader) => reader.codes())
}

/** A status of the web server, with or without its substatus: `403`, `403.13`. */
const iisReader: Reader = {
  read(code) {
    const means = meaning(iisStatuses, code)
    if (means === undefined) return []
    const [status = '', substatus] = code.split('.')
    const candidates = entriesWhere(
      (entry) =>
        (entry.webServer?.status === Number(status) &&
          (substatus === undefined || entry.webServer.substatus === Number(substatus))) ||
        codesAtClient(entry).includes(code),
    )
    return [{ kind: 'status of the web server', code, name: null, means, candidates }]
  },
  codes: () => Object.keys(iisStatuses),
}

/** A state message by topic and id: `1000/2`. */
const stateMessageReader: Reader = {
  read(code) {
    const means = meaning(stateMessages, code)
    if (means === undefined) return []
    const candidates = entriesWhere(
      ({ stateMessage }) => stateMessage !== null && `${stateMessage.topic}/${stateMessage.id}` === code,
    )
    return [{ kind: 'state message', code, name: null, means, candidates }]
  },
  codes: () => Object.keys(stateMessages),
}

const readers = [
  winHttpReader,
  callbackFlagReader,
  iisReader,
  windowsReader,
  clientErrorReader,
  stateMessageReader,
  nodeReader,
]
