"""Solves a graph file with networkx or rustworkx and prints processor seconds, pairs and weight: maximum cardinality
first, then maximum weight, as Vice Versa's solver does. Says nothing where the package is not installed, and is ended
by SIGXCPU when solving takes more processor seconds than it may."""

import resource
import sys
import time


def read(path):
    """The vertices and the edges; of parallel edges the heaviest, as neither package knows what to do with several."""
    with open(path, encoding="ascii") as file:
        vertices = int(file.readline().split()[0])
        heaviest = {}
        for line in file:
            a, b, weight = map(int, line.split())
            if a != b:
                pair = (min(a, b), max(a, b))
                heaviest[pair] = max(weight, heaviest.get(pair, weight))
    return vertices, heaviest


def by_networkx(vertices, edges):
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(vertices))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in edges.items())
    return lambda: networkx.max_weight_matching(graph, maxcardinality=True)


def by_rustworkx(vertices, edges):
    import rustworkx

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(vertices))
    graph.add_edges_from([(a, b, weight) for (a, b), weight in edges.items()])
    return lambda: rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)


def main():
    name, path, patience = sys.argv[1:]
    vertices, edges = read(path)
    try:
        solve = {"networkx": by_networkx, "rustworkx": by_rustworkx}[name](vertices, edges)
    except ImportError:
        return
    # A limit makes the clock of the process coarse, but not that of the thread.
    latest = int(time.thread_time()) + int(patience) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (latest, latest + 1))
    start = time.thread_time()
    pairs = solve()
    seconds = time.thread_time() - start
    weight = sum(edges[min(pair), max(pair)] for pair in pairs)
    print(f"{name} {path}: {seconds:.6f} s, {len(pairs)} pairs, weight {weight}")


main()
