#!/bin/sh
# Starts the server in its image: for one client on stdin and stdout, or over HTTP with --http.
set -eu

# Apify's platform names the port on which an Actor serves.
if [ -n "${ACTOR_WEB_SERVER_PORT:-}${ACTOR_STANDBY_PORT:-}" ]; then
  export APIFY_AGENT_TOOLS_HTTP="${APIFY_AGENT_TOOLS_HTTP:-true}"
fi

http="${APIFY_AGENT_TOOLS_HTTP:-false}"
for word in "$@"; do
  case "$word" in
    --http | --http=true) http=true ;;
    --http=false) http=false ;;
  esac
done

# Nobody outside of a container reaches its loopback addresses.
if [ "$http" = true ]; then
  export APIFY_AGENT_TOOLS_HOST="${APIFY_AGENT_TOOLS_HOST:-0.0.0.0}"
fi

exec node "$(dirname "$0")/dist/main.js" "$@"
