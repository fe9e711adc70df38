import { scenario } from 'sitemode'

export default scenario({
  name: 'A laptop requests policy at home',
  hierarchy: 'hierarchy.yaml',
  steps: [{ client: 'LAPTOP', contact: 'management-point', expect: { outcome: 'answered' } }],
})
