import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const file = '/SMS_DP_SMSPKGC$/MIX00001/MIX00001.bin'

function message(method: string, path: string, headers: readonly string[] = [], body = ''): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: dp.mix.contoso.test', ...headers]
  if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

const propfind =
  '<?xml version="1.0"?><D:propfind xmlns:D="DAV:" xmlns:x="urn:x"><D:prop><D:getetag/><x:y/></D:prop></D:propfind>'

export const distributionPoint: FuzzTarget = {
  name: 'standard distribution point, HTTP',
  async open() {
    const { hierarchy } = parseHierarchy({
      domain: 'contoso.test',
      sites: [
        {
          code: 'MIX',
          mode: 'mixed',
          systems: [
            {
              name: 'dp.mix',
              roles: ['standard-distribution-point'],
              anonymousAccess: true,
              packages: ['MIX00001'],
            },
          ],
        },
      ],
      packages: [{ id: 'MIX00001', size: '2 MiB' }],
    })
    const running = await openHierarchy(hierarchy, { cache: false, addresses: 'shared' })
    const [url = ''] = running.systems.flatMap(({ urls }) => urls)
    return { port: Number(new URL(url).port), transport: 'tcp', close: () => running.close() }
  },
  samples: () => [
    message('GET', file, ['Range: bytes=0-9, 20-29,-5', 'If-Range: "MIX00001.1.2097152"']),
    message('GET', file, ['Range: bytes=65530-65545', 'If-Match: "a", "b"', 'If-None-Match: *']),
    message('HEAD', file, ['If-Modified-Since: Wed, 22 Aug 2007 00:00:00 GMT']),
    message('GET', '/SMS_DP_SMSPKGC$/MIX00001/%2e%2e/MIX00001.files\\1.bin'),
    message('GET', '/SMS_DP_SMSSIG$/MIX00001.1.tar'),
    message('OPTIONS', '/SMS_DP_SMSPKGC$/'),
    message('PROPFIND', '/SMS_DP_SMSPKGC$/', ['Depth: infinity', 'Content-Type: text/xml'], propfind),
    message('PROPFIND', '/NOCERT_SMS_DP_SMSPKGC$/MIX00001', ['Depth: 1']),
  ],
  stillAnswers: (port) =>
    new Promise((resolve) => {
      const asked = request({
        host: '127.0.0.1',
        port,
        path: file,
        headers: { Range: 'bytes=7-16' },
        agent: false,
      })
      asked.on('error', () => resolve(false))
      asked.on('response', (response) => {
        buffer(response).then(
          (body) => resolve(response.statusCode === 206 && body.length === 10),
          () => resolve(false),
        )
      })
      asked.end()
    }),
}
