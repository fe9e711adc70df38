// JavaScript, and what each runner tests: a client whose certificate has expired is refused at home.
import { startHierarchy } from 'sitemode'

export async function contactWithExpiredCertificate() {
  const running = await startHierarchy({
    sites: [{ code: 'OSL', mode: 'native', systems: [{ name: 'mp.osl', roles: ['management-point'] }] }],
    clients: [{ name: 'LAPTOP-1', assignedSite: 'OSL', certificate: 'expired' }],
  })
  try {
    return await running.client('LAPTOP-1').contact('management-point')
  } finally {
    await running[Symbol.asyncDispose]()
  }
}
