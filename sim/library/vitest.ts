import { expect } from 'vitest'
import { matchers, type OwnMatchers } from './matchers.ts'

/** Adds the matchers to Vitest: `import 'sitemode/vitest'` in a test, or in one of its `setupFiles`. */
expect.extend(matchers)

declare module 'vitest' {
  interface Matchers<T> extends OwnMatchers<T> {}
}
