import json
import os
from urllib.request import Request, urlopen

# The platform gives each run these variables. They are all that is needed to use its API.
API = os.environ.get("APIFY_API_BASE_URL", "https://api.apify.com") + "/v2"
TOKEN = os.environ["APIFY_TOKEN"]
INPUT_KEY = os.environ.get("ACTOR_INPUT_KEY", "INPUT")
DATASET = "/datasets/" + os.environ["ACTOR_DEFAULT_DATASET_ID"]
RECORDS = "/key-value-stores/" + os.environ["ACTOR_DEFAULT_KEY_VALUE_STORE_ID"] + "/records"


def call(method, path, body=None):
    """Calls the API and returns the bytes of the answer; raises HTTPError if it is not a success."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(API + path, data, headers, method=method)) as response:
        return response.read()


def main():
    texts = json.loads(call("GET", f"{RECORDS}/{INPUT_KEY}"))["texts"]
    print(f"Counting the words of {len(texts)} texts")

    rows = [{"text": text, "words": len(text.split())} for text in texts]
    call("POST", f"{DATASET}/items", rows)

    words = sum(row["words"] for row in rows)
    call("PUT", f"{RECORDS}/OUTPUT", {"texts": len(rows), "words": words})
    print(f"Counted {words} words")


if __name__ == "__main__":
    main()
