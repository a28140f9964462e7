#!/usr/bin/env bash
# Publishes aot-predict for this platform and prints its size and start-up time. A trim or AOT warning fails it. Needs clang or gcc, and bash 5.
#     publish.sh [FOLDER]
set -euo pipefail
: "${EPOCHREALTIME:?it needs bash 5}"
cd "$(dirname "$0")/../../.."
folder=${1:-artifacts/examples/aot-predict}
program=$folder/aot-predict
[[ ${OS:-} == Windows_NT ]] && program+=.exe
compiler=()
[[ $OSTYPE == linux* ]] && ! command -v clang > /dev/null && compiler=(-p:CppCompilerAndLinker=gcc)

dotnet publish tools/examples/aot-predict -c Release -v quiet --nologo -o "$folder" "${compiler[@]}"
echo "$program: $(($(wc -c < "$program") / 1024)) KiB"

# Without arguments it only says how it is called, which is a start.
times=()
for _ in {1..21}; do
    start=${EPOCHREALTIME/[.,]/}
    "$program" 2> /dev/null || true
    times+=($((${EPOCHREALTIME/[.,]/} - start)))
done
echo "start-up: $(printf '%s\n' "${times[@]}" | sort -n | sed -n 11p) µs, the median of ${#times[@]}"
