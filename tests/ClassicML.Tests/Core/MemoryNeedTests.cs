using ClassicML.Decomposition;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Optimization;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Core;

/// <summary>Sizes that no machine has are refused in words before anything is allocated; what may be large without harm is not.</summary>
public class MemoryNeedTests
{
    [Fact]
    public void Arrays_and_memory_have_a_limit()
    {
        MemoryNeed.CheckArray(Array.MaxLength, "all", "none");
        Assert.Equal("A of 3 needs an array of 2.147E+09 numbers, one can have 2.147E+09: take less",
            Fail(() => MemoryNeed.CheckArray(1.0 + Array.MaxLength, "A of 3", "take less")));
        Assert.StartsWith("A of 3 needs 1.049E+06 GiB of memory, there are ", Fail(() => MemoryNeed.Check(1L << 50, "A of 3", "take less")));
        Assert.Equal(12, MemoryNeed.Doubles(3, 4, "rows", "none"));
    }

    [Fact]
    public void Dense_one_hot_columns_of_many_levels_name_the_sparse_ones()
    {
        Matrix levels = Matrix.Wrap([.. Enumerable.Range(0, 50_000).Select(i => (double)i)], 50_000, 1);
        Assert.Contains("50000×50000, needs an array of 2.5E+09 numbers", Fail(() => new OneHotEncoder().Fit(levels).Transform(levels)));
        Assert.Contains("set SparseOutput", Fail(() => new OneHotEncoder().Fit(levels).Transform(levels)));
        Features sparse = new OneHotEncoder { SparseOutput = true }.Fit(levels).Transform(levels);
        Assert.Equal((50_000, 50_000), (sparse.RowCount, sparse.ColumnCount));
        Assert.Contains("sparse rows as a dense matrix, 50000×50000", Fail(() => ((SparseMatrix)sparse).ToDense()));
    }

    [Fact]
    public void So_do_matrices_of_pairs()
    {
        Matrix rows = Matrix.Wrap([.. Enumerable.Range(0, 50_000).Select(i => (double)i)], 50_000, 1);
        Assert.Contains("a Gram matrix, 50000×50000", Fail(() => KernelFunction.Linear.Gram(rows)));
        Assert.Contains("a Gram matrix, 50000×50000", Fail(() => KernelFunction.Linear.Gram(rows, rows)));
        Assert.Contains("a Gram matrix, 50000×50000", Fail(() => new KernelPca { Kernel = KernelFunction.Rbf(1), ComponentCount = 2 }.Fit(rows)));
    }

    [Fact]
    public void Counts_of_folds_points_and_candidates_are_refused()
    {
        int[] y = new int[1000];
        Assert.Contains("2147483647 folds of 1000 rows needs", Fail(() => new ShuffleSplit { SplitCount = int.MaxValue }.Split(1000, y, default)));
        Assert.Contains("folds of 1000 rows needs", Fail(() => new RepeatedStratifiedKFold { RepeatCount = int.MaxValue }.Split(1000, y, default)));
        Assert.Contains("folds of 10000000 rows needs", Fail(() => new LeaveOneOut().Split(10_000_000, default, default)));
        var space = ParameterSpace.For(new KNearestNeighborsClassifier()).Vary("k", Distribution.Uniform(1, 9), (l, k) => l with { NeighborCount = (int)k });
        Assert.Contains("a search of 2147483647 candidates needs", Fail(() => new RandomSearch(space, int.MaxValue)));
        var wide = new RegressionData(new Matrix(new double[2, 10_000]), [1, 2]);
        Assert.Contains("PointCount of 2147483647 needs", Fail(() => new LassoPath { PointCount = int.MaxValue }.Compute(wide)));
        var classes = new ClassificationData(wide.Features, [0, 1], new ClassLabels(["a", "b"]));
        Assert.Contains("PointCount of 2147483647 needs", Fail(() => new LogisticPath { PointCount = int.MaxValue }.Compute(classes)));
    }

    [Fact]
    public void A_long_memory_of_steps_takes_what_it_uses()
    {
        double[] point = [3];
        LBfgsResult result = new LBfgs { HistoryCount = int.MaxValue, MaxIterations = 50 }.Minimize(Square, point);
        Assert.Equal((LBfgsEnd.Converged, 1.0), (result.End, Math.Round(point[0], 6)));

        static double Square(ReadOnlySpan<double> w, Span<double> gradient)
        {
            gradient[0] = 2 * (w[0] - 1);
            return (w[0] - 1) * (w[0] - 1);
        }
    }
}
