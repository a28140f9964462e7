using ClassicML.Preprocessing;
using CsCheck;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class RobustScalerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("robust-scaler")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_robust(string name)
    {
        Golden golden = Golden.Read("robust-scaler", name);
        var scaler = new RobustScaler
        {
            LowerQuantile = golden.Option("LowerQuantile"), UpperQuantile = golden.Option("UpperQuantile"),
            WithCentering = golden.Flag("WithCentering"), WithScaling = golden.Flag("WithScaling"), UnitVariance = golden.Flag("UnitVariance"),
        };
        // Quantiles lie between values by shares that scikit-learn counts in percent; centring by a median of 1e6 takes digits.
        RobustScalerModel model = golden.Holds(scaler, 1e-10);
        if (scaler.WithCentering) Close(golden.Numbers("medians"), model.Medians, 1e-14);
        if (scaler.WithScaling) Close(golden.Numbers("scales"), model.Scales, 1e-12);
        Assert.Equal(scaler.WithCentering, model.WithCentering);
    }

    [Fact]
    public void An_outlier_decides_nothing()
    {
        RobustScalerModel model = new RobustScaler().Fit(Column(1, 2, 3, 4, 1e9));
        Assert.Equal((3.0, 2.0), (model.Medians[0], model.Scales[0]));
        Assert.Equal([-1, -0.5, 0, 0.5], Dense(model.Transform(Column(1, 2, 3, 4))).Span.ToArray());
    }

    [Theory, InlineData(1e-17), InlineData(1e-170), InlineData(1e-300), InlineData(1e74)]
    public void A_column_in_any_unit_is_scaled(double unit)
    {
        RobustScalerModel model = new RobustScaler().Fit(Column(unit, 2 * unit, 3 * unit, 4 * unit, 5 * unit));
        Close([-1, -0.5, 0, 0.5, 1], Dense(model.Transform(Column(unit, 2 * unit, 3 * unit, 4 * unit, 5 * unit))).Span, 4e-16);
        Assert.Equal(0, model.Report.Details["constant_columns"]);
    }

    [Fact]
    public void A_column_whose_quantiles_are_equal_is_only_centred_with_unit_variance_too()
    {
        RobustScalerModel model = new RobustScaler { UnitVariance = true }.Fit(Column(7, 7, 7, 7, 7, 9));
        Assert.Equal((7.0, 1.0), (model.Medians[0], model.Scales[0]));
        Assert.Equal(1, model.Report.Details["constant_columns"]);
    }

    [Fact]
    public void A_normal_column_gets_deviation_one_by_unit_variance()
    {
        // 9,999 quantiles of a normal variable of deviation 3: their interquartile range is that of the variable to 1e-3.
        double[] x = [.. Enumerable.Range(1, 9_999).Select(i => 5 + 3 * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, i / 10_000.0))];
        RobustScalerModel model = new RobustScaler { UnitVariance = true }.Fit(Column(x));
        Assert.Equal(5, model.Medians[0], 1e-12);
        Assert.Equal(3, model.Scales[0], 1e-3);
    }

    [Fact]
    public void The_zeros_of_sparse_rows_count() =>
        Gen.Int[-3, 3].Array[30].Sample(values =>
        {
            Matrix x = Matrix.Wrap(Array.ConvertAll(values, value => (double)value), 10, 3);
            var scaler = new RobustScaler { WithCentering = false, LowerQuantile = 0.1, UpperQuantile = 0.9 };
            RobustScalerModel dense = scaler.Fit(x), sparse = scaler.Fit(SparseMatrix.FromDense(x));
            Assert.Equal(dense.Scales.ToArray(), sparse.Scales.ToArray());
            Assert.Equal(dense.Medians.ToArray(), sparse.Medians.ToArray());
        }, iter: 200);

    [Fact]
    public void Quantiles_are_those_of_all_rows_whatever_the_width()
    {
        foreach (int p in new[] { 1, 7, 8, 9, 17 })
        {
            Matrix x = RandomMatrix(3_001, p);
            RobustScalerModel model = new RobustScaler().Fit(x);
            for (int j = 0; j < p; j++)
            {
                double[] column = [.. x.SelectColumns([j]).Span.ToArray().Order()];
                Assert.Equal((column[1_500], column[2_250] - column[750]), (model.Medians[j], model.Scales[j]));
            }
        }
    }

    [Fact]
    public void Sparse_rows_are_not_centred_and_quantiles_must_rise()
    {
        RefusesSparse(new RobustScaler(), "RobustScaler with WithCentering reads dense data, a Matrix; this is a SparseMatrix");
        Matrix x = Column(1, 2, 3);
        Assert.Contains("LowerQuantile must be below UpperQuantile, 0.75, was 0.75",
            Fail(() => new RobustScaler { LowerQuantile = 0.75 }.Fit(x)));
        Assert.Contains("UnitVariance needs a LowerQuantile above 0 and an UpperQuantile below 1",
            Fail(() => new RobustScaler { LowerQuantile = 0, UnitVariance = true }.Fit(x)));
        Assert.Contains("UpperQuantile must be in [0, 1], was 75", Fail(() => new RobustScaler { UpperQuantile = 75 }));
    }
}
