namespace ClassicML.Testing;

/// <summary>Sparse rows mean what dense ones do: in a fit, with weights, and in what a model says.</summary>
internal static class SparseRowChecks
{
    /// <summary>The one whose classes planes part, so that without a penalty no weights are the best.</summary>
    internal const string ThinRows = "Sparse rows of one or two values give the model of dense ones";

    public static IEnumerable<ContractCheck> Of(Subject s)
    {
        if (!s.Traits.ReadsSparse)
        {
            yield return new(ContractTopic.SparseRows, "Sparse rows that are not read are refused in words", () => SaysSo(s));
            yield break;
        }
        yield return new(ContractTopic.SparseRows, "Sparse rows are read", () => s.Fit(s.Traits.Prepare(Samples.Of(63)).Sparse()));
        if (s.Traits.NotSparse is not null) yield break;
        yield return new(
            ContractTopic.SparseRows, "Sparse rows that are half empty give the model of dense ones",
            () => LikeDense(s, s.Traits.Prepare(Samples.Of(63)), s.Traits.Prepare(Samples.Of(40, seed: 6))));
        yield return new(
            ContractTopic.SparseRows, ThinRows,
            () => LikeDense(s, s.Traits.Prepare(Samples.Thin()), s.Traits.Prepare(Samples.Thin(40, seed: 7))));
    }

    private static void SaysSo(Subject s)
    {
        Samples dense = s.Traits.Prepare(Samples.Of(63)), sparse = dense.Sparse();
        IModel model = s.Fit(dense);
        const string words = "reads dense data, a Matrix; this is a SparseMatrix";
        Expect.Refuses(() => s.Fit(sparse), words, "a fit on sparse rows");
        Expect.Refuses(() => AnyLearner.Outputs(model, sparse.X), words, "a prediction of sparse rows");
    }

    private static void LikeDense(Subject s, Samples plain, Samples probe)
    {
        int[] turns = plain.Turns;
        double tolerance = Math.Max(s.Traits.Tolerance, 1e-9);
        foreach (Samples dense in (Samples[])[plain, plain.Weighing(i => 0.5 * turns[i])])
        {
            string what = dense.Weights is null ? "sparse rows" : "sparse rows with weights";
            IModel one = s.Fit(dense), two = s.Fit(dense.Sparse());
            double[] expected = AnyLearner.Outputs(one, probe.X);
            Expect.Close(expected, AnyLearner.Outputs(two, probe.X), tolerance, what);
            // A model reads either storage, whatever it was fitted on.
            Expect.Close(expected, AnyLearner.Outputs(one, probe.Sparse().X), tolerance, what + ", in predictions alone");
            Expect.Close(expected, AnyLearner.Outputs(two, probe.Sparse().X), tolerance, what + ", in predictions too");
            if (one.Report.Objective is { } objective)
                Expect.Close([objective], [two.Report.Objective ?? double.NaN], tolerance, what + ", in the objective");
        }
    }
}
