namespace ClassicML.Tests.Contract;

/// <summary>Sums over rows go by blocks and tiles. Every learner sees the rows of the last one, and every model answers for them.</summary>
public class RowsContract
{
    private static readonly Samples Probe = Probes();

    public static TheoryData<string> Names => Variants.Names;

    [Fact]
    public void Every_registered_learner_has_a_variant()
    {
        string[] all =
        [
            .. Texts(Learners.Classifiers), .. Texts(Learners.Regressors), .. Texts(Learners.Transformers),
            .. Texts(Learners.OutlierDetectors),
        ];
        Assert.Equal(all.Distinct().Order(), Texts(Variants.Names).Order());

        static IEnumerable<string> Texts(TheoryData<string> names) => names.Select(row => row.Data);
    }

    // The rows that matter are all in the last block, or all in the first: a sum that leaves out a block, or takes one twice, tells them
    // apart.
    [Theory, MemberData(nameof(Names))]
    public void The_order_of_the_rows_does_not_count(string name)
    {
        foreach (Variant variant in Variants.Of(name).Where(variant => variant.Ordered is null))
            foreach (int n in variant.Sizes)
            {
                string what = $"{variant}, {n} rows";
                Features probe = variant.Prepare(Probe).X;
                int strange = Strange(variant, n);
                Samples last = variant.Prepare(Samples.EndingIn(n, strange));
                Samples first = last.Select([.. Enumerable.Range(n - strange, strange), .. Enumerable.Range(0, n - strange)]);
                double[] told = Learners.Told(variant.Learner, last, probe);
                Close(told, Learners.Told(variant.Learner, first, probe), variant.ToleranceOfOrder, what);
                if (n == 2) continue;
                Samples without = last.Where(i => i < n - strange);
                Expect.Differ(told, Learners.Told(variant.Learner, without, probe), Math.Max(1e-6, 20 * variant.Tolerance), what);
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_classes_numbers_and_weights_of_the_last_rows_count(string name)
    {
        foreach (Variant variant in Variants.Of(name))
        {
            Features probe = variant.Prepare(Probe).X;
            // Those that are slow, or have no blocks, show as much on a few hundred rows.
            bool isLarge = variant.Sizes is [_, _, ..];
            int n = isLarge ? 1025 : 250, strange = isLarge ? Strange(variant, n) : 50;
            Samples plain = variant.Prepare(Samples.EndingIn(n, strange)).Weighing(_ => 1);
            IModel one = AnyLearner.Fit(variant.Learner, plain);
            bool IsLast(int i) => i >= n - strange;
            if (variant.Unmoved is null) Seen("values", plain with { X = Turned((Matrix)plain.X, IsLast) });
            if (variant.Learner is IRegressor<IRegressorModel>)
                Seen("numbers", plain with { Targets = [.. plain.Targets.Select((target, i) => IsLast(i) ? target + 10 : target)] });
            if (variant.Learner is IClassifier<IClassifierModel> || name is "discriminant-projection" or "select-k-best")
                Seen("classes", plain with { Codes = [.. plain.Codes.Select((code, i) => IsLast(i) ? code / 2 : code)] });
            // Medians refuse rows of unlike weight.
            if (variant.Unweighted is null && variant.Tolerance > 0) Seen("weights", plain.Weighing(i => IsLast(i) && (n - 1 - i) % 3 == 0 ? 5 : 1));

            void Seen(string what, Samples other)
            {
                IModel two = AnyLearner.Fit(variant.Learner, other);
                string unseen = $"{variant}: {what} of the last {strange} of {n} rows are not seen";
                // A pure leaf predicts the same whatever it weighs; its node says what that is.
                bool isPure = what == "weights"
                    && (name.Contains("tree", StringComparison.Ordinal) || name.Contains("forest", StringComparison.Ordinal));
                if (isPure) Assert.False(Learners.Form(one).Equals(Learners.Form(two)), unseen);
                else Expect.Differ(Learners.Told(one, probe), Learners.Told(two, probe), 1e-7, unseen);
            }
        }
    }

    // Rows of a batch come from few, which are asked for one by one; blocks that are left out, or filled with others, differ.
    [Theory, MemberData(nameof(Names))]
    public void A_batch_of_any_size_is_what_its_rows_are(string name)
    {
        Variant variant = Variants.Of(name).First();
        IModel model = AnyLearner.Fit(variant.Learner, variant.Prepare(Samples.Of(63)));
        Samples few = variant.Prepare(Samples.Of(50, seed: 4));
        double[][] each = [.. Enumerable.Range(0, few.Count).Select(i => AnyLearner.Outputs(model, few.X.SelectRows([i])))];
        var rng = new Rng(5);
        int[] picked = [.. Enumerable.Range(0, 10_000).Select(_ => rng.NextInt(few.Count))];
        foreach (int n in (int[])[1023, 1024, 1025, 3000, 10_000])
        {
            Features batch = few.X.SelectRows(picked.AsSpan(0, n));
            double[] expected = [.. picked.Take(n).SelectMany(i => each[i])];
            Close(expected, AnyLearner.Outputs(model, batch), 0, $"{variant}, {n} rows");
            if (!SparseContract.Readers.Contains(name)) continue;
            Features sparse = SparseMatrix.FromDense((Matrix)batch);
            Close(expected, AnyLearner.Outputs(model, sparse), 1e-9, $"{variant}, {n} sparse rows");
        }
    }

    [Theory]
    [InlineData("linear-regression"), InlineData("ridge"), InlineData("lasso"), InlineData("elastic-net")]
    [InlineData("decision-tree-regressor"), InlineData("random-forest-regressor"), InlineData("extra-trees-regressor")]
    public void One_row_is_predicted_by_its_number(string name)
    {
        Samples one = Samples.Of(1);
        Assert.Equal(one.Targets[0], Learners.Regressor(name).Fit(one.Numbers).Predict(one.X)[0], 1e-12);
    }

    private static int Strange(Variant variant, int n) => variant.OneStrange ? 1 : Math.Max(1, n / 12);

    // The last column has another sign in some rows, and another size, for those that are blind to signs.
    private static Matrix Turned(Matrix x, Func<int, bool> isWanted)
    {
        double[] turned = x.Span.ToArray();
        int p = x.ColumnCount;
        for (int i = 0; i < x.RowCount; i++)
            if (isWanted(i)) turned[i * p + p - 1] *= -1.5;
        return Matrix.Wrap(turned, x.RowCount, p);
    }

    // Ordinary rows and strange ones.
    private static Samples Probes() => Samples.EndingIn(1000, 500).Select([.. Enumerable.Range(480, 40)]);
}
