#!/usr/bin/env bash
# Holds the solver of src/domain/matching against LEMON, on the same files and in one run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

usage() {
  cat <<'TXT'
Usage: benches/matching/peers.sh [SIZE …]

Writes graphs of so many vertices (1000 and 10000 unless said; up to 2000 also with all pairs, beyond 10000 only with the
16 best of each) to target/matching, solves each with Vice Versa and with LEMON in turns, and prints processor
seconds, the least of three, and how many times as long LEMON took. It fails when the two do not agree.

LEMON is Debian's liblemon-dev and needs g++. If its headers lie elsewhere:

  LEMON_INCLUDE=/opt/lemon/include benches/matching/peers.sh
TXT
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac
sizes=("$@")
if [ ${#sizes[@]} -eq 0 ]; then sizes=(1000 10000); fi

folder=$PWD/target/matching
mkdir -p "$folder/graphs"
if ! g++ -std=c++14 -O3 -march=native -I "${LEMON_INCLUDE:-/usr/include}" benches/matching/peers/lemon.cpp -o "$folder/lemon"; then
  printf 'peers.sh: LEMON is missing. Debian, Ubuntu: sudo apt-get install g++ liblemon-dev\n' >&2
  exit 1
fi
cargo bench --quiet --bench matching -- write "$folder/graphs" "${sizes[@]}"

printf '%-40s %10s %10s %7s\n' graph ours lemon ratio
for size in "${sizes[@]}"; do
  for graph in "$folder/graphs/"*-"$size"; do
    { cargo bench --quiet --bench matching -- solve "$graph"; "$folder/lemon" "$graph"; } | awk -v name="$(basename "$graph")" '
      /^ours/ { ours = $3; found = $5 $6 $7 $8 }
      /^lemon/ { lemon = $4; theirs = $6 $7 $8 $9 }
      END {
        sub(/,$/, "", found)
        printf "%-40s %10.5f %10.5f %6.1fx\n", name, ours, lemon, lemon / ours
        if (found != theirs) { printf "%s: %s, but LEMON %s\n", name, found, theirs; exit 1 }
      }'
  done
done
