namespace ClassicML.Plotting.Drawing;

/// <summary>The classes that a model predicts at the nodes of a grid, and where along each grid line the class changes.</summary>
/// <remarks>
/// Nodes are numbered j·(m+1) + i for i, j in 0…m. A step between neighbours of different classes is halved <see cref="Halvings"/> times,
/// which places the border within 1/64 of a cell for the price of a few hundred predictions. Where a third class lies between the two,
/// the border found is that of the first node's class.
/// </remarks>
internal sealed class RegionGrid
{
    private const int Halvings = 5;

    private readonly Dictionary<int, double> crossings = [];

    private RegionGrid(int resolution, int[] codes) => (Resolution, Codes) = (resolution, codes);

    /// <summary>The number of cells along each axis, m.</summary>
    public int Resolution { get; }

    /// <summary>The class at each node, (m+1)² codes.</summary>
    public int[] Codes { get; }

    /// <param name="predict">Predicts the codes of places, given as x and y in cells, 0 to m.</param>
    /// <param name="resolution">The number of cells along each axis, m.</param>
    public static RegionGrid Of(Func<double[], double[], int[]> predict, int resolution)
    {
        int nodes = resolution + 1;
        double[] xs = new double[nodes * nodes], ys = new double[nodes * nodes];
        for (int at = 0; at < xs.Length; at++) (xs[at], ys[at]) = (at % nodes, at / nodes);
        var grid = new RegionGrid(resolution, predict(xs, ys));
        grid.Refine(predict);
        return grid;
    }

    /// <summary>How far along the step from a node to its right (or upper) neighbour the class changes, in (0, 1), or null.</summary>
    public double? Crossing(int node, bool up) => crossings.TryGetValue(2 * node + (up ? 1 : 0), out double at) ? at : null;

    private void Refine(Func<double[], double[], int[]> predict)
    {
        int nodes = Resolution + 1;
        List<int> steps = [];
        for (int node = 0; node < Codes.Length; node++)
        {
            if (node % nodes < Resolution && Codes[node] != Codes[node + 1]) steps.Add(2 * node);
            if (node / nodes < Resolution && Codes[node] != Codes[node + nodes]) steps.Add(2 * node + 1);
        }
        if (steps.Count == 0) return;
        double[] low = new double[steps.Count], high = new double[steps.Count], xs = new double[steps.Count], ys = new double[steps.Count];
        Array.Fill(high, 1);
        for (int round = 0; round < Halvings; round++)
        {
            for (int i = 0; i < steps.Count; i++)
            {
                int node = steps[i] / 2;
                double middle = (low[i] + high[i]) / 2;
                xs[i] = node % nodes + (steps[i] % 2 == 0 ? middle : 0);
                ys[i] = node / nodes + (steps[i] % 2 == 1 ? middle : 0);
            }
            int[] codes = predict(xs, ys);
            for (int i = 0; i < steps.Count; i++)
            {
                double middle = (low[i] + high[i]) / 2;
                if (codes[i] == Codes[steps[i] / 2]) low[i] = middle;
                else high[i] = middle;
            }
        }
        for (int i = 0; i < steps.Count; i++) crossings[steps[i]] = (low[i] + high[i]) / 2;
    }
}
