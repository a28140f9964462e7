using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>The products of columns that <see cref="PolynomialFeatures"/> makes, in their order: which come, and at which place.</summary>
/// <remarks>
/// A product of degree d is a rising list of d column numbers, strictly rising where no column comes twice. Those of one degree stand in the
/// order of these lists. With N(a, d) lists whose numbers are all at least a, the list c₁, c₂, … has before it
/// [N(0, d) - N(c₁, d)] + [N(c₁, d-1) - N(c₂, d-1)] + … others (where none comes twice, N(c₁+1, d-1) and so on), and those that begin with a or
/// more are the last N(a, d) of their degree.
/// </remarks>
internal sealed class Monomials
{
    // N(a, d) at [d][a], up to a = p.
    private readonly long[][] counts;

    // The place of the first product of each degree.
    private readonly int[] starts;

    public Monomials(PolynomialFeatures options, int featureCount)
    {
        if (options.MinDegree > options.MaxDegree)
            throw new ArgumentException(
                FormattableString.Invariant($"MinDegree must be at most MaxDegree, {options.MaxDegree}, was {options.MinDegree}"),
                nameof(PolynomialFeatures.MinDegree));
        (Options, FeatureCount) = (options, featureCount);
        MemoryNeed.Check(
            8.0 * (options.MaxDegree + 1.0) * (featureCount + 1.0),
            FormattableString.Invariant($"MaxDegree of {options.MaxDegree} with {featureCount} columns"), "take a lower degree");
        counts = new long[options.MaxDegree + 1][];
        starts = new int[options.MaxDegree + 2];
        counts[0] = new long[featureCount + 1];
        Array.Fill(counts[0], 1);
        starts[1] = Bias;
        for (int d = 1; d <= options.MaxDegree; d++)
        {
            counts[d] = new long[featureCount + 1];
            // A list begins with a or with more.
            for (int a = featureCount - 1; a >= 0; a--) counts[d][a] = Add(counts[d - 1][a + Step], counts[d][a + 1]);
            if (d >= options.MinDegree) starts[d + 1] = (int)Add(starts[d], counts[d][0]);
            else starts[d + 1] = starts[d];
        }
        if (OutputCount == Bias)
            throw new ArgumentException(FormattableString.Invariant(
                $"{featureCount} columns have no products of {options.MinDegree} different ones: take a lower MinDegree"),
                nameof(PolynomialFeatures.MinDegree));
    }

    public PolynomialFeatures Options { get; }

    public int FeatureCount { get; }

    public int OutputCount => starts[^1];

    private int Bias => Options.IncludeBias ? 1 : 0;

    private int Step => Options.InteractionOnly ? 1 : 0;

    /// <summary>The exponent of each column in a product.</summary>
    public int[] Powers(int output)
    {
        int[] powers = new int[FeatureCount];
        if (output < Bias) return powers;
        int degree = 1;
        while (output >= starts[degree + 1]) degree++;
        long rank = output - starts[degree];
        for (int column = 0; degree > 0; degree--)
        {
            // The lists that begin with this column come before those that begin with the next.
            while (rank >= counts[degree - 1][column + Step]) rank -= counts[degree - 1][column++ + Step];
            powers[column]++;
            column += Step;
        }
        return powers;
    }

    /// <summary>The name of a product of named columns: "1", "age^2", "age city".</summary>
    public string NameOf(int output, ImmutableArray<string> names)
    {
        int[] powers = Powers(output);
        IEnumerable<string> factors = names.Zip(powers)
            .Where(pair => pair.Second > 0)
            .Select(pair => pair.Second == 1 ? pair.First : string.Create(CultureInfo.InvariantCulture, $"{pair.First}^{pair.Second}"));
        string name = string.Join(' ', factors);
        return name.Length == 0 ? "1" : name;
    }

    /// <summary>The only column that a product is made of, or -1.</summary>
    public int SourceOf(int output)
    {
        int[] powers = Powers(output);
        return powers.Count(power => power > 0) == 1 ? Array.FindIndex(powers, power => power > 0) : -1;
    }

    /// <summary>Writes the products of a dense row, each as the product of one of a degree less with one column.</summary>
    /// <param name="row">A row, p values.</param>
    /// <param name="to">Receives <see cref="OutputCount"/> values.</param>
    /// <param name="lower">Room for the products below <see cref="PolynomialFeatures.MinDegree"/>: <see cref="LowerCount"/> values.</param>
    public void Expand(ReadOnlySpan<double> row, Span<double> to, Span<double> lower)
    {
        if (Bias > 0) to[0] = 1;
        ReadOnlySpan<double> before = [];
        for (int d = 1; d <= Options.MaxDegree; d++)
        {
            int count = (int)counts[d][0];
            Span<double> own = d < Options.MinDegree ? lower[..count] : to.Slice(starts[d], count);
            if (d < Options.MinDegree) lower = lower[count..];
            if (d == 1) row.CopyTo(own);
            else
                for (int a = 0, at = 0; a < FeatureCount; a++)
                {
                    ReadOnlySpan<double> rest = before[^(int)counts[d - 1][a + Step]..];
                    System.Numerics.Tensors.TensorPrimitives.Multiply(rest, row[a], own.Slice(at, rest.Length));
                    at += rest.Length;
                }
            before = own;
        }
    }

    /// <summary>The products below the lowest degree that comes out: those of higher ones are made of them.</summary>
    public int LowerCount
    {
        get
        {
            double count = 0;
            for (int d = 1; d < Options.MinDegree; d++) count += counts[d][0];
            MemoryNeed.CheckArray(count, FormattableString.Invariant($"MinDegree of {Options.MinDegree} with {FeatureCount} columns"), "take a lower degree");
            return (int)count;
        }
    }

    /// <summary>Adds the products of what a sparse row stores, in the order of their places.</summary>
    public void Expand(ReadOnlySpan<int> columns, ReadOnlySpan<double> values, List<int> places, List<double> products)
    {
        if (Bias > 0)
        {
            places.Add(0);
            products.Add(1);
        }
        for (int d = Options.MinDegree; d <= Options.MaxDegree; d++) Extend(columns, values, d, starts[d], 0, 1, places, products);
    }

    // All lists that go on with one of these columns and have so many numbers more; rank is the place of the first list from this column on.
    private void Extend(
        ReadOnlySpan<int> columns, ReadOnlySpan<double> values, int left, long place, int first, double product, List<int> places, List<double> products)
    {
        for (int k = 0; k < columns.Length; k++)
        {
            long own = place + counts[left][first] - counts[left][columns[k]];
            if (left > 1)
            {
                Extend(columns[(k + Step)..], values[(k + Step)..], left - 1, own, columns[k] + Step, product * values[k], places, products);
                continue;
            }
            places.Add((int)own);
            products.Add(product * values[k]);
        }
    }

    private long Add(long a, long b)
    {
        if (a + b > Array.MaxLength)
            throw new ArgumentException(FormattableString.Invariant(
                $"MaxDegree of {Options.MaxDegree} makes more than {Array.MaxLength:N0} columns of {FeatureCount}: take a lower degree or fewer columns"),
                nameof(PolynomialFeatures.MaxDegree));
        return a + b;
    }
}
