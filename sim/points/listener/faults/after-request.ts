import type { FaultBehaviour } from './fault-behaviour.ts'

/** The request was read, and nothing is said to it. */
export const silentAfterRequest: FaultBehaviour = {
  asked: () => ({ stage: 'http', code: 'SENT_NOTHING', message: 'did not answer the request' }),
}

export const resetAfterRequest: FaultBehaviour = {
  asked({ socket }) {
    socket.resetAndDestroy()
    return { stage: 'http', code: 'SENT_RESET', message: 'reset the connection instead of an answer' }
  },
}

export const closedAfterRequest: FaultBehaviour = {
  asked({ socket }) {
    socket.destroy()
    return { stage: 'http', code: 'SENT_CLOSE', message: 'closed the connection instead of an answer' }
  },
}

export const garbageAnswer: FaultBehaviour = {
  asked({ request }) {
    request.socket.end('220 mail.example ESMTP ready\r\n')
    return {
      stage: 'http',
      code: 'SENT_GARBAGE',
      message: 'answered the request with something that is not HTTP',
    }
  },
}
