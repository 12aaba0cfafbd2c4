#!/usr/bin/env bash
# Holds the solver of src/domain/matching against LEMON, rustworkx and networkx, on the same files and in one run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

usage() {
  cat <<'TXT'
Usage: benches/matching/peers.sh [SIZE …]

Writes graphs of so many vertices (300, 1000 and 10000 unless said; up to 2000 also with all pairs, beyond 10000 without the
densest) to target/matching, solves each with Vice Versa and with the others in turns, and prints processor seconds and how
many times as long each of the others took. It fails when two of them do not agree. 100000 takes some minutes to write.

LEMON is Debian's liblemon-dev and needs g++. If its headers lie elsewhere:

  LEMON_INCLUDE=/opt/lemon/include benches/matching/peers.sh

rustworkx and networkx are Python packages; those that are not installed are passed over. They are slow: rustworkx is
asked up to 1000 vertices and networkx up to 300, each for at most PATIENCE processor seconds (60 unless said).
TXT
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac
sizes=("$@")
if [ ${#sizes[@]} -eq 0 ]; then sizes=(300 1000 10000); fi

folder=$PWD/target/matching
mkdir -p "$folder/graphs"
if ! g++ -std=c++14 -O3 -march=native -I "${LEMON_INCLUDE:-/usr/include}" benches/matching/peers/lemon.cpp -o "$folder/lemon"; then
  printf 'peers.sh: LEMON is missing. Debian, Ubuntu: sudo apt-get install g++ liblemon-dev\n' >&2
  exit 1
fi
# Cargo names the binary that it has built; asking Cargo again for each graph would cost more than most graphs.
ours=${OURS:-$(cargo bench --bench matching --no-run 2>&1 | sed -n 's/.*Executable.*(\(.*\))$/\1/p')}
"$ours" write "$folder/graphs" "${sizes[@]}"

patience=${PATIENCE:-60}

# Python's solvers in turns, as far as they can stand the size; one that is out of time says so.
in_python() {
  local name limit status
  for name in rustworkx networkx; do
    limit=1000
    if [ "$name" = networkx ]; then limit=300; fi
    if [ "$1" -gt "$limit" ]; then continue; fi
    status=0
    python3 benches/matching/peers/python.py "$name" "$2" "$patience" || status=$?
    case $status in
      0) ;;
      152) printf '%s: late\n' "$name" ;;
      *) return "$status" ;;
    esac
  done
}

printf '%-34s %10s %10s %8s %10s %10s %8s\n' graph 'ours s' 'lemon s' lemon rustworkx networkx KiB
for size in "${sizes[@]}"; do
  for graph in "$folder/graphs/"*-"$size"; do
    { "$ours" solve "$graph"; "$folder/lemon" "$graph"; in_python "$size" "$graph"; } | awk -v name="$(basename "$graph")" -v patience="$patience" '
      function agree(who, answer) {
        sub(/,$/, "", answer)
        if (answer != found) { printf "%s: %s, but %s %s\n", name, found, who, answer; exit 1 }
      }
      # A graph so small that no time can be told has no ratio.
      function times(theirs) { return ours > 0 ? sprintf("%.1fx", theirs / ours) : "-" }
      /^ours/ { ours = $3; found = $5 $6 $7 $8; sub(/,$/, "", found); memory = $(NF - 1) }
      /^lemon/ { lemon = $4; agree("LEMON", $6 $7 $8 $9) }
      /: late$/ { ratio[substr($1, 1, length($1) - 1)] = ">" times(patience); next }
      /^(rustworkx|networkx)/ { ratio[$1] = times($3); agree($1, $5 $6 $7 $8) }
      END {
        printf "%-34s %10.6f %10.6f %8s %10s %10s %8d\n", name, ours, lemon, times(lemon), \
          ratio["rustworkx"] ? ratio["rustworkx"] : "-", ratio["networkx"] ? ratio["networkx"] : "-", memory
      }'
  done
done
