#!/usr/bin/env bash
# Builds everything with its tests into a folder of its own, with no more work than tests need: one compiler a module
# instead of one for each core that all read the whole of it, no debug information, and the standard library's C++
# headers, which BoringSSL includes 500 times, read once. Another flag in the same folder makes it begin anew.
#   build-tests.sh folder [arguments of swift build]
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"

flags=(-debug-info-format none -Xswiftc -driver-batch-count -Xswiftc 1 --no-color-diagnostics)

headers="$PWD/$folder/standard-headers.pch"
clang=$(dirname "$(readlink -f "$(command -v swiftc)")")/clang
target=$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')
as_libraries=(-target "$target" -O0 -fblocks -fPIC -std=c++17 -w)

# Whether what was read is still what this compiler would read.
are_good() {
    [ -e "$headers" ] && "$clang" "${as_libraries[@]}" -include-pch "$headers" -fsyntax-only -x c++ /dev/null 2>/dev/null
}

are_good || "$clang" "${as_libraries[@]}" -x c++-header Tools/standard-headers.hpp -o "$headers" || true
if are_good; then flags+=(-Xcxx -include-pch -Xcxx "$headers"); fi

exec swift build --build-tests --scratch-path "$folder" "${flags[@]}" "$@"
