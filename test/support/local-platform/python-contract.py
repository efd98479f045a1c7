"""What Apify's SDK for Python relies on, asked of the platform without the SDK."""

import base64
import gzip
import hashlib
import json
import os
import socket
from datetime import datetime
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

ENV = os.environ
# Each variable has an older name, which older versions of the SDK read.
NAMES = {
    "ACTOR_ID": "APIFY_ACTOR_ID",
    "ACTOR_RUN_ID": "APIFY_ACTOR_RUN_ID",
    "ACTOR_BUILD_ID": "APIFY_ACTOR_BUILD_ID",
    "ACTOR_BUILD_NUMBER": "APIFY_ACTOR_BUILD_NUMBER",
    "ACTOR_INPUT_KEY": "APIFY_INPUT_KEY",
    "ACTOR_DEFAULT_DATASET_ID": "APIFY_DEFAULT_DATASET_ID",
    "ACTOR_DEFAULT_KEY_VALUE_STORE_ID": "APIFY_DEFAULT_KEY_VALUE_STORE_ID",
    "ACTOR_DEFAULT_REQUEST_QUEUE_ID": "APIFY_DEFAULT_REQUEST_QUEUE_ID",
    "ACTOR_EVENTS_WEBSOCKET_URL": "APIFY_ACTOR_EVENTS_WS_URL",
    "ACTOR_MEMORY_MBYTES": "APIFY_MEMORY_MBYTES",
    "ACTOR_STARTED_AT": "APIFY_STARTED_AT",
    "ACTOR_TIMEOUT_AT": "APIFY_TIMEOUT_AT",
}
OTHERS = ["ACTOR_FULL_NAME", "APIFY_TOKEN", "APIFY_USER_ID", "APIFY_META_ORIGIN"]
OTHERS += ["APIFY_API_PUBLIC_BASE_URL", "APIFY_PROXY_HOSTNAME", "APIFY_PROXY_PASSWORD"]

API = ENV["APIFY_API_BASE_URL"] + "/v2"
DATASET = "/datasets/" + ENV["ACTOR_DEFAULT_DATASET_ID"]
STORE = "/key-value-stores/" + ENV["ACTOR_DEFAULT_KEY_VALUE_STORE_ID"]
QUEUE = "/request-queues/" + ENV["ACTOR_DEFAULT_REQUEST_QUEUE_ID"]


def call(method, path, body=None):
    """Calls the API as the client for Python does: with a body that is compressed."""
    headers = {"Authorization": "Bearer " + ENV["APIFY_TOKEN"]}
    data = None
    if body is not None:
        data = gzip.compress(json.dumps(body).encode())
        headers["Content-Type"] = "application/json; charset=utf-8"
        headers["Content-Encoding"] = "gzip"
    with urlopen(Request(API + path, data, headers, method=method)) as response:
        text = response.read()
    return json.loads(text) if text else None


def time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def require(value, fields):
    """Checks that an object has fields of these types."""
    for name, kind in fields.items():
        if kind is datetime:
            time(value[name])
        elif not isinstance(value[name], kind):
            raise TypeError(f"{name} is {value[name]!r}, not of {kind}")


def check_environment():
    for name, old in NAMES.items():
        assert ENV[name] == ENV[old] != "", name
    for name in OTHERS:
        assert ENV[name], name
    assert ENV["APIFY_IS_AT_HOME"] == "1"
    assert int(ENV["ACTOR_MEMORY_MBYTES"]) > 0 and int(ENV["APIFY_PROXY_PORT"]) > 0
    assert time(ENV["ACTOR_TIMEOUT_AT"]) > time(ENV["ACTOR_STARTED_AT"])


def check_run():
    """The SDK reads its own run at the start, for its price."""
    run = call("GET", "/actor-runs/" + ENV["ACTOR_RUN_ID"])["data"]
    texts = ["id", "actId", "userId", "buildId", "defaultKeyValueStoreId", "defaultDatasetId"]
    require(run, dict.fromkeys([*texts, "defaultRequestQueueId", "status"], str))
    require(run, {"startedAt": datetime, "meta": dict, "stats": dict, "options": dict})
    require(run["stats"], {"restartCount": int, "resurrectCount": int, "computeUnits": (int, float)})
    whole = dict.fromkeys(["timeoutSecs", "memoryMbytes", "diskMbytes"], int)
    require(run["options"], {"build": str, **whole})
    assert run["id"] == ENV["ACTOR_RUN_ID"] and run["status"] == "RUNNING"


