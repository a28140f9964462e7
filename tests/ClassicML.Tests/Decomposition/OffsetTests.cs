using ClassicML.Decomposition;

namespace ClassicML.Tests.Decomposition;

/// <summary>Columns far from zero. Values are multiples of 2⁻¹⁰, so that adding the offset is exact; the right answer is then that of the
/// rows before they were moved, bit for bit of the data and up to rounding of the method.</summary>
public class OffsetTests
{
    public static TheoryData<double> Offsets => [1e6, 5e7, 1e9];

    [Theory, MemberData(nameof(Offsets))]
    public void Discriminants_do_not_depend_on_where_zero_is(double offset)
    {
        foreach (int classes in new[] { 2, 3 })
        {
            (Matrix x, Matrix moved, int[] y) = Rows(classes, offset);
            ClassificationData near = ClassificationData.Create(x, y), far = ClassificationData.Create(moved, y);
            foreach (DiscriminantSolver solver in Enum.GetValues<DiscriminantSolver>())
            {
                var learner = new LinearDiscriminantAnalysis { Solver = solver };
                // A score is w·x + b, with weights up to 30: the product carries ε·offset·|w|.
                Close(learner.Fit(near).PredictProbabilities(x).Span, learner.Fit(far).PredictProbabilities(moved).Span,
                    1e-10 + 60 * 2.2e-16 * offset);
            }
            foreach (Shrinkage shrinkage in new[] { Shrinkage.Of(0.2), Shrinkage.LedoitWolf })
            {
                var learner = new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.LeastSquares, Shrinkage = shrinkage };
                Close(learner.Fit(near).PredictProbabilities(x).Span, learner.Fit(far).PredictProbabilities(moved).Span,
                    1e-10 + 60 * 2.2e-16 * offset);
            }
            var quadratic = new QuadraticDiscriminantAnalysis();
            Close(quadratic.Fit(near).PredictProbabilities(x).Span, quadratic.Fit(far).PredictProbabilities(moved).Span,
                1e-10 + 60 * 2.2e-16 * offset);
            foreach (DiscriminantSolver solver in new[] { DiscriminantSolver.Svd, DiscriminantSolver.Eigen })
            {
                var projection = new LinearDiscriminantProjection { Solver = solver };
                Close(((Matrix)projection.Fit(near).Transform(x)).Span, ((Matrix)projection.Fit(far).Transform(moved)).Span,
                    1e-10 + 60 * 2.2e-16 * offset);
            }
        }
    }

    [Theory, MemberData(nameof(Offsets))]
    public void A_linear_kernel_does_not_depend_on_where_zero_is(double offset)
    {
        (Matrix x, Matrix moved, _) = Rows(3, offset);
        var learner = new KernelPca { Kernel = KernelFunction.Linear, ComponentCount = null, InversePenalty = 1e-3 };
        KernelPcaModel near = learner.Fit(x), far = learner.Fit(moved);
        Assert.Equal(4, far.OutputCount);
        // The mean of the moved rows is rounded to ε·offset.
        Close(((Matrix)near.Transform(x)).Span, ((Matrix)far.Transform(moved)).Span, 1e-10 + 4 * 2.2e-16 * offset);
        var read = BuiltIn.Registry.Read<KernelPcaModel>(ClassicML.Wire.WireForm.Parse(BuiltIn.Registry.Write(far).ToString()));
        Assert.Equal(((Matrix)far.Transform(moved)).Span, ((Matrix)read.Transform(moved)).Span);
    }

    private static (Matrix X, Matrix Moved, int[] Y) Rows(int classes, double offset)
    {
        const int n = 120, p = 4;
        var rng = new Rng(17);
        double[] x = new double[n * p], moved = new double[n * p];
        int[] y = new int[n];
        for (int i = 0; i < n; i++)
        {
            y[i] = i % classes;
            for (int j = 0; j < p; j++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - rng.NextDouble())) * Math.Cos(2 * Math.PI * rng.NextDouble());
                x[i * p + j] = Math.Round(1024 * (normal + (j == y[i] ? 1.5 : 0))) / 1024;
                moved[i * p + j] = x[i * p + j] + offset;
            }
        }
        return (Matrix.Wrap(x, n, p), Matrix.Wrap(moved, n, p), y);
    }
}
