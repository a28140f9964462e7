using ClassicML.Preprocessing;

namespace ClassicML.Tests.Preprocessing;

/// <summary>Scalers read rows in blocks of 1,024 and tiles of some rows: whatever decides may lie in any of them. Against plain loops over
/// all rows, in decimal where sums count.</summary>
public class RowBlockTests
{
    // Around one, two and five blocks.
    public static TheoryData<int> RowCounts => [1, 2, 1023, 1024, 1025, 2047, 2048, 2049, 5000];

    [Theory, MemberData(nameof(RowCounts))]
    public void Extremes_are_those_of_all_rows(int n)
    {
        foreach (int p in new[] { 1, 3, 5 })
            foreach (bool missing in new[] { false, true })
            {
                double[] x = Values(n, p, missing);
                // The least in one place, the largest in another, which differ from column to column: first, last, around a block.
                int[] places = [0, n - 1, Math.Min(n - 1, 1023), Math.Min(n - 1, 1024), n / 2, Math.Min(n - 1, 2048)];
                for (int j = 0; j < p; j++)
                    (x[places[j] * p + j], x[places[^(1 + j)] * p + j]) = (-7 - j, 9 + j);
                MinMaxScalerModel model = new MinMaxScaler { Minimum = -1, Maximum = 3 }.Fit(Matrix.Wrap(x, n, p));
                for (int j = 0; j < p; j++)
                {
                    double[] column = Column(x, p, j);
                    Assert.Equal((column.Min(), column.Max()), (model.DataMinimums[j], model.DataMaximums[j]));
                }
                double[] scaled = ((Matrix)model.Transform(Matrix.Wrap(x, n, p))).Span.ToArray(),
                    back = ((Matrix)model.InverseTransform(Matrix.Wrap(scaled, n, p))).Span.ToArray();
                for (int at = 0; at < x.Length; at++)
                {
                    double low = model.DataMinimums[at % p], span = model.DataMaximums[at % p] - low;
                    Same((x[at] - low) / (span == 0 ? 1 : span) * 4 - 1, scaled[at], 1e-14);
                    Same(x[at], back[at], 1e-13);
                }
            }
    }

    [Theory, MemberData(nameof(RowCounts))]
    public void Moments_are_those_of_all_rows(int n)
    {
        foreach (int p in new[] { 1, 3, 5 })
            foreach (bool missing in new[] { false, true })
            {
                double[] x = Values(n, p, missing);
                // Each half has a mean and a deviation of its own, so no part of the rows has those of all.
                for (int at = 0; at < x.Length; at++) x[at] = (at / p < n / 2 ? 1 : 4) * x[at] + (at / p >= n - 3 ? 50 : 0);
                StandardScalerModel model = new StandardScaler().Fit(Matrix.Wrap(x, n, p));
                for (int j = 0; j < p; j++)
                {
                    decimal[] column = Array.ConvertAll(Column(x, p, j), value => (decimal)value);
                    decimal mean = column.Sum() / column.Length,
                        variance = column.Sum(value => (value - mean) * (value - mean)) / column.Length;
                    Assert.Equal((double)mean, model.Means[j], 1e-14 * (1 + Math.Abs((double)mean)));
                    Assert.Equal(Math.Sqrt((double)variance), model.Deviations[j], 1e-13);
                    Assert.Equal(variance == 0 ? 1 : model.Deviations[j], model.Scales[j]);
                }
                double[] scaled = ((Matrix)model.Transform(Matrix.Wrap(x, n, p))).Span.ToArray(),
                    back = ((Matrix)model.InverseTransform(Matrix.Wrap(scaled, n, p))).Span.ToArray();
                for (int at = 0; at < x.Length; at++)
                {
                    Same((x[at] - model.Means[at % p]) / model.Scales[at % p], scaled[at], 1e-14);
                    Same(x[at], back[at], 1e-13);
                }
            }
    }

    [Theory, InlineData(1e-150), InlineData(1e-250)]
    public void Deviations_in_a_small_unit_are_those_of_all_rows(double unit)
    {
        // Squares vanish there, so another pass measures them; its largest difference lies in the last block.
        const int n = 2500;
        double[] x = Values(n, 2, missing: true);
        x[^1] = 40;
        StandardScalerModel plain = new StandardScaler().Fit(Matrix.Wrap(x, n, 2)),
            small = new StandardScaler().Fit(Matrix.Wrap(Array.ConvertAll(x, value => value * unit), n, 2));
        for (int j = 0; j < 2; j++) Assert.Equal(1, small.Deviations[j] / unit / plain.Deviations[j], 1e-12);
    }

    [Fact]
    public void Wide_rows_that_fill_a_tile_alone_have_their_moments_and_extremes()
    {
        const int n = 1030, p = 600;
        double[] x = Values(n, p, missing: false);
        (x[^1], x[(n - 2) * p]) = (77, -77);
        Matrix rows = Matrix.Wrap(x, n, p);
        StandardScalerModel standard = new StandardScaler().Fit(rows);
        MinMaxScalerModel range = new MinMaxScaler().Fit(rows);
        foreach (int j in new[] { 0, 1, 299, 512, p - 1 })
        {
            double[] column = Column(x, p, j);
            double mean = column.Average();
            Assert.Equal(mean, standard.Means[j], 1e-13);
            Assert.Equal(Math.Sqrt(column.Average(value => (value - mean) * (value - mean))), standard.Deviations[j], 1e-13);
            Assert.Equal((column.Min(), column.Max()), (range.DataMinimums[j], range.DataMaximums[j]));
        }
    }

