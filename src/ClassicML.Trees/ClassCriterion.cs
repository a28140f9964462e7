namespace ClassicML.Trees;

/// <summary>Classification: a set of rows is the weight of each class in it.</summary>
/// <remarks>
/// Where weights are whole, a row's payload is its class and weight, sums are exact, and the impurity may keep running sums; elsewhere it
/// is the row's place in the node, and scores are computed from the class weights anew, so that rounding does not build up.
/// </remarks>
internal struct ClassCriterion<TImpurity> : ICriterion<ClassCriterion<TImpurity>> where TImpurity : struct, IImpurity
{
    private const int WeightShift = 16;
    private const uint ClassMask = ushort.MaxValue;

    private readonly int[] classes;
    private readonly int[] nodeClasses;
    private readonly double[] nodeWeights;
    private readonly double[] total;
    private readonly double[] right;
    // Its running sums change through the interface, which the analyser doesn't see.
#pragma warning disable IDE0044
    private TImpurity impurity;
#pragma warning restore IDE0044
    private double[]? weights;
    private bool isWhole;

    /// <param name="impurity">The impurity.</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="classCount">K.</param>
    public ClassCriterion(TImpurity impurity, int[] classes, int classCount)
        : this(impurity, classes, new double[classCount], new int[classes.Length], new double[classes.Length])
    {
    }

    private ClassCriterion(TImpurity impurity, int[] classes, double[] total, int[] nodeClasses, double[] nodeWeights)
    {
        this.impurity = impurity;
        this.classes = classes;
        this.total = total;
        this.nodeClasses = nodeClasses;
        this.nodeWeights = nodeWeights;
        right = new double[total.Length];
        isWhole = total.Length <= ClassMask;
    }

    public readonly int CellWidth => total.Length;

    public readonly int ValueWidth => total.Length;

    public readonly double RightWeight => Sum(right);

    public readonly (double Left, double Right) SideValues
    {
        get
        {
            double r = Sum(right), l = Sum(total) - r;
            return ((total[^1] - right[^1]) / l, right[^1] / r);
        }
    }

    public readonly ClassCriterion<TImpurity> ForThread() =>
        new(impurity, classes, total, nodeClasses, nodeWeights) { weights = weights, isWhole = isWhole };

    public readonly ClassCriterion<TImpurity> ForTrees() => new(impurity, classes, total.Length);

    public void Weigh(double[]? weights, bool areWhole)
    {
        this.weights = weights;
        isWhole = areWhole && total.Length <= ClassMask;
    }

    public NodeSummary Measure(ReadOnlySpan<int> rows, Span<double> values)
    {
        values.Clear();
        if (weights is null)
            foreach (int row in rows) values[classes[row]]++;
        else
            foreach (int row in rows) values[classes[row]] += weights[row];
        double weight = Sum(values);
        var summary = new NodeSummary(weight, impurity.Of(values, weight));
        foreach (ref double value in values) value /= weight;
        return summary;
    }

    public void Enter(ReadOnlySpan<int> rows, Span<uint> payloads)
    {
        Array.Clear(total);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i], k = classes[row];
            double weight = weights is null ? 1 : weights[row];
            total[k] += weight;
            if (isWhole)
            {
                payloads[i] = (uint)k | ((uint)weight << WeightShift);
            }
            else
            {
                payloads[i] = (uint)i;
                nodeClasses[i] = k;
                nodeWeights[i] = weight;
            }
        }
    }

    public void Start()
    {
        Array.Clear(right);
        impurity.Start(total);
    }

    public void Move(uint payload)
    {
        if (isWhole) Move((int)(payload & ClassMask), payload >> WeightShift);
        else right[nodeClasses[payload]] += nodeWeights[payload];
    }

    public readonly void Add(uint payload, Span<double> cell)
    {
        if (isWhole) cell[(int)(payload & ClassMask)] += payload >> WeightShift;
        else cell[nodeClasses[payload]] += nodeWeights[payload];
    }

    public void Move(ReadOnlySpan<double> cell)
    {
        for (int k = 0; k < cell.Length; k++)
        {
            if (cell[k] == 0) continue;
            if (isWhole) Move(k, cell[k]);
            else right[k] += cell[k];
        }
    }

    public readonly double Score() => isWhole ? impurity.Score(total, right) : impurity.ScoreAnew(total, right);

    private void Move(int k, double weight)
    {
        impurity.Move(total[k] - right[k], right[k], weight);
        right[k] += weight;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
