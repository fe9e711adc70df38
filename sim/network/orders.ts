import { ClosedError } from '../errors.ts'

/**
 * What a method does once the hierarchy is closed: it throws or rejects, or goes on telling what there was. `in turn`: rejects too,
 * and before that waits for earlier ones of its kind, which open and close ports.
 */
type Way = 'throws' | 'rejects' | 'in turn' | 'tells'

/** Each method of an object, and what it does: the compiler finds one that is left out. */
export type MethodsOf<Target> = {
  readonly [
    Name in keyof Target as Target[Name] extends (...given: never[]) => unknown ? Name : never
  ]: Target[Name] extends (...given: never[]) => infer Result
    ? Exclude<Way, Result extends Promise<unknown> ? 'throws' : 'rejects' | 'in turn'>
    : never
}

/** Whether a hierarchy takes orders: it does until it is closed. */
export interface Orders {
  /** Has the methods of an object refuse to act once the hierarchy is closed, with a `ClosedError`; returns the object. */
  until<Target extends object>(target: Target, methods: MethodsOf<Target>): Target
  /** Whether none is taken any more. */
  areOver(): boolean
  /** From now on none is taken; resolves once the one that opens and closes ports is carried out. */
  close(): Promise<void>
}

export function createOrders(name: string): Orders {
  let isClosed = false
  /** The last of those that are carried out in turn. */
  let last: Promise<unknown> = Promise.resolve()

  const refusal = (act: string): ClosedError =>
    new ClosedError(`${act}: the hierarchy ${name} was closed; start it anew`)

  function expectTaken(act: string): void {
    if (isClosed) throw refusal(act)
  }

  return {
    until(target, methods) {
      for (const [method, way] of Object.entries<Way>(methods)) {
        const act: unknown = Reflect.get(target, method)
        if (way === 'tells' || typeof act !== 'function') continue
        const carryOut = (given: unknown[]): unknown => {
          expectTaken(method)
          return Reflect.apply(act, target, given) as unknown
        }
        Reflect.set(target, method, (...given: unknown[]): unknown => {
          if (isClosed && way !== 'throws') return Promise.reject(refusal(method))
          if (way !== 'in turn') return carryOut(given)
          const carriedOut = last.then(() => carryOut(given))
          last = carriedOut.catch(() => undefined)
          return carriedOut
        })
      }
      return target
    },
    areOver: () => isClosed,
    async close() {
      isClosed = true
      await last
    },
  }
}
