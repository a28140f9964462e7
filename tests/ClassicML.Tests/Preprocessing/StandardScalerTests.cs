using ClassicML.Linear;
using ClassicML.Preprocessing;
using CsCheck;

namespace ClassicML.Tests.Preprocessing;

public class StandardScalerTests
{
    private const double Epsilon = 1.0 / (1L << 52);

    [Theory]
    [InlineData("iris"), InlineData("wine"), InlineData("random"), InlineData("offset"), InlineData("constant"), InlineData("missing")]
    [InlineData("one-row"), InlineData("no-mean"), InlineData("no-deviation"), InlineData("neither")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("standard-scaler", name);
        Matrix x = golden.Matrix("x"), other = golden.Matrix("other");
        var scaler = new StandardScaler
        {
            WithMean = golden["options"].GetProperty("WithMean").GetBoolean(),
            WithDeviation = golden["options"].GetProperty("WithDeviation").GetBoolean(),
        };

        StandardScalerModel model = scaler.Fit(x);

        // Ours against rational arithmetic: the mended mean is within a rounding or two, the variance within n of them, relatively;
        // a variance that is all rounding only within the bound below which a column counts as constant.
        double[] means = golden.Numbers("exact_means"), variances = golden.Numbers("exact_variances");
        for (int j = 0; j < means.Length; j++)
        {
            Assert.Equal(double.IsNaN(means[j]), double.IsNaN(model.Means[j]));
            if (double.IsNaN(means[j])) continue;
            Assert.Equal(means[j], model.Means[j], 4 * Epsilon * Math.Abs(means[j]));
            double bound = Math.Pow(x.RowCount * means[j] * Epsilon, 2);
            Assert.Equal(variances[j], model.Deviations[j] * model.Deviations[j], 1e-13 * variances[j] + bound);
        }
        double[] scales = golden.Has("scales") ? golden.Numbers("scales") : [.. means.Select(_ => 1.0)];
        Close(scales, model.Scales, _ => 1e-12);

        // scikit-learn's mean carries the rounding of a plain sum, up to n·ε·|μ|, seen through a division by the scale.
        int p = means.Length;
        double Rounding(int i) =>
            double.IsNaN(means[i % p]) ? 0 : x.RowCount * Epsilon * Math.Abs(means[i % p]) / Math.Min(1, model.Scales[i % p]);
        Close(golden.Matrix("transformed").Span, ((Matrix)model.Transform(other)).Span, i => 1e-12 + Rounding(i));
        Close(golden.Matrix("inverse").Span, ((Matrix)model.InverseTransform(other)).Span, _ => 1e-12);
    }

    public static TheoryData<string> WeightedCases => [.. Golden.Cases("standard-scaler-weighted")];

    [Theory, MemberData(nameof(WeightedCases))]
    public void Equals_scikit_learn_with_weights(string name)
    {
        Golden golden = Golden.Read("standard-scaler-weighted", name);
        Matrix x = golden.Matrix("x");
        ClassificationData data = ClassificationData.Create(x, new int[x.RowCount]).WithWeights(golden.Weights);
        StandardScalerModel model = new StandardScaler().Fit(data);
        // scikit-learn keeps the first mean, right to n·ε·|μ|.
        double[] means = golden.Numbers("means");
        Close(means, model.Means, 1e-14);
        Close(golden.Numbers("scales"), model.Scales, 1e-12);
        double Rounding(int i) => x.RowCount * Epsilon * Math.Abs(means[i % means.Length]) / Math.Min(1, model.Scales[i % means.Length]);
        Close(golden.Matrix("transformed").Span, ((Matrix)model.Transform(golden.Matrix("other"))).Span,
            i => 1e-12 + (double.IsNaN(Rounding(i)) ? 0 : Rounding(i)));
    }

