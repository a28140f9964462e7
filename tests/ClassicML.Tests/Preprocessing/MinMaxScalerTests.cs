using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Preprocessing;

public class MinMaxScalerTests
{
    private const double Epsilon = 1.0 / (1L << 52);

    [Theory]
    [InlineData("iris"), InlineData("wine"), InlineData("random"), InlineData("offset"), InlineData("constant"), InlineData("missing")]
    [InlineData("one-row"), InlineData("range"), InlineData("clip"), InlineData("clip-missing")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("min-max-scaler", name);
        Matrix other = golden.Matrix("other");
        var scaler = new MinMaxScaler
        {
            Minimum = golden["options"].GetProperty("Minimum").GetDouble(),
            Maximum = golden["options"].GetProperty("Maximum").GetDouble(),
            Clip = golden["options"].GetProperty("Clip").GetBoolean(),
        };

        MinMaxScalerModel model = scaler.Fit(golden.Matrix("x"));

        Assert.Equal(golden.Numbers("data_minimums"), model.DataMinimums.ToArray());
        Assert.Equal(golden.Numbers("data_maximums"), model.DataMaximums.ToArray());
        // scikit-learn's x·scale + shift cancels numbers of the size |min|·scale, so it is right to ε times that.
        int p = model.FeatureCount;
        double Cancelled(int i)
        {
            double low = model.DataMinimums[i % p], span = model.DataMaximums[i % p] - low;
            return double.IsNaN(low) ? 0 : 4 * Epsilon * Math.Abs(low) / (span < 10 * Epsilon ? 1 : span) * (model.Maximum - model.Minimum);
        }

        // scikit-learn takes a span below 10ε for one of 0, and divides by 1; the answer for such a column is its own over the span.
        double Unit(int i) => model.DataMaximums[i % p] - model.DataMinimums[i % p] is > 0 and < 10 * Epsilon and var span ? span : 1;
        double[] transformed = golden.Matrix("transformed").Span.ToArray(), inverse = ((Matrix)model.InverseTransform(other)).Span.ToArray();
        for (int i = 0; i < transformed.Length; i++) (transformed[i], inverse[i]) = (transformed[i] / Unit(i), inverse[i] / Unit(i));
        Close(transformed, ((Matrix)model.Transform(other)).Span, i => 1e-12 + Cancelled(i));
        Close(golden.Matrix("inverse").Span, inverse, _ => 1e-12);
    }

    [Fact]
    public void The_ends_of_the_data_become_the_ends_of_the_range_exactly() => Data.Sample(x =>
    {
        foreach (var scaler in new[] { new MinMaxScaler(), new MinMaxScaler { Minimum = -1 } })
        {
            Matrix scaled = (Matrix)scaler.Fit(x).Transform(x);
            Assert.Equal(scaler.Minimum, scaled.Span.ToArray().Min());
            Assert.Equal(scaler.Maximum, scaled.Span.ToArray().Max());
        }
    });

    [Fact]
    public void The_inverse_gives_the_rows_back() => Data.Sample(x =>
    {
        MinMaxScalerModel model = new MinMaxScaler { Minimum = -3, Maximum = 5 }.Fit(x);
        Matrix back = (Matrix)model.InverseTransform(model.Transform(x));
        // Some roundings of numbers up to five times the span of the column, which is at most twice its largest value.
        Close(
            x.Span, back.Span, i => 40 * Epsilon * (1 + Math.Max(-model.DataMinimums[i % 2], model.DataMaximums[i % 2])));
    });

    [Fact]
    public void The_order_of_rows_changes_nothing() => Gen.Select(Data, Gen.ULong).Sample((x, seed) =>
    {
        MinMaxScalerModel model = new MinMaxScaler().Fit(x);
        MinMaxScalerModel other = new MinMaxScaler().Fit(x.SelectRows(new Rng(seed).Permutation(x.RowCount)));
        Assert.Equal(((Matrix)model.Transform(x)).Span.ToArray(), ((Matrix)other.Transform(x)).Span.ToArray());
    });