def check_storages():
    times = dict.fromkeys(["createdAt", "modifiedAt", "accessedAt"], datetime)
    given = call("GET", f"{STORE}/records/{ENV['ACTOR_INPUT_KEY']}")
    call("POST", DATASET + "/items", [{"greeting": "Hello " + given["name"]}, {"n": 2}])
    assert call("GET", DATASET + "/items?offset=1&limit=1") == [{"n": 2}]
    require(call("GET", DATASET)["data"], {"id": str, "itemCount": int, **times})
    call("PUT", STORE + "/records/STATE", {"step": 1})
    keys = call("GET", STORE + "/keys?limit=10")["data"]
    require(keys, {"count": int, "limit": int, "isTruncated": bool, "items": list})
    assert {"INPUT", "STATE"} == {item["key"] for item in keys["items"]}
    require(call("GET", STORE)["data"], {"id": str, "userId": str, **times})
    named = call("POST", "/datasets?name=kept")["data"]
    call("POST", f"/datasets/{named['id']}/items", [{"kept": True}])
    counts = ["totalRequestCount", "handledRequestCount", "pendingRequestCount"]
    queue = {"userId": str, "hadMultipleClients": bool, "stats": dict, **times}
    require(call("GET", QUEUE)["data"], {**queue, **dict.fromkeys(counts, int)})


def check_queue():
    """A request is added, locked, read and handled, with the id that the SDK computes itself."""
    key = "https://example.com/ä"
    digest = base64.b64encode(hashlib.sha256(key.encode()).digest()).decode()
    own_id = "".join(one for one in digest if one not in "+/=")[:15]
    request = {"url": key, "uniqueKey": key, "method": "GET", "userData": {"depth": 1}}
    mine = "clientKey=python"
    added = call("POST", f"{QUEUE}/requests/batch?{mine}", [request])["data"]
    assert added["unprocessedRequests"] == []
    [done] = added["processedRequests"]
    assert done["requestId"] == own_id and done["uniqueKey"] == key and not done["wasAlreadyPresent"]
    head = call("POST", f"{QUEUE}/head/lock?lockSecs=180&limit=25&{mine}")["data"]
    require(head, {"queueModifiedAt": datetime, "queueHasLockedRequests": bool, "lockSecs": int})
    assert [item["id"] for item in head["items"]] == [own_id]
    lock = call("PUT", f"{QUEUE}/requests/{own_id}/lock?lockSecs=60&{mine}")["data"]
    require(lock, {"lockExpiresAt": datetime})
    stored = call("GET", f"{QUEUE}/requests/{own_id}")["data"]
    assert stored["userData"] == {"depth": 1}
    stored["handledAt"] = "2026-01-02T03:04:05.000Z"
    updated = call("PUT", f"{QUEUE}/requests/{own_id}?{mine}", stored)["data"]
    assert updated["wasAlreadyPresent"] is True and updated["wasAlreadyHandled"] is False
    assert call("GET", QUEUE)["data"]["handledRequestCount"] == 1


class Events:
    """A web socket that reads texts; as little of RFC 6455 as is needed."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.stream = socket.create_connection((parts.hostname, parts.port)).makefile("rwb")
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
        lines += ["Sec-WebSocket-Key: " + key, "", ""]
        self.stream.write("\r\n".join(lines).encode())
        self.stream.flush()
        assert b" 101 " in self.stream.readline()
        while self.stream.readline() != b"\r\n":
            pass

    def next(self, name):
        """Returns the data of the next event of this name."""
        while True:
            opcode, size = self.stream.read(2)
            if size == 126:
                size = int.from_bytes(self.stream.read(2), "big")
            text = self.stream.read(size)
            event = json.loads(text) if opcode & 15 == 1 else {}
            if event.get("name") == name:
                return event["data"]


def check_system_info(data):
    numbers = ["memAvgBytes", "memCurrentBytes", "memMaxBytes"]
    numbers += ["cpuAvgUsage", "cpuMaxUsage", "cpuCurrentUsage"]
    require(data, dict.fromkeys(numbers, (int, float)))
    require(data, {"isCpuOverloaded": bool, "createdAt": datetime})
    assert data["memMaxBytes"] >= data["memAvgBytes"] >= 0
    assert 100 >= data["cpuMaxUsage"] >= data["cpuAvgUsage"] >= 0


check_environment()
check_run()
check_storages()
check_queue()
events = Events(ENV["ACTOR_EVENTS_WEBSOCKET_URL"])
check_system_info(events.next("systemInfo"))
print("READY")
events.next("aborting")
assert events.next("persistState") == {"isMigrating": False}
call("PUT", STORE + "/records/OUTPUT", {"checked": True})
