import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { openSystem, type FuzzTarget } from './fuzz-target.ts'

const path = '/SMS_MP/.sms_aut?MPLIST'

/** The web server that all HTTP roles share, at a management point of a mixed-mode site. */
export const managementPointList: FuzzTarget = {
  name: 'management-point-list',
  open: () => openSystem('mp', 'management-point'),
  samples: () => [
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: mp.contoso.test\r\nAccept: */*\r\n\r\n`),
    Buffer.from('POST /SMS_MP/.sms_aut HTTP/1.1\r\nHost: mp.contoso.test\r\nContent-Length: 4\r\n\r\nbody'),
    Buffer.from('PROPFIND / HTTP/1.1\r\nHost: mp.contoso.test\r\nDepth: 1\r\nConnection: close\r\n\r\n'),
  ],
  async stillAnswers(port, patience) {
    const body = await new Promise<Buffer>((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, agent: false, timeout: patience }
      const asked = request(options, (response) => void buffer(response).then(resolve, reject))
      asked.on('timeout', () => asked.destroy(new Error('no answer')))
      asked.on('error', reject).end()
    })
    return body.toString().startsWith('<MPList>')
  },
}
