// Compiled and run by `.ci/run` beside use.mts: CommonJS reaches the package, which is ES modules, by `import()`.
import type { Attempt } from 'sitemode' with { 'resolution-mode': 'import' }

async function contact(): Promise<Attempt> {
  const { startHierarchy } = await import('sitemode')
  await using running = await startHierarchy({
    sites: [{ code: 'ABC', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
    clients: [{ name: 'PC1', assignedSite: 'ABC' }],
  })
  return await running.client('PC1').contact('management-point')
}

void contact().then(({ outcome, protocol }) => {
  if (outcome !== 'answered' || protocol !== 'http') throw new Error(`${outcome} by ${protocol}`)
})
