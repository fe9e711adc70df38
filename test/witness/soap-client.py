"""Calls every operation of a software update point by zeep, which knows nothing but WSDLs: those that the point itself
shows, or those of a folder.

Reads one JSON object from standard input and writes one, of all that it was answered, to standard output.
"""

import datetime
import hashlib
import json
import socket
import sys
import uuid

import requests
import zeep
from zeep.transports import Transport

asked = json.load(sys.stdin)
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: resolve(
    asked["address"] if host == asked["fqdn"] else host, *rest, **more
)


def service(path, name):
    session = requests.Session()
    session.trust_env = False
    if asked["authorities"]:
        session.verify = asked["authorities"]
        session.cert = (asked["certificate"], asked["key"])
    address = asked["secured"] + path
    described = f"{asked['wsdls']}/{name}.wsdl" if asked["wsdls"] else address + "?wsdl"
    client = zeep.Client(described, transport=Transport(session=session))
    # What the point shows names its address; what is in a folder is of no server.
    [binding] = client.wsdl.bindings
    return client.create_service(binding, address) if asked["wsdls"] else client.service


def fault(call, **parameters):
    try:
        call(**parameters)
    except zeep.exceptions.Fault as caught:
        found = {child.tag: child.text for child in caught.detail}
        uuid.UUID(found.pop("ID"))
        return [found["ErrorCode"], found["Message"], found["Method"]]
    return None


now = datetime.datetime.now(datetime.timezone.utc)
who = {"clientId": str(uuid.uuid4()), "dnsName": "pc.contoso.test"}
client = service("/ClientWebService/client.asmx", "client")
config = client.GetConfig(protocolVersion="1.8")
[plug_in] = config.AuthInfo.AuthPlugInInfo
authorization = service("/" + plug_in.ServiceUrl, "simple-auth").GetAuthorizationCookie(
    targetGroupName="", **who
)


def get_cookie(cookies, last_change=config.LastChange):
    return dict(
        authCookies={"AuthorizationCookie": cookies},
        lastChange=last_change,
        currentTime=now,
        protocolVersion="1.8",
    )


def changed(cookie):
    data = cookie.EncryptedData
    return {"Expiration": cookie.Expiration, "EncryptedData": data[:-1] + bytes([data[-1] ^ 1])}


def known(installed, cached, categories=()):
    return {
        "ExpressQuery": False,
        "InstalledNonLeafUpdateIDs": {"int": installed},
        "OtherCachedUpdateIDs": {"int": cached},
        "SkipSoftwareSync": False,
        "FilterCategoryIds": {"CategoryIdentifier": [{"Id": each} for each in categories]},
        "NeedTwoGroupOutOfScopeUpdates": True,
    }


cookie = client.GetCookie(**get_cookie([authorization]))
computer = {
    "DnsName": who["dnsName"],
    "OSMajorVersion": 5,
    "OSMinorVersion": 1,
    "OSBuildNumber": 2600,
    "OSServicePackMajorNumber": 2,
    "OSServicePackMinorNumber": 0,
    "BiosReleaseDate": now,
    "SuiteMask": 256,
    "OldProductType": 1,
    "NewProductType": 0,
    "SystemMetrics": 0,
    "ClientVersionMajorNumber": 7,
    "ClientVersionMinorNumber": 0,
    "ClientVersionBuildNumber": 6000,
    "ClientVersionQfeNumber": 374,
}
faults = {
    "without authorization": fault(client.GetCookie, **get_cookie([])),
    "with another configuration": fault(client.GetCookie, **get_cookie([authorization], now)),
    "not registered": fault(client.SyncUpdates, cookie=cookie, parameters=known([], [])),
    "with a changed cookie": fault(
        client.RegisterComputer, cookie=changed(cookie), computerInfo=computer
    ),
    "without a computer": fault(client.RegisterComputer, cookie=cookie),
    "printers, not registered": fault(client.SyncPrinterCatalog, cookie=cookie),
    "without categories": fault(client.StartCategoryScan),
}
client.RegisterComputer(cookie=cookie, computerInfo=computer)


def ids(updates):
    return [update.ID for update in updates.UpdateInfo] if updates else []


rounds = []
installed, cached = [], []
while True:
    sync = client.SyncUpdates(cookie=cookie, parameters=known(installed, cached))
    cookie = sync.NewCookie
    found = ids(sync.NewUpdates)
    rounds.append(found)
    if not found:
        break
    for update in sync.NewUpdates.UpdateInfo:
        (cached if update.IsLeaf else installed).append(update.ID)


