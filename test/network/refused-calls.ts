import { Socket as Datagrams } from 'node:dgram'
import { Server, Socket, type AddressInfo } from 'node:net'

/** A call of the operating system, by what Node has for it. */
export type Call = 'connect' | 'listen' | 'accept' | 'bind' | 'send'

/** The end that makes a call. */
export interface Caller {
  /** The port that is connected to; of other calls undefined. */
  to?: number | undefined
  /** The address that is bound to. */
  at?: string | undefined
}

type Method = (this: never, ...args: never[]) => unknown

const methods: Readonly<Record<Call, { of: object; name: string }>> = {
  connect: { of: Socket.prototype, name: 'connect' },
  listen: { of: Server.prototype, name: 'listen' },
  accept: { of: Server.prototype, name: 'emit' },
  bind: { of: Datagrams.prototype, name: 'bind' },
  send: { of: Datagrams.prototype, name: 'send' },
}

/**
 * Lets the operating system refuse a call with this code, where `when` says so, until the result is disposed of: in this
 * process, and in the place of Node's own method, since no machine lacks everything on demand.
 */
export function refuseCalls(
  call: Call,
  code: string,
  when: (caller: Caller) => boolean = () => true,
): Disposable {
  const { of, name } = methods[call]
  const original = Reflect.get(of, name) as Method
  const error = (): Error => Object.assign(new Error(`${call} ${code}`), { code, syscall: call })
  Reflect.set(of, name, function (this: unknown, ...args: unknown[]): unknown {
    const refusal = refusals[call](this, args, error, when)
    return refusal ? refusal() : (Reflect.apply(original, this, args) as unknown)
  })
  return { [Symbol.dispose]: () => void Reflect.set(of, name, original) }
}

type Refusal = (
  self: unknown,
  args: readonly unknown[],
  error: () => Error,
  when: (caller: Caller) => boolean,
) => (() => unknown) | undefined

const refusals: Readonly<Record<Call, Refusal>> = {
  connect(self, args, error, when) {
    if (!(self instanceof Socket) || !when({ to: Number(optionsOf(args).port) })) return undefined
    return () => {
      process.nextTick(() => self.destroy(error()))
      return self
    }
  },
  listen(self, args, error, when) {
    if (!(self instanceof Server) || !when({ at: optionsOf(args).host })) return undefined
    return () => {
      process.nextTick(() => self.emit('error', error()))
      return self
    }
  },
  accept(self, [event, socket], error, when) {
    // The servers of HTTP and TLS get the connections that another server has accepted.
    if (!(self instanceof Server) || self.constructor !== Server || event !== 'connection') return undefined
    const { address } = self.address() as AddressInfo
    if (!when({ at: address })) return undefined
    return () => {
      if (socket instanceof Socket) socket.destroy()
      return self.emit('error', error())
    }
  },
  bind(self, args, error, when) {
    if (!(self instanceof Datagrams) || !when({ at: optionsOf(args).address })) return undefined
    return () => {
      process.nextTick(() => self.emit('error', error()))
      return self
    }
  },
  send(self, args, error, when) {
    if (!(self instanceof Datagrams) || !when({ at: self.address().address })) return undefined
    const sent = args.at(-1)
    return () => {
      process.nextTick(() => {
        if (typeof sent === 'function') Reflect.apply(sent, undefined, [error()])
      })
    }
  },
}

interface CallOptions {
  port?: number | string
  host?: string
  address?: string
}

/** Node calls its own methods with an array of arguments. */
function optionsOf([first]: readonly unknown[]): CallOptions {
  const options: unknown = Array.isArray(first) ? first[0] : first
  return typeof options === 'object' && options !== null ? options : {}
}
