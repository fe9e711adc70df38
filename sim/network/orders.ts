import { ClosedError } from '../errors.ts'

/** What a method does once the hierarchy is closed: it throws or rejects, or goes on telling what there was. */
type Way = 'throws' | 'rejects' | 'tells'

/** Each method of an object, and what it does: the compiler finds one that is left out. */
export type MethodsOf<Target> = {
  readonly [
    Name in keyof Target as Target[Name] extends (...given: never[]) => unknown ? Name : never
  ]: Target[Name] extends (...given: never[]) => infer Result
    ? Exclude<Way, Result extends Promise<unknown> ? 'throws' : 'rejects'>
    : never
}

/** Whether a hierarchy takes orders: it does until it is closed. */
export interface Orders {
  /** Has the methods of an object refuse to act once the hierarchy is closed, with a `ClosedError`; returns the object. */
  until<Target extends object>(target: Target, methods: MethodsOf<Target>): Target
  /** Whether none is taken any more. */
  areOver(): boolean
  /** From now on none is taken. */
  close(): Promise<void>
}

export function createOrders(name: string): Orders {
  let isClosed = false
  return {
    until(target, methods) {
      for (const [method, way] of Object.entries<Way>(methods)) {
        const act: unknown = Reflect.get(target, method)
        if (way === 'tells' || typeof act !== 'function') continue
        Reflect.set(target, method, (...given: unknown[]): unknown => {
          if (!isClosed) return Reflect.apply(act, target, given) as unknown
          const error = new ClosedError(`${method}: the hierarchy ${name} was closed; start it anew`)
          if (way === 'throws') throw error
          return Promise.reject(error)
        })
      }
      return target
    },
    areOver: () => isClosed,
    close() {
      isClosed = true
      return Promise.resolve()
    },
  }
}
