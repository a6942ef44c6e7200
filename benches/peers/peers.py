"""The peers' side: the same tasks on the same graphs, done by other libraries.

    peers.py FOLDER/GRAPH LIBRARY

It reads lines "TASK MOST" and answers each with a line of JSON, just as the Rust program does:
milliseconds, the number of runs, and in "check" what both must agree on. `compare.py` speaks with
it. One process holds one library and one graph, so that memory is that of one.

What is timed is what a user of the library calls; reading and building are off the clock, except in
the task `build`. Where a library offers a lighter call (counting components and not listing them,
a matrix of bytes), the lighter one is taken: it must be the harder peer. A task stops after BUDGET
seconds and tells how many inputs it got through.

To add a library: a class with `__init__(graph)` and methods named like tasks (`_` for `-`).
"""

import importlib
import json
import sys
import time
from itertools import islice
from pathlib import Path

import numpy as np

BUDGET = 10.0
WORD = "https://w3id.org/actorgraph/ns#"
THING = "https://w3id.org/actorgraph/id/n"


class Graph:
    """What graphs.rs wrote."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.nodes = int(self.column("size")[0])
        self.start, self.end = self.column("from"), self.column("to")
        self.relation = self.column("relation")

    def column(self, name):
        return np.fromfile(self.folder / f"{name}.u32", dtype="<u4").astype(np.int32)

    def pairs(self, name, most):
        """The pairs of that name as Python numbers."""
        columns = self.column(f"{name}-from"), self.column(f"{name}-to")
        return list(zip(*(column[:most].tolist() for column in columns)))

    def sources(self, name, most):
        """Nodes to start from: the first of the pairs of that name, each once."""
        return list(dict.fromkeys(pair[0] for pair in self.pairs(name, None)))[: min(most, 20)]

    def targets(self, name, most):
        return list(dict.fromkeys(pair[1] for pair in self.pairs(name, None)))[: min(most, 20)]


def each(inputs, task, check):
    """Times `task` for each input until the budget is spent; `check` is off the clock."""
    times, checks, until = [], [], time.perf_counter() + BUDGET
    for value in inputs:
        begun = time.perf_counter()
        found = task(value)
        times.append((time.perf_counter() - begun) * 1e3)
        checks.extend(check(found))
        if time.perf_counter() > until:
            break
    return times, checks


def of_components(labels):
    """How many components there are, and how many nodes the largest has."""
    sizes = np.bincount(labels)
    return [int((sizes > 0).sum()), int(sizes.max())]


def of_distances(distances):
    """How many nodes are reached, and the sum of their distances."""
    distances = np.asarray(distances, dtype=np.float64)
    reached = (distances >= 0) & (distances < 1e9)
    return [int(reached.sum()), int(distances[reached].sum())]


def of_ranks(ranks):
    """The five highest nodes and their ranks, and the sum of all."""
    ranks = np.asarray(ranks)
    top = np.argsort(-ranks, kind="stable")[:5]
    return [*top.tolist(), *ranks[top].tolist(), float(ranks.sum())]


class Scipy:
    def __init__(self, graph):
        from scipy import sparse
        from scipy.sparse import csgraph

        self.graph, self.csgraph = graph, csgraph
        # The type that csgraph works on: with another it would copy the matrix at each call.
        self.matrix = self.csr(np.ones(len(graph.start), dtype=np.float64))
        column = np.bincount(graph.start, minlength=graph.nodes)
        self.dangling = column == 0
        scale = 1.0 / np.maximum(column, 1)
        self.transition = (sparse.diags(scale) @ self.matrix).T.tocsr()

    def csr(self, ones):
        from scipy.sparse import csr_matrix

        shape = (self.graph.nodes, self.graph.nodes)
        return csr_matrix((ones, (self.graph.start, self.graph.end)), shape=shape)

    def build(self, most):
        ones = np.ones(len(self.graph.start), dtype=np.int8)
        return each([ones], self.csr, lambda matrix: [matrix.nnz])

    def bfs(self, most):
        def search(source):
            return self.csgraph.breadth_first_order(self.matrix, source)

        def check(found):
            order, before = found
            distances = np.full(self.graph.nodes, -1)
            distances[order[0]] = 0
            for node in order[1:].tolist():
                distances[node] = distances[before[node]] + 1
            return of_distances(distances)

        return each(self.graph.sources("pair", most), search, check)

    def pagerank(self, most):
        return each([None], lambda _: self.power(1e-6), of_ranks)

    def power(self, tolerance, damping=0.85):
        nodes = self.graph.nodes
        ranks = np.full(nodes, 1.0 / nodes)
        while True:
            lost = ranks[self.dangling].sum()
            after = damping * (self.transition @ ranks + lost / nodes) + (1 - damping) / nodes
            moved = np.abs(after - ranks).sum()
            ranks = after
            if moved < tolerance:
                return ranks

    def components(self, connection):
        def search(_):
            return self.csgraph.connected_components(self.matrix, connection=connection)

        return each([None], search, lambda found: of_components(found[1]))

    def weak_components(self, most):
        return self.components("weak")

    def strong_components(self, most):
        return self.components("strong")


class Networkit:
    def __init__(self, graph):
        import networkit

        self.graph, self.networkit = graph, networkit
        self.built = self.read(None)

    def read(self, _):
        ends = (self.graph.start.astype(np.uint64), self.graph.end.astype(np.uint64))
        return self.networkit.GraphFromCoo(ends, n=self.graph.nodes, directed=True)

    def build(self, most):
        return each([None], self.read, lambda graph: [graph.numberOfEdges()])

    def bfs(self, most):
        def search(source):
            return self.networkit.distance.BFS(self.built, source, storePaths=False).run()

        return each(
            self.graph.sources("pair", most),
            search,
            lambda found: of_distances(found.getDistances()),
        )

    def shortest_path(self, most):
        def search(pair):
            return self.networkit.distance.BidirectionalBFS(self.built, *pair).run()

        return each(self.graph.pairs("pair", most), search, lambda found: [found.getDistance()])

    def pagerank(self, most):
        centrality = self.networkit.centrality
        sinks = centrality.SinkHandling.DistributeSinks

        def rank(_):
            ranks = centrality.PageRank(self.built, tol=1e-6, distributeSinks=sinks)
            ranks.norm = centrality.Norm.L1_NORM
            return ranks.run()

        return each([None], rank, lambda found: of_ranks(found.scores()))

    def weak_components(self, most):
        find = self.networkit.components.WeaklyConnectedComponents
        return self.components(find)

    def strong_components(self, most):
        find = self.networkit.components.StronglyConnectedComponents
        return self.components(find)

    def components(self, find):
        def check(found):
            sizes = found.getComponentSizes()
            return [found.numberOfComponents(), max(sizes.values())]

        return each([None], lambda _: find(self.built).run(), check)


class Igraph:
    def __init__(self, graph):
        import igraph

        self.graph, self.igraph = graph, igraph
        self.edges = np.column_stack([graph.start, graph.end])
        self.built = self.read(self.edges)

    def read(self, edges):
        return self.igraph.Graph(n=self.graph.nodes, edges=edges, directed=True)

    def build(self, most):
        return each([self.edges], self.read, lambda graph: [graph.ecount()])

    def bfs(self, most):
        def check(found):
            _, layers, _ = found
            sizes = np.diff(layers)
            return [int(sizes.sum()), int((sizes * np.arange(len(sizes))).sum())]

        return each(self.graph.sources("pair", most), self.built.bfs, check)

    def shortest_path(self, most):
        def search(pair):
            return self.built.get_shortest_path(pair[0], to=pair[1], output="epath")

        return each(self.graph.pairs("pair", most), search, lambda path: [len(path)])

    def pagerank(self, most):
        # PRPACK, which works to a precision of its own.
        return each([None], lambda _: self.built.pagerank(), of_ranks)

    def weak_components(self, most):
        return self.components("weak")

    def strong_components(self, most):
        return self.components("strong")

    def components(self, mode):
        def check(found):
            return of_components(np.asarray(found.membership))

        return each([None], lambda _: self.built.connected_components(mode=mode), check)

    def betweenness(self, most):
        def search(source):
            return self.built.betweenness(sources=[source])

        def check(scores):
            return [float(np.sum(scores)), float(np.max(scores))]

        return each(self.graph.sources("pair", most), search, check)


class Rustworkx:
    def __init__(self, graph):
        import rustworkx

        self.graph, self.rustworkx = graph, rustworkx
        self.edges = list(zip(graph.start.tolist(), graph.end.tolist()))
        self.built = self.read(self.edges)

    def read(self, edges):
        built = self.rustworkx.PyDiGraph()
        built.add_nodes_from(range(self.graph.nodes))
        built.extend_from_edge_list(edges)
        return built

    def build(self, most):
        return each([self.edges], self.read, lambda built: [built.num_edges()])

    def weak_components(self, most):
        count = self.rustworkx.number_weakly_connected_components
        return each([None], lambda _: count(self.built), lambda found: [found])

    def strong_components(self, most):
        count = self.rustworkx.number_strongly_connected_components
        return each([None], lambda _: count(self.built), lambda found: [found])


class Networkx:
    def __init__(self, graph):
        import networkx

        self.graph, self.networkx = graph, networkx
        self.built = networkx.DiGraph()
        self.built.add_nodes_from(range(graph.nodes))
        self.built.add_edges_from(zip(graph.start.tolist(), graph.end.tolist()))

    def simple_paths_10(self, most):
        def search(pair):
            return list(islice(self.networkx.shortest_simple_paths(self.built, *pair), 10))

        def check(paths):
            lengths = [len(path) - 1 for path in paths]
            return lengths + [-1] * (10 - len(lengths))

        return each(self.graph.pairs("pair", most), search, check)


class Pyoxigraph:
    def __init__(self, graph):
        import pyoxigraph

        self.graph = graph
        things = [pyoxigraph.NamedNode(f"{THING}{node}") for node in range(graph.nodes)]
        relations = [pyoxigraph.NamedNode(WORD + name) for name in "abcd"]
        self.store = pyoxigraph.Store()
        columns = zip(graph.start.tolist(), graph.relation.tolist(), graph.end.tolist())
        self.store.bulk_extend(
            pyoxigraph.Quad(things[start], relations[relation], things[end])
            for start, relation, end in columns
        )

    def query(self, text):
        return self.store.query(text, prefixes={"ag": WORD})

    def any_shortest_ab(self, most):
        def search(pair):
            start, end = (f"<{THING}{node}>" for node in pair)
            return bool(self.query(f"ASK {{ {start} (ag:a/ag:b)* {end} }}"))

        # It tells only whether there is a walk; of every pair there is one.
        return each(self.graph.pairs("ab", most), search, lambda found: [found])

    def ends(self, nodes, pattern):
        def search(node):
            where = pattern.format(f"<{THING}{node}>")
            found = self.query(f"SELECT (COUNT(DISTINCT ?end) AS ?ends) {{ {where} }}")
            return int(next(iter(found))["ends"].value)

        return each(nodes, search, lambda ends: [ends])

    def ends_a(self, most):
        return self.ends(self.graph.sources("a", most), "{} ag:a+ ?end")

    def ends_ab(self, most):
        return self.ends(self.graph.sources("ab", most), "{} (ag:a/ag:b)* ?end")

    def ends_a_back(self, most):
        return self.ends(self.graph.targets("a", most), "?end ag:a+ {}")

    def ends_ab_back(self, most):
        return self.ends(self.graph.targets("ab", most), "?end (ag:a/ag:b)* {}")


LIBRARIES = {
    "scipy": Scipy,
    "networkit": Networkit,
    "igraph": Igraph,
    "rustworkx": Rustworkx,
    "networkx": Networkx,
    "pyoxigraph": Pyoxigraph,
}


def told(task, times, checks):
    times = sorted(times)
    return {
        "task": task,
        "median_ms": times[len(times) // 2],
        "mean_ms": sum(times) / len(times),
        "max_ms": times[-1],
        "n": len(times),
        "check": [float(value) for value in checks],
    }


def main():
    folder, library = sys.argv[1:]

    def tell(line):
        print(json.dumps(line), flush=True)

    try:
        version = getattr(importlib.import_module(library), "__version__", "?")
    except ImportError as error:
        return tell({"ready": False, "why": str(error)})
    peer = LIBRARIES[library](Graph(folder))
    tell({"ready": True, "version": version})
    for line in sys.stdin:
        task, _, most = line.strip().partition(" ")
        measure = getattr(peer, task.replace("-", "_"), None)
        if measure is None:
            tell({"task": task, "missing": True})
        else:
            times, checks = measure(int(most) if most else 1_000_000)
            tell(told(task, times, checks))


if __name__ == "__main__":
    main()
