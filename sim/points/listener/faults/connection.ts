import type { FaultBehaviour } from './fault-behaviour.ts'

/** Accepts, and never says a word. */
export const silent: FaultBehaviour = {
  connected: () => ({ stage: 'connect', code: 'SENT_NOTHING', message: 'kept silent from the start' }),
}

const wasReset = {
  stage: 'connect',
  code: 'SENT_RESET',
  message: 'reset the connection as soon as it stood',
} as const

export const reset: FaultBehaviour = {
  refuses: wasReset,
  connected(socket) {
    socket.resetAndDestroy()
    return wasReset
  },
}

export const closed: FaultBehaviour = {
  connected(socket) {
    // What has come must be read: to close over it would be a reset.
    socket.resume().end()
    return { stage: 'connect', code: 'SENT_CLOSE', message: 'closed the connection as soon as it stood' }
  },
}
