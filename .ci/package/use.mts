// Compiled and run by `.ci/run` in an empty folder where the packed package is installed, to use it from outside.
import { startHierarchy, type Attempt } from 'sitemode'

await using running = await startHierarchy({
  sites: [
    {
      code: 'ABC',
      kind: 'primary',
      mode: 'native',
      systems: [{ name: 'mp', roles: ['management-point'] }],
    },
  ],
  clients: [{ name: 'PC1', assignedSite: 'ABC' }],
})
const attempt: Attempt = await running.client('PC1').contact('management-point')
if (attempt.outcome !== 'answered' || attempt.protocol !== 'https') {
  throw new Error(`expected an answer by HTTPS, got ${attempt.outcome} by ${attempt.protocol}`)
}
