import type { SiteMode } from '../../../sim/vocabulary/site-mode.ts'
import type { ByteLie, ValueLie } from './lie.ts'

export const cutShort: ByteLie = {
  says: 'cut short',
  written: (message) => message.slice(0, message.length / 2),
}

/** `name`: of an attribute, or of an element with all that is in it. */
export function absent(name: string): ByteLie {
  const attribute = new RegExp(` ${name}="[^"]*"`, 'g')
  const element = new RegExp(`<${name}(?: [^>]*)?(?:/>|>.*?</${name}>)`, 'gs')
  return {
    says: `without ${name}`,
    written: (message) => message.replaceAll(attribute, '').replaceAll(element, ''),
  }
}

export const leftOut = { says: 'left out', instead: () => undefined }

export const empty: ValueLie<string> = { says: 'empty', instead: () => '' }

export function other<Value>(value: Value): ValueLie<Value> {
  return { says: JSON.stringify(value), instead: () => value }
}

/** Of a list. */
export const none = { says: 'none', instead: () => [] }

export const turnedRound: ValueLie<boolean> = { says: 'turned round', instead: (told) => !told }

export const otherMode: ValueLie<SiteMode> = {
  says: 'the other mode',
  instead: (told) => (told === 'mixed' ? 'native' : 'mixed'),
}

export const siteCodes: readonly ValueLie<string>[] = [other('XYZ'), empty]

/** Every hierarchy has its domain controller, which is no site system. */
function dcOf(host: string): string {
  return host.replace(/^.*?([^.]+\.[^.]+)$/, 'dc.$1')
}

export const hosts: readonly ValueLie<string>[] = [
  { says: 'another host', instead: dcOf },
  { says: 'no such host', instead: (told) => `no-such.${told}` },
  empty,
]

const port1 = 1

export const port: readonly ValueLie<number>[] = [other(port1)]

export const ports: readonly ValueLie<{ http: number; https: number }>[] = [
  { says: 'port 1 for HTTP', instead: (told) => ({ ...told, http: port1 }) },
  { says: 'port 1 for HTTPS', instead: (told) => ({ ...told, https: port1 }) },
  { says: 'one in place of the other', instead: ({ http, https }) => ({ http: https, https: http }) },
]

interface UrlParts {
  scheme: string
  host: string
  port: string
  rest: string
}

function url(says: string, change: (parts: UrlParts) => Partial<UrlParts>): ValueLie<string> {
  return {
    says,
    instead(told) {
      const [, scheme = '', host = '', port = '', rest = ''] =
        /^(\w+):\/\/([^/:]+)(:\d+)?(.*)$/.exec(told) ?? []
      const parts = { scheme, host, port, rest }
      const said = { ...parts, ...change(parts) }
      return `${said.scheme}://${said.host}${said.port}${said.rest}`
    },
  }
}

export const otherScheme = url('the other scheme', ({ scheme }) => ({
  scheme: scheme === 'http' ? 'https' : 'http',
}))

export const urls: readonly ValueLie<string>[] = [
  url('port 1', () => ({ port: `:${port1}` })),
  otherScheme,
  url('another host', ({ host }) => ({ host: dcOf(host) })),
  url('no such host', ({ host }) => ({ host: `no-such.${host}` })),
  url('another path', ({ rest }) => ({ rest: `/no-such${rest}` })),
  empty,
  { says: 'malformed', instead: (told) => told.replace('://', '') },
]

/** Of Configuration Manager. */
export const siteVersions: readonly ValueLie<string>[] = [other('3.00.0000.0000'), empty]
