/** As much of each runner's types as the entries beside this file need: their packages are not installed here. */

declare module 'vitest' {
  /** Extended by `sitemode/vitest`. */
  export interface Matchers<T> {
    readonly of?: T
  }
  export const expect: { extend(matchers: object): void }
}

declare module '@jest/globals' {
  export const expect: { extend(matchers: object): void }
}

declare module 'expect' {
  /** Extended by `sitemode/jest`. */
  export interface Matchers<R> {
    readonly of?: R
  }
}