    [Fact]
    public void Clipping_cuts_new_values_to_the_range_and_leaves_missing_ones()
    {
        var x = new Matrix(new double[,] { { 0 }, { 10 } });
        var beyond = new Matrix(new[,] { { -5 }, { 20 }, { double.NaN }, { 5 } });
        Assert.Equal([-0.5, 2, double.NaN, 0.5], ((Matrix)new MinMaxScaler().Fit(x).Transform(beyond)).Span.ToArray());
        Assert.Equal([0, 1, double.NaN, 0.5], ((Matrix)new MinMaxScaler { Clip = true }.Fit(x).Transform(beyond)).Span.ToArray());
        Assert.Equal((false, true), (new MinMaxScaler().Fit(x).Clip, new MinMaxScaler { Clip = true }.Fit(x).Clip));
    }

    [Fact]
    public void A_constant_column_maps_to_the_low_end()
    {
        var x = new Matrix(new double[,] { { 7, 1 }, { 7, 2 } });
        MinMaxScalerModel model = new MinMaxScaler { Minimum = 2, Maximum = 3 }.Fit(x);
        Assert.Equal([2, 2, 2, 3], ((Matrix)model.Transform(x)).Span.ToArray());
        Assert.Equal(1, model.Report.Details["constant_columns"]);
    }

    [Theory, InlineData(1e-17), InlineData(1e-170), InlineData(1e-300), InlineData(1e74)]
    public void A_column_in_any_unit_is_scaled(double unit)
    {
        // (x - min)/(max - min) of 1, 2, 5 in any unit: 0, 1/4, 1, up to the rounding of the two differences.
        var x = new Matrix(new[,] { { unit }, { 2 * unit }, { 5 * unit } });
        MinMaxScalerModel model = new MinMaxScaler().Fit(x);
        Assert.Equal(0, model.Report.Details["constant_columns"]);
        double[] scaled = ((Matrix)model.Transform(x)).Span.ToArray();
        Assert.Equal((0.0, 1.0), (scaled[0], scaled[2]));
        Assert.Equal(0.25, scaled[1], 4e-16);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var rng = new Rng(5);
        double[] values = new double[300_000];
        for (int i = 0; i < values.Length; i++) values[i] = i % 97 == 0 ? double.NaN : rng.NextDouble();
        Matrix x = Matrix.Wrap(values, 100_000, 3);
        MinMaxScalerModel one = new MinMaxScaler().Fit(x, new FitContext { MaxThreads = 1 }), many = new MinMaxScaler().Fit(x);
        Assert.Equal(one.DataMinimums.ToArray(), many.DataMinimums.ToArray());
        Assert.Equal(one.DataMaximums.ToArray(), many.DataMaximums.ToArray());
        Matrix batch = (Matrix)one.Transform(x);
        for (int i = 0; i < x.RowCount; i += 997)
            Assert.Equal(batch.Row(i).ToArray(), ((Matrix)one.Transform(x.Rows(i, 1))).Span.ToArray());
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var x = new Matrix(new double[,] { { 1, 2 }, { 3, 5 } });
        Assert.Contains("Minimum must be below Maximum, 1, was 1", Fail(() => new MinMaxScaler { Minimum = 1 }.Fit(x)));
        Assert.Contains("Maximum must be finite, was NaN", Fail(() => new MinMaxScaler { Maximum = double.NaN }));
        Assert.Contains("MinMaxScaler needs at least one row and one feature", Fail(() => new MinMaxScaler().Fit(x.Rows(0, 0))));
        Assert.Contains("column 0 is Infinity", Fail(() => new MinMaxScaler().Fit(new Matrix(new[,] { { double.PositiveInfinity } }))));
        Assert.Contains(
            "fitted on 2 features, this matrix has 3", Fail(() => new MinMaxScaler().Fit(x).Transform(new Matrix(new double[1, 3]))));
    }

    // Two columns far from zero and near it, of at least two different values each.
    private static Gen<Matrix> Data { get; } =
        Gen.Select(Gen.Double[-1e3, 1e3], Gen.Double[1e6, 1e6 + 10]).Array[2, 50].Where(rows => rows.Distinct().Count() == rows.Length)
            .Select(rows => Matrix.Wrap([.. rows.SelectMany(r => new[] { r.Item1, r.Item2 })], rows.Length, 2));
}
