import { stateMessages } from '../codes/state-messages.ts'
import { entriesWhere, meaning, type Reader } from './reading.ts'

/** A state message by topic and id: `1000/2`. */
export const stateMessageReader: Reader = {
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
