using System.Collections.Immutable;

namespace ClassicML.Tests.Core;

public class FeatureAlignmentTests
{
    private static readonly Matrix X = new(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });

    [Fact]
    public void Columns_come_in_the_models_order_with_all_else_of_the_data()
    {
        var model = new Named("a", "b", "c");
        Assert.Equal([3.0, 1, 2, 6, 4, 5], Values(X.WithNames(["b", "c", "a"]).AlignedTo(model)));
        SparseMatrix sparse = SparseMatrix.FromDense(X);
        Assert.Equal([3.0, 1, 2, 6, 4, 5], ((SparseMatrix)sparse.WithNames(["b", "c", "a"]).AlignedTo(model)).ToDense().Span);
        // What is in order, or has no names on one side, is not touched.
        Features inOrder = X.WithNames(["a", "b", "c"]), turned = X.WithNames(["b", "c", "a"]);
        Assert.Same(inOrder, inOrder.AlignedTo(model));
        Assert.Same(X, X.AlignedTo(model));
        Assert.Same(turned, turned.AlignedTo(new Named()));

        var data = new ClassificationData(X, [1, 0], new ClassLabels(["y", "n"]), [1, 2], [3, 4], ["b", "c", "a"], "kind");
        ClassificationData aligned = data.AlignedTo(model);
        Assert.Equal([3.0, 1, 2, 6, 4, 5], Values(aligned.Features));
        Assert.Equal(["a", "b", "c"], aligned.FeatureNames!.Value);
        Assert.Equal([1, 0], aligned.Codes);
        Assert.Equal([1.0, 2], aligned.Weights);
        Assert.Equal([3, 4], aligned.Groups);
        Assert.Equal("kind", aligned.TargetName);
        Assert.Same(aligned, aligned.AlignedTo(model));

        var numbers = new RegressionData(X, [7, 8], [1, 2], [3, 4], ["b", "c", "a"], "number");
        RegressionData other = numbers.AlignedTo(model);
        Assert.Equal([3.0, 1, 2, 6, 4, 5], Values(other.Features));
        Assert.Equal(["a", "b", "c"], other.FeatureNames!.Value);
        Assert.Equal([7.0, 8], other.Targets);
        Assert.Equal([1.0, 2], other.Weights);
        Assert.Equal([3, 4], other.Groups);
        Assert.Equal("number", other.TargetName);
        Assert.Same(other, other.AlignedTo(model));

        OutlierData flagged = new OutlierData(X, [true, false], [3, 4], ["b", "c", "a"]).AlignedTo(model);
        Assert.Equal([3.0, 1, 2, 6, 4, 5], Values(flagged.Features));
        Assert.Equal(["a", "b", "c"], flagged.FeatureNames!.Value);
        Assert.Equal([true, false], flagged.IsOutlier);
        Assert.Equal([3, 4], flagged.Groups);
    }

    [Fact]
    public void What_is_missing_too_many_or_twice_is_named()
    {
        var model = new Named("a", "b", "c");
        Assert.EndsWith("was fitted on 3 named columns; the data lacks 'c' (Parameter 'x')", Fail(["a", "b", "d"], model));
        Assert.Contains("was fitted on 2 named columns; the data has besides 'c'", Fail(["a", "b", "c"], new Named("b", "a")));
        Assert.Contains("was fitted on 1 named column; the data has besides 'b', 'c'", Fail(["a", "b", "c"], new Named("a")));
        // Names differ by a letter's case.
        Assert.Contains("lacks 'A'", Fail(["a", "b", "c"], new Named("A", "b", "c")));
        Assert.Contains("several columns are named 'a'", Fail(["a", "b", "a"], new Named("a", "a", "b")));
        Assert.Contains("several columns are named 'a'", Fail(["a", "b", "a"], new Named("a", "b")));
        Assert.Contains("featureNames must have 3 entries, one for each column, has 2", Fail(["a", "b"], model));
        string[] many = [.. Enumerable.Range(0, 13).Select(i => $"x{i}")];
        Assert.EndsWith("'x8', 'x9' and 3 more (Parameter 'x')", Fail(["a", "b", "c"], new Named([.. many, "a", "b", "c"])));

        string Fail(ImmutableArray<string> names, IModel fitted)
        {
            Assert.NotNull(fitted.FeatureNames);
            return Assert.Throws<ArgumentException>(() => X.WithNames(names).AlignedTo(fitted)).Message;
        }
    }

    private static double[] Values(Features x) => ((Matrix)x).Span.ToArray();

    /// <summary>A model that was fitted on columns of these names; on ones without names where there are none.</summary>
    private sealed class Named(params string[] names) : IModel
    {
        public int FeatureCount => 3;

        public FitReport Report { get; } = new FitReport { FeatureNames = names.Length == 0 ? null : [.. names] };
    }
}
