// Solves graph files with LEMON and prints processor seconds, pairs and weight: maximum cardinality first, then
// maximum weight, as Vice Versa's solver does. A graph with a perfect matching goes to LEMON's class for those; any other
// one to its general class, with a constant added to every weight that makes one more pair always better.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <set>
#include <utility>

#include <lemon/matching.h>
#include <lemon/smart_graph.h>

using Graph = lemon::SmartGraph;
using Weights = Graph::EdgeMap<long long>;

// The least of so many runs counts, but of one that takes more seconds than this there is only one.
static const int RUNS = 3;
static const double LONG = 3;

static double processor_seconds() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

template <class Matching> static void report(const char* name, const char* kind, const Graph& graph,
                                             const Weights& weights, Matching& matching, double seconds) {
    long long pairs = 0, weight = 0;
    for (Graph::EdgeIt edge(graph); edge != lemon::INVALID; ++edge) {
        if (matching.matching(edge)) {
            pairs += 1;
            weight += weights[edge];
        }
    }
    std::printf("lemon %s (%s): %.6f s, %lld pairs, weight %lld\n", name, kind, seconds, pairs, weight);
}

static void solve(const char* name, std::FILE* file) {
    long long vertices, lines, a, b, weight, heaviest = 0;
    if (std::fscanf(file, "%lld %lld", &vertices, &lines) != 2) std::exit(1);
    Graph graph;
    for (long long vertex = 0; vertex < vertices; ++vertex) graph.addNode();
    Weights weights(graph), raised(graph);
    while (std::fscanf(file, "%lld %lld %lld", &a, &b, &weight) == 3) {
        weights[graph.addEdge(graph.nodeFromId(a), graph.nodeFromId(b))] = weight;
        heaviest = std::max(heaviest, weight);
    }
    const long long one_more_pair = (vertices / 2 + 1) * (heaviest + 1);
    for (Graph::EdgeIt edge(graph); edge != lemon::INVALID; ++edge) raised[edge] = weights[edge] + one_more_pair;

    double best = 1e9;
    for (int run = 0; run < RUNS; ++run) {
        lemon::MaxWeightedPerfectMatching<Graph, Weights> matching(graph, weights);
        double start = processor_seconds();
        bool perfect = matching.run();
        best = std::min(best, processor_seconds() - start);
        if (!perfect) break;
        if (run == RUNS - 1 || best > LONG) return report(name, "perfect", graph, weights, matching, best);
    }
    best = 1e9;
    for (int run = 0; run < RUNS; ++run) {
        lemon::MaxWeightedMatching<Graph, Weights> matching(graph, raised);
        double start = processor_seconds();
        matching.run();
        best = std::min(best, processor_seconds() - start);
        if (run == RUNS - 1 || best > LONG) return report(name, "general", graph, weights, matching, best);
    }
}

int main(int count, char** names) {
    for (int at = 1; at < count; ++at) {
        std::FILE* file = std::fopen(names[at], "r");
        if (!file) return 1;
        solve(names[at], file);
        std::fclose(file);
    }
}
