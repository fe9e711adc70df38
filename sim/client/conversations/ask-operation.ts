import {
  parseResponse,
  parseSoapFault,
  soapRequest,
  type Operation,
} from '../../wire/software-update-point/operation.ts'
import { UnexpectedReplyError, type Reply, type Said } from '../conversation.ts'

/**
 * Calls an operation of an update server. `resultOf` takes from the response what the caller needs of it, or nothing
 * where that is not there. Throws UnexpectedReplyError for a fault and for whatever else is not such a response.
 */
export async function askOperation<Request, Response, Result>(
  say: (said: Said) => Promise<Reply>,
  operation: Operation<Request, Response>,
  request: Request,
  resultOf: (response: Response) => Result | undefined,
  path: string = operation.service.path,
): Promise<Result> {
  const reply = await say({ ...soapRequest(operation, request), path })
  const text = reply.body.toString('utf8')
  const refuse = (came: string): UnexpectedReplyError =>
    new UnexpectedReplyError(reply, `${operation.name} was expected to be answered, and ${came}`)
  const fault = parseSoapFault(text)
  if (fault) throw refuse(`a fault came: ${fault.detail?.errorCode ?? fault.reason}`)
  if (reply.status !== 200) throw refuse(`status ${reply.status} came`)
  const response = parseResponse(operation, text)
  if ('wrong' in response) throw refuse(`what came is no answer to it: ${response.wrong}`)
  const result = resultOf(response.value)
  if (result === undefined) throw refuse('the answer lacks its result')
  return result
}
