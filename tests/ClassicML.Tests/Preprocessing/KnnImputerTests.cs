using ClassicML.Preprocessing;

namespace ClassicML.Tests.Preprocessing;

public class KnnImputerTests
{
    private const double Missing = double.NaN;

    public static TheoryData<string> Cases => [.. Golden.Cases("knn-imputer")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_knn_imputer(string name)
    {
        Golden golden = Golden.Read("knn-imputer", name);
        var imputer = new KnnImputer
        {
            NeighborCount = golden["options"].GetProperty("NeighborCount").GetInt32(),
            Weighting = golden["options"].GetProperty("Weighting").GetString() == "uniform"
                ? KnnImputerWeighting.Uniform : KnnImputerWeighting.InverseDistance,
            AddIndicator = golden["options"].GetProperty("AddIndicator").GetBoolean(),
            KeepEmptyFeatures = golden["options"].GetProperty("KeepEmptyFeatures").GetBoolean(),
        };
        KnnImputerModel model = imputer.Fit(golden.Matrix("x"));
        // scikit-learn's distances come from products, which loses half the digits of a small one, and so of its inverse.
        double tolerance = imputer.Weighting == KnnImputerWeighting.Uniform ? 1e-14 : 1e-9;
        Close(golden.Matrix("transformed").Span, ((Matrix)model.Transform(golden.Matrix("other"))).Span, tolerance);
        Close(golden.Matrix("self").Span, ((Matrix)model.Transform(golden.Matrix("x"))).Span, tolerance);
    }

    /// <summary>Rows whose filter has something to get wrong.</summary>
    public static TheoryData<string> Kinds =>
    [
        "plain", "ties", "sorted years", "time stamps", "rare columns", "one outlier", "tiny", "largest", "unlike scales", "wide",
        "rows of nothing", "constant",
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Neighbours_are_those_of_plain_loops_on_any_number_of_threads_and_row_by_row(string kind)
    {
        Matrix x = Of(kind, 700, 1), other = Of(kind, 90, 2);
        foreach (KnnImputerWeighting weighting in Enum.GetValues<KnnImputerWeighting>())
        {
            KnnImputerModel model = new KnnImputer { NeighborCount = 4, Weighting = weighting }.Fit(x);
            Matrix filled = (Matrix)model.Transform(other);
            for (int i = 0; i < other.RowCount; i++)
            {
                double[] expected = Plain(x, other.Row(i).ToArray(), 4, weighting);
                // A mean of four, from another one of them.
                Close(expected, filled.Row(i), j => 1e-14 * Math.Max(1, Spread(x, j)), $"{kind}, row {i}, column");
                Assert.Equal(filled.Row(i).ToArray(), ((Matrix)model.Transform(other.Rows(i, 1))).Span.ToArray());
            }
        }
        var search = new NanNeighborSearch(x, default);
        Assert.Equal(Found(search, other, 1), Found(search, other, 8));
    }

    [Fact]
    public void A_row_fills_in_the_mean_of_its_nearest_by_hand()
    {
        // Distances of the last row: to the first √(3/1·1), to the second √(3/1·4), the third has no value there, the fourth nothing in common.
        var x = new Matrix(new[,] { { 1, 10, 7 }, { 4, 20, 7 }, { 2, Missing, 7 }, { Missing, 40, Missing } });
        var other = new Matrix(new[,] { { 2, Missing, Missing } });
        Assert.Equal(15, ((Matrix)new KnnImputer { NeighborCount = 3 }.Fit(x).Transform(other))[0, 1]);
        Assert.Equal(10, ((Matrix)new KnnImputer { NeighborCount = 1 }.Fit(x).Transform(other))[0, 1]);
        var byDistance = new KnnImputer { Weighting = KnnImputerWeighting.InverseDistance };
        Assert.Equal((10 / 1.0 + 20 / 2.0) / (1 / 1.0 + 1 / 2.0), ((Matrix)byDistance.Fit(x).Transform(other))[0, 1], 1e-14);
        // At distance zero only such rows count.
        Assert.Equal(20, ((Matrix)byDistance.Fit(x).Transform(new Matrix(new[,] { { 4, Missing, Missing } })))[0, 1]);
        // Nothing is known of the row: the column's mean.
        Assert.Equal(70 / 3.0, ((Matrix)byDistance.Fit(x).Transform(new Matrix(new[,] { { Missing, Missing, Missing } })))[0, 1], 1e-14);
    }

    [Fact]
    public void Equal_distances_are_taken_by_row_number_and_equal_values_stay_what_they_are()
    {
        var x = new Matrix(new double[,] { { 1, 5 }, { 3, 6 }, { 1, 7 }, { 3, 8 } });
        var other = new Matrix(new[,] { { 2, Missing } });
        Assert.Equal(5.5, ((Matrix)new KnnImputer { NeighborCount = 2 }.Fit(x).Transform(other))[0, 1]);
        var same = new Matrix(new[,] { { 1, 0.1 }, { 3, 0.1 }, { 4, 0.1 } });
        Assert.Equal(0.1, ((Matrix)new KnnImputer { NeighborCount = 3 }.Fit(same).Transform(other))[0, 1]);
    }

    [Fact]
    public void A_column_without_values_is_dropped_or_filled_with_zeros_and_what_is_there_stays()
    {
        var x = new Matrix(new[,] { { 1, Missing, 5 }, { 3, Missing, Missing } });
        KnnImputerModel dropped = new KnnImputer { AddIndicator = true }.Fit(x), kept = new KnnImputer { KeepEmptyFeatures = true }.Fit(x);
        Assert.Equal([1, 5, 1, 0, 3, 5, 1, 1], ((Matrix)dropped.Transform(x)).Span.ToArray());
        Assert.Equal([1, 0, 5, 3, 0, 5], ((Matrix)kept.Transform(x)).Span.ToArray());
        Assert.Equal([1, 9, 5], ((Matrix)kept.Transform(new Matrix(new[,] { { 1, 9.0, Missing } }))).Span.ToArray());
        Assert.Equal(1, dropped.Report.Details["empty_columns"]);
        Assert.Equal([0, 2], dropped.KeptColumns.ToArray());
        Assert.Equal([1, 2], dropped.IndicatorColumns.ToArray());
        Assert.Equal((5, KnnImputerWeighting.Uniform), (dropped.NeighborCount, dropped.Weighting));
        Assert.Equal(x.Span.ToArray(), dropped.Rows.Span.ToArray());
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var x = new Matrix(new[,] { { Missing, 2 }, { Missing, 3 } });
        Assert.Contains("NeighborCount must be at least 1, was 0", Fail(() => new KnnImputer { NeighborCount = 0 }));
        Assert.Contains("KnnImputer would drop every column", Fail(() => new KnnImputer().Fit(x.SelectColumns([0]))));
        Assert.Contains("KnnImputer reads dense data", Fail(() => new KnnImputer().Fit(SparseMatrix.FromDense(x))));
        Assert.Contains("fitted on 2 features, this matrix has 1", Fail(() => new KnnImputer().Fit(x).Transform(x.SelectColumns([0]))));
    }

    private static List<string> Found(NanNeighborSearch search, Matrix queries, int threads)
    {
        List<string> all = [];
        search.ForEachMissing(queries, 3, threads, (row, column, nearest, distances) =>
        {
            string text = $"{row} {column}: {string.Join(' ', nearest.ToArray())} at {string.Join(' ', distances.ToArray())}";
            lock (all) all.Add(text);
        });
        all.Sort(StringComparer.Ordinal);
        return all;
    }

    // For each missing value all rows that have one there, sorted by their distances.
    private static double[] Plain(Matrix x, double[] row, int k, KnnImputerWeighting weighting)
    {
        int p = row.Length;
        double[] filled = [.. row];
        for (int j = 0; j < p; j++)
        {
            if (!double.IsNaN(row[j])) continue;
            int column = j;
            int[] donors = [.. Enumerable.Range(0, x.RowCount).Where(i => !double.IsNaN(x[i, column]))];
            (double Distance, double Value)[] nearest =
            [
                .. donors.Select(i => (Distance: NanNeighborSearch.Distance(row, x.Row(i)), Value: x[i, column]))
                    .Where(one => !double.IsNaN(one.Distance)).OrderBy(one => one.Distance).Take(k),
            ];
            if (nearest.Length == 0)
            {
                filled[j] = donors.Average(i => x[i, column]);
                continue;
            }
            double[] weights = weighting == KnnImputerWeighting.Uniform ? [.. nearest.Select(_ => 1.0)]
                : nearest[0].Distance == 0 ? [.. nearest.Select(one => one.Distance == 0 ? 1.0 : 0)]
                : [.. nearest.Select(one => nearest[0].Distance / one.Distance)];
            double first = nearest[0].Value;
            filled[j] = first + nearest.Zip(weights, (one, weight) => weight * (one.Value - first)).Sum() / weights.Sum();
        }
        return filled;
    }

    private static double Spread(Matrix x, int column)
    {
        double[] values = [.. x.SelectColumns([column]).Span.ToArray().Where(double.IsFinite)];
        return values.Max() - values.Min();
    }

    private static Matrix Of(string kind, int n, ulong seed)
    {
        var rng = new Rng(seed);
        int p = kind == "wide" ? 70 : 6;
        double[] x = new double[n * p];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++)
            {
                double z = rng.NextDouble() + rng.NextDouble() - 1, value = kind switch
                {
                    "ties" => rng.NextInt(3),
                    "sorted years" => j == 0 ? 1500 + i : 2015 + Math.Round(5 * z),
                    "time stamps" => 1.7e9 + 86400 * z,
                    "one outlier" => i == 17 && j == 2 ? 1e75 : z,
                    "tiny" => 1e-200 * z,
                    "largest" => 1e75 * z,
                    "unlike scales" => Math.Pow(10, 4 * j - 10) * z,
                    "constant" => j < 4 ? 0.1 * j : z,
                    _ => z,
                };
                double share = kind == "rare columns" && j < 2 ? 0.97 : kind == "wide" ? 0.05 : 0.2;
                bool isNothing = kind == "rows of nothing" && i % 5 == 0;
                // The first rows are whole, so that no column is without a value.
                x[i * p + j] = (rng.NextDouble() < share || isNothing) && i > 3 ? Missing : value;
            }
        return Matrix.Wrap(x, n, p);
    }
}