def categories(*groups):
    found = client.StartCategoryScan(
        requestedCategories={
            "CategoryRelationship": [
                {"IndexOfAndGroup": index, "CategoryId": each}
                for index, group in enumerate(groups)
                for each in group
            ]
        }
    )
    lists = found.preferredCategoryIds, found.requestedCategoryIdsInError
    return [list(each.guid) if each else [] for each in lists]


product, security = asked["product"], "0fa1201d-4330-4fa8-8ae9-b877473b6441"
nobody = str(uuid.UUID(int=1))


def within(category):
    found = client.SyncUpdates(cookie=cookie, parameters=known([101], [102, 7], [category]))
    gone, deployed = found.OutOfScopeRevisionIDs, found.DeployedOutOfScopeRevisionIds
    return [ids(found.NewUpdates), gone.int, deployed.int if deployed else []]


printers = client.SyncPrinterCatalog(
    cookie=cookie,
    installedNonLeafUpdateIDs={"int": [101]},
    printerUpdateIDs={"int": [5]},
)
extended = client.GetExtendedUpdateInfo(
    cookie=cookie,
    revisionIDs={"int": cached + [999]},
    infoTypes={"XmlUpdateFragmentType": ["Extended"]},
)

globally_named = client.GetExtendedUpdateInfo2(
    cookie=cookie,
    updateIDs={
        "UpdateIdentity": [
            {"UpdateID": "0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e", "RevisionNumber": 100}
        ]
    },
    infoTypes={"XmlUpdateFragmentType": ["Extended", "FileUrl", "FileDecryption"]},
)
known_elsewhere = client.RefreshCache(
    cookie=cookie,
    globalIDs={
        "UpdateIdentity": [
            {"UpdateID": "352f9494-d516-4b40-a21a-cd2416098982", "RevisionNumber": 51}
        ]
    },
)
located = client.GetFileLocations(
    cookie=cookie,
    fileDigests={"base64Binary": [extended.FileLocations.FileLocation[0].FileDigest]},
)


def download(location):
    # The content is not secured: neither a certificate of our own, nor one of the server's.
    answer = requests.get(location.Url, timeout=30)
    answer.raise_for_status()
    return hashlib.sha1(answer.content).digest() == location.FileDigest


reporting = service("/ReportingWebService/ReportingWebService.asmx", "reporting")
event = {
    "BasicData": {
        "TargetID": {"Sid": who["clientId"]},
        "SequenceNumber": 0,
        "TimeAtTarget": now,
        "EventInstanceID": str(uuid.uuid4()),
        "NamespaceID": 1,
        "EventID": 147,
        "SourceID": 101,
        "UpdateID": {"UpdateID": str(uuid.UUID(int=0)), "RevisionNumber": 0},
        "Win32HResult": 0,
    },
    "PrivateData": {"ComputerDnsName": "", "UserAccountName": ""},
}
faults["a report with a changed cookie"] = fault(
    reporting.ReportEventBatch,
    cookie=changed(cookie),
    clientTime=now,
    eventBatch={"ReportingEvent": [event]},
)
json.dump(
    {
        "plugIn": plug_in.PlugInID,
        "mustRegister": config.IsRegistrationRequired,
        "lastChange": config.LastChange.isoformat(),
        "properties": {
            each.Name: each.Value for each in config.Properties.ConfigurationProperty
        },
        "rounds": rounds,
        "extended": [each.ID for each in extended.Updates.Update],
        "unknown": extended.OutOfScopeRevisionIDs.int,
        "downloads": [download(each) for each in extended.FileLocations.FileLocation],
        "categories": {
            "a product and a classification": categories([product, security], [product]),
            "an unknown one": categories([product, nobody], [product]),
            "a classification alone": categories([product], [security]),
        },
        "within": {"the product": within(product), "an unknown one": within(nobody)},
        "printers": [ids(printers.NewUpdates), printers.OutOfScopeRevisionIDs.int],
        "named": [
            [each.ID for each in globally_named.Updates.Update],
            [
                each.FileDigest == extended.FileLocations.FileLocation[0].FileDigest
                for each in globally_named.FileLocations.FileLocation
            ],
        ],
        "refreshed": [each.RevisionID for each in known_elsewhere],
        "located": [each.Url for each in located.FileLocations.FileLocation]
        == [extended.FileLocations.FileLocation[0].Url],
        "reported": reporting.ReportEventBatch(
            cookie=cookie, clientTime=now, eventBatch={"ReportingEvent": [event]}
        ),
        "faults": faults,
    },
    sys.stdout,
)
