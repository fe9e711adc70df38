import type { FaultBehaviour } from './fault-behaviour.ts'

/** Answers the client's hello, and then says nothing more. */
export const silentInHandshake: FaultBehaviour = {
  needs: 'https',
  deaf: { stage: 'tls', code: 'SENT_NOTHING', message: 'fell silent in the middle of the handshake' },
}

export const resetInHandshake: FaultBehaviour = {
  needs: 'https',
  greeted(socket) {
    socket.resetAndDestroy()
    return { stage: 'tls', code: 'SENT_RESET', message: "reset the connection on the client's hello" }
  },
}

export const closedInHandshake: FaultBehaviour = {
  needs: 'https',
  greeted(socket) {
    socket.destroy()
    return { stage: 'tls', code: 'SENT_CLOSE', message: "closed the connection on the client's hello" }
  },
}

/** Neither TLS nor HTTP: the banner of a mail server. */
export const garbageInHandshake: FaultBehaviour = {
  needs: 'https',
  greeted(socket) {
    socket.end('220 mail.example ESMTP ready\r\n')
    return { stage: 'tls', code: 'SENT_GARBAGE', message: "answered the client's hello with something else" }
  },
}
