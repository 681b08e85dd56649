#!/usr/bin/env bash
# The fake from a shell, with nothing but curl: create, list, break, look at what was sent.
#
#   cargo run -p pinterest-fake -- --port 8080 &
#   examples/fake.sh http://127.0.0.1:8080/v5
set -euo pipefail
api=${1:-http://127.0.0.1:8080/v5}
fake=${api%/v5}/_fake

call() { # METHOD PATH [JSON]
    curl --silent --show-error --request "$1" "$api$2" --header 'Authorization: Bearer pina_any' \
        ${3:+--header 'Content-Type: application/json' --data "$3"} --write-out '\n'
}

echo '# A board that was created comes back.'
board=$(call POST /boards '{"name": "From a shell"}')
id=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' <<< "$board")
call GET "/boards/$id"

echo '# A wrong request is rejected, and the field is named.'
call PATCH "/boards/$id" '{"privacy": "SECERT"}'

echo '# The next deletion of a board fails, as it can with the service.'
curl --silent "$fake/faults" --data '{"operation": "boards/delete", "nth": 1, "status": 503}'
echo
call DELETE "/boards/$id"
call DELETE "/boards/$id"

echo '# What the fake received.'
curl --silent "$fake/journal?operation=boards/delete"
echo
