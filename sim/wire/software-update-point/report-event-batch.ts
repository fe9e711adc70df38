import { cookie } from './sign-in.ts'
import { operation, reportingWebService } from './operation.ts'
import {
  arrayOf,
  arrayOfString,
  boolean,
  dateTime,
  enumeration,
  guid,
  int,
  optional,
  sequence,
  short,
  string,
  type Sequence,
} from '../xml-schema.ts'

const basicData = sequence('BasicData', {
  TargetID: optional(sequence('ComputerTargetIdentifier', { Sid: optional(string) })),
  SequenceNumber: int,
  TimeAtTarget: dateTime,
  EventInstanceID: guid,
  NamespaceID: int,
  EventID: short,
  SourceID: short,
  UpdateID: optional(sequence('UpdateRevisionIdentifier', { UpdateID: guid, RevisionNumber: int })),
  // Spelled as clients do ([MS-WUSP] 4). The schema spells it Win32Hresult, and its text calls it optional.
  Win32HResult: optional(int),
  AppName: optional(string),
})

const extendedData = sequence('ExtendedData', {
  ReplacementStrings: optional(arrayOfString),
  MiscData: optional(arrayOfString),
  ComputerBrand: optional(string),
  ComputerModel: optional(string),
  BiosRevision: optional(string),
  ProcessorArchitecture: enumeration(
    'ProcessorArchitecture',
    'Unknown',
    'X86Compatible',
    'IA64Compatible',
    'Amd64Compatible',
  ),
  OSVersion: sequence('DetailedVersion', {
    Major: int,
    Minor: int,
    Build: int,
    Revision: int,
    ServicePackMajor: int,
    ServicePackMinor: int,
  }),
  OSLocaleID: int,
  DeviceID: optional(string),
})

const reportingEvent = {
  BasicData: optional(basicData),
  ExtendedData: optional(extendedData),
  PrivateData: optional(
    sequence('PrivateData', { ComputerDnsName: optional(string), UserAccountName: optional(string) }),
  ),
}
export type ReportingEvent = Sequence<typeof reportingEvent>

/** The event ID of a scan that succeeded ([MS-WUSP] 2.2.2.3.1). */
export const detectionFinished = 147
/** The event ID of an installation that succeeded, begun by a user or a program. */
export const installingSucceeded = 183

/** A client reports what became of its updates ([MS-WUSP] 2.2.2.3.1). The result is true when the events were received. */
export const reportEventBatch = operation(
  reportingWebService,
  'ReportEventBatch',
  {
    cookie: optional(cookie),
    clientTime: dateTime,
    eventBatch: optional(
      arrayOf('ArrayOfReportingEvent', 'ReportingEvent', sequence('ReportingEvent', reportingEvent)),
    ),
  },
  { ReportEventBatchResult: boolean },
)
