import { statusInWords, type WebServerError } from '../../../wire/error-page.ts'
import { sendError } from '../../web-server/http-message.ts'
import type { FaultBehaviour } from './fault-behaviour.ts'

/** The web server refuses whatever is asked. */
export function refusing(error: WebServerError): FaultBehaviour {
  return {
    asked({ request, response }) {
      sendError(request, response, error)
      const code = statusInWords(error)
      return { stage: 'http', code, message: `answered ${code}: ${error.reason}` }
    },
  }
}
