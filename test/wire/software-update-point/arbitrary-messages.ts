import fc, { type Arbitrary } from 'fast-check'
import type { ComputerInfo, Cookie } from '../../../sim/wire/software-update-point/sign-in.ts'
import type { Deployment, SyncInfo } from '../../../sim/wire/software-update-point/updates.ts'
import type { ReportingEvent } from '../../../sim/wire/software-update-point/report-event-batch.ts'

/** Text that XML can hold. */
export const text = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((any) => any.replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '-'))

export const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const short = fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })
/** Dates with a year of four digits. */
export const time = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
})
export const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))
export const ints = fc.array(int, { maxLength: 5 })
export const texts = fc.array(text, { maxLength: 4 })

export const cookie: Arbitrary<Cookie> = fc.record(
  { Expiration: time, EncryptedData: bytes },
  { requiredKeys: ['Expiration'] },
)

export const computerInfo: Arbitrary<ComputerInfo> = fc.record(
  {
    DnsName: text,
    OSMajorVersion: int,
    OSMinorVersion: int,
    OSBuildNumber: int,
    OSServicePackMajorNumber: short,
    OSServicePackMinorNumber: short,
    OSLocale: text,
    ComputerManufacturer: text,
    BiosReleaseDate: time,
    SuiteMask: short,
    OldProductType: fc.integer({ min: 0, max: 255 }),
    NewProductType: int,
    SystemMetrics: int,
    ClientVersionMajorNumber: short,
    ClientVersionMinorNumber: short,
    ClientVersionBuildNumber: short,
    ClientVersionQfeNumber: short,
    MobileOperator: text,
  },
  {
    requiredKeys: [
      'OSMajorVersion',
      'OSMinorVersion',
      'OSBuildNumber',
      'OSServicePackMajorNumber',
      'OSServicePackMinorNumber',
      'BiosReleaseDate',
      'SuiteMask',
      'OldProductType',
      'NewProductType',
      'SystemMetrics',
      'ClientVersionMajorNumber',
      'ClientVersionMinorNumber',
      'ClientVersionBuildNumber',
      'ClientVersionQfeNumber',
    ],
  },
)

export const deployment: Arbitrary<Deployment> = fc.record(
  {
    ID: int,
    Action: fc.constantFrom('OptionalInstall', 'Install', 'PreDeploymentCheck', 'Evaluate', 'Bundle'),
    Deadline: text,
    IsAssigned: fc.boolean(),
    LastChangeTime: text,
    HardwareIds: texts,
  },
  { requiredKeys: ['ID', 'Action', 'IsAssigned', 'LastChangeTime'] },
)
const updates = fc.array(
  fc.record(
    { ID: int, Deployment: deployment, IsLeaf: fc.boolean(), Xml: text },
    { requiredKeys: ['ID', 'IsLeaf'] },
  ),
  { maxLength: 3 },
)
export const syncInfo: Arbitrary<SyncInfo> = fc.record(
  {
    NewUpdates: updates,
    OutOfScopeRevisionIDs: ints,
    ChangedUpdates: updates,
    Truncated: fc.boolean(),
    NewCookie: cookie,
  },
  { requiredKeys: ['Truncated'] },
)

export const event: Arbitrary<ReportingEvent> = fc.record(
  {
    BasicData: fc.record(
      {
        TargetID: fc.record({ Sid: text }),
        SequenceNumber: int,
        TimeAtTarget: time,
        EventInstanceID: fc.uuid(),
        NamespaceID: int,
        EventID: short,
        SourceID: short,
        UpdateID: fc.record({ UpdateID: fc.uuid(), RevisionNumber: int }),
        Win32HResult: int,
        AppName: text,
      },
      {
        requiredKeys: [
          'SequenceNumber',
          'TimeAtTarget',
          'EventInstanceID',
          'NamespaceID',
          'EventID',
          'SourceID',
        ],
      },
    ),
    ExtendedData: fc.record(
      {
        ReplacementStrings: texts,
        MiscData: texts,
        ProcessorArchitecture: fc.constantFrom('Unknown', 'X86Compatible', 'Amd64Compatible'),
        OSVersion: fc.record({
          Major: int,
          Minor: int,
          Build: int,
          Revision: int,
          ServicePackMajor: int,
          ServicePackMinor: int,
        }),
        OSLocaleID: int,
        DeviceID: text,
      },
      { requiredKeys: ['ProcessorArchitecture', 'OSVersion', 'OSLocaleID'] },
    ),
    PrivateData: fc.record({ ComputerDnsName: text, UserAccountName: text }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)
