using System.Text.Json;
using ClassicML.Preprocessing;
using CsCheck;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class PolynomialFeaturesTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("polynomial-features")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_polynomial(string name)
    {
        Golden golden = Golden.Read("polynomial-features", name);
        var learner = new PolynomialFeatures
        {
            MinDegree = (int)golden.Option("MinDegree"), MaxDegree = (int)golden.Option("MaxDegree"),
            InteractionOnly = golden.Flag("InteractionOnly"), IncludeBias = golden.Flag("IncludeBias"),
        };
        // Factors are multiplied in another order.
        PolynomialFeaturesModel model = golden.Holds(learner, 1e-15);
        Features named = golden.Matrix("x").WithNames(new[] { "age", "city", "b c", "d", "e", "f" }.Take(model.FeatureCount));
        Assert.Equal(golden["names"].Deserialize<string[]>(), learner.Fit(named).OutputNames);
        Assert.Null(model.OutputNames);
        int[][] powers = golden["powers"].Deserialize<int[][]>()!;
        Assert.Equal(powers.Length, model.OutputCount);
        for (int output = 0; output < powers.Length; output++)
        {
            Assert.Equal(powers[output], model.Powers(output).ToArray());
            int source = powers[output].Count(power => power > 0) == 1 ? Array.FindIndex(powers[output], power => power > 0) : -1;
            Assert.Equal(source, model.OutputSources!.Value[output]);
        }
    }

    [Fact]
    public void Every_column_is_the_product_that_its_powers_say_dense_and_sparse() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[-2, 2].Array[12]).Sample((p, low, more, only, bias, draws) =>
        {
            if (only && low > p) return;
            Matrix x = Matrix.Wrap([.. draws.Take(12 / p * p).Select(draw => (double)draw)], 12 / p, p);
            var learner = new PolynomialFeatures { MinDegree = low, MaxDegree = low + more, InteractionOnly = only, IncludeBias = bias };
            PolynomialFeaturesModel model = learner.Fit(x);
            Matrix dense = (Matrix)model.Transform(x), sparse = ((SparseMatrix)model.Transform(SparseMatrix.FromDense(x))).ToDense();
            Assert.Equal(dense.Span.ToArray(), sparse.Span.ToArray());
            for (int output = 0; output < model.OutputCount; output++)
            {
                int[] powers = model.Powers(output).ToArray();
                Assert.InRange(powers.Sum(), bias && output == 0 ? 0 : low, low + more);
                for (int i = 0; i < x.RowCount; i++)
                {
                    double product = 1;
                    for (int j = 0; j < p; j++) product *= Math.Pow(x[i, j], powers[j]);
                    Assert.Equal(product, dense[i, output]);
                }
            }
        }, iter: 300);

    [Fact]
    public void Two_columns_become_six()
    {
        Matrix x = new(new double[,] { { 2, 3 } });
        Assert.Equal([1, 2, 3, 4, 6, 9], Dense(new PolynomialFeatures().Fit(x).Transform(x)).Span.ToArray());
        Assert.Equal([1, 2, 3, 6], Dense(new PolynomialFeatures { InteractionOnly = true }.Fit(x).Transform(x)).Span.ToArray());
    }

    [Fact]
    public void A_wide_sparse_row_makes_the_products_of_what_it_stores()
    {
        // Of 30,000 columns there are 450 million products of two; a row of three makes six.
        var x = new SparseMatrix([0, 3], [5, 29_998, 29_999], [2, 3, 5], 30_000);
        PolynomialFeaturesModel model = new PolynomialFeatures { IncludeBias = false }.Fit(x);
        Assert.Equal(30_000 + 30_000 * 30_001 / 2, model.OutputCount);
        var products = (SparseMatrix)model.Transform(x);
        Assert.Equal([2, 3, 5, 4, 6, 10, 9, 15, 25], products.Values.ToArray());
        Assert.Equal((model.OutputCount - 1, 2), (products.Columns[^1], model.Powers(products.Columns[^1])[29_999]));
        Assert.Equal((1, 1), (model.Powers(products.Columns[4])[5], model.Powers(products.Columns[4])[29_998]));
    }

    [Fact]
    public void What_makes_no_columns_too_many_or_too_large_ones_is_refused()
    {
        Matrix x = new(new[,] { { 1e70, 2 }, { 3, 4 } });
        Assert.Contains("MinDegree must be at most MaxDegree, 2, was 3", Fail(() => new PolynomialFeatures { MinDegree = 3 }.Fit(x)));
        Assert.Contains("2 columns have no products of 3 different ones", Fail(() =>
            new PolynomialFeatures { MinDegree = 3, MaxDegree = 3, InteractionOnly = true, IncludeBias = false }.Fit(x)));
        foreach (Features rows in (Features[])[x, SparseMatrix.FromDense(x)])
            Assert.Contains("row 0 has a product that is too large for a double",
                Fail(() => new PolynomialFeatures { MaxDegree = 5 }.Fit(rows).Transform(rows)));
        var wide = new SparseMatrix([0, 1], [0], [1], 100_000);
        Assert.Contains("MaxDegree of 2 makes more than 2,147,483,591 columns of 100000", Fail(() => new PolynomialFeatures().Fit(wide)));
        Assert.Contains("MaxDegree must be in [1, 100], was 101", Fail(() => new PolynomialFeatures { MaxDegree = 101 }));
        Assert.Contains("output must be in [0, 5], was 6", Fail(() => new PolynomialFeatures().Fit(x).Powers(6)));
    }
}
