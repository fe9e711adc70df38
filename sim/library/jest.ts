import { expect } from '@jest/globals'
import { matchers, type OwnMatchers } from './matchers.ts'

/** Adds the matchers to Jest: `import 'sitemode/jest'` in a test, or in a file of `setupFilesAfterEnv`. */
expect.extend(matchers)

declare module 'expect' {
  interface Matchers<R> extends OwnMatchers<R> {}
}

declare global {
  /** The types of `@types/jest`, for tests that import no `expect`. */
  namespace jest {
    interface Matchers<R> extends OwnMatchers<R> {}
  }
}
