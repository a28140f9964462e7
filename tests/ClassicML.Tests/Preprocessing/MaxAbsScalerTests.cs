using ClassicML.Preprocessing;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class MaxAbsScalerTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("max-abs-scaler")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_max_abs(string name)
    {
        Golden golden = Golden.Read("max-abs-scaler", name);
        // A division for a multiplication by the reciprocal, which scikit-learn does on sparse rows.
        MaxAbsScalerModel model = golden.Holds(new MaxAbsScaler(), 4e-16);
        Assert.Equal(golden.Numbers("max_magnitudes"), model.MaxMagnitudes.ToArray());
    }

    [Theory, InlineData(1e-17), InlineData(1e-170), InlineData(5e-324), InlineData(1e74)]
    public void A_column_in_any_unit_is_scaled(double unit)
    {
        MaxAbsScalerModel model = new MaxAbsScaler().Fit(Column(unit, -4 * unit, 2 * unit));
        Assert.Equal([0.25, -1, 0.5], Dense(model.Transform(Column(unit, -4 * unit, 2 * unit))).Span.ToArray());
    }

    [Fact]
    public void Columns_of_zeros_stay_and_columns_without_values_are_missing_throughout()
    {
        double nan = double.NaN;
        var x = new Matrix(new[,] { { 0, nan, -2, nan }, { -0.0, nan, nan, 4 } });
        foreach (Features rows in (Features[])[x, SparseMatrix.FromDense(x)])
        {
            MaxAbsScalerModel model = new MaxAbsScaler().Fit(rows);
            Assert.Equal([0, nan, 2, 4], model.MaxMagnitudes.ToArray());
            Assert.Equal(1, model.Report.Details["zero_columns"]);
            Assert.Equal([3, nan, 4, nan], Dense(model.Transform(new Matrix(new[,] { { 3, 5, 8, nan } }))).Span.ToArray());
        }
    }

    [Fact]
    public void A_column_that_is_missing_where_it_is_stored_and_zero_elsewhere_is_zero()
    {
        var x = new SparseMatrix([0, 1, 1], [0], [double.NaN], 1);
        Assert.Equal([0.0], new MaxAbsScaler().Fit(x).MaxMagnitudes.ToArray());
    }
}