    [Fact]
    public void A_weight_is_so_many_rows_dense_and_sparse_and_one_of_zero_is_none() =>
        Gen.Select(Gen.Int[-3, 3].Array[36], Gen.Int[0, 3].Array[12]).Where(pair => pair.Item2.Sum() > 0).Sample((values, weights) =>
        {
            // A missing value now and then.
            double[] x = [.. values.Select((value, i) => i % 7 == 5 ? double.NaN : value)];
            int[] repeated = [.. Enumerable.Range(0, 12).SelectMany(i => Enumerable.Repeat(i, weights[i]))];
            Matrix rows = Matrix.Wrap(x, 12, 3);
            StandardScalerModel expected = new StandardScaler { WithMean = false }.Fit(rows.SelectRows(repeated));
            foreach (double unit in new[] { 1, 1e-300, 1e74 })
                foreach (Features one in (Features[])[rows, SparseMatrix.FromDense(rows)])
                {
                    ClassificationData data = ClassificationData.Create(one, new int[12])
                        .WithWeights(Array.ConvertAll(weights, weight => unit * weight));
                    StandardScalerModel model = new StandardScaler { WithMean = false }.Fit(data);
                    Close(expected.Means, model.Means, 1e-14);
                    Close(expected.Deviations, model.Deviations, 1e-14);
                }
        }, iter: 200);

    [Fact]
    public void Weights_count_with_numbers_to_predict_too_and_reach_the_scaler_of_a_pipeline()
    {
        Matrix x = Random(20, 2);
        double[] weights = [.. Enumerable.Range(0, 20).Select(i => i % 3 / 2.0)], targets = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        var numbers = new RegressionData(x, targets, weights);
        ClassificationData classes = ClassificationData.Create(x, [.. Enumerable.Range(0, 20).Select(i => i % 2)]).WithWeights(weights);
        double[] means = new StandardScaler().Fit(classes).Means.ToArray();
        Assert.NotEqual(means, new StandardScaler().Fit(x).Means.ToArray());
        Assert.Equal(means, new StandardScaler().Fit(numbers).Means.ToArray());
        IModel[] pipelines = [new StandardScaler().Then(new LogisticRegression()).Fit(classes), new StandardScaler().Then(new Ridge()).Fit(numbers)];
        Assert.Equal(means, ((StandardScalerModel)((ClassifierPipelineModel)pipelines[0]).First).Means.ToArray());
        Assert.Equal(means, ((StandardScalerModel)((RegressorPipelineModel)pipelines[1]).First).Means.ToArray());
    }

    // From scikit-learn's test_standard_scaler_near_constant_features.
    [Theory, InlineData(10, 1e-10), InlineData(1000, 1e-10), InlineData(100_000, 1e-10), InlineData(7, 1e-140), InlineData(1000, 0.1)]
    public void A_constant_sparse_column_has_no_deviation(int n, double value)
    {
        SparseMatrix x = SparseMatrix.FromDense(Matrix.Wrap([.. Enumerable.Repeat(value, n)], n, 1));
        StandardScalerModel model = new StandardScaler { WithMean = false }.Fit(x);
        Assert.Equal(0, model.Deviations[0]);
        Assert.Equal(1, model.Scales[0]);
    }

