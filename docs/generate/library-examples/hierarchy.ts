import { hierarchy } from 'sitemode'

export default hierarchy({
  sites: [
    {
      code: 'OSL',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.osl', roles: ['management-point'] }],
    },
  ],
  clients: [{ name: 'LAPTOP-1', assignedSite: 'OSL', at: { address: '10.1.4.20' } }],
})
