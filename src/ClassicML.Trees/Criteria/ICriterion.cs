namespace ClassicML.Trees;

/// <summary>What a tree lowers: how the rows of a node are summed up, and how a split of them scores.</summary>
/// <remarks>
/// A struct, so that the search compiles once for each with nothing called through an interface. The search of a feature sweeps from the
/// largest value down: <see cref="Start"/> has all rows on the left, each Move takes rows to the right, and <see cref="Score"/> tells what
/// the split between them gains, up to a constant of the node. What a node knows is shared by copies for several threads; the state of a
/// sweep is each copy's own.
/// </remarks>
/// <typeparam name="TSelf">The struct itself.</typeparam>
internal interface ICriterion<out TSelf> where TSelf : struct
{
    /// <summary>How many numbers sum up a set of rows in the search.</summary>
    int CellWidth { get; }

    /// <summary>How many numbers a node predicts.</summary>
    int ValueWidth { get; }

    /// <summary>The weight of the rows moved so far.</summary>
    double RightWeight { get; }

    /// <summary>The numbers that the two sides of the split would predict, for monotonic constraints.</summary>
    (double Left, double Right) SideValues { get; }

    /// <summary>
    /// What the caller's values and impurities are powers of two of: 2^these times the criterion's own, which are scaled where the caller's
    /// squares would underflow.
    /// </summary>
    (int Value, int Impurity) Exponents { get; }

    /// <summary>In how many orders categories are tried.</summary>
    int OrderCount { get; }

    /// <summary>By what the rows on the right, all of one category, have their place in an order of categories.</summary>
    double OrderOf(int order);

    /// <summary>A criterion for another thread that searches the same nodes.</summary>
    TSelf ForThread();

    /// <summary>A criterion for other trees on the same rows, with weights of their own.</summary>
    TSelf ForTrees();

    /// <summary>What the rows weigh in the tree to come; null for 1 each.</summary>
    void Weigh(double[]? weights, bool areWhole);

    /// <summary>Sums up a node, and writes what it predicts.</summary>
    NodeSummary Measure(ReadOnlySpan<int> rows, Span<double> values);

    /// <summary>
    /// Readies the search of the node that was measured last, and gives each of its rows the 32 bits by which a sweep knows it.
    /// </summary>
    void Enter(ReadOnlySpan<int> rows, Span<uint> payloads);

    /// <summary>How large scores of the node that was entered can be, or how large they are before parts cancel where that is more.</summary>
    double ScoreSize(in NodeSummary node);

    /// <summary>All rows are on the left.</summary>
    void Start();

    /// <summary>One row moves to the right.</summary>
    void Move(uint payload);

    /// <summary>Adds a row to a cell, a set of rows of equal code.</summary>
    void Add(uint payload, Span<double> cell);

    /// <summary>The rows of a cell move to the right.</summary>
    void Move(ReadOnlySpan<double> cell);

    /// <summary>
    /// The gain of this split up to a constant of the node; larger is better. NaN where it may not be, and where it is surely less than
    /// <paramref name="atLeast"/>.
    /// </summary>
    double Score(double atLeast);
}

/// <summary>What the rows of a node amount to.</summary>
/// <param name="Weight">The sum of their weights.</param>
/// <param name="Impurity">Their impurity.</param>
internal readonly record struct NodeSummary(double Weight, double Impurity);
