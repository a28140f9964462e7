namespace ClassicML.Plotting.Drawing;

/// <summary>Outlines of the areas of one class each, from a grid of predictions: marching squares for any number of classes.</summary>
/// <remarks>
/// A cell's rim is cut where the class changes. Two cuts are joined by a straight border; three or four (classes that meet, or a saddle)
/// are joined at their mean. So each cell splits into pieces of one class, without gap or overlap. An edge that two pieces of a class
/// share runs in both directions and cancels; what is left are closed rings around each class's area.
/// </remarks>
internal sealed class RegionTracer
{
    private readonly RegionGrid grid;
    private readonly int nodes;
    private readonly Dictionary<int, (double X, double Y)> places = [];
    private readonly SortedDictionary<int, HashSet<(int From, int To)>> edges = [];

    private RegionTracer(RegionGrid grid) => (this.grid, nodes) = (grid, grid.Resolution + 1);

    /// <summary>The rings of each class that has an area, in cells from the lower left corner. Holes are rings too.</summary>
    public static IEnumerable<(int Code, List<(double X, double Y)[]> Rings)> Trace(RegionGrid grid)
    {
        var tracer = new RegionTracer(grid);
        for (int j = 0; j < grid.Resolution; j++)
            for (int i = 0; i < grid.Resolution; i++) tracer.SplitCell(i, j);
        foreach (var (code, set) in tracer.edges) yield return (code, tracer.Rings(set));
    }

    private void SplitCell(int i, int j)
    {
        int a = j * nodes + i, b = a + 1, c = b + nodes, d = a + nodes;
        // The rim, counter-clockwise: corners, and between two of different classes the place of the change.
        List<(int Id, bool IsCut)> rim = [];
        Corner(a);
        Cut(a, up: false);
        Corner(b);
        Cut(b, up: true);
        Corner(c);
        Cut(d, up: false);
        Corner(d);
        Cut(a, up: true);
        int first = rim.FindIndex(point => point.IsCut);
        if (first < 0)
        {
            AddPiece(grid.Codes[a], [4 * a, 4 * b, 4 * c, 4 * d]);
            return;
        }
        List<int> cuts = [.. rim.Where(point => point.IsCut).Select(point => point.Id)];
        int? middle = cuts.Count > 2 ? Middle(a, cuts) : null;
        for (int at = first, end = first + rim.Count; at < end;)
        {
            List<int> piece = [rim[at % rim.Count].Id];
            int code = grid.Codes[rim[(at + 1) % rim.Count].Id / 4];
            do piece.Add(rim[++at % rim.Count].Id);
            while (!rim[at % rim.Count].IsCut);
            if (middle is { } centre) piece.Add(centre);
            AddPiece(code, piece);
        }

        void Corner(int node)
        {
            places[4 * node] = (node % nodes, node / nodes);
            rim.Add((4 * node, false));
        }

        void Cut(int node, bool up)
        {
            if (grid.Crossing(node, up) is not { } along) return;
            int id = 4 * node + (up ? 2 : 1);
            places[id] = (node % nodes + (up ? 0 : along), node / nodes + (up ? along : 0));
            rim.Add((id, true));
        }
    }

    private int Middle(int cell, List<int> cuts)
    {
        int id = 4 * cell + 3;
        places[id] = (cuts.Average(cut => places[cut].X), cuts.Average(cut => places[cut].Y));
        return id;
    }

    private void AddPiece(int code, List<int> ring)
    {
        if (!edges.TryGetValue(code, out HashSet<(int, int)>? set)) edges[code] = set = [];
        for (int i = 0; i < ring.Count; i++)
        {
            int from = ring[i], to = ring[(i + 1) % ring.Count];
            if (!set.Remove((to, from))) set.Add((from, to));
        }
    }

    private List<(double X, double Y)[]> Rings(HashSet<(int From, int To)> set)
    {
        // Sorted, so that the picture is the same on every run. At a point where two rings touch, either way on gives the same area.
        var next = new SortedDictionary<int, Stack<int>>();
        foreach (var (from, to) in set.OrderByDescending(edge => edge))
        {
            if (!next.TryGetValue(from, out Stack<int>? ends)) next[from] = ends = [];
            ends.Push(to);
        }
        List<(double X, double Y)[]> rings = [];
        foreach (int start in next.Keys)
            while (next[start].Count > 0)
            {
                List<(double X, double Y)> ring = [];
                int at = start;
                do
                {
                    ring.Add(places[at]);
                    at = next[at].Pop();
                }
                while (at != start);
                rings.Add(Straightened(ring));
            }
        return rings;
    }

    /// <summary>The ring without the points that lie on a straight line between their neighbours.</summary>
    private static (double X, double Y)[] Straightened(List<(double X, double Y)> ring)
    {
        List<(double X, double Y)> kept = [];
        for (int i = 0; i < ring.Count; i++)
        {
            var (px, py) = kept.Count > 0 ? kept[^1] : ring[^1];
            var (x, y) = ring[i];
            var (nx, ny) = ring[(i + 1) % ring.Count];
            // Twice the area of the triangle, in cells: a hundredth of a cell of deviation can't be seen.
            double area = Math.Abs((x - px) * (ny - py) - (nx - px) * (y - py));
            if (area > 0.01 * Math.Max(1, Math.Abs(nx - px) + Math.Abs(ny - py))) kept.Add((x, y));
        }
        return kept.Count >= 3 ? [.. kept] : [.. ring];
    }
}
