import { assertAnswered, startHierarchy } from 'sitemode'

await using running = await startHierarchy('hierarchy.yaml')
const laptop = running.client('LAPTOP')
assertAnswered(await laptop.contact('management-point'), { protocol: 'https', status: 200 })
