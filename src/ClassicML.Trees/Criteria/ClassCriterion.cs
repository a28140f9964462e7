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
    private const int Lanes = 4;
    private const int CountedLength = 32;

    private readonly int[] classes;
    private readonly int[] nodeClasses;
    private readonly double[] nodeWeights;
    // Class and weight of each row where weights are whole.
    private readonly uint[] known;
    private readonly double[] total;
    private readonly double[] right;
    private readonly int[] counts;
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
        : this(impurity, classes, new double[classCount], new int[classes.Length], new double[classes.Length], new uint[classes.Length])
    {
    }

    private ClassCriterion(TImpurity impurity, int[] classes, double[] total, int[] nodeClasses, double[] nodeWeights, uint[] known)
    {
        this.impurity = impurity;
        this.classes = classes;
        this.total = total;
        this.nodeClasses = nodeClasses;
        this.nodeWeights = nodeWeights;
        this.known = known;
        right = new double[total.Length];
        counts = new int[Lanes * total.Length];
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

    public readonly (int Value, int Impurity) Exponents => (0, 0);

    /// <summary>By the share of the second of two classes; of more classes by the share of each.</summary>
    public readonly int OrderCount => total.Length > 2 ? total.Length : 1;

    public readonly double OrderOf(int order) => right[total.Length > 2 ? order : total.Length - 1] / Sum(right);

    public readonly ClassCriterion<TImpurity> ForThread() =>
        new(impurity, classes, total, nodeClasses, nodeWeights, known) { weights = weights, isWhole = isWhole };

    public readonly ClassCriterion<TImpurity> ForTrees() => new(impurity, classes, total.Length);

    public void Weigh(double[]? weights, bool areWhole)
    {
        this.weights = weights;
        isWhole = areWhole && total.Length <= ClassMask;
        if (!isWhole) return;
        for (int row = 0; row < known.Length; row++)
            known[row] = (uint)classes[row] | ((weights is null ? 1 : (uint)weights[row]) << WeightShift);
    }

    public NodeSummary Measure(ReadOnlySpan<int> rows, Span<double> values)
    {
        if (isWhole && rows.Length >= CountedLength) Count(rows);
        else Sum(rows);
        double weight = Sum(total);
        for (int k = 0; k < values.Length; k++) values[k] = total[k] / weight;
        return new NodeSummary(weight, impurity.Of(total, weight));
    }

    public void Enter(ReadOnlySpan<int> rows, Span<uint> payloads)
    {
        if (isWhole)
        {
            for (int i = 0; i < rows.Length; i++) payloads[i] = known[rows[i]];
            return;
        }
        for (int i = 0; i < rows.Length; i++)
        {
            payloads[i] = (uint)i;
            nodeClasses[i] = classes[rows[i]];
            nodeWeights[i] = weights is null ? 1 : weights[rows[i]];
        }
    }

    public readonly double ScoreSize(in NodeSummary node) => impurity.ScoreSize(node.Weight);

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

    public readonly double Score(double atLeast) => isWhole ? impurity.Score(total, right, atLeast) : impurity.ScoreAnew(total, right);

    private void Move(int k, double weight)
    {
        impurity.Move(total[k] - right[k], right[k], weight);
        right[k] += weight;
    }

    private readonly void Sum(ReadOnlySpan<int> rows)
    {
        Array.Clear(total);
        if (weights is null)
            foreach (int row in rows) total[classes[row]]++;
        else
            foreach (int row in rows) total[classes[row]] += weights[row];
    }

    // Neighbouring rows are often of one class: four sets of counters, so that an addition need not wait for the one before it.
    private readonly void Count(ReadOnlySpan<int> rows)
    {
        int classCount = total.Length;
        Array.Clear(counts);
        int i = 0;
        for (; i + Lanes <= rows.Length; i += Lanes)
        {
            uint a = known[rows[i]], b = known[rows[i + 1]], c = known[rows[i + 2]], d = known[rows[i + 3]];
            counts[(int)(a & ClassMask)] += (int)(a >> WeightShift);
            counts[classCount + (int)(b & ClassMask)] += (int)(b >> WeightShift);
            counts[2 * classCount + (int)(c & ClassMask)] += (int)(c >> WeightShift);
            counts[3 * classCount + (int)(d & ClassMask)] += (int)(d >> WeightShift);
        }
        for (; i < rows.Length; i++) counts[(int)(known[rows[i]] & ClassMask)] += (int)(known[rows[i]] >> WeightShift);
        for (int k = 0; k < classCount; k++)
            total[k] = (long)counts[k] + counts[classCount + k] + counts[2 * classCount + k] + counts[3 * classCount + k];
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
