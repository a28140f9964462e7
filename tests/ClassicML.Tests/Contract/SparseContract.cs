namespace ClassicML.Tests.Contract;

/// <summary>Which learners read sparse rows, and that all blocks of them are read.</summary>
public class SparseContract
{
    /// <summary>The learners that read sparse rows. Neighbours, trees, normal classes, what centres and pictures are
    /// dense.</summary>
    public static readonly string[] Readers =
    [
        "logistic-regression", "linear-regression", "ridge", "lasso", "elastic-net", "ridge-classifier", "perceptron", "adaline",
        "sgd-classifier", "sgd-regressor", "svm-classifier", "svm-regressor", "one-class-svm", "linear-svm", "linear-svm-regressor",
        "mlp-classifier", "mlp-regressor", "calibrated-classifier", "grid-search", "outlier-grid-search",
        "max-abs-scaler", "normalizer", "binarizer", "variance-threshold", "polynomial-features", "function-transformer", "transformed-target",
        "pass-through", "simple-imputer", "select-k-best",
    ];

    public static TheoryData<string> Names => Variants.Names;

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
                Learners.Told(variant.Learner, dense, probe.X), Learners.Told(variant.Learner, dense.Sparse(), probe.X),
                Math.Max(variant.Tolerance, 1e-9), $"{variant}");
        }
    }
}
