import { cookie } from './cookie.ts'
import { operation } from './operation.ts'
import { optional, sequence, type Sequence } from './schema-type.ts'
import { dateTime, int, short, string, unsignedByte } from './schema-values.ts'
import { clientWebService } from './web-service.ts'

const computerInfo = {
  DnsName: optional(string),
  OSMajorVersion: int,
  OSMinorVersion: int,
  OSBuildNumber: int,
  OSServicePackMajorNumber: short,
  OSServicePackMinorNumber: short,
  OSLocale: optional(string),
  ComputerManufacturer: optional(string),
  ComputerModel: optional(string),
  BiosVersion: optional(string),
  BiosName: optional(string),
  BiosReleaseDate: dateTime,
  ProcessorArchitecture: optional(string),
  SuiteMask: short,
  OldProductType: unsignedByte,
  NewProductType: int,
  SystemMetrics: int,
  ClientVersionMajorNumber: short,
  ClientVersionMinorNumber: short,
  ClientVersionBuildNumber: short,
  ClientVersionQfeNumber: short,
  OSDescription: optional(string),
  OEM: optional(string),
  DeviceType: optional(string),
  FirmwareVersion: optional(string),
  MobileOperator: optional(string),
}

/** What a client tells of its hardware and operating system. */
export type ComputerInfo = Sequence<typeof computerInfo>

/** [MS-WUSP] 2.2.2.2.3. The answer is empty. */
export const registerComputer = operation(
  clientWebService,
  'RegisterComputer',
  { cookie: optional(cookie), computerInfo: optional(sequence('ComputerInfo', computerInfo)) },
  {},
)
