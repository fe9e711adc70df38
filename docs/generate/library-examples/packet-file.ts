import { closeSync, openSync, writeSync } from 'node:fs'
import { packetFile, startHierarchy } from 'sitemode'

const file = openSync('laptop.pcapng', 'w', 0o600)
const packets = packetFile((blocks) => void writeSync(file, blocks))
const running = await startHierarchy('hierarchy.yaml', { packets })
await running.client('LAPTOP').contact('management-point')
await running.close()
closeSync(file)