    // Differences of ±1 unit about a mean that rounding moves, so small that their squares are below the least variance.
    [Fact]
    public void A_sparse_column_of_tiny_deviation_is_measured_about_its_mended_mean()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(i => 1e-130 * (1 + (i % 2 == 0 ? 1 : -1) * Math.ScaleB(1, -40)))];
        Matrix dense = Matrix.Wrap(values, values.Length, 1);
        double expected = 1e-130 * Math.ScaleB(1, -40);
        foreach (Features x in (Features[])[dense, SparseMatrix.FromDense(dense)])
            // The values themselves are rounded to 2⁻⁵³ of 1e-130, so 2⁻¹³ of the difference.
            Assert.Equal(1, new StandardScaler { WithMean = false }.Fit(x).Deviations[0] / expected, 2e-4);
    }

    [Fact]
    public void Sparse_rows_are_scaled_without_means_and_stay_sparse()
    {
        Matrix x = Random(300, 7).SelectColumns([0, 1, 2, 3, 4, 5, 6]);
        double[] values = x.Span.ToArray();
        for (int i = 0; i < values.Length; i++)
            if (i % 3 != 0) values[i] = i % 29 == 1 ? double.NaN : 0;
        // A column of 1e-200, of zeros, and of one value.
        for (int i = 0; i < 300; i++) (values[7 * i + 1], values[7 * i + 2], values[7 * i + 3]) = (values[7 * i + 1] * 1e-200, 0, 5);
        Matrix dense = Matrix.Wrap(values, 300, 7);
        SparseMatrix sparse = SparseMatrix.FromDense(dense);
        StandardScalerModel one = new StandardScaler { WithMean = false }.Fit(dense), two = new StandardScaler { WithMean = false }.Fit(sparse);
        Close(one.Means, two.Means, 1e-13);
        for (int j = 0; j < 7; j++) Assert.Equal(1, two.Scales[j] / one.Scales[j], 1e-13);
        Features scaled = two.Transform(sparse);
        Assert.IsType<SparseMatrix>(scaled);
        Close(((Matrix)one.Transform(dense)).Span, ((SparseMatrix)scaled).ToDense().Span, 1e-12);
        Close(dense.Span, ((SparseMatrix)two.InverseTransform(scaled)).ToDense().Span, 1e-14);
    }

    [Fact]
    public void A_mean_of_1e9_and_a_deviation_of_1_come_out_right()
    {
        // Steps of 2⁻²⁰ on 1e9 are exact, so the moments of the steps alone, which lose nothing, say what is right.
        const int n = 300_000;
        var rng = new Rng(3);
        double[] steps = new double[n], x = new double[n];
        for (int i = 0; i < n; i++)
        {
            steps[i] = Math.Round((rng.NextDouble() - 0.5) * Math.Sqrt(12) * (1 << 20)) / (1 << 20);
            x[i] = 1e9 + steps[i];
        }
        decimal mean = steps.Sum(step => (decimal)step) / n;
        double variance = (double)steps.Sum(step => ((decimal)step - mean) * ((decimal)step - mean)) / n;
        StandardScalerModel model = new StandardScaler().Fit(Matrix.Wrap(x, n, 1));
        Assert.Equal((double)mean, model.Means[0] - 1e9, 1.2e-7);   // one unit in the last place of 1e9
        Assert.Equal(Math.Sqrt(variance), model.Deviations[0], 1e-12);
    }

    [Fact]
    public void A_constant_column_is_only_centred()
    {
        var x = new Matrix(new[,] { { 0.1, 1 }, { 0.1, 2 }, { 0.1, 3 } });
        StandardScalerModel model = new StandardScaler().Fit(x);
        Assert.Equal(1, model.Scales[0]);
        Assert.Equal(1, model.Report.Details["constant_columns"]);
        Assert.Equal([0, 0, 0], Column(model.Transform(x), 0));
        Assert.Equal(0.9, ((Matrix)model.Transform(new Matrix(new[,] { { 1, 1.0 } })))[0, 0], 1e-15);
    }

    [Fact]
    public void Without_the_mean_columns_keep_their_place_and_the_model_tells_it_all_the_same()
    {
        // Means of 2 and 10, deviations of 1 and 4.
        var x = new Matrix(new double[,] { { 1, 14 }, { 3, 6 } });
        StandardScalerModel with = new StandardScaler().Fit(x), without = new StandardScaler { WithMean = false }.Fit(x);
        Assert.Equal((true, false), (with.WithMean, without.WithMean));
        Assert.Equal([-1, 1, 1, -1], ((Matrix)with.Transform(x)).Span.ToArray());
        Assert.Equal([1, 3.5, 3, 1.5], ((Matrix)without.Transform(x)).Span.ToArray());
        Assert.Equal([2.0, 10], without.Means);
        Assert.Equal(x.Span, ((Matrix)without.InverseTransform(without.Transform(x))).Span);
    }

    [Theory, InlineData(1e-17), InlineData(1e-160), InlineData(1e-170), InlineData(1e-200), InlineData(1e74)]
    public void A_column_in_any_unit_is_scaled(double unit)
    {
        // Of 1, 2, 6 the mean is 3 and the deviation √(14/3).
        var x = new Matrix(new[,] { { unit }, { 2 * unit }, { 6 * unit } });
        StandardScalerModel model = new StandardScaler().Fit(x);
        Assert.Equal(0, model.Report.Details["constant_columns"]);
        Assert.Equal(Math.Sqrt(14.0 / 3), model.Deviations[0] / unit, 1e-15);
        double[] expected = [-2 / Math.Sqrt(14.0 / 3), -1 / Math.Sqrt(14.0 / 3), 3 / Math.Sqrt(14.0 / 3)], z = Column(model.Transform(x), 0);
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], z[i], 2e-15);
    }

    [Fact]
    public void A_column_that_is_constant_but_for_rounding_is_only_centred()
    {
        // 0.1 + 0.2 is the double after 0.3.
        StandardScalerModel model = new StandardScaler().Fit(new Matrix(new[,] { { 0.3 }, { 0.1 + 0.2 }, { 0.3 } }));
        Assert.Equal((1.0, 1.0), (model.Scales[0], model.Report.Details["constant_columns"]));
    }

    [Fact]
    public void Missing_values_are_left_out_and_stay_missing()
    {
        double nan = double.NaN;
        StandardScalerModel model = new StandardScaler().Fit(new Matrix(new[,] { { 1, nan, nan }, { nan, 5, nan }, { 3, 7, nan } }));
        Assert.Equal([2, 6, nan], model.Means.ToArray());
        Assert.Equal([1, 1, nan], model.Scales.ToArray());
        Assert.Equal([nan, 1, nan], ((Matrix)model.Transform(new Matrix(new[,] { { nan, 7, 1 } }))).Row(0).ToArray());
    }

    [Fact]
    public void Standardised_columns_have_mean_zero_and_deviation_one() => Data.Sample(x =>
    {
        StandardScalerModel once = new StandardScaler().Fit(x), twice = new StandardScaler().Fit(once.Transform(x));
        for (int j = 0; j < x.ColumnCount; j++)
        {
            if (once.Scales[j] == 1) continue;
            // Each value is right to a rounding of x over the deviation.
            double rounding = Epsilon * (1 + Math.Abs(once.Means[j]) / once.Scales[j]);
            Assert.Equal(0, twice.Means[j], 8 * rounding);
            Assert.Equal(1, twice.Deviations[j], 8 * rounding);
        }
    });

    [Fact]
    public void The_inverse_gives_the_rows_back() => Data.Sample(x =>
    {
        StandardScalerModel model = new StandardScaler().Fit(x);
        Matrix back = (Matrix)model.InverseTransform(model.Transform(x));
        // Four roundings, of numbers no larger than |x| + |μ|.
        Close(x.Span, back.Span, i => 4 * Epsilon * (1 + Math.Abs(model.Means[i % x.ColumnCount])));
    });

    [Fact]
    public void The_order_of_rows_changes_only_the_last_bits() => Gen.Select(Data, Gen.ULong).Sample((x, seed) =>
    {
        StandardScalerModel model = new StandardScaler().Fit(x);
        StandardScalerModel other = new StandardScaler().Fit(x.SelectRows(new Rng(seed).Permutation(x.RowCount)));
        // A difference x - m is rounded as the largest value is, a sum of forty a few times more.
        Close(model.Means, other.Means, j => 8 * Epsilon * (1 + Column(x, j).Max(Math.Abs)));
        Close(model.Scales, other.Scales, _ => 1e-13);
    });

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_a_batch_what_its_rows_give()
    {
        foreach (int p in new[] { 1, 7, 600 })
        {
            Matrix x = Random(240_000 / p + 17, p);
            StandardScalerModel one = new StandardScaler().Fit(x, new FitContext { MaxThreads = 1 });
            StandardScalerModel many = new StandardScaler().Fit(x, new FitContext { MaxThreads = 8 });
            Assert.Equal(one.Means.ToArray(), many.Means.ToArray());
            Assert.Equal(one.Deviations.ToArray(), many.Deviations.ToArray());
            Matrix batch = (Matrix)one.Transform(x);
            for (int i = 0; i < x.RowCount; i += 101)
                Assert.Equal(batch.Row(i).ToArray(), ((Matrix)one.Transform(x.Rows(i, 1))).Span.ToArray());
        }
    }

    [Fact]
    public void A_pipeline_standardises_before_it_classifies_and_gives_inverse_transforms()
    {
        ClassificationData data = ClassificationData.Create(Random(60, 3), [.. Enumerable.Range(0, 60).Select(i => i % 2)]);
        ClassifierPipelineModel model = new StandardScaler().Then(new LogisticRegression()).Fit(data);
        StandardScalerModel scaler = new StandardScaler().Fit(data.Features);
        LogisticRegressionModel direct = new LogisticRegression().Fit(data.WithFeatures(scaler.Transform(data.Features)));
        Assert.Equal(direct.Predict(scaler.Transform(data.Features)), model.Predict(data.Features));
        Assert.NotNull(new StandardScaler().Then(new MinMaxScaler()).Fit(data.Features).As<IInverseTransform>());
        Assert.Equal(new StandardScaler(), new StandardScaler() with { WithMean = true });
    }

    [Fact]
    public void Bad_input_is_refused_in_words()
    {
        var x = new Matrix(new double[,] { { 1, 2 }, { 3, 5 } });
        StandardScalerModel model = new StandardScaler().Fit(x);
        Assert.Contains(
            "StandardScaler needs at least one row and one feature, this matrix is 0×2",
            Fail(() => new StandardScaler().Fit(x.Rows(0, 0))));
        Assert.Contains(
            "row 0, column 1 is Infinity", Fail(() => new StandardScaler().Fit(new Matrix(new[,] { { 1, double.PositiveInfinity } }))));
        Assert.Contains("row 0, column 0 is -Infinity", Fail(() => model.Transform(new Matrix(new[,] { { double.NegativeInfinity, 1 } }))));
        Assert.Contains("fitted on 2 features, this matrix has 3", Fail(() => model.Transform(new Matrix(new double[1, 3]))));
        Assert.Contains("fitted on 2 features, this matrix has 1", Fail(() => model.InverseTransform(new Matrix(new double[1, 1]))));
        Assert.Equal(0, model.Transform(x.Rows(0, 0)).RowCount);
        Assert.ThrowsAny<OperationCanceledException>(() => new StandardScaler().Fit(x, new FitContext { Cancellation = new(true) }));
    }

    // Up to 40 rows of 3 columns, whose scales and offsets differ by six orders of magnitude.
    private static Gen<Matrix> Data { get; } = Gen.Select(
        Gen.Double[-1, 1].Array[6, 120], Gen.Double[-3, 3].Array[3], Gen.Double[-3, 3].Array[3]).Select((values, scales, offsets) =>
        {
            int n = values.Length / 3;
            double[] x = new double[3 * n];
            for (int i = 0; i < x.Length; i++) x[i] = values[i] * Math.Pow(10, scales[i % 3]) + Math.Pow(10, offsets[i % 3]);
            return Matrix.Wrap(x, n, 3);
        });

    private static Matrix Random(int n, int p)
    {
        var rng = new Rng(5);
        double[] x = new double[n * p];
        for (int i = 0; i < x.Length; i++) x[i] = i % 41 == 3 ? 1000 : 10 * rng.NextDouble() + i % p;
        return Matrix.Wrap(x, n, p);
    }

    private static double[] Column(Features x, int column) => ((Matrix)x).SelectColumns([column]).Span.ToArray();
}
