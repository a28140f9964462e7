using ClassicML.Linear;

namespace ClassicML.Tests.Contract;

/// <summary>Sparse rows mean what dense ones do: in a fit, with weights and options, and in what a model says.</summary>
public class SparseContract
{
    /// <summary>The learners that read sparse rows. Neighbours, trees, normal classes, scalers and pictures are dense.</summary>
    public static readonly string[] Readers =
    [
        "logistic-regression", "linear-regression", "ridge", "lasso", "elastic-net", "ridge-classifier", "perceptron", "adaline",
        "sgd-classifier", "sgd-regressor", "svm-classifier", "svm-regressor", "one-class-svm", "linear-svm", "linear-svm-regressor",
        "mlp-classifier", "mlp-regressor", "calibrated-classifier", "grid-search", "outlier-grid-search",
    ];

    public static TheoryData<string> Names => Variants.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_learner_reads_sparse_rows_or_says_that_it_does_not(string name)
    {
        Variant variant = Variants.Of(name).First();
        Samples dense = variant.Made(Samples.Of(63)), sparse = dense.Sparse();
        IModel model = AnyLearner.Fit(variant.Learner, dense);
        if (Readers.Contains(name))
        {
            AnyLearner.Fit(variant.Learner, sparse);
            return;
        }
        Assert.Contains("reads dense data, a Matrix; this is a SparseMatrix", Fail(() => AnyLearner.Fit(variant.Learner, sparse)));
        Assert.Contains("reads dense data, a Matrix; this is a SparseMatrix", Fail(() => AnyLearner.Outputs(model, sparse.X)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Sparse_rows_give_the_models_of_dense_ones_with_weights_and_options(string name)
    {
        if (!Readers.Contains(name)) return;
        foreach (Variant variant in Variants.Of(name).Where(variant => variant.NotSparse is null))
            foreach ((string kind, Samples plain, Samples probe) in Kinds)
            {
                // Classes of so many columns are parted by planes, and without a penalty no weights are the best.
                if (variant.Learner is LogisticRegression { Penalty: Penalty.None } && kind == "thin") continue;
                int[] turns = plain.Turns;
                foreach (Samples dense in (Samples[])[plain, plain.Weighing(i => 0.5 * turns[i])])
                {
                    IModel one = AnyLearner.Fit(variant.Learner, dense), two = AnyLearner.Fit(variant.Learner, dense.Sparse());
                    double[] expected = AnyLearner.Outputs(one, probe.X);
                    double tolerance = Math.Max(variant.Tolerance, 1e-9);
                    string what = $"{variant}, {kind} rows{(dense.Weights is null ? "" : " with weights")}";
                    Close(expected, AnyLearner.Outputs(two, probe.X), tolerance, what);
                    // A model reads either storage, whatever it was fitted on.
                    Close(expected, AnyLearner.Outputs(one, probe.Sparse().X), tolerance, what);
                    Close(expected, AnyLearner.Outputs(two, probe.Sparse().X), tolerance, what);
                    if (one.Report.Objective is { } objective)
                        Assert.Equal(objective, two.Report.Objective!.Value, tolerance * Math.Max(1, Math.Abs(objective)));
                }
            }
    }

    // Rows of five hundred and more go in several tiles, and those of a thousand in several blocks.
    [Theory, MemberData(nameof(Names))]
    public void Sparse_rows_of_several_blocks_are_all_read(string name)
    {
        if (!Readers.Contains(name)) return;
        Samples probe = Samples.EndingIn(40, 20);
        foreach (Variant variant in Variants.Of(name).Where(variant => variant.NotSparse is null && variant.Sizes.Contains(1025)))
        {
            Samples dense = Samples.EndingIn(1025, 85);
            Close(
                AnyLearner.Told(variant.Learner, dense, probe.X), AnyLearner.Told(variant.Learner, dense.Sparse(), probe.X),
                Math.Max(variant.Tolerance, 1e-9), $"{variant}");
        }
    }

    private static IEnumerable<(string Kind, Samples Plain, Samples Probe)> Kinds =>
    [
        ("half-empty", Samples.Of(63), Samples.Of(40, seed: 6)), ("thin", Samples.Thin(), Samples.Thin(40, seed: 7)),
    ];
}