    [Fact]
    public void Weights_of_rows_are_not_looked_at_and_classes_neither()
    {
        Matrix x = Matrix.Wrap(Values(50, 3, missing: true), 50, 3);
        ClassificationData data = ClassificationData.Create(x, [.. Enumerable.Range(0, 50).Select(i => i % 2)])
            .WithWeights([.. Enumerable.Range(0, 50).Select(i => i % 3)]);
        ISupervisedTransformer<ITransformerModel>[] scalers = [new StandardScaler(), new MinMaxScaler()];
        foreach (ISupervisedTransformer<ITransformerModel> scaler in scalers)
            Assert.Equal(
                ((Matrix)((ITransformer<ITransformerModel>)scaler).Fit(x).Transform(x)).Span,
                ((Matrix)scaler.Fit(data).Transform(x)).Span);
    }

    [Fact]
    public void Sparse_rows_are_refused_in_words()
    {
        SparseMatrix x = SparseMatrix.FromDense(new Matrix(new double[,] { { 1, 0 }, { 0, 2 } }));
        ITransformer<ITransformerModel>[] learners = [new StandardScaler(), new MinMaxScaler(), new OneHotEncoder()];
        foreach (ITransformer<ITransformerModel> learner in learners)
        {
            Assert.Contains("reads dense data, a Matrix; this is a SparseMatrix", Fail(() => learner.Fit(x)));
            ITransformerModel model = learner.Fit(x.ToDense());
            Assert.Contains("reads dense data, a Matrix; this is a SparseMatrix", Fail(() => model.Transform(x)));
        }
    }

    [Theory, InlineData(1023), InlineData(1025), InlineData(3000)]
    public void Categories_are_those_of_all_rows_and_each_row_is_of_its_own(int n)
    {
        // A category in the last row alone, and one in the middle alone.
        double[] x = [.. Enumerable.Range(0, n).SelectMany(i => new double[] { i % 4, i * 7 % 3 - 1, 5 })];
        (x[^1], x[3 * (n / 2)], x[3 * (n - 1) + 1]) = (-2, 99, 17);
        Matrix rows = Matrix.Wrap(x, n, 3);
        double[][] categories = [.. Enumerable.Range(0, 3).Select(j => Column(x, 3, j).Distinct().Order().ToArray())];
        foreach (bool drop in new[] { false, true })
            foreach (bool ignore in new[] { false, true })
                foreach (bool isSparse in new[] { false, true })
                {
                    var learner = new OneHotEncoder
                    {
                        Drop = drop ? OneHotDrop.First : OneHotDrop.None, Unknown = ignore ? UnknownCategory.Ignore : UnknownCategory.Refuse,
                        SparseOutput = isSparse,
                    };
                    OneHotEncoderModel model = learner.Fit(rows);
                    int dropped = drop ? 1 : 0;
                    Assert.Equal(categories.Sum(own => own.Length - dropped), model.OutputCount);
                    for (int j = 0; j < 3; j++) Assert.Equal(categories[j], model.Categories(j).Select(double.Parse));
                    Features encoded = model.Transform(rows);
                    Assert.Equal(isSparse, encoded is SparseMatrix);
                    Matrix dense = encoded as Matrix ?? ((SparseMatrix)encoded).ToDense();
                    for (int i = 0; i < n; i++)
                    {
                        IEnumerable<double> expected =
                            categories.SelectMany((own, j) => own.Skip(dropped).Select(value => value == x[3 * i + j] ? 1.0 : 0));
                        Assert.True(dense.Row(i).SequenceEqual(expected.ToArray()));
                    }
                    Assert.Equal(x, ((Matrix)model.InverseTransform(encoded)).Span.ToArray());
                    // A value that was not there: refused, or nothing; what is dropped is not told from it then.
                    Matrix other = new(new[,] { { 1, 0.5, 5 } });
                    if (!ignore) Assert.Contains("row 0, column 1 is 0.5", Fail(() => model.Transform(other)));
                    else
                    {
                        double back = ((Matrix)model.InverseTransform(model.Transform(other)))[0, 1];
                        Assert.Equal(drop ? categories[1][0] : double.NaN, back);
                    }
                }
    }

    [Fact]
    public void A_row_decodes_to_the_largest_of_each_columns_values()
    {
        OneHotEncoderModel model = new OneHotEncoder().Fit(new Matrix(new double[,] { { 3, 10 }, { 1, 20 }, { 2, 20 } }));
        // Columns 1, 2, 3 and 10, 20; of equal values the first.
        var values = new Matrix(new[,] { { 0.2, 0.7, 0.1, 0.4, 0.6 }, { 5, 5, 9, 0.3, 0.3 }, { -1, 1e-9, -3, 0, 2 } });
        var back = (Matrix)model.InverseTransform(values);
        Assert.Equal([2, 20, 3, 10, 2, 20], back.Span.ToArray());
    }

    // Multiples of 1/64, exact as decimals; with missing ones, more of them in the later blocks, and never all of a column.
    private static double[] Values(int n, int p, bool missing)
    {
        var rng = new Rng(17);
        double[] x = new double[n * p];
        for (int at = 0; at < x.Length; at++) x[at] = (rng.NextInt(640) - 320) / 64.0;
        for (int at = p; at < x.Length && missing; at++)
            if (rng.NextInt(5) == 0 || (at / p > 1100 && at % p == 1 && at / p % 4 != 0)) x[at] = double.NaN;
        return x;
    }

    private static double[] Column(double[] x, int p, int column) => [.. x.Where((value, at) => at % p == column && !double.IsNaN(value))];

    private static void Same(double expected, double actual, double tolerance)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual)) Assert.Equal(expected, actual);
        else if (!(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)))) Assert.Equal(expected, actual);
    }
}
