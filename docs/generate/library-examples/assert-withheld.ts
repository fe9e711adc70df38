import { assertWithheld, startHierarchy } from 'sitemode'

await using running = await startHierarchy('hierarchy.yaml')
const laptop = running.client('LAPTOP')
laptop.move({ address: '10.2.0.7' })
const attempt = await laptop.contact('management-point', { relation: 'resident' })
assertWithheld(attempt, 'roaming/native-client-in-mixed-site')
